"""The bill of materials of a package: CycloneDX 1.6 as JSON, of what stands in the documents and of the packages that made them.

It is written from what is installed, without a clock or a random number, so that two
packages of one build have the same bytes.
"""

from __future__ import annotations

import hashlib
import json
import re
import uuid
from collections.abc import Iterator, Mapping
from importlib import metadata
from typing import Any

from taphuan import __version__, paths
from taphuan.build.pack.licences import Part

# a licence of one word or expression, as older packages say it where newer ones have an expression
_SHORT = re.compile(r"[\w ,.+()-]{2,120}")


def bill(name: str, files: Mapping[str, str], parts: tuple[Part, ...]) -> bytes:
    """The bill of a package: `files` are sha256 by path, `parts` what they are put together from."""
    own = {"type": "application", "bom-ref": "taphuan", "name": "taphuan", "version": __version__, **_licence("MIT")}
    lock = hashlib.sha256(paths.LOCK.read_bytes()).hexdigest() if paths.LOCK.is_file() else ""
    content = {
        "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps([name, *sorted(files.items())]))}",
        "version": 1,
        "metadata": {
            "tools": {"components": [{**own, "bom-ref": "tool"}]},
            "component": {"type": "data", "bom-ref": "package", "name": name},
            **({"properties": [{"name": "taphuan:requirements.lock:sha256", "value": lock}]} if lock else {}),
        },
        "components": [
            own,
            *(_of_part(part) for part in parts if part.id != "taphuan"),
            *_installed(),
        ],
    }
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode()


def _of_part(part: Part) -> dict[str, Any]:
    component: dict[str, Any] = {"type": part.kind, "bom-ref": part.id, "name": part.id, "description": part.what}
    if part.version:
        component["version"] = part.version
    return component | _licence(part.spdx)


def _installed() -> Iterator[dict[str, Any]]:
    """The packages that taphuan runs with, by name, with version and licence; which bytes they may have says requirements.lock."""
    for name, found in sorted(_closure().items()):
        component: dict[str, Any] = {
            "type": "library",
            "bom-ref": f"pkg:pypi/{name}@{found.version}",
            "name": name,
            "version": found.version,
            "purl": f"pkg:pypi/{name}@{found.version}",
            **_licence(_licence_of(found)),
        }
        yield component


def _closure() -> dict[str, metadata.Distribution]:
    """taphuan's own requirements and all that they require, as far as they are installed, without its extras."""
    from packaging.requirements import Requirement
    from packaging.utils import canonicalize_name

    found: dict[str, metadata.Distribution] = {}
    waiting = [*(metadata.requires("taphuan") or ())]
    while waiting:
        asked = Requirement(waiting.pop())
        name = canonicalize_name(asked.name)
        if name in found or (asked.marker is not None and not asked.marker.evaluate({"extra": ""})):
            continue
        try:
            found[name] = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        waiting += found[name].requires or ()
    return found


def _licence_of(found: metadata.Distribution) -> str:
    about = found.metadata
    said = next((about[name].strip() for name in ("License-Expression", "License") if name in about), "")
    if _SHORT.fullmatch(said) and said != "UNKNOWN":
        return said
    classifiers = [one for one in about.get_all("Classifier") or () if one.startswith("License :: ")]
    return classifiers[0].rpartition(" :: ")[2] if classifiers else ""


def _licence(name: str) -> dict[str, Any]:
    """As a name: not every package says an expression of SPDX."""
    return {"licenses": [{"license": {"name": name}}]} if name else {}
