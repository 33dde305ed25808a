"""A lesson with a second participant: which figures show it, from which table, and that no built deck ever does."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from charts_page import texts
from taphuan import open_lesson
from taphuan.charts.figure import Figure
from taphuan.charts.mime import CHART
from taphuan.check.content import check_notebook
from taphuan.data.load import rows
from taphuan.errors import UnitNotValid, UnknownName
from taphuan.export.html.deck import write_deck
from taphuan.lesson import measures
from taphuan.lesson.lesson import Lesson

# figures of a province's own index; those of a table stand on slides that need a complete one
OF_ONE_ROW: tuple[tuple[str, ...], ...] = (("pillars",), ("rank_card",), ("ranks",))
OF_A_TABLE: tuple[tuple[str, ...], ...] = (
    ("position",),
    ("map",),
    ("league",),
    ("indices",),
    ("index", "infrastructure"),
)


def shown_by(lesson: Lesson) -> list[tuple[str, ...]]:
    """The figures that can show a second province, as method and arguments, as far as the lesson has their data."""
    service = [("public_service",)] if measures.service(lesson.profile) else []
    return [*OF_ONE_ROW, *(OF_A_TABLE if lesson.profile.table else ()), *service]


def twin(figure: Figure) -> dict[str, Any]:
    bundle: dict[str, Any] = figure._repr_mimebundle_()[CHART]
    return bundle


def of_csv(year: int, slug: str) -> dict[str, str]:
    return next(row for row in rows("dti/dti") if row["year"] == str(year) and row["province_slug"] == slug)


@pytest.fixture(scope="module")
def pair() -> Lesson:
    return open_lesson("quang-nam-2024", "quang-nam", "2024-10-31", beside="da-nang")


@pytest.mark.parametrize(
    ("arguments", "error", "message"),
    [
        (
            ("quang-nam-2024", "quang-nam", "2024-10-31", "quang-nam"),
            UnitNotValid,
            "'quang-nam' cannot stand beside itself; name another participant: thanh-hoa, ",
        ),
        (
            ("bac-giang", "bac-giang", "2022-01-31", "bac-giang"),
            UnitNotValid,
            "'bac-giang' cannot stand beside itself; no other takes part in 'bac-giang'",
        ),
        (("quang-nam-2024", "quang-nam", "2024-10-31", "ha-noi"), UnitNotValid, "'ha-noi' does not take part in"),
        (("quang-nam-2024", "quang-nam", "2024-10-31", "da-nag"), UnknownName, "unknown province 'da-nag'"),
        # another era: the unit is gone, its successor is named
        (
            ("quang-nam-2024", "da-nang", "2026-11-21", "quang-nam"),
            UnitNotValid,
            "'quang-nam' .* ended on 2025-06-30 .* its successor is 'da-nang'",
        ),
        (("quang-nam-2024", "quang-nam", "2024-10-31", "hue"), UnitNotValid, "begins on 2025-01-01"),
        (
            ("quang-nam-2024", "hoi-nghi", "2024-10-31", "da-nang"),
            UnitNotValid,
            "a lesson for all participants stands beside no province, found 'da-nang'; leave `beside` empty",
        ),
        (("quang-nam-2024", "quang-nam", "2024-10-31", 7), TypeError, "beside must be a string in quotes, not int"),
    ],
)
def test_a_mistaken_second_province_is_an_error_at_once(
    arguments: tuple[str, str, str, str], error: type[Exception], message: str
) -> None:
    conference, province, day, beside = arguments
    with pytest.raises(error, match=message):
        open_lesson(conference, province, day, beside=beside)


def test_a_speaker_s_part_for_all_stands_beside_nobody() -> None:
    with pytest.raises(UnitNotValid, match="a lesson for all participants"):
        open_lesson("quang-nam-2024", "hoi-nghi", "2024-10-31", "du-lieu-so", "da-nang")


def test_the_lesson_keeps_its_own_province(pair: Lesson) -> None:
    assert (pair.unit.slug, pair.beside and pair.beside.slug) == ("quang-nam", "da-nang")
    assert open_lesson("quang-nam-2024", "quang-nam", "2024-10-31").beside is None
    assert pair.profile.unit == pair.unit and pair.tables.neighbours()._repr_mimebundle_()


@pytest.mark.parametrize(
    ("conference", "province", "day", "beside"),
    [
        ("quang-nam-2024", "quang-nam", "2024-10-31", "da-nang"),
        ("ke-hoach-2027", "ho-chi-minh", "2026-11-21", "thai-nguyen"),
        ("ke-hoach-2027", "hue", "2026-11-21", "da-nang"),
        ("truc-tuyen-2022", "quang-ninh", "2022-04-06", "bac-giang"),
        ("truc-tuyen-2022", "quang-ninh", "2022-04-06", "ba-ria-vung-tau"),
    ],
)
@pytest.mark.parametrize("size", ["wide", "half"])
def test_every_figure_of_the_index_names_both_and_says_what_it_may(
    conference: str, province: str, day: str, beside: str, size: str
) -> None:
    alone = open_lesson(conference, province, day)
    both = open_lesson(conference, province, day, beside=beside)
    assert both.beside is not None
    name = both.beside.name
    for method, *arguments in shown_by(alone):
        before = getattr(alone.figures, method)(*arguments, size=size)
        after = getattr(both.figures, method)(*arguments, size=size)
        assert twin(before)["beside"] == "" and "beside" not in before.data, method
        assert twin(after)["beside"] == both.beside.reference(), method
        assert twin(after)["unit"] == both.unit.reference()
        assert name in texts(after.svg) and "#00778B" in after.svg, method
        assert name in after.alt and len(after.alt) <= 400 and after.alt.endswith("."), method
        caption = after.caption.replace("\u00a0", " ")
        told = (
            f"; so với {name} (xanh)" if after.data["beside"]["rows"] else f"; {name} không có số liệu trong bảng này"
        )
        assert caption == before.caption.replace("\u00a0", " ") + told, method
        assert after.data["beside"]["name"] == name
        width = len(after.data["beside"]["columns"])
        assert all(len(row) == width for row in after.data["beside"]["rows"]), method
        assert after.source == before.source


def test_figures_that_no_second_province_belongs_in_offer_none() -> None:
    lesson = open_lesson("ke-hoach-2027", "ho-chi-minh", "2026-11-21", beside="da-nang")
    alone = open_lesson("ke-hoach-2027", "ho-chi-minh", "2026-11-21")
    calls: tuple[tuple[str, tuple[str, ...]], ...] = (
        ("predecessors", ()),
        ("movement", ()),  # of a merged unit: its predecessors' ranks
        ("participants", ()),
        ("participants_league", ()),
        ("participants_map", ()),
        ("law_timeline", ("nd-73-2019",)),
        ("steps", ("Một: a", "Hai: b", "Ba: c")),
    )
    for method, arguments in calls:
        figure = getattr(lesson.figures, method)(*arguments)
        assert "beside" not in twin(figure), method
        assert figure.svg == getattr(alone.figures, method)(*arguments).svg, method


def test_movement_of_an_unchanged_unit_compares_ranks() -> None:
    figure = open_lesson("ke-hoach-2027", "hue", "2026-11-21", beside="ha-noi").figures.movement()
    assert twin(figure)["beside"]["slug"] == "ha-noi"
    assert figure.data["beside"]["rows"][-1] == ["Hà Nội", 2024, 1, 34]


@pytest.mark.parametrize("beside", ["da-nang", "gia-lai", "thua-thien-hue"])
def test_values_come_from_the_same_edition_and_table(beside: str) -> None:
    lesson = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31", beside=beside)
    row = of_csv(2022, beside)
    value, rank = float(row["pdti"]), int(row["rank"])
    figures = lesson.figures
    assert figures.position().data["beside"]["rows"] == [[row["province_name"], rank, value]]
    assert figures.league().data["beside"]["rows"] == [[row["province_name"], rank, value]]
    assert figures.map().data["beside"]["rows"] == [[row["province_name"], value]]
    assert figures.index("infrastructure").data["beside"]["rows"][0][1] == float(row["infrastructure"])
    keys = ("infrastructure", "digital_government", "digital_economy", "digital_society")
    assert [shown for _, shown in figures.indices().data["beside"]["rows"]] == [float(row[key]) for key in keys]
    assert figures.rank_card().data["beside"]["rows"][0] == ["DTI", rank, 63, value]
    assert figures.ranks().data["beside"]["rows"] == [[2022, rank, 63]]


def test_a_merged_unit_has_no_ranks_of_the_time_before_it() -> None:
    """Đà Nẵng of 2026 is not Đà Nẵng of 2023, though both are called so and Huế has ranks of both tables."""
    figure = open_lesson("ke-hoach-2027", "hue", "2026-11-21", beside="da-nang").figures.ranks()
    assert [row[0] for row in figure.data["rows"]] == [2020, 2021, 2022, 2023, 2024]
    assert figure.data["beside"]["rows"] == [[2024, 17, 34]]
    assert "Đà Nẵng: không có số liệu trong bảng năm 2020, 2021, 2022 và 2023" in texts(figure.svg)


def test_a_row_that_was_not_seen_is_said_and_not_replaced_by_another_year() -> None:
    lesson = open_lesson("truc-tuyen-2022", "bac-giang", "2025-03-01", beside="quang-nam")
    figure = lesson.figures.ranks()
    assert [row[0] for row in figure.data["beside"]["rows"]] == [2022, 2023]
    assert "Quảng Nam: không có số liệu trong bảng năm 2020 và 2021" in texts(figure.svg)
    card = open_lesson("truc-tuyen-2022", "quang-ninh", "2022-04-06", beside="ba-ria-vung-tau").figures.rank_card()
    assert card.data["beside"]["rows"] == []
    assert "Bà Rịa – Vũng Tàu" in texts(card.svg) and "không có số liệu trong bảng này" in texts(card.svg)


def test_derived_pillars_of_the_second_province_are_marked() -> None:
    figure = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31", beside="da-nang").figures.pillars()
    assert figure.note == "Hạng trụ cột tính từ các chỉ số đã công bố."
    assert [row[1:3] for row in figure.data["beside"]["rows"]] == [[0.864, 1], [0.847, 1], [0.786, 1]]


def test_a_card_with_published_ranks_is_marked_for_the_derived_ones_beside_them() -> None:
    published = ("truc-tuyen-2022", "quang-ninh", "2024-10-31")
    assert open_lesson(*published).figures.rank_card().note == ""
    assert open_lesson(*published, beside="tra-vinh").figures.rank_card().note == ""
    derived = open_lesson(*published, beside="quang-nam").figures.rank_card()
    assert derived.note == "Hạng trụ cột tính từ các chỉ số đã công bố"


def test_the_best_of_the_table_is_not_shown_twice_beside_it() -> None:
    figure = open_lesson("truc-tuyen-2022", "quang-nam", "2024-10-31", beside="ho-chi-minh").figures.index(
        "infrastructure"
    )
    names = [row[0] for row in figure.data["rows"]]
    assert names[:2] == ["Quảng Nam", "TP. Hồ Chí Minh (cao nhất)"]
    assert sum("cao nhất" in name for name in names) == 1


def test_the_same_pair_is_drawn_the_same_and_the_other_way_round_is_not(pair: Lesson) -> None:
    again = open_lesson("quang-nam-2024", "quang-nam", "2024-10-31", beside="da-nang")
    turned = open_lesson("quang-nam-2024", "da-nang", "2024-10-31", beside="quang-nam")
    assert pair.figures.position().svg == again.figures.position().svg != turned.figures.position().svg


@pytest.fixture(scope="module")
def compared(executed: Callable[[Lesson], NotebookNode], pair: Lesson) -> NotebookNode:
    return executed(pair)


def test_a_built_notebook_with_a_second_province_is_a_finding(
    compared: NotebookNode, executed: Callable[[Lesson], NotebookNode]
) -> None:
    drawn = [
        cell.id
        for cell in compared.cells
        for output in cell.get("outputs", [])
        if output["data"].get(CHART, {}).get("beside")
    ]
    found = check_notebook(compared)
    assert len(drawn) == len(found) > 4
    for cell, finding in zip(drawn, found, strict=True):
        assert f"cell {cell}: shows Đà Nẵng beside Quảng Nam; open the lesson without `beside`" in finding
    assert check_notebook(executed(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"))) == ()


def test_the_page_says_which_figures_can_compare_and_which_do(
    compared: NotebookNode, executed: Callable[[Lesson], NotebookNode]
) -> None:
    alone = executed(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"))
    for notebook, told in ((compared, "da-nang"), (alone, "")):
        page = BeautifulSoup(write_deck(notebook), "html.parser")
        marked = {figure["data-kind"]: figure.get("data-beside") for figure in page.select("figure.chart")}
        assert marked["position"] == marked["map"] == marked["league"] == marked["indices"] == told
        assert marked["law-timeline"] is None and marked["numbers"] is None
        captions = " ".join(caption.get_text() for caption in page.select("figure.chart figcaption"))
        assert bool(re.search(r"so với Đà\sNẵng \(xanh\)", captions)) is bool(told)
