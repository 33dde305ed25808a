"""The two states that are compared: that of the project as it lies there, and an earlier one, a revision or a build folder.

A state is a notebook a set. That of a revision is made by its own code and kept in the cache, that of a build is read.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from itertools import zip_longest
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.build.diff import made
from taphuan.build.diff.result import Note
from taphuan.build.keys import sources
from taphuan.build.need import NOTEBOOK
from taphuan.build.plan import FULL_FOLDER, MODULES_FOLDER
from taphuan.build.publish import MANIFEST, SCHEMA, file_state, last_manifest, read_manifest
from taphuan.errors import TaphuanError
from taphuan.known.units import WHOLE
from taphuan.text import say

_SCRIPT = Path(made.__file__)
# seconds for all notebooks of a state; a kernel that hangs must not hold the command for ever
_PATIENCE = 1800


class NoBuild(TaphuanError):
    """A folder that holds no build, or one that this version cannot read."""

    code = "TH892"


class NotMade(TaphuanError):
    """The code of a revision could not make its notebooks."""

    code = "TH893"


@dataclass(frozen=True)
class Chosen:
    """What is compared: conferences, and provinces or modules, by slug; all where none is named. `formats`: files to be
    written for it too."""

    conferences: tuple[str, ...] = ()
    provinces: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()

    def key(self) -> str:
        """Short name of the choice, for what is kept of it."""
        said = json.dumps([self.conferences, self.provinces, self.formats])
        return hashlib.sha256(said.encode()).hexdigest()[:12]


@dataclass(frozen=True)
class SetState:
    """A document set in one state. `notebook` is the file with it, packed by zlib or as the build wrote it; `failure` says why
    there is none. `files` is the folder of its other files, where they were written."""

    name: str
    conference: str
    province: str
    module: str
    as_of: str
    digest: str = ""
    notebook: Path | None = None
    failure: str = ""
    files: Path | None = None

    @property
    def written(self) -> tuple[str, ...]:
        """The names of its other files that are there."""
        folder = self.files
        return tuple(sorted(file.name for file in folder.iterdir())) if folder is not None and folder.is_dir() else ()

    def read(self) -> Any:
        """The executed notebook. Raises ValueError where the file is damaged."""
        # before anything imports nbformat, which takes a second with the whole of jsonschema
        import taphuan.data.light_jsonschema  # noqa: F401  # isort: skip
        import nbformat

        if self.notebook is None:
            raise ValueError(self.failure)
        content = self.notebook.read_bytes()
        if self.notebook.suffix != ".z":
            return nbformat.reads(content.decode(), as_version=4)
        try:
            return nbformat.from_dict(json.loads(zlib.decompress(content)))
        except zlib.error as error:
            raise ValueError(str(error)) from None


@dataclass(frozen=True)
class State:
    """`label` names it to people; `root` holds its files, None where only documents are left of it."""

    label: str
    sets: dict[str, SetState] = field(hash=False)
    root: Path | None
    notes: tuple[Note, ...] = ()


@contextmanager
def making(
    root: Path, out: Path, chosen: Chosen, jobs: list[dict[str, Any]] | None, processes: int
) -> Iterator[Callable[[], None]]:
    """Begin to make the notebooks of the project in `root` with its own code, into `out`; what is given waits for the end.

    It raises NotMade where that code ends in an error, or is of a version that `made` does not know.
    """
    # the code of a checkout belongs to its state; a project that has none is made by the package that is installed
    own = root != paths.ROOT and (root / "src/taphuan").is_dir()
    environment = {
        **os.environ,
        "PYTHONPATH": str(root / "src" if own else paths.PACKAGE.parent),
        "TAPHUAN_ROOT": str(root),
        "TAPHUAN_CACHE": str(paths.CACHE),
        "PYTHONUTF8": "1",
    }
    out.mkdir(parents=True, exist_ok=True)
    begun: list[tuple[subprocess.Popen[bytes], Path]] = []

    def wait() -> None:
        for process, heard in begun:
            try:
                code = process.wait(timeout=_PATIENCE)
            except subprocess.TimeoutExpired:
                raise NotMade(f"the code in {root} made no notebooks within {_PATIENCE} s; choose fewer") from None
            if code == made.OTHER_VERSION:
                raise OtherVersion()
            if code:
                lines = heard.read_text("utf-8", "replace").strip().splitlines()
                said = lines[-1] if lines else f"exit code {code}"
                raise NotMade(f"the code in {root} cannot make its notebooks: {said}")

    try:
        for shard in range(processes):
            request = out / f"request-{shard}-{processes}.json"
            request.write_text(
                json.dumps(
                    {
                        "out": str(out),
                        "conferences": chosen.conferences,
                        "provinces": chosen.provinces,
                        "formats": chosen.formats,
                        "key": chosen.key(),
                        "jobs": jobs,
                        "shard": shard,
                        "of": processes,
                    }
                ),
                encoding="utf-8",
            )
            heard = request.with_suffix(".err")
            with heard.open("wb") as stream:
                # it ends when its standard input does: with this process, however that ends
                process = subprocess.Popen(
                    [sys.executable, "-P", str(_SCRIPT), str(request)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.DEVNULL,
                    stderr=stream,
                    env=environment,
                    cwd=root,
                )
            begun.append((process, heard))
        yield wait
    finally:
        for process, _ in begun:
            if process.poll() is None:
                process.kill()
                process.wait()
            if process.stdin:
                process.stdin.close()


class OtherVersion(Exception):
    """The code of a revision has other parts than this version's."""


def states_in(out: Path, chosen: Chosen) -> dict[str, SetState]:
    """What `made` has left in a folder of what is chosen, in the order of the plan."""
    lists = sorted(out.glob(f"planned-{chosen.key()}-*.list"))
    shards = [json.loads(file.read_bytes()) for file in lists]
    names = [name for row in zip_longest(*shards) for name in row if name is not None]
    return {name: state for name in names if (state := _recorded(out, name))}


def _recorded(out: Path, name: str) -> SetState | None:
    file = out / name.replace("/", "--")
    try:
        record = json.loads(file.with_suffix(".json").read_bytes())
    except (FileNotFoundError, ValueError):
        return None
    known = {key: record[key] for key in ("name", "conference", "province", "module", "as_of")}
    notebook = file.with_suffix(".z") if "digest" in record else None
    return SetState(
        **known, digest=record.get("digest", ""), notebook=notebook, failure=record.get("failure", ""), files=file
    )


def build_state(folder: Path, chosen: Chosen) -> State:
    """The state of a build: every finished set below a folder.

    Raises NoBuild for a folder without any, or with such of another version only.
    """
    sets: dict[str, SetState] = {}
    others: list[str] = []
    unfinished: list[str] = []
    notes: list[Note] = []
    for file in sorted({*folder.rglob(MANIFEST), *folder.rglob(".manifest.last.json")}):
        place = file.parent
        below = place.relative_to(folder).as_posix()
        if (manifest := read_manifest(place)) is None:
            (unfinished if file.name != MANIFEST or last_manifest(place) else others).append(below)
            continue
        job = _job(below, dict(manifest.identity))
        # the hall's own set lies in the folder of its conference
        name = f"{below}/{WHOLE}" if job and job["day_folder"] == below else below
        if name in sets or not job:
            continue
        if (chosen.conferences and job["conference"] not in chosen.conferences) or (
            chosen.provinces and (job["module"] or job["province"]) not in chosen.provinces
        ):
            continue
        notebook = place / NOTEBOOK
        state = file_state(place, NOTEBOOK, manifest)
        if state == "edited":
            notes.append(
                Note(
                    f"{name}: {NOTEBOOK} was edited by hand; what it says now is compared",
                    say("build.diff.states.edited_by_hand", name=name, notebook=NOTEBOOK),
                )
            )
        sets[name] = SetState(
            name,
            job["conference"],
            job["province"],
            job["module"],
            job["as_of"],
            notebook=notebook if notebook.is_file() else None,
            failure="" if notebook.is_file() else f"{NOTEBOOK} is missing in {place}; it was built without it",
            files=place,
        )
    if not sets:
        if others:
            raise NoBuild(
                f"{folder}: {len(others)} document sets of another version of taphuan (manifests of schema {SCHEMA} are "
                "read); name the revision they were built from: taphuan diff REV"
            )
        if unfinished:
            raise NoBuild(
                f"{folder}: no set in it is finished; build it to its end, or name a revision: taphuan diff REV"
            )
        wanted = " of what was chosen" if chosen.conferences or chosen.provinces else ""
        raise NoBuild(
            f"{folder} holds no document sets{wanted}; name the folder that `make` built into (build), or a revision"
        )
    if others:
        notes.append(_left_out(others, "of another version", say("build.diff.states.other_version")))
    finished = {one.files for one in sets.values()}
    if left := [below for below in dict.fromkeys(unfinished) if folder / below not in finished]:
        notes.append(_left_out(left, "that were not finished", say("build.diff.states.unfinished")))
    return State(str(folder), sets, None, tuple(notes))


def _left_out(names: list[str], which: str, vi: str) -> Note:
    some = _some(names)
    return Note(
        f"{len(names)} sets {which} were left out: {some}",
        say("build.diff.states.left_out", sets=len(names), why=vi, names=some),
    )


def _some(names: list[str]) -> str:
    return ", ".join(names[:3]) + (" …" if len(names) > 3 else "")


def _job(name: str, identity: dict[str, Any]) -> dict[str, Any] | None:
    """The job that built the set in this folder, as `made` takes it; None for a manifest without conference and day."""
    try:
        conference, as_of = str(identity["conference"]["slug"]), str(identity["as_of"])
        unit = str((identity.get("unit") or {}).get("slug") or "")
    except (KeyError, TypeError, AttributeError):
        return None
    day_folder, *below = name.split("/")
    job = {
        "conference": conference,
        "as_of": as_of,
        "day_folder": day_folder,
        "province": WHOLE,
        "module": "",
        "full": False,
        "minutes": 0,
        "commune_folder": "",
    }
    match below:
        case []:
            pass
        case [minutes] if minutes.isdigit():
            job["minutes"] = int(minutes)
        case [folder, module] if folder == MODULES_FOLDER:
            job["module"] = module
        case [province]:
            job["province"] = province or unit
        case [province, full] if full == FULL_FOLDER:
            job |= {"province": province, "full": True}
        case [province, commune]:
            job |= {"province": province, "commune_folder": commune}
        case _:
            return None
    return job


def changed_since(sets: Iterable[SetState]) -> tuple[str, ...]:
    """What all sets of the project are made from and is not what a build was made from, by the names of its keys."""
    now = asdict(sources())
    found: dict[str, None] = {}
    for one in sets:
        manifest = read_manifest(one.files) if one.files else None
        inputs = manifest.inputs if manifest else {}
        found.update(dict.fromkeys(name for name, value in inputs.items() if now.get(name, value) != value))
    return tuple(found)


def jobs_of(folder: Path, sets: Iterable[SetState]) -> list[dict[str, Any]]:
    """The same sets, as `made` takes them, to be made anew."""
    jobs: list[dict[str, Any] | None] = []
    for one in sets:
        manifest = read_manifest(one.files) if one.files else None
        if one.files and manifest:
            jobs.append(_job(one.files.relative_to(folder).as_posix(), dict(manifest.identity)))
    return [job for job in jobs if job]
