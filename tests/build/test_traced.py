"""Where the numbers of a document come from: every one of a set, against the cells that are said to be behind it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from projects import execute_in_process
from taphuan.build.trace import Trace, Traced
from taphuan.check.origins.matching import CITED, COMPUTED, OWN, READ
from taphuan.check.origins.numbers import forms, numbers_in
from taphuan.lesson.lesson import open_lesson
from taphuan.text import points

Numbers = dict[str, list[Traced]]


def trace(conference: str, province: str, day: str, commune: str = "") -> Trace:
    return Trace(execute_in_process(open_lesson(conference, province, day, commune=commune)))


def numbers_of(traced: Trace) -> Iterator[tuple[str, Traced]]:
    """(slide, number) of all documents of the set."""
    for document in ("deck", "briefing", "report", "checkup"):
        for slide in traced.slides(document):
            yield from ((slide.id, number) for number in traced.numbers(slide))


@pytest.fixture(scope="module")
def quang_nam() -> Numbers:
    found: Numbers = {}
    for slide, number in numbers_of(trace("quang-nam-2024", "quang-nam", "2024-10-31")):
        found.setdefault(slide, []).append(number)
    return found


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("Xếp 31/63 năm 2022, 58,1 điểm", ("31/63", "2022", "58,1")),
        ("Nghị định 82/2024/NĐ-CP ngày 10/7/2024; Nghị quyết 57-NQ/TW", ("82/2024/NĐ-CP", "10/7/2024", "57-NQ/TW")),
        ("- 48.000 hồ sơ, 95%; 1.234,5 tỷ\u00a0đồng", ("48.000", "95", "1.234,5")),
        ("phương pháp ST-235 và mạng 5G [g7](a/12.html) <b title='3'>", ()),
    ],
)
def test_numbers_are_found_as_people_read_them(text: str, numbers: tuple[str, ...]) -> None:
    assert numbers_in(text) == numbers


@pytest.mark.parametrize(
    ("value", "printed"),
    [("0.5808", "58,1"), ("0.5808", "0,5808"), ("48000", "48.000"), ("2023-07-12", "12/7/2023"), ("4.563", "4,6")],
)
def test_a_value_is_known_in_the_form_in_which_it_is_printed(value: str, printed: str) -> None:
    assert printed in forms(value)


def check(slide: str, number: Traced) -> None:
    """What is said of a number must be so."""
    origin, said = number.origin, f"{slide}: {number}"
    if origin.how == READ:
        assert origin.cells, said
        for cell in origin.cells:
            printed = forms(cell.value) | {cell.value, cell.value[:4]}
            assert {number.number, number.number.split("/")[0]} & printed, said
    if origin.how == COMPUTED and origin.words.startswith("the mean") and "in %" not in origin.words:
        values = [float(cell.value) for cell in origin.cells]
        assert number.number in forms(f"{sum(values) / len(values):.12f}"), said
    if origin.how == COMPUTED and origin.words.startswith("the place"):
        own, *others = (float(cell.value) for cell in origin.cells)
        assert int(number.number.split("/")[0]) == 1 + sum(other > own for other in others), said


def test_every_number_of_a_province_leads_to_data(quang_nam: Numbers) -> None:
    assert sum(map(len, quang_nam.values())) > 300
    assert [(slide, n.number) for slide, found in quang_nam.items() for n in found if n.origin.how == OWN] == []
    for slide, found in quang_nam.items():
        for number in found:
            check(slide, number)


@pytest.mark.parametrize(
    ("slide", "number", "where", "file", "key", "column"),
    [
        ("story-dung-o-dau", "31/63", "title", "dti/dti.csv", "year=2022;province_slug=quang-nam", "rank"),
        (
            "story-dung-o-dau",
            "59,34",
            "figure league, “Ninh Thuận”",
            "dti/dti.csv",
            "year=2022;province_slug=ninh-thuan",
            "pdti",
        ),
        ("story-qua-cac-ky", "25/63", "title", "dti/dti.csv", "year=2021;province_slug=quang-nam", "rank"),
        ("story-hoc-ai", "48,2", "title", "dti/dti.csv", "year=2022;province_slug=quang-nam", "digital_economy"),
        ("take-home-van-ban", "34/CT-TTg", "", "law/legal_documents.csv", "id=ct-34-2024", "number"),
        (
            "story-da-quyet",
            "04-NQ/TU",
            "title",
            "provincial/documents.csv",
            "province_slug=quang-nam;era=63;number=04-NQ/TU",
            "number",
        ),
        (
            "story-nguoi-dan",
            "4,563",
            "",
            "measures/papi/papi.csv",
            "edition=2023;province_slug=quang-nam",
            "transparency",
        ),
    ],
)
def test_a_number_leads_to_its_row(
    quang_nam: Numbers, slide: str, number: str, where: str, file: str, key: str, column: str
) -> None:
    found = next(n for n in quang_nam[slide] if n.number == number and n.where.startswith(where))
    (cell,) = found.origin.cells
    assert (found.origin.how, cell.row.file, cell.row.key, cell.column) == (READ, file, key, column)


def test_a_mean_leads_to_all_that_it_is_the_mean_of(quang_nam: Numbers) -> None:
    found = next(n for n in quang_nam["story-hoc-ai"] if n.number == "56,2")
    assert found.origin.how == COMPUTED
    assert {(cell.row.year, cell.column) for cell in found.origin.cells} == {("2022", "digital_economy")}
    values = [float(cell.value) for cell in found.origin.cells]
    assert (len(values), points(sum(values) / len(values))) == (63, "56,2")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("conference", "province", "day", "most_own"),
    [
        # the sources of a hall are counted on its last slide
        ("quang-nam-2024", "hoi-nghi", "2024-10-31", 3),
        ("bo-khcn-cap-xa-2025", "hoi-nghi", "2025-12-15", 3),
        ("ke-hoach-2027", "da-nang", "2026-11-21", 0),
        ("truc-tuyen-2022", "ha-noi", "2022-04-06", 0),
        ("bac-kan-2020", "bac-kan", "2020-12-18", 3),
    ],
)
def test_nearly_no_number_of_any_set_is_without_an_origin(
    conference: str, province: str, day: str, most_own: int
) -> None:
    found = list(numbers_of(trace(conference, province, day)))
    for slide, number in found:
        check(slide, number)
    own = [(slide, n.number, n.where) for slide, n in found if n.origin.how == OWN]
    assert len(own) <= most_own, own
    assert sum(n.origin.how == CITED for _, n in found) < len(found) / 3


@pytest.mark.slow
def test_the_numbers_of_the_workbook_lead_to_their_rows() -> None:
    traced = trace("quang-nam-2024", "quang-nam", "2024-10-31")
    sheets = {name: list(numbers) for name, numbers in traced.beside("workbook")}
    assert {"DTI", "PAPI", "Dân số"} < set(sheets)
    values = [n for name in ("DTI", "PAPI", "Dân số") for n in sheets[name]]
    assert sum(n.origin.how == OWN for n in values) < len(values) / 50
    for number in values:
        check("workbook", number)
