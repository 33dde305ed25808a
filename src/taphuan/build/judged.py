"""Which programs of others have read built document sets and found nothing, as their manifests say (`make validate`)."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from taphuan.build.publish import read_manifest


def judged_line(folders: Iterable[Path]) -> str:
    """One line on the finished sets in these folders; empty where there is none."""
    manifests = [manifest for folder in folders if (manifest := read_manifest(folder))]
    if not manifests:
        return ""
    judges = sorted({f"{name} {version}" for manifest in manifests for name, version in manifest.judged.items()})
    number = sum(bool(manifest.judged) for manifest in manifests)
    said = f"{number} of {len(manifests)} document sets judged by programs of others"
    return f"{said}: {', '.join(judges)}" if judges else f"{said}; make validate judges them"
