"""The finished sets that go into one package, and why some may not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from taphuan.build.need import NOTEBOOK
from taphuan.build.plan import MODULES_FOLDER
from taphuan.build.publish import MANIFEST, Manifest, file_state, read_manifest
from taphuan.check.names import LONGEST_PATH, name_fault
from taphuan.errors import TaphuanError
from taphuan.known.conferences import conference, participants
from taphuan.known.units import WHOLE, parse_day, resolve

# where the documents lie in a package
DOCUMENTS = "tai-lieu"


class NotPacked(TaphuanError):
    """Nothing is written: a set is unfinished, a file is missing, nothing was built; `problems` are all reasons."""

    code = "TH887"

    def __init__(self, problems: tuple[str, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        if len(self.problems) == 1:
            return self.problems[0]
        return "\n".join([f"nothing is packed, {len(self.problems)} problems:", *(f"  {one}" for one in self.problems)])


@dataclass(frozen=True)
class PackedSet:
    """A finished set: its folder, where it goes in the package, the files that were edited by hand."""

    folder: Path
    place: str
    manifest: Manifest
    edited: tuple[str, ...]

    def files(self) -> Iterator[tuple[str, Path]]:
        """(place in the package, file) of its documents and its manifest."""
        for name in (*sorted(self.manifest.files), MANIFEST):
            yield f"{self.place}/{name}", self.folder / name


@dataclass(frozen=True)
class Package:
    """What one ZIP file holds: `name` is that of the file and of the folder in it; the first set says what it is about."""

    name: str
    sets: tuple[PackedSet, ...] = field(hash=False)

    @property
    def about(self) -> Mapping[str, Any]:
        """Conference, unit and day, as manifests say them."""
        return self.sets[0].manifest.identity

    @property
    def made_from(self) -> dict[str, str]:
        """sha256 by path of all files that its sets are made from."""
        return {name: digest for one in self.sets for name, digest in sorted(one.manifest.made_from.items())}

    @property
    def unchecked(self) -> tuple[str, ...]:
        """The folders of sets that have not passed every check yet."""
        return tuple(one.place for one in self.sets if one.manifest.unchecked)


def packages(
    build: Path, conferences: tuple[str, ...], provinces: tuple[str, ...], as_of: str | None = None
) -> tuple[Package, ...]:
    """The packages of these conferences: of the hall (`hoi-nghi`) and of each province that is built, or only of those named.

    Raises NotPacked with every reason, UnknownName or UnitNotValid for a name nobody has.
    """
    found: list[Package] = []
    problems: list[str] = []
    for slug in conferences:
        conf = conference(slug)
        base = build / (f"{slug}@{parse_day(as_of).isoformat()}" if as_of else slug)
        on = parse_day(as_of) if as_of else conf.as_of
        known = [unit.slug for unit in participants(conf, on)]
        for name in provinces:
            if name != WHOLE and resolve(name, on).slug not in known:
                problems.append(f"{name} does not take part in {slug}")
        for name in provinces or (WHOLE, *known):
            folder = base if name == WHOLE else base / name
            package, reasons = _package(folder, base.name if name == WHOLE else f"{base.name}-{name}", name == WHOLE)
            problems += reasons
            if package is not None:
                found.append(package)
            elif name in provinces and not reasons:
                problems.append(f"{folder} is not built: taphuan build --conference {slug} --province {name}")
    if not problems and not found:
        problems.append(f"nothing is built in {build} of {', '.join(conferences)}: taphuan build")
    if problems:
        raise NotPacked(tuple(problems))
    return tuple(found)


def _package(folder: Path, name: str, hall: bool) -> tuple[Package | None, list[str]]:
    """The package of the sets in a folder; None where there is none."""
    problems: list[str] = []
    sets: list[PackedSet] = []
    for place in _folders(folder, hall):
        where = "/".join((DOCUMENTS, *place.relative_to(folder).parts))
        manifest = read_manifest(place)
        if manifest is None:
            problems.append(f"{place}: the set is not finished, or was taken back; build it again, then pack")
            continue
        states = {file: file_state(place, file, manifest) for file in manifest.files}
        missing = [file for file, state in states.items() if state == "missing"]
        if missing:
            problems.append(f"{place}: {', '.join(missing)} is missing; build the set again, then pack")
        one = PackedSet(place, where, manifest, tuple(file for file, state in states.items() if state == "edited"))
        problems += _bad_names(name, one)
        sets.append(one)
    return (Package(name, tuple(sets)) if sets and not problems else None), problems


def _folders(folder: Path, hall: bool) -> Iterator[Path]:
    """The folders of the sets: of a hall those for other minutes and of its speakers, of a province its deck to teach at home and
    its communes."""
    if _is_set(folder):
        yield folder
    below = sorted(path for path in folder.iterdir() if path.is_dir()) if folder.is_dir() else []
    for path in below:
        if hall and path.name == MODULES_FOLDER:
            yield from (module for module in sorted(path.iterdir()) if _is_set(module))
        elif _is_set(path) and (path.name.isdigit() if hall else True):
            yield path


def _is_set(folder: Path) -> bool:
    """Whether a set is there, finished or not: what a build that failed took back keeps its notebook or its old manifest."""
    return any((folder / name).is_file() for name in (MANIFEST, ".manifest.last.json", NOTEBOOK))


def _bad_names(name: str, one: PackedSet) -> Iterator[str]:
    """Names that Windows would not unpack."""
    for place, _ in one.files():
        path = f"{name}/{place}"
        faults = [fault for part in path.split("/") if (fault := name_fault(part))]
        if len(path) > LONGEST_PATH:
            faults.append(f"has more than {LONGEST_PATH} letters")
        yield from (f"{path}: the name {fault}; rename it, then pack" for fault in faults)
