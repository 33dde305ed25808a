"""The licences of all that a package holds, with their texts, from the installed packages and data/."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from taphuan import paths
from taphuan.errors import EnvironmentLacks
from taphuan.export.shared.packed_fonts import Face, faces
from taphuan.text import say

FONTS, TEXTS = "phong-chu", "giay-phep"


@dataclass(frozen=True)
class Part:
    """A part of a package under one licence: `what` says in Vietnamese what it is, `spdx` is the licence's SPDX expression, `text`
    the name of the file with its text in the package, "" where a line says it."""

    id: str
    what: str
    version: str
    spdx: str
    text: str
    kind: str = "library"


def parts(made_from: Mapping[str, str]) -> tuple[Part, ...]:
    """What stands in the documents beside our own words; of data those files that the sets are made from."""
    data = [
        Part(f"data/{path}", say("build.pack.licences.data", path=path), "", spdx, "", "data")
        for path, spdx in _of_data(made_from)
    ]
    return (
        Part("taphuan", say("build.pack.licences.own"), version("taphuan"), "MIT", "taphuan-MIT.txt"),
        Part("reveal.js", "reveal.js, trong deck.html", _reveal_version(), "MIT", "reveal.js-MIT.txt"),
        *(
            Part(
                face.id,
                say(
                    "build.pack.licences.fonts",
                    name=face.name,
                    packed=say("build.pack.licences.fonts_packed", folder=FONTS) if face.handed_on else "",
                ),
                face.version,
                face.spdx,
                _name_of(face) if face.licence else "",
                "file",
            )
            for face in faces()
        ),
        *data,
    )


def texts() -> dict[str, bytes]:
    """The texts of the licences by the names of their files."""
    return {
        "taphuan-MIT.txt": _text(paths.LICENCE),
        "reveal.js-MIT.txt": _text(_package("pyreveal") / "revealjs/LICENSE"),
        **{_name_of(face): _text(face.licence) for face in faces() if face.licence},
    }


def fonts() -> dict[str, bytes]:
    """The fonts that the documents name, to be installed where a machine lacks them."""
    return {path.name: path.read_bytes() for face in faces() for path in face.handed_on}


def _name_of(face: Face) -> str:
    return f"{face.name.replace(' ', '-')}-{face.spdx.removeprefix('LicenseRef-')}.txt"


def _of_data(made_from: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """(path below data/, SPDX) of the tables, the maps, the modules and the conferences."""
    import json

    package = json.loads(paths.DATAPACKAGE.read_text(encoding="utf-8"))
    # what datapackage.json does not list, the YAML files, has the licence of the whole
    licences = {resource["path"]: resource["licenses"][0]["name"] for resource in package["resources"]}
    folder = f"{paths.DATA.name}/"
    for path in made_from:
        if path.startswith(folder):
            name = path.removeprefix(folder)
            yield name, licences.get(name, package["licenses"][0]["name"])


def _reveal_version() -> str:
    import json

    package = json.loads((_package("pyreveal") / "revealjs/package.json").read_text(encoding="utf-8"))
    return str(package["version"])


def _package(name: str) -> Path:
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise EnvironmentLacks(f"the package {name} is missing: run `make` to install requirements.lock", code="TH902")
    return Path(spec.origin).parent


def _text(path: Path) -> bytes:
    """A licence that a packed part must carry. Raises EnvironmentLacks where the installed package has none."""
    if not path.is_file():
        raise EnvironmentLacks(
            f"the licence {path.name} is missing: run `make` to install requirements.lock", code="TH901"
        )
    return path.read_bytes()
