"""A long-running process (a live deck, a kernel) uses changed files of data/ when it opens the next lesson."""

from __future__ import annotations

from projects import Project
from taphuan import open_lesson
from taphuan.compose import citations
from taphuan.known.conferences import all_items, module

ITEM = "tong-quan-cds-k1"


def known_from() -> str:
    """The known_from of ITEM as a new lesson resolves it."""
    lesson = open_lesson("bac-giang", "bac-giang", "2021-12-16")
    return str(citations.resolve(ITEM, lesson.profile).known_from)


def test_the_next_lesson_resolves_an_item_from_the_changed_file(project: Project) -> None:
    (item,) = [item for item in all_items() if item.id == ITEM]
    before = item.known_from.isoformat()
    assert known_from() == before
    file = "data/modules/tong-quan-cds.yaml"
    old = f"id: {ITEM}\n"
    text = (project.root / file).read_text(encoding="utf-8")
    entry = text[text.index(old) : text.index("- id:", text.index(old))]
    project.edit(file, entry, entry.replace(before, "2019-01-02"))
    assert known_from() == "2019-01-02"
    assert ITEM in {item.id for item in module("tong-quan-cds").items}
    # rename the item, then delete the file of its module
    project.edit(file, old, f"id: {ITEM}-khac\n")
    assert {ITEM, f"{ITEM}-khac"} & {item.id for item in all_items()} == {f"{ITEM}-khac"}
    (project.root / file).unlink()
    assert {item for item in all_items() if item.owner == "tong-quan-cds"} == set()


def test_an_item_is_secondary_according_to_the_changed_register(project: Project) -> None:
    before = {item.id for item in all_items() if item.secondary}
    register = project.root / "data/law/legal_documents.csv"
    register.write_text(register.read_text(encoding="utf-8").replace(",partial\n", ",yes\n"), encoding="utf-8")
    after = {item.id for item in all_items() if item.secondary}
    assert after < before
