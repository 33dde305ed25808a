"""A process that lives on (a live talk, a notebook) sees what was changed in data/ when it opens the next lesson."""

from __future__ import annotations

from projects import Project
from taphuan import open_lesson
from taphuan.compose import citations
from taphuan.known.conferences import all_items, module

CITED = "tong-quan-cds-k1"


def known_from() -> str:
    lesson = open_lesson("bac-giang", "bac-giang", "2022-01-31")
    return str(citations.resolve(CITED, lesson.profile).known_from)


def test_the_next_lesson_cites_an_item_as_it_stands_now(project: Project) -> None:
    (item,) = [item for item in all_items() if item.id == CITED]
    before = item.known_from.isoformat()
    assert known_from() == before
    file = "data/modules/tong-quan-cds.yaml"
    old = f"id: {CITED}\n"
    text = (project.root / file).read_text(encoding="utf-8")
    entry = text[text.index(old) : text.index("- id:", text.index(old))]
    project.edit(file, entry, entry.replace(before, "2019-01-02"))
    assert known_from() == "2019-01-02"
    assert CITED in {item.id for item in module("tong-quan-cds").items}
    # an item, and a module with it, that is gone
    project.edit(file, old, f"id: {CITED}-khac\n")
    assert {CITED, f"{CITED}-khac"} & {item.id for item in all_items()} == {f"{CITED}-khac"}
    (project.root / file).unlink()
    assert {item for item in all_items() if item.owner == "tong-quan-cds"} == set()


def test_an_item_weighs_its_source_as_the_register_stands_now(project: Project) -> None:
    """An item that rests on documents alone whose text nobody has read is marked; so the register is part of it."""
    items = {item.id: item for item in all_items()}
    register = project.root / "data/law/legal_documents.csv"
    register.write_text(register.read_text(encoding="utf-8").replace(",partial\n", ",yes\n"), encoding="utf-8")
    fewer = {item.id for item in all_items() if item.secondary}
    assert fewer < {id_ for id_, item in items.items() if item.secondary}
