"""Lets every judge read what lies below a folder: `PYTHONPATH=tools python -m judges build` (`make validate`).

Prints each finding with its file and place, and a line for each judge. A judge that is missing, crashes or hangs is one line, and the
others go on. Which judges found nothing in a document set stands in its manifest from then on, until it is built again.
Exit codes: 0 no findings, 1 findings, 2 nothing to judge, 3 a judge was missing or failed and --all was said.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from judges.axe import AXE
from judges.markup import MARKUP
from judges.office import OFFICE
from judges.paper import PAGE, VERAPDF
from judges.quizzes import GIFT, MOODLE
from judges.run import judged_by, mark
from judges.sheets import SHEETS
from taphuan import paths
from taphuan.build.spine import INDEX, publish_index
from taphuan.errors import EXIT_BAD_INPUT, EXIT_DONE, EXIT_ENVIRONMENT, EXIT_JOBS_FAILED
from taphuan.known.conferences import conference_slugs

JUDGES = (OFFICE, PAGE, VERAPDF, MARKUP, AXE, GIFT, MOODLE, SHEETS)
# findings of one judge in one file that are printed
_SHOWN = 10


def _is_build(folder: Path) -> bool:
    """Whether it is the folder of a build, with the start page of all conferences, and not that of one conference in it."""
    slugs = set(conference_slugs())
    of_conferences = (below.name.partition("@")[0] in slugs for below in folder.iterdir() if below.is_dir())
    return (folder / INDEX).is_file() and folder.name.partition("@")[0] not in slugs and any(of_conferences)


def _part(said: str) -> tuple[int, int]:
    number, _, of = said.partition("/")
    if not (number.isdecimal() and of.isdecimal() and 1 <= int(number) <= int(of)):
        raise argparse.ArgumentTypeError(f"{said!r} is not of the form 1/4")
    return int(number), int(of)


def main(arguments: Sequence[str] | None = None) -> int:
    """Judge a folder; the exit code."""
    parser = argparse.ArgumentParser(prog="judges", description="Let programs of others read what was built.")
    parser.add_argument("folder", type=Path, help="the build folder, or any part of it")
    parser.add_argument("--all", action="store_true", help="end with 3 where a judge is missing or fails")
    parser.add_argument("--part", type=_part, default=(1, 1), metavar="I/N", help="only every Nth file, by its content")
    asked = parser.parse_args(arguments)
    folder = asked.folder.resolve()
    files = sorted(file for file in folder.rglob("*") if file.is_file() and not file.is_relative_to(paths.CACHE))
    all_judged = []
    for judge in JUDGES:
        one = judged_by(judge, files, paths.CACHE / "judges", asked.part)
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
