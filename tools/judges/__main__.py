"""Lets every judge read what lies below a folder: `PYTHONPATH=tools python -m judges build` (`make validate`).

Prints each finding with its file and place, and a line for each judge. A judge that is missing, crashes or hangs is one line, and the
others go on. Which judges found nothing in a document set stands in its manifest from then on, until it is built again.
Exit codes: 0 no findings, 1 findings, 2 nothing to judge, 3 a judge was missing or failed and --all was said.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from judges.axe import AXE
from judges.judge import CannotJudge, Finding, Judge, Verdict
from judges.known_false import known_false
from judges.markup import MARKUP
from judges.memory import Memory, digest
from judges.office import OFFICE
from judges.paper import PAGE, VERAPDF
from judges.quizzes import GIFT, MOODLE
from judges.sheets import SHEETS
from taphuan import paths
from taphuan.build.publish import MANIFEST, Manifest, file_state, mark_judged, read_manifest
from taphuan.build.spine import INDEX, publish_index
from taphuan.errors import EXIT_BAD_INPUT, EXIT_DONE, EXIT_ENVIRONMENT, EXIT_JOBS_FAILED
from taphuan.known.conferences import conference_slugs

JUDGES = (OFFICE, PAGE, VERAPDF, MARKUP, AXE, GIFT, MOODLE, SHEETS)
# findings of one judge in one file that are printed
_SHOWN = 10


@dataclass
class Judged:
    """What one judge said of the files below a folder; `missing`: why it could not, "" where it could."""

    judge: Judge
    version: str = ""
    missing: str = ""
    findings: dict[Path, list[Finding]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)
    known: int = 0
    remembered: int = 0

    @property
    def faulty(self) -> int:
        return sum(bool(found) for found in self.findings.values())

    def line(self) -> str:
        name = f"{self.judge.name} {self.version}".strip()
        if self.missing:
            return f"{name}: not asked: {self.missing}"
        notes = [f"{len(self.findings)} files, {self.faulty} with findings"]
        notes += [f"{self.remembered} were judged before"] if self.remembered else []
        notes += [f"{self.known} findings are known to be false"] if self.known else []
        return f"{name}: {'; '.join(notes)}"


def judged_by(judge: Judge, files: Iterable[Path], memory: Path) -> Judged:
    """Let a judge read the files of its kinds. Files with the same content are read once, those it found nothing in not again."""
    done = Judged(judge)
    own = [file for file in files if judge.reads(file)]
    if not own:
        return done
    try:
        done.version = judge.version()
    except CannotJudge as error:
        done.missing = str(error)
        return done
    kept = Memory(memory / f"{judge.name}.txt", done.version)
    same: dict[str, list[Path]] = {}
    for file in own:
        beside = (file.parent / name for name in judge.beside)
        key = digest(file.read_bytes(), *(one.read_bytes() for one in beside if one.is_file()))
        same.setdefault(key, []).append(file)
    new = {alike[0]: key for key, alike in same.items() if not kept.knows(key)}
    try:
        verdict = judge.judge([*new], kept) if new else Verdict()
    except CannotJudge as error:
        verdict = Verdict(failures=[str(error)])
    done.failures = verdict.failures
    for key, alike in same.items():
        if alike[0] not in new:
            done.remembered += len(alike)
            done.findings.update({file: [] for file in alike})
        elif alike[0] in verdict.findings:
            said = verdict.findings[alike[0]]
            found = [one for one in said if not known_false(judge.name, one)]
            done.known += len(said) - len(found)
            done.findings.update(dict.fromkeys(alike, found))
            if not found:
                kept.keep(key)
    kept.save()
    return done


def mark(folder: Path, all_judged: Sequence[Judged]) -> int:
    """Note in the manifest of each set which judges read all its files of their kinds and found nothing; how many sets have such a
    note."""
    marked = 0
    for file in sorted(folder.rglob(MANIFEST)):
        if manifest := read_manifest(file.parent):
            marked += mark_judged(file.parent, manifest, _of_set(file.parent, manifest, all_judged))
    return marked


def _of_set(folder: Path, manifest: Manifest, all_judged: Sequence[Judged]) -> dict[str, str]:
    """The versions of the judges by their names; none of a set with a file that is not as it was built."""
    files = [folder / name for name in manifest.files]
    if any(file_state(folder, name, manifest) != "whole" for name in manifest.files):
        return {}
    asked = {one.judge.name for one in all_judged if not one.missing}
    passed = {name: version for name, version in manifest.judged.items() if name not in asked}
    for one in all_judged:
        own = [file for file in files if one.judge.reads(file)]
        if own and all(one.findings.get(file, [Finding("", "not judged")]) == [] for file in own):
            passed[one.judge.name] = one.version
    return passed


def _is_build(folder: Path) -> bool:
    """Whether it is the folder of a build, with the start page of all conferences, and not that of one conference in it."""
    slugs = set(conference_slugs())
    of_conferences = (below.name.partition("@")[0] in slugs for below in folder.iterdir() if below.is_dir())
    return (folder / INDEX).is_file() and folder.name.partition("@")[0] not in slugs and any(of_conferences)


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge a folder; the exit code."""
    parser = argparse.ArgumentParser(prog="judges", description="Let programs of others read what was built.")
    parser.add_argument("folder", type=Path, help="the build folder, or any part of it")
    parser.add_argument("--all", action="store_true", help="end with 3 where a judge is missing or fails")
    asked = parser.parse_args(arguments)
    folder = asked.folder.resolve()
    files = sorted(file for file in folder.rglob("*") if file.is_file() and not file.is_relative_to(paths.CACHE))
    all_judged = []
    for judge in JUDGES:
        one = judged_by(judge, files, paths.CACHE / "judges")
        if not one.findings and not one.missing and not one.failures:
            continue
        all_judged.append(one)
        for file, found in one.findings.items():
            for finding in found[:_SHOWN]:
                print(f"{file.relative_to(folder)}: {judge.name}: {finding}")
            if found[_SHOWN:]:
                print(f"{file.relative_to(folder)}: {judge.name}: and {len(found) - _SHOWN} more")
        for failure in one.failures:
            print(f"{judge.name}: not judged: {failure}")
        print(one.line(), flush=True)
    if not all_judged:
        print(f"nothing to judge below {folder}: run make first", file=sys.stderr)
        return EXIT_BAD_INPUT
    sets = mark(folder, all_judged)
    if _is_build(folder):
        publish_index(folder)
    print(f"{sets} document sets say in their manifest which judges found nothing")
    if any(one.faulty for one in all_judged):
        return EXIT_JOBS_FAILED
    lacking = any(one.failures or (one.missing and one.judge.needed) for one in all_judged)
    return EXIT_ENVIRONMENT if asked.all and lacking else EXIT_DONE


if __name__ == "__main__":
    sys.exit(main())
