"""The rule that the ranks of the index follow its values, against a comparison of every pair of rows."""

from __future__ import annotations

import random
from time import process_time

from taphuan.data.check.tables import Row, Table
from taphuan.data.rules.base import Data
from taphuan.data.rules.index import ranks_follow_values
from taphuan.errors import Problem

FILE = "data/dti/dti.csv"


def problems_of(cells: list[tuple[str, str]]) -> list[Problem]:
    """The problems of a table of 2022 with these cells (pdti, rank)."""
    rows = tuple(
        Row(FILE, number, {"year": "2022", "province_slug": f"unit-{number}", "pdti": value, "rank": rank})
        for number, (value, rank) in enumerate(cells, start=2)
    )
    return list(ranks_follow_values(Data({}, {"dti/dti": Table(FILE, (), rows)}, {}, {}, None, {})))


def places(problems: list[Problem]) -> list[tuple[str, str]]:
    return [(problem.where, problem.what) for problem in problems]


def by_pairs(cells: list[tuple[str, str]], complete: bool) -> list[tuple[str, str]]:
    """(place, message) of the expected problems."""
    scores = [(float(value), int(rank), at) for at, (value, rank) in enumerate(cells, start=2) if value and rank]
    expected = []
    for value, rank, at in scores:
        if complete:
            right_rank = 1 + sum(other > value for other, _, _ in scores)
            if rank != right_rank:
                expected.append((f"row {at}", f"the value {cells[at - 2][0]} has rank {right_rank} in its year"))
        elif reversed_rows := [n for other, better, n in scores if other < value and better < rank]:
            expected.append((f"row {at}", f"row {reversed_rows[0]} has a better rank with a smaller value"))
    return expected


def test_an_incomplete_table_has_the_problems_that_its_pairs_of_rows_have() -> None:
    generator = random.Random(1)
    reported = 0
    for size in range(1, 60):
        cells = [
            (generator.choice(["", f"0.{generator.randrange(size):02d}"]), generator.choice(["", str(rank)]))
            for rank in generator.choices(range(1, size + 1), k=size)
        ]
        expected = by_pairs(cells, complete=False)
        assert places(problems_of(cells)) == expected, cells
        reported += len(expected)
    assert reported > 100


def test_a_complete_table_has_the_problems_that_its_pairs_of_rows_have() -> None:
    generator = random.Random(2)
    for _ in range(20):
        values = sorted(generator.choices(range(100), k=63), reverse=True)
        cells = [(f"0.{value:02d}", str(1 + values.index(value))) for value in values]
        assert problems_of(cells) == []
        for at in generator.sample(range(63), k=3):
            cells[at] = (cells[at][0], str(generator.randrange(1, 64)))
        generator.shuffle(cells)
        assert places(problems_of(cells)) == by_pairs(cells, complete=True), cells


def test_a_large_table_takes_no_time_per_pair_of_rows() -> None:
    """Measured 0.8 s of one core for 20,000 rows; comparing every pair takes minutes, and the bound is for that alone."""
    rows = 20_000
    cells = [(f"0.{rows - rank + 1:05d}", str(rank)) for rank in range(2, rows + 1)]
    start = process_time()
    problems = problems_of([*cells, ("0.00000", "1")])
    assert process_time() - start < 60
    assert len(problems) == rows - 1
