"""Which slides a hall is shown in its minutes: the rule on real conferences and on made-up decks, and what is refused."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Any

import pytest
from nbformat import NotebookNode

from taphuan import paths
from taphuan.compose import compose
from taphuan.compose.budget import MOST_SHOWN, Planned, TooFewMinutes, allot, choose, most_of_module
from taphuan.compose.slide import FILLED, PRACTISED, SAID, SEEN
from taphuan.compose.source import BACKUP, CORE, MUST, read_source
from taphuan.errors import NotComposed
from taphuan.known.conferences import conference, conference_slugs
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import open_lesson

Project = Any
MINUTES = (60, 120, 240)
EDITIONS = [(slug, minutes) for slug in conference_slugs() for minutes in MINUTES]


def composed(slug: str, minutes: int = 0, province: str = WHOLE, full: bool = False) -> NotebookNode:
    return compose(open_lesson(slug, province, conference(slug).as_of.isoformat()), full, minutes)


def headings(notebook: NotebookNode) -> list[dict[str, Any]]:
    """What the headings of the deck say of their slides, in order."""
    found = (cell.metadata["taphuan"] for cell in notebook.cells)
    return [meta for meta in found if meta.get("document") == "deck" and meta["role"] == "heading"]


def shown(notebook: NotebookNode) -> list[dict[str, Any]]:
    return [meta for meta in headings(notebook) if not meta.get("backup")]


def minutes_of(slides: list[dict[str, Any]]) -> int:
    return sum(slide.get("minutes", 0) for slide in slides)


# --- real conferences -------------------------------------------------------------------------------------------------


@pytest.mark.sampled(5)
@pytest.mark.parametrize(("slug", "minutes"), EDITIONS)
def test_an_edition_fills_its_minutes_in_order_with_every_part(slug: str, minutes: int) -> None:
    notebook = composed(slug, minutes)
    slides, all_of_them = shown(notebook), headings(notebook)
    modules = conference(slug).modules
    assert minutes_of(slides) <= minutes
    if minutes_of(slides) < 0.95 * minutes:
        # there is no more material: everything is shown, and no minute more can be given to any slide
        left = [slide["slide"] for slide in all_of_them if slide.get("backup") and slide["part"] != "sources"]
        assert minutes_of(slides) == minutes_of(shown(composed(slug, 960)))
        assert len(left) <= 3
    assert len(slides) <= MOST_SHOWN + 1
    for module in modules:
        own = [slide for slide in slides if slide["part"] == f"module:{module}"]
        # its divider, what it teaches, what is decided
        assert 3 <= len(own) <= most_of_module(len(modules)), module
        assert own[0]["slide_kind"] == "section"
        assert [slide.get("block") for slide in own].index("decision") == len(own) - 1, module
    # the deck for a whole day, cut: the same slides in the same order
    order = [
        slide["slide"] for slide in headings(composed(slug)) if not slide["slide"].startswith(("closing-cau", "nguon"))
    ]
    assert [s["slide"] for s in all_of_them if not s["slide"].startswith(("closing-cau", "nguon"))] == order
    assert not any(slide.get("minutes") for slide in all_of_them if slide.get("backup"))


@pytest.mark.sampled(3)
@pytest.mark.parametrize("slug", conference_slugs())
def test_without_a_number_the_minutes_are_those_of_the_conference(slug: str) -> None:
    notebook = composed(slug)
    assert notebook.metadata["taphuan"]["minutes"] == conference(slug).minutes
    assert minutes_of(shown(notebook)) == conference(slug).minutes
    assert "Bản" not in next(cell.source for cell in notebook.cells if cell.id == "hall-cover-bia")
    assert not any(cell.id == "hall-cover-bia-thoi-luong" for cell in notebook.cells)


def test_another_length_says_so_on_the_cover() -> None:
    (said,) = (cell.source for cell in composed("quang-nam-2024", 60).cells if cell.id == "hall-cover-bia-thoi-luong")
    assert said.replace("\u00a0", " ") == "Bản 60 phút."


@pytest.mark.parametrize("slug", ["bac-kan-2020", "bo-khcn-cap-xa-2025"])
def test_a_conference_that_was_longer_says_so(slug: str) -> None:
    notebook = composed(slug)
    (said,) = (cell.source for cell in notebook.cells if cell.id == "programme-chuong-trinh-rut-gon")
    assert said.startswith("Bản rút gọn: ")
    assert any(note.startswith("Bản rút gọn: ") for note in notebook.metadata["taphuan"]["agenda"]["notes"])


@pytest.mark.parametrize("minutes", MINUTES)
def test_a_question_is_asked_only_where_its_slide_is_shown(minutes: int) -> None:
    notebook = composed("quang-nam-2024", minutes)
    backup = {slide["slide"] for slide in headings(notebook) if slide.get("backup")}
    taught = {
        id_
        for cell in notebook.cells
        if cell.metadata["taphuan"].get("part", "").startswith("module:")
        and cell.metadata["taphuan"]["slide"] not in backup
        for id_ in cell.metadata["taphuan"].get("citations", ())
    }
    from taphuan.known.conferences import module

    points = {
        item.id: item.detail("key_point")
        for slug in conference("quang-nam-2024").modules
        for item in module(slug).items
    }
    asked = [q["id"] for group in notebook.metadata["taphuan"]["quiz"] for q in group["questions"]]
    assert asked
    assert all(points[id_] in taught for id_ in asked)


def test_a_deck_without_minutes_shows_all_that_its_notebooks_do_not_keep_as_backup() -> None:
    province = composed("quang-nam-2024", province="quang-nam")
    module = compose(open_lesson("quang-nam-2024", WHOLE, "2024-10-31", "du-lieu-so"))
    assert province.metadata["taphuan"]["minutes"] == module.metadata["taphuan"]["minutes"] == 0
    assert not any(slide.get("backup") for slide in headings(province))
    source = read_source(paths.MODULE_NOTEBOOKS / "du-lieu-so.ipynb")
    kept = {
        f"du-lieu-so-{slide.heading.id}" for slide in source.slides if slide.heading.options.get("priority") == BACKUP
    }
    own = [slide for slide in headings(module) if slide["part"] == "module:du-lieu-so"]
    assert {slide["slide"] for slide in own if slide.get("backup")} == {slide["slide"] for slide in own} & kept != set()


def test_a_province_that_teaches_at_home_has_the_minutes_of_the_hall() -> None:
    notebook = composed("quang-nam-2024", province="quang-nam", full=True)
    assert minutes_of(shown(notebook)) == 240
    assert len(shown(notebook)) <= MOST_SHOWN + 1


# --- what is refused --------------------------------------------------------------------------------------------------


def test_fewer_minutes_than_the_slides_that_must_be_shown_are_refused_with_the_least_number() -> None:
    with pytest.raises(
        TooFewMinutes, match=r"20 minutes are fewer than the (\d+) of the slides that must be shown"
    ) as error:
        composed("quang-nam-2024", 20)
    least = int(str(error.value).split("take ")[1].split(" ")[0])
    assert "module:du-lieu-so 3" in str(error.value)
    assert minutes_of(shown(composed("quang-nam-2024", least))) == least
    with pytest.raises(TooFewMinutes):
        composed("quang-nam-2024", least - 1)


@pytest.mark.parametrize(
    ("option", "value", "message"),
    [
        ("priority", "perhaps", "must be must, core or backup"),
        ("minutes", [5, 3], "whole minutes from 0 to 1440, or \\[the least, the most\\] of them"),
        ("minutes", [1, 2, 3], "whole minutes from 0 to 1440"),
        ("minutes", [1.5, 2], "whole minutes from 0 to 1440"),
        ("minutes", "5", "whole minutes from 0 to 1440"),
    ],
)
def test_a_wrong_option_is_told_with_its_cell(project: Project, option: str, value: Any, message: str) -> None:
    project.cell("modules/du-lieu-so.ipynb", "vi-sao", taphuan={option: value})
    with pytest.raises(NotComposed, match=f"du-lieu-so.ipynb: cell .*vi-sao.*: {option} is .*{message}"):
        composed("quang-nam-2024")


def test_a_slide_may_be_backup_whatever_the_minutes(project: Project) -> None:
    project.cell("modules/du-lieu-so.ipynb", "vi-sao", taphuan={"priority": "backup", "minutes": 3})
    for notebook in (
        composed("quang-nam-2024", 240),
        compose(open_lesson("quang-nam-2024", WHOLE, "2024-10-31", "du-lieu-so")),
    ):
        assert "du-lieu-so-vi-sao" not in [slide["slide"] for slide in shown(notebook)]
        assert "du-lieu-so-vi-sao" in [slide["slide"] for slide in headings(notebook)]


# --- the rule ---------------------------------------------------------------------------------------------------------


def made_up(chance: random.Random) -> Iterator[Planned]:
    parts = [f"module:{n}" for n in range(chance.randint(1, 12))]
    for part in ("cover", *parts, "closing"):
        for number in range(chance.randint(1, 12)):
            least = chance.randint(0, 6)
            priority = chance.choice([MUST, CORE, CORE, CORE, BACKUP])
            rank = chance.randint(PRACTISED, SAID)
            span = least, least + chance.randint(0, 8)
            yield Planned(f"{part}-{number}", part, part in parts, priority, rank, *span)


@pytest.mark.parametrize("seed", range(200))
def test_the_rule_holds_for_any_deck(seed: int) -> None:
    chance = random.Random(seed)
    slides = tuple(made_up(chance))
    budget = chance.randint(20, 400)
    musts = {slide.id for slide in slides if slide.priority == MUST}
    if sum(slide.least for slide in slides if slide.priority == MUST) > budget:
        with pytest.raises(TooFewMinutes):
            choose(slides, budget)
        return
    chosen = choose(slides, budget)
    assert musts <= chosen
    assert not any(slide.priority == BACKUP for slide in slides if slide.id in chosen)
    given = allot((slide for slide in slides if slide.id in chosen), budget)
    assert all(slide.least <= given[slide.id] <= slide.most for slide in slides if slide.id in chosen)
    assert sum(given.values()) == min(budget, sum(slide.most for slide in slides if slide.id in chosen))
    # a slide that was left out fits neither the minutes, nor its part, nor the deck
    least = sum(slide.least for slide in slides if slide.id in chosen)
    modules = len({slide.part for slide in slides if slide.module})
    for slide in slides:
        if slide.priority == CORE and slide.id not in chosen:
            own = sum(other.part == slide.part and other.id in chosen for other in slides)
            full = slide.module and own >= most_of_module(modules)
            assert least + slide.least > budget or full or len(chosen) >= MOST_SHOWN, slide


def test_a_finding_comes_first_then_the_exercise_and_each_part_in_turn() -> None:
    def slide(part: str, number: int, rank: int) -> Planned:
        return Planned(f"{part}{number}", part, True, CORE, rank, 3, 3)

    ranks = {"a": (SAID, SEEN, FILLED, SEEN, PRACTISED), "b": (SAID, SAID)}
    deck = [
        slide(part, number, rank) for part, of_part in ranks.items() for number, rank in enumerate(of_part, start=1)
    ]
    one_after_another = ["a2", "b1", "a5", "b2", "a4", "a3", "a1"]
    for count in range(1, len(deck) + 1):
        assert choose(deck, 3 * count) == set(one_after_another[:count])


@pytest.mark.parametrize(("modules", "most"), [(1, 10), (2, 10), (3, 10), (4, 8), (5, 6), (6, 5), (8, 4), (12, 4)])
def test_a_module_shows_fewer_slides_where_there_are_more_of_them(modules: int, most: int) -> None:
    assert most_of_module(modules) == most
