"""A package put together: documents, fonts, licences, bill, crate, sums, the page that checks them, and what to read first."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from taphuan import paths
from taphuan.build.need import NOTEBOOK
from taphuan.build.pack.components import bill
from taphuan.build.pack.contents import Package
from taphuan.build.pack.crate import METADATA, crate
from taphuan.build.pack.licences import FONTS, TEXTS, Part, fonts, parts, texts
from taphuan.compose.citations import source_entries
from taphuan.data.load import rows
from taphuan.export.formats import FORMATS
from taphuan.export.html.verify import VerifyModel, write_verify
from taphuan.export.shared.packed_fonts import MAP_LICENCE
from taphuan.export.shared.zip import zipped
from taphuan.known.conferences import all_items
from taphuan.known.measures import editions, measures
from taphuan.known.sources import producers
from taphuan.lesson.wording import PROVENANCE, printable
from taphuan.text import day, say

VERIFY, SUMS, BILL, FIRST, LICENCES = "verify.html", "SHA256SUMS", "sbom.cdx.json", "DOC-DAU.txt", "GIAY-PHEP.txt"
# files of a package that the page cannot hold the sums of: itself, and the list that has the page's
UNSUMMED = (VERIFY, SUMS)
_LABELS = {row.name: row.label for row in FORMATS} | {"manifest.json": say("build.pack.pack.verify")}


@dataclass(frozen=True)
class Packed:
    """The bytes of a ZIP file and how many files are in it."""

    content: bytes
    files: int


def packed(package: Package) -> Packed:
    """The ZIP file of a package; the same sets give the same bytes."""
    files = {place: path.read_bytes() for one in package.sets for place, path in one.files()}
    shown = parts(package.made_from)
    sources = _sources(package)
    files |= {f"{FONTS}/{name}": content for name, content in fonts().items()}
    files |= {f"{TEXTS}/{name}": content for name, content in texts().items()}
    files[LICENCES] = _paper(_licences(shown, sources, date.fromisoformat(package.about["as_of"])))
    files[FIRST] = _paper(_first(package))
    files[BILL] = bill(package.name, _digests(files), shown)
    labels = {place: _label(place) for place in files}
    described = {place: (hashlib.sha256(content).hexdigest(), len(content)) for place, content in files.items()}
    files[METADATA] = crate(_title(package), package.about["as_of"], described, labels, package.made_from, sources)
    files[VERIFY] = write_verify(
        VerifyModel(_title(package), package.name, _digests(files), UNSUMMED, _warnings(package))
    )
    files[SUMS] = "".join(f"{digest}  {place}\n" for place, digest in sorted(_digests(files).items())).encode()
    return Packed(zipped({f"{package.name}/{place}": content for place, content in files.items()}), len(files))


def _digests(files: Mapping[str, bytes]) -> dict[str, str]:
    return {place: hashlib.sha256(content).hexdigest() for place, content in files.items()}


def _label(place: str) -> str:
    return _LABELS.get(Path(place).name, "")


def _title(package: Package) -> str:
    about = package.about
    unit = about["unit"].get("full_name") or about["unit"].get("name", "")
    return " – ".join(filter(None, (about["conference"]["title"], unit)))


def _warnings(package: Package) -> tuple[str, ...]:
    """What whoever gets the package must know of its documents."""
    found: list[str] = []
    if package.about["conference"].get("sample"):
        found.append(say("build.pack.pack.sample"))
    if package.unchecked:
        found.append(say("build.pack.pack.unwalked", names=", ".join(package.unchecked)))
    edited = [f"{one.place}/{name}" for one in package.sets for name in one.edited]
    if edited:
        found.append(say("build.pack.pack.edited", names=", ".join(edited)))
    return tuple(found)


def _paper(lines: Iterable[str]) -> bytes:
    """A text for Windows' editor, too."""
    return ("\ufeff" + "".join(f"{line}\r\n" for line in lines)).encode()


def _first(package: Package) -> Iterator[str]:
    about = package.about
    yield say("build.pack.pack.title", programme=paths.PROJECT.name.upper())
    yield _title(package)
    yield say("build.pack.pack.as_of", day=day(about["as_of"]))
    yield ""
    yield from (say("build.pack.pack.warning", warning=warning) for warning in _warnings(package))
    yield f"{PROVENANCE}."
    yield ""
    yield say("build.pack.pack.how")
    yield say("build.pack.pack.unpack")
    yield say("build.pack.pack.fonts", folder=FONTS)
    yield say("build.pack.pack.verify_how", verify=VERIFY)
    yield say("build.pack.pack.sums_how", sums=SUMS)
    yield ""
    yield say("build.pack.pack.documents")
    for one in package.sets:
        yield f"{one.place}/"
        yield from (f"  {name}: {label}" for name in one.manifest.files if (label := _LABELS.get(name)))
    yield ""
    yield say("build.pack.pack.sources")
    yield say("build.pack.pack.manifest")
    yield say("build.pack.pack.licences", licences=LICENCES)
    yield say("build.pack.pack.machines", metadata=METADATA, bill=BILL)


def _licences(shown: tuple[Part, ...], sources: tuple[Mapping[str, str], ...], as_of: date) -> Iterator[str]:
    yield say("build.pack.pack.licences_title")
    yield ""
    for part in shown:
        if part.kind != "data":
            where = say("build.pack.pack.whole_text", folder=TEXTS, file=part.text) if part.text else ""
            yield f"- {' '.join(filter(None, (part.what, part.version)))}: {part.spdx}{where}"
    data = [part for part in shown if part.kind == "data"]
    for spdx in dict.fromkeys(part.spdx for part in data):
        yield say("build.pack.pack.data", spdx=spdx, files=", ".join(part.id for part in data if part.spdx == spdx))
    if any(part.id.endswith(".geojson") for part in data):
        yield f"  {MAP_LICENCE}."
    yield ""
    yield say("build.pack.pack.cited")
    yield say("build.pack.pack.cited_how")
    address = {row["source_id"]: row["url"] for row in sources}
    for id_, text in source_entries(address, as_of):
        yield f"- {text}{f', {address[id_]}' if address[id_] else ''}"


def _sources(package: Package) -> tuple[Mapping[str, str], ...]:
    """The rows of data/sources.csv that the documents cite, or that a statement which they cite rests on."""
    cited: set[str] = set()
    for one in package.sets:
        notebook = json.loads((one.folder / NOTEBOOK).read_bytes()) if NOTEBOOK in one.manifest.files else {"cells": []}
        for cell in notebook["cells"]:
            cited.update(cell["metadata"].get("taphuan", {}).get("citations", ()))
    behind = {id_ for item in all_items() if item.id in cited for id_ in item.source_ids}
    for measure in measures():
        for edition in editions(measure.key, date.max):
            if f"{measure.key}-{edition.key}" in cited:
                behind.update(edition.source_ids)
    for row in rows("law/legal_documents"):
        if row["id"] in cited:
            behind.update(row["source_id"].split(";"))
    named = producers()
    # a copy in a public repository is where a number was read, never who says it
    return tuple(
        row
        for row in rows("sources")
        if (id_ := row["source_id"]) in cited | behind and printable(id_) and id_ not in named
    )
