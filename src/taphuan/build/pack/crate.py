"""The RO-Crate of a package: what each file is, what it was made from and by what, which publications it rests on.

Version 1.1 of the specification; everything in it is known from manifests and data/, without a clock.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

from taphuan import __version__
from taphuan.lesson.wording import PROVENANCE

METADATA = "ro-crate-metadata.json"
_SPECIFICATION = "https://w3id.org/ro/crate/1.1"
_LICENCE = "https://spdx.org/licenses/MIT"
# what came to schema.org after the context of this version was written
_LATER = {name: f"http://schema.org/{name}" for name in ("creditText", "sha256", "usageInfo")}
_FORMATS = {
    ".html": "text/html",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".json": "application/json",
    ".xml": "application/xml",
    ".pdf": "application/pdf",
    ".png": "image/png",
    ".svg": "image/svg+xml",
    ".ipynb": "application/x-ipynb+json",
    ".ttf": "font/ttf",
    ".otf": "font/otf",
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def crate(
    title: str,
    as_of: str,
    files: Mapping[str, tuple[str, int]],
    labels: Mapping[str, str],
    made_from: Mapping[str, str],
    sources: tuple[Mapping[str, str], ...],
) -> bytes:
    """`files`: (sha256, size) by path. `labels`: what files are called. `made_from`: sha256 by path of the inputs. `sources`: rows of
    data/sources.csv."""
    inputs = [_input(path, digest) for path, digest in sorted(made_from.items())]
    cited = [_source(row) for row in sources]
    root = {
        "@id": "./",
        "@type": "Dataset",
        "name": title,
        "description": PROVENANCE,
        "datePublished": as_of,
        "inLanguage": "vi",
        "license": {"@id": _LICENCE},
        "hasPart": [{"@id": path} for path in sorted(files)],
        "isBasedOn": [{"@id": one["@id"]} for one in inputs],
        "citation": [{"@id": one["@id"]} for one in cited],
        "mentions": {"@id": "#build"},
    }
    action = {
        "@id": "#build",
        "@type": "CreateAction",
        "name": "taphuan build",
        "instrument": {"@id": "#taphuan"},
        "object": [{"@id": one["@id"]} for one in inputs],
        "result": {"@id": "./"},
    }
    graph = [
        {
            "@id": METADATA,
            "@type": "CreativeWork",
            "conformsTo": {"@id": _SPECIFICATION},
            "about": {"@id": "./"},
        },
        root,
        *(_file(path, *files[path], labels.get(path, "")) for path in sorted(files)),
        *inputs,
        *cited,
        action,
        {"@id": "#taphuan", "@type": "SoftwareApplication", "name": "taphuan", "softwareVersion": __version__},
        {"@id": _LICENCE, "@type": "CreativeWork", "name": "MIT License", "identifier": "MIT"},
    ]
    content = {"@context": [f"{_SPECIFICATION}/context", _LATER], "@graph": graph}
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n".encode()


def _file(path: str, digest: str, size: int, label: str) -> dict[str, Any]:
    return {
        "@id": path,
        "@type": "File",
        "name": label or PurePosixPath(path).name,
        "encodingFormat": _FORMATS.get(PurePosixPath(path).suffix, "application/octet-stream"),
        "contentSize": str(size),
        "sha256": digest,
    }


def _input(path: str, digest: str) -> dict[str, Any]:
    """A file of the project, which is not in the package."""
    return {"@id": f"#{path}", "@type": "CreativeWork", "name": path, "sha256": digest}


def _source(row: Mapping[str, str]) -> dict[str, Any]:
    entity: dict[str, Any] = {
        "@id": row["url"] or f"#{row['source_id']}",
        "@type": "CreativeWork",
        "name": row["title"],
    }
    for name, value in (
        ("identifier", row["source_id"]),
        ("creditText", row["publisher"]),
        ("datePublished", row["published_date"]),
        ("usageInfo", row["licence"]),
    ):
        if value and value != "không rõ":
            entity[name] = value
    return entity
