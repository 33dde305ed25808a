"""What a run tells at its end, and which files it left behind."""

from __future__ import annotations

from pathlib import Path

from taphuan.build.judged import judged_line
from taphuan.build.publish import MANIFEST, read_manifest
from taphuan.build.spine import INDEX, Outcome
from taphuan.check.walked import OVERFLOW
from taphuan.known.conferences import conference


def recap(outcomes: tuple[Outcome, ...]) -> str:
    """What was built, what is unchecked, who has judged it and what failed, the failures as commands that can be pasted back."""
    failed = [outcome for outcome in outcomes if outcome.failure]
    skipped = sum(outcome.skipped for outcome in outcomes)
    lines = [
        f"{outcome.job.name}: {outcome.note}" for outcome in outcomes if outcome.note and outcome.note != "up to date"
    ]
    built = f"{len(outcomes) - len(failed)} of {len(outcomes)} document sets built"
    lines.append(built + (f" ({skipped} were up to date)" if skipped else ""))
    if unwalked := unwalked_line(outcomes):
        lines.append(unwalked)
    if failed:
        lines.append(f"{len(failed)} failed:")
        for outcome in failed:
            default = conference(outcome.job.conference).as_of.isoformat()
            lines += [f"  {outcome.job.name}: {outcome.failure}", f"    taphuan build {outcome.job.arguments(default)}"]
    if judged := judged_line(outcome.job.folder for outcome in outcomes):
        lines.append(judged)
    return "\n".join(lines)


def unwalked_line(outcomes: tuple[Outcome, ...]) -> str:
    """One line on the published decks that nobody has walked; empty where there is none."""
    unwalked = sum(OVERFLOW in outcome.unchecked for outcome in outcomes)
    if not unwalked:
        return ""
    return f"{unwalked} published unchecked (overflow); the next build that finds a working Chromium walks them"


def set_files(outcomes: tuple[Outcome, ...]) -> list[str]:
    """Every file that the outcomes left behind in the folders of their sets."""
    files: list[str] = []
    for outcome in outcomes:
        manifest = read_manifest(outcome.job.folder)
        names = sorted(manifest.files) if manifest else []
        files += [str(outcome.job.folder / name) for name in (*names, MANIFEST)]
    return files


def outputs(outcomes: tuple[Outcome, ...], out: Path) -> list[str]:
    """The same and the start pages, that over all last."""
    pages = {str(outcome.job.out / outcome.job.day_folder / INDEX): None for outcome in outcomes}
    return [*set_files(outcomes), *pages, str(out / INDEX)]
