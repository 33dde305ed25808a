"""The claims about a number of any measure, over all units and days: held against a reckoning of its own from the rows of data/measures."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache

import pytest

from projects import Project
from taphuan import paths
from taphuan.known.conferences import conference, conference_slugs, participants
from taphuan.known.units import WHOLE
from taphuan.lesson.claims.claim import Claim
from taphuan.lesson.claims.one_measure import CHANGE, MEASURE, OneMeasure, parts
from taphuan.lesson.conditions import conditions_of
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.lesson.placeholders import values

LATEST = date(2026, 12, 1)
KINDS = {"measure": MEASURE, "change": CHANGE}
PERIOD = r"(?:năm (?P<{0}year>\d{{4}})|tháng (?P<{0}month>\d+)/(?P<{0}of>\d{{4}}))"
BESIDE = re.compile(
    rf"(?P<label>.+) {PERIOD.format('')}: (?P<unit>.+) (?P<value>[\d.,]+)(?P<sign>%| [^\d]+?|), "
    r"(?P<word>cao hơn|ngang|thấp hơn) trung bình (?P<n>\d+) tỉnh, thành phố \((?P<mean>[\d.,]+)(?P<again>%| [^\d]+?|)\)"
)
CHANGED = re.compile(
    rf"(?P<label>.+) {PERIOD.format('')}: (?P<unit>.+) (?P<value>[\d.,]+)(?P<sign>%| [^\d]+?|), (?P<word>tăng|giảm|không đổi) so với "
    rf"{PERIOD.format('before')}(?: \((?P<old>[\d.,]+)(?P<again>%| [^\d]+?|)\))?"
)
Row = dict[str, str]


@cache
def table(name: str) -> tuple[Row, ...]:
    with (paths.DATA / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        return tuple(csv.DictReader(stream))


@cache
def said() -> tuple[tuple[Lesson, str, str, str, Claim], ...]:
    """(lesson, kind, measure, part, claim) of every unit at every conference, on its own day and on the latest."""
    return tuple(_said())


def _said() -> Iterator[tuple[Lesson, str, str, str, Claim]]:
    for slug in conference_slugs():
        for day in dict.fromkeys((conference(slug).as_of, LATEST)):
            for unit in participants(conference(slug), day):
                lesson = open_lesson(slug, unit.slug, day.isoformat())
                for kind, about in KINDS.items():
                    for measure, part in parts().values():
                        claim = about.claim(OneMeasure(lesson.profile, measure, part))
                        if claim is not None:
                            yield lesson, kind, measure, part.key, claim


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def numeral(text: str) -> Decimal:
    return Decimal(text.replace(".", "").replace(",", "."))


def cell(claim: Claim, at: int) -> tuple[str, str, Decimal]:
    """(edition, slug, number) of the only row that a piece of evidence names."""
    file, key, column = claim.evidence[at]
    wanted = dict(part.split("=") for part in key.split(";"))
    (row,) = [row for row in table(file.removesuffix(".csv")) if all(row[k] == v for k, v in wanted.items())]
    return row["edition"], row["province_slug"], Decimal(row[column])


def edition(measure: str, key: str) -> Row:
    (row,) = [row for row in table("measures/editions") if (row["measure"], row["edition"]) == (measure, key)]
    return row


def test_there_is_enough_to_hold() -> None:
    forms = [claim.id for *_, claim in said()]
    assert {"measure/above", "measure/below", "change/rose", "change/fell"} <= set(forms)
    assert len(forms) > 1000


def test_a_number_beside_the_mean_of_all_units() -> None:
    for lesson, kind, measure, part, claim in said():
        if kind != "measure":
            continue
        told = BESIDE.fullmatch(plain(claim.text))
        assert told is not None, claim.text
        key, _, own = cell(claim, 0)
        about = edition(measure, key)
        assert about["complete"] == "yes" and about["status"] == "confirmed", claim.text
        assert date.fromisoformat(about["published_on"]) <= lesson.as_of, claim.text
        column = [row[part] for row in table(f"measures/{measure}/{measure}") if row["edition"] == key]
        assert all(column) and len(column) == int(told["n"]) == (34 if about["units_on"] >= "2025-07-01" else 63)
        places = max(len(text.partition(".")[2]) for text in column)
        mean = sum(map(Decimal, column)) / len(column)
        shown = mean.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
        assert (numeral(told["value"]), numeral(told["mean"]), told["sign"]) == (own, shown, told["again"]), claim.text
        word = "ngang" if own == shown else "cao hơn" if own > mean else "thấp hơn"
        assert told["word"] == word, claim.text
        assert told["unit"] == lesson.unit.name and key[:4] in (told["year"], told["of"])


def test_a_number_beside_its_own_of_the_edition_before() -> None:
    for lesson, kind, measure, _part, claim in said():
        if kind != "change":
            continue
        (before, slug, old), (after, now, new) = cell(claim, 0), cell(claim, 1)
        assert slug == now and before < after
        between = [
            row for row in table("measures/editions") if row["measure"] == measure and before <= row["edition"] <= after
        ]
        assert len({row["method"] for row in between}) == 1, claim.text
        assert {edition(measure, key)["status"] for key in (before, after)} == {"confirmed"}
        assert date.fromisoformat(edition(measure, after)["published_on"]) <= lesson.as_of
        told = CHANGED.fullmatch(plain(claim.text))
        assert told is not None, claim.text
        word = "tăng" if new > old else "giảm" if new < old else "không đổi"
        assert (told["word"], told["unit"], numeral(told["value"])) == (word, lesson.unit.name, new), claim.text
        assert (told["old"] is None) == (word == "không đổi") and numeral(told["old"] or told["value"]) == old
        assert after[:4] in (told["year"], told["of"]) and before[:4] in (told["beforeyear"], told["beforeof"])


@pytest.mark.parametrize(
    ("own", "mean", "apart", "form"),
    [(3, 2, True, "above"), (2, 3, True, "below"), (2, 2, False, "level"), (3, 2, False, "level")],
)
def test_a_gap_that_nobody_sees_is_none(own: int, mean: int, apart: bool, form: str) -> None:
    facts = dict.fromkeys(("label", "period", "unit", "value", "table", "beside"), "")
    claim = MEASURE.of({**facts, "own": own, "mean": mean, "apart": apart, "evidence": ()})
    assert claim is not None and claim.id == f"measure/{form}"


def test_nothing_is_said_of_all_units_together() -> None:
    lesson = open_lesson("quang-nam-2024", WHOLE, "2024-10-31")
    names = [
        name for name in values(lesson.profile, lesson.teaching) if name.startswith(("claim.measure.", "claim.change."))
    ]
    assert len(names) == 2 * len(parts()) > 20
    assert [name for name in names if values(lesson.profile, lesson.teaching)[name] is not None] == []


def test_a_value_exists_where_its_condition_holds() -> None:
    lesson = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")
    said, holds = values(lesson.profile, lesson.teaching), conditions_of(lesson.profile, lesson.teaching)
    names = [f"claim.{kind}.{name}" for kind in KINDS for name in parts()]
    assert [name for name in names if holds[name] != (said[name] is not None)] == []
    assert holds["claim.measure.population"] and holds["claim.change.papi.participation"]
    assert not holds["claim.measure.papi.participation"] and not holds["claim.change.population"]


def planted(project: Project, old: str, new: str) -> Lesson:
    place = project.root / "data/measures/editions.csv"
    text = place.read_text(encoding="utf-8")
    assert old in text
    place.write_text(text.replace(old, new), encoding="utf-8")
    return open_lesson("ke-hoach-2027", "ha-noi", "2026-11-28")


def change_of_population(lesson: Lesson) -> Claim | None:
    return CHANGE.claim(OneMeasure(lesson.profile, *parts()["population"]))


def test_a_break_of_method_or_a_copy_says_no_change(project: Project) -> None:
    assert change_of_population(open_lesson("ke-hoach-2027", "ha-noi", "2026-11-28")) is not None
    row = next(row for row in table("measures/editions") if (row["measure"], row["edition"]) == ("population", "2024"))
    line = ",".join(f'"{value}"' if "," in value else value for value in row.values())
    copied = planted(project, line, line.replace("confirmed", "copy"))
    claim = change_of_population(copied)
    assert claim is not None and "2023" in claim.text and "2024" not in claim.text
    broken = planted(project, line.replace("confirmed", "copy"), line.replace("dan-so-trung-binh", "tong-dieu-tra"))
    assert change_of_population(broken) is None
