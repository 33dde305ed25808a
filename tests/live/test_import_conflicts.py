"""What `taphuan import` does not write: conflicts, values, what composing adds, what the check refuses; and what a person declines."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from lab_edits import JupyterLab, composed_again, made_copy, origin_of, quietly, said
from projects import Project
from taphuan.live.lab.importing import Person, import_copy

CONFERENCE, WHO, DAY = "quang-nam-2024", "quang-nam", "2024-10-31"
BRIEFING = "reports/province-briefing#"

pytestmark = pytest.mark.kept_copy


@pytest.fixture
def lab(project: Project, tmp_path: Path) -> JupyterLab:
    """A copy of a province's set: a short deck, a briefing, the checkup."""
    return JupyterLab(made_copy(tmp_path / "build", CONFERENCE, WHO, DAY))


def brought(lab: JupyterLab, person: Callable[[list[str]], Person] = quietly, dry_run: bool = False) -> tuple[int, str]:
    """Exit code and what was printed."""
    lab.save()
    lines: list[str] = []
    code = import_copy(lab.file, person(lines), dry_run)
    return code, "\n".join(lines)


def again() -> list[tuple[str, str]]:
    return said(composed_again(CONFERENCE, WHO, DAY))


def files(project: Project) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (project.root / "notebooks").rglob("*.ipynb")}


def answering(answers: list[str]) -> Callable[[list[str]], Person]:
    """A person on a terminal who gives these answers, one after the other."""

    def person(lines: list[str]) -> Person:
        def ask(question: str, possible: Sequence[str]) -> str:
            lines.append(question)
            assert answers[0] in possible
            return answers.pop(0)

        return Person(lambda line, _: lines.append(line), ask)

    return person


def plain_point(lab: JupyterLab) -> str:
    """A body cell of the deck without values and citations, of which there is one source."""
    return next(
        lab.origins(
            lambda c: c["metadata"]["taphuan"]["role"] == "notes" and c["metadata"]["taphuan"]["document"] == "deck"
        )
    )


def test_nothing_changed_leaves_every_byte(lab: JupyterLab, project: Project) -> None:
    before = files(project)
    assert brought(lab) == (0, "nothing to bring back")
    assert files(project) == before


def test_a_second_import_finds_nothing(lab: JupyterLab, project: Project) -> None:
    lab.add(plain_point(lab), "## Một trang mới của hội trường")
    notes = list(lab.origins(lambda c: c["metadata"]["taphuan"]["role"] == "notes"))
    lab.cell(notes[1])["source"] += " Xin các đồng chí cho ý kiến."
    lab.delete(notes[2])
    code, printed = brought(lab)
    assert code == 0, printed
    before = files(project)
    assert brought(lab) == (0, "nothing to bring back")
    assert files(project) == before


def test_a_value_stays_a_placeholder_and_its_words_change_around_it(lab: JupyterLab, project: Project) -> None:
    lab.edit("frame/cover#bia-loi", "soạn cho", "viết riêng cho")
    code, printed = brought(lab)
    assert code == 0, printed
    assert "Tài liệu này viết riêng cho {{ unit.phrase }}" in printed
    assert again() == said(lab.cells)


def test_a_changed_value_is_refused_and_the_rest_goes_on(lab: JupyterLab, project: Project) -> None:
    lab.edit("frame/cover#bia", "Quảng Nam", "Bắc Giang")
    notes = plain_point(lab)
    lab.cell(notes)["source"] += " Xin các đồng chí cho ý kiến."
    code, printed = brought(lab)
    assert code == 1
    assert "left out: source cell frame/cover#bia: “tỉnh Quảng Nam” comes from {{ unit.phrase }}" in printed
    assert dict_of(again_cells())[notes].endswith("Xin các đồng chí cho ý kiến.")


def test_both_changed_is_a_conflict_with_both_texts(lab: JupyterLab, project: Project) -> None:
    notes = plain_point(lab)
    other = next(
        origin for origin in lab.origins(lambda c: c["metadata"]["taphuan"]["role"] == "notes") if origin != notes
    )
    place, id_ = notes.split("#")
    project.cell(f"{place}.ipynb", id_, source="Lời của người khác.")
    lab.cell(notes)["source"] = "Lời của tôi."
    lab.cell(other)["source"] += " Xin các đồng chí cho ý kiến."
    code, printed = brought(lab)
    assert code == 1
    assert "copy: Lời của tôi." in printed and "source: Lời của người khác." in printed
    now = dict_of(again_cells())
    assert (now[notes], now[other][-10:]) == ("Lời của người khác.", "cho ý kiến."[-10:])


def test_what_others_did_meanwhile_stays(lab: JupyterLab, project: Project) -> None:
    notes = plain_point(lab)
    place, id_ = notes.split("#")
    theirs = {"id": "cua-ho", "source": "## Trang của người khác", "slide_type": "slide"}
    project.add(f"{place}.ipynb", id_, theirs)
    lab.add(notes, "## Trang của tôi")
    code, printed = brought(lab)
    assert code == 0, printed
    titles = [text for _, text in again() if text.startswith("## Trang của")]
    assert sorted(titles) == ["## Trang của người khác", "## Trang của tôi"]


def test_a_cell_deleted_here_and_changed_there_stays(lab: JupyterLab, project: Project) -> None:
    notes = plain_point(lab)
    place, id_ = notes.split("#")
    project.cell(f"{place}.ipynb", id_, source="Lời của người khác.")
    lab.delete(notes)
    code, printed = brought(lab)
    assert (code, "you deleted it, and its source was changed" in printed) == (1, True)
    assert dict_of(again_cells())[notes] == "Lời của người khác."


def test_a_slide_with_cells_of_other_days_is_not_deleted_unseen(lab: JupyterLab, project: Project) -> None:
    before = files(project)
    lab.delete_slide("frame/story#da-quyet")
    code, printed = brought(lab)
    assert (code, "cells that only other days or units show (da-quyet-so)" in printed) == (1, True)
    assert files(project) == before


def test_a_cell_that_moves_to_another_notebook_where_its_id_is_taken(lab: JupyterLab, project: Project) -> None:
    project.add("frame/story.ipynb", "mot-cau-loi", {"id": "bia-loi", "source": "Lời sẵn có.", "slide_type": "notes"})
    lab.move("frame/cover#bia-loi", "frame/story#mot-cau-loi")
    text = lab.cell("frame/cover#bia-loi")["source"]
    code, printed = brought(lab)
    assert code == 0, printed
    now = dict_of(again_cells())
    assert (now["frame/story#bia-loi"], now["frame/story#mot-cau-loi-2"]) == (
        "Lời sẵn có.",
        text.replace("\u00a0", " "),
    )
    assert "frame/cover#bia-loi" not in now


def test_what_composing_adds_is_told_with_its_place(lab: JupyterLab, project: Project) -> None:
    before = files(project)
    added = {cell["id"]: cell for cell in lab.cells if not origin_of(cell)}
    added["host-binh-qn-sources"]["source"] = "Nguồn: của tôi"
    lab.cells.remove(added["nguon-deck-1-list"])
    last = added["nguon-briefing-1-list"]
    lab.add_behind(last, "Một nguồn nữa.")
    code, printed = brought(lab)
    assert code == 1
    assert "cell host-binh-qn-sources: changed, and composing writes it; it lists what the slide cites" in printed
    assert "cell nguon-deck-1-list: deleted, and composing adds it again" in printed
    assert "new cell “Một nguồn nữa.”: it stands on the slide “" in printed
    assert files(project) == before


def test_a_comparison_that_nothing_proves_is_left_out_alone(lab: JupyterLab, project: Project) -> None:
    notes = plain_point(lab)
    lab.add(notes, "## Một trang mới")
    lab.add_behind(lab.cells[lab.cells.index(lab.cell(notes)) + 1], "Tỉnh Quảng Nam đứng đầu cả nước về chuyển đổi số.")
    code, printed = brought(lab)
    assert code == 1
    assert "left out: new cell “Tỉnh Quảng Nam đứng đầu" in printed
    assert ("markdown", "## Một trang mới") in again()


def test_what_the_check_refuses_is_not_written(lab: JupyterLab, project: Project) -> None:
    before = files(project)
    lab.cell(plain_point(lab))["source"] += " Mời các dồng chí xem qwertz."
    code, printed = brought(lab)
    assert code == 2
    assert "no Vietnamese word" in printed and "nothing written" in printed
    assert files(project) == before


def test_parts_of_a_paper_are_numbered_by_composing(lab: JupyterLab, project: Project) -> None:
    headings = [o for o in lab.origins(lambda c: c["source"].startswith("# ")) if o.startswith(BRIEFING)]
    second = headings[1]
    number, _, title = lab.cell(second)["source"].partition(". ")
    lab.cell(second)["source"] = f"{number}. {title} của địa phương"
    code, printed = brought(lab)
    assert code == 0, printed
    lab.cell(headings[0])["source"] = lab.cell(headings[0])["source"].replace("# 1.", "# 7.")
    code, printed = brought(lab)
    assert (code, "is counted by composing" in printed) == (1, True)


def test_a_person_takes_one_notebook_and_of_another_one_cell(lab: JupyterLab, project: Project) -> None:
    notes = list(lab.origins(lambda c: c["metadata"]["taphuan"]["role"] == "notes"))
    story = [origin for origin in notes if origin.startswith("frame/story#")][:2]
    cover = next(origin for origin in notes if origin.startswith("frame/cover#"))
    for origin in (cover, *story):
        lab.cell(origin)["source"] += " Xin các đồng chí cho ý kiến."
    lab.add(story[0], "## Một trang không lấy")
    was = dict_of(lab.cells)
    before = dict_of(again_cells())
    code, printed = brought(lab, answering(["n", "c", "y", "n", "n"]))
    assert code == 0, printed
    now = dict_of(again_cells())
    assert now[cover] == before[cover]
    assert (now[story[0]], now[story[1]]) == (was[story[0]], before[story[1]])
    assert "Một trang không lấy" not in json.dumps(again(), ensure_ascii=False)


def test_only_shown_writes_nothing(lab: JupyterLab, project: Project) -> None:
    before = files(project)
    lab.cell(plain_point(lab))["source"] += " Xin các đồng chí cho ý kiến."
    code, printed = brought(lab, dry_run=True)
    assert (code, printed.endswith("only shown, nothing written")) == (0, True)
    assert files(project) == before


def again_cells() -> list[dict[str, object]]:
    return composed_again(CONFERENCE, WHO, DAY)


def dict_of(cells: list[dict[str, object]]) -> dict[str, str]:
    return {origin_of(cell): str(cell["source"]).replace("\u00a0", " ") for cell in cells if origin_of(cell)}
