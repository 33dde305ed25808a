"""Single mutations of data, notebooks and templates: each is told with its place, or the pages show what was changed and no more.

`make mutations SEED= COUNT=` tries others; docs/checks.md says what the ends are called.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from itertools import islice
from pathlib import Path

import pytest

from mutating.base import DATA, Kind, mutations
from mutating.judge import BAD, GOOD, told
from mutating.kinds import KINDS
from mutating.notebooks import CELLS
from projects import KeptCopy, Project
from taphuan import paths
from taphuan.data.check.check import check_data

SUPPORT = Path(__file__).parents[1] / "support"


def of_way(way: str) -> list[Kind]:
    return [kind for kind in KINDS if kind.way == way]


def test_the_same_seed_gives_the_same_mutations_and_another_seed_others() -> None:
    first, again, other = (
        [(one.id, one.change.file, one.change.how) for one in mutations(of_way(DATA)[::9], paths.ROOT, seed, 12)]
        for seed in (1, 1, 2)
    )
    assert first == again
    assert [one[1:] for one in first] != [one[1:] for one in other]
    assert len({kind.name for kind in KINDS}) == len(KINDS) >= 200 and len(CELLS) > 30


@pytest.mark.kept_copy
def test_a_sample_of_mutated_data_is_told_with_its_file(project: Project, kept_copy: KeptCopy) -> None:
    faults = []
    sample = [
        kind for kind in of_way(DATA) if kind.name.startswith(("file of data is", "map:", "package:", "yaml: a line"))
    ]
    for mutation in islice(mutations(sample[::9], project.root, 11, 4), 4):
        mutation.change.plant(project.root)
        problems = check_data(cache=paths.CACHE / "check")
        verdict = told(mutation.change, "\n".join(map(str, problems))) if problems else None
        if verdict is None or verdict.end in BAD:
            faults.append(f"{mutation.id} {mutation.change.file} {mutation.change.how}: {verdict}")
        kept_copy.put_in_order()
    assert not faults, "\n".join(faults)


@pytest.mark.slow
def test_no_mutation_ends_badly() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "mutating", "--seed", "5", "--count", "510"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (SUPPORT, SUPPORT.parent / "independent")))},
        capture_output=True,
        text=True,
        timeout=7200,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
    made, *ends = map(int, re.findall(r"\d+", re.search(r"(?m)^all .*$", run.stdout)[0]))
    assert made >= 500 and made == sum(ends)
    assert not sum(ends[len(GOOD) :])
