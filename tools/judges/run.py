"""Files of a folder, judge by judge; and what the manifests of its document sets say of it."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from judges.judge import HERE, CannotJudge, Finding, Judge, Verdict
from judges.known_false import KNOWN_FALSE, known_false
from judges.memory import Memory, digest
from taphuan.build.publish import MANIFEST, Manifest, file_state, mark_judged, read_manifest


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


def judged_by(judge: Judge, files: Iterable[Path], memory: Path, part: tuple[int, int] = (1, 1)) -> Judged:
    """Let a judge read the files of its kinds. Files with the same content are read once, those it found nothing in not again;
    with `part` I of N only every Nth, chosen by its content."""
    done = Judged(judge)
    own = [file for file in files if judge.reads(file)]
    if not own:
        return done
    try:
        done.version = judge.version()
    except CannotJudge as error:
        done.missing = str(error)
        return done
    kept = Memory(memory / f"{judge.name.replace('/', '-')}.txt", f"{done.version} {_decides(judge)}")
    same: dict[str, list[Path]] = {}
    for file in own:
        beside = (file.parent / name for name in judge.beside)
        key = digest(file.read_bytes(), *(one.read_bytes() for one in beside if one.is_file()))
        if int(key[:8], 16) % part[1] == part[0] - 1:
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


def _decides(judge: Judge) -> str:
    """The digest of what decides here besides the judge's own program: its module and what that uses, its known false findings."""
    known = repr([one for one in KNOWN_FALSE if one.judge == judge.name])
    used = (
        Path(inspect.getfile(judge.judge)),
        HERE / "judge.py",
        *sorted(HERE.glob("*.js")),
        *sorted(HERE.glob("*.rng")),
    )
    return digest(known.encode(), *(file.read_bytes() for file in used))


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
    # what a judge found nothing in and has not read again is as it was
    passed = dict(manifest.judged)
    for one in all_judged:
        own = [file for file in files if one.judge.reads(file)]
        if any(one.findings.get(file) for file in own):
            passed.pop(one.judge.name, None)
        elif own and all(file in one.findings for file in own):
            passed[one.judge.name] = one.version
    return passed
