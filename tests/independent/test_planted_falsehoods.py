"""Falsehoods planted in real composed texts are found, each with its document, slide, sentence and what data say."""

from __future__ import annotations

import copy
import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import Any

import pytest

from context import RULES, Context, read_sentence
from falsehoods import (
    ADDED,
    BAC_GIANG,
    BAC_GIANG_OWN,
    BAC_KAN_OWN,
    BAC_NINH,
    FALSE,
    GIA_LAI_OWN,
    HALL,
    HCM_OWN,
    HUE_OWN,
    IN_ALT,
    IN_STORY,
    LAI_CHAU_OWN,
    LAM_DONG,
    PLANNED,
    QUANG_NAM,
    QUANG_NAM_OWN,
    QUANG_NGAI_OWN,
    WAITING_OWN,
    Of,
)
from figure_rules import KINDS, check_figure
from planting import added, outputs, replaced, twin
from projects import execute_in_process
from published import day
from reading import read_notebook
from taphuan.lesson.lesson import open_lesson
from verify import Finding, check_sentence, in_context, unread, unread_number, verify_notebook
from words import sentences


@cache
def composed(of: Of) -> Any:
    return execute_in_process(open_lesson(*of[:3]), full="own" not in of)


@cache
def before(of: Of) -> frozenset[Finding]:
    return frozenset(verify_notebook(composed(of), of[1]))


def new_findings(of: Of, notebook: Any) -> list[Finding]:
    """What is found in the changed notebook and not in the real one."""
    return [finding for finding in verify_notebook(notebook, of[1]) if finding not in before(of)]


@pytest.mark.sampled(3)
@pytest.mark.parametrize("of", [QUANG_NAM_OWN, QUANG_NGAI_OWN, HCM_OWN, LAI_CHAU_OWN, GIA_LAI_OWN, HUE_OWN, BAC_GIANG_OWN, BAC_KAN_OWN, WAITING_OWN], ids="-".join)  # fmt: skip
def test_nothing_is_found_in_the_own_set_of_a_province(of: Of) -> None:
    assert [str(finding) for finding in before(of)] == []


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", FALSE)
def test_a_falsehood_in_a_sentence_is_found(name: str) -> None:
    of, pattern, change, claim, data = FALSE[name]
    planted = replaced(composed(of), pattern, change)
    found = [f for f in new_findings(of, planted) if f.claim.startswith(claim) and data in f.data]
    assert found, f"{name}: {[str(f) for f in new_findings(of, planted)]}"
    assert all(f.document.startswith(of[1]) and f.slide and f.sentence for f in found)


@pytest.mark.sampled(4)
@pytest.mark.parametrize("name", IN_ALT)
def test_a_falsehood_in_an_alt_text_is_found(name: str) -> None:
    of, kind, pattern, change, claim, data = IN_ALT[name]
    found = new_findings(of, replaced(composed(of), pattern, change, kind=kind))
    assert any(f.claim.startswith(claim) and data in f.data for f in found), [str(f) for f in found]


@pytest.mark.parametrize("name", ADDED)
def test_a_false_sentence_in_the_notes_is_found(name: str) -> None:
    of, sentence, claim, data = ADDED[name]
    found = [f for f in new_findings(of, added(composed(of), sentence)) if f.claim.startswith(claim)]
    assert any(data in f.data for f in found), found


def _in_figure(of: Of, kind: str, change: Callable[[dict[str, Any]], None]) -> list[Finding]:
    planted = copy.deepcopy(composed(of))
    change(next(outputs(planted, kind)))
    return new_findings(of, planted)


def test_a_number_behind_a_figure_is_held_against_data() -> None:
    def change(bundle: dict[str, Any]) -> None:
        twin(bundle)["data"]["rows"][3][2] += 1

    found = _in_figure(QUANG_NAM, "league", change)
    assert any(f.claim == "figure" and "lam-dong: pdti 0.6209, shown 63.09" in f.data for f in found), found


@pytest.mark.parametrize("name", IN_STORY)
def test_a_number_behind_a_figure_of_the_story_is_held_against_data(name: str) -> None:
    of, kind, row, place, false, data = IN_STORY[name]

    def change(bundle: dict[str, Any]) -> None:
        rows = twin(bundle)["data"]["rows"]
        assert rows[row][place] != false
        rows[row][place] = false

    found = _in_figure(of, kind, change)
    assert any(data in f.data for f in found), [str(f) for f in found]


@pytest.mark.parametrize(
    ("caption", "change", "data"),
    [
        (
            "Hoạt động chính quyền số",
            lambda plot: _add(plot["rows"][0]),
            "da-nang: digital_government 0.857500, shown 86.75",
        ),
        ("Hoạt động chính quyền số", lambda plot: plot["rows"].pop(), "missing or too many: phu-yen"),
        (
            "Hoạt động chính quyền số",
            lambda plot: _add(plot["plot"]["levels"][0]),
            "mean of digital_government 0.606746",
        ),
    ],
    ids=["value", "unit", "mean"],
)
def test_a_number_behind_a_plot_is_held_against_data(
    caption: str, change: Callable[[dict[str, Any]], object], data: str
) -> None:
    planted = copy.deepcopy(composed(QUANG_NAM))
    plots = (twin(bundle) for bundle in outputs(planted, "plot"))
    change(next(plot for plot in plots if plot["caption"].startswith(caption))["data"])
    found = new_findings(QUANG_NAM, planted)
    assert any(f.claim == "figure" and data in f.data for f in found), found


def test_a_gap_behind_a_plot_is_held_against_data() -> None:
    planted = copy.deepcopy(composed(PLANNED))
    plots = [twin(bundle) for bundle in outputs(planted, "plot")]
    _add(next(plot for plot in plots if "chênh với trung bình" in plot["caption"])["data"]["rows"][0])
    found = new_findings(PLANNED, planted)
    assert any(f.claim == "figure" and "human_resources 0.258653" in f.data for f in found), found


def _add(row: list[Any]) -> None:
    row[1] += 1


def test_a_number_in_an_alt_text_that_the_figure_does_not_show_is_found() -> None:
    planted = replaced(composed(QUANG_NAM), r"Quảng Nam đạt 58,1", "Quảng Nam đạt 61,8", kind="league")
    found = new_findings(QUANG_NAM, planted)
    assert any(f.claim == "value in a figure" and "0.5808" in f.data for f in found), found


def test_a_value_at_the_wrong_bar_is_found() -> None:
    planted = replaced(composed(PLANNED), r"Trung bình vùng: \d+,\d", "Trung bình vùng: 85,8", kind="index")
    found = new_findings(PLANNED, planted)
    assert any(f.claim == "figure" and "“trung bình vùng” 85,8" in f.data for f in found), found


def test_a_number_drawn_that_is_not_behind_the_figure_is_found() -> None:
    def change(bundle: dict[str, Any]) -> None:
        drawn = bundle["image/svg+xml"]
        assert ">80,0<" in drawn
        bundle["image/svg+xml"] = drawn.replace(">80,0<", ">81,0<", 1)

    found = _in_figure(QUANG_NAM, "league", change)
    assert any("the drawing says 81,0" in f.data for f in found), found


def test_a_unit_missing_in_a_figure_is_found() -> None:
    def change(bundle: dict[str, Any]) -> None:
        del twin(bundle)["data"]["rows"][0]

    found = _in_figure(QUANG_NAM, "league", change)
    assert any("missing or too many: da-nang" in f.data for f in found), found


def test_a_figure_that_no_rule_reads_is_found() -> None:
    found = _in_figure(QUANG_NAM, "league", lambda bundle: twin(bundle).update(kind="radar"))
    assert any("no rule reads a figure of the kind “radar”" in f.data for f in found), found


def test_a_label_with_two_values_is_found() -> None:
    planted = copy.deepcopy(composed(QUANG_NAM))
    table = next(twin(bundle) for bundle in outputs(planted, "indices") if "columns" in twin(bundle))
    next(row for row in table["rows"] if row[0] == "Hạ tầng số")[1] = "99,9"
    found = new_findings(QUANG_NAM, planted)
    assert any(f.claim == "one label, two values" and "99,9" in f.data for f in found), found


def test_a_label_that_may_be_an_index_or_a_pillar_is_found() -> None:
    def change(bundle: dict[str, Any]) -> None:
        next(row for row in twin(bundle)["data"]["rows"] if row[0] == "Hoạt động kinh tế số")[0] = "Kinh tế số"

    found = _in_figure(QUANG_NAM, "indices", change)
    assert any("“Kinh tế số” may be an index or a pillar" in f.data for f in found), found


def test_a_mean_that_does_not_say_who_computed_it_is_found() -> None:
    planted = copy.deepcopy(composed(QUANG_NAM))
    for cell in planted["cells"]:
        if cell["metadata"]["taphuan"].get("slide") == "profile-vi-tri":
            cell["source"] = cell["source"].replace("\u00a0", " ").replace("tính từ bảng của Bộ", "")
    for bundle in outputs(planted, "strip"):
        twin(bundle)["source"] = "Nguồn: Bộ TT&TT"
    found = new_findings(QUANG_NAM, planted)
    assert any(f.claim == "a mean" and f.slide == "profile-vi-tri" for f in found), found


def test_a_falsehood_in_a_quiz_is_found() -> None:
    planted = copy.deepcopy(composed(HALL))
    planted["metadata"]["taphuan"]["quiz"][0]["questions"][0]["explanation"] = "Quảng Nam xếp 40/63 về DTI năm 2022."
    found = new_findings(HALL, planted)
    assert any(f.claim == "rank" and "rank 31" in f.data for f in found), found


def test_a_figure_that_stands_twice_is_found() -> None:
    planted = copy.deepcopy(composed(QUANG_NAM))
    place, cell = next(
        (i, c) for i, c in enumerate(planted["cells"]) if c["id"].startswith("profile-") and c.get("outputs")
    )
    planted["cells"].insert(place + 1, {**cell, "id": f"{cell['id']}-again"})
    found = new_findings(QUANG_NAM, planted)
    assert any(f.claim == "a figure twice" and cell["id"] in f.data for f in found), found


def test_a_unit_that_ended_is_found() -> None:
    planted = copy.deepcopy(composed(QUANG_NAM))
    planted["metadata"]["taphuan"]["as_of"] = "2026-11-28"
    found = new_findings(QUANG_NAM, planted)
    assert any(f.claim == "unit of the document" and "slug=quang-nam" in f.data for f in found), found


def test_evidence_that_does_not_exist_is_found() -> None:
    planted = copy.deepcopy(composed(QUANG_NAM))
    cell = next(
        c
        for c in planted["cells"]
        if any(claim["id"].startswith("rank/") for claim in c["metadata"].get("taphuan", {}).get("claims", ()))
    )
    cell["metadata"]["taphuan"]["claims"][0]["evidence"][0] = [
        "dti/dti.csv",
        "year=2022;province_slug=quang-nom",
        "rank",
    ]
    found = new_findings(QUANG_NAM, planted)
    assert any(f.claim.startswith("evidence of rank/") and "quang-nom" in f.data for f in found), found


def test_no_number_can_be_changed_in_a_sentence_that_a_rule_reads() -> None:
    """Hundreds of falsehoods: each number of each sentence with another last digit."""
    missed, changed = [], 0
    for of in (QUANG_NAM, LAM_DONG, BAC_NINH, HALL, HCM_OWN, BAC_KAN_OWN, WAITING_OWN):
        for text, context in in_context(read_notebook(composed(of), of[1])):
            if text.role in ("sources", "alt"):
                continue
            for said in sentences(text.text):
                if not any(RULES[i][3] for i, _ in read_sentence(said)):
                    continue
                for number in re.finditer(r"\d+(?:,\d)?", said):
                    digit = (int(number[0][-1]) + 3) % 10
                    false = f"{said[: number.end() - 1]}{digit}{said[number.end() :]}"
                    changed += 1
                    if not any(check_sentence(false, context)) and not unread(false) and not unread_number(false):
                        missed.append(f"{said} → {number[0]} as …{digit}")
    assert missed == []
    assert changed > 300


@pytest.mark.slow
@pytest.mark.parametrize(
    ("documents", "fewest"),
    [
        ((BAC_GIANG, HCM_OWN, QUANG_NAM_OWN), 500),
        pytest.param((QUANG_NAM, BAC_NINH, LAM_DONG, HALL, BAC_KAN_OWN), 1000, marks=pytest.mark.slow),
    ],
    ids=["some", "others"],
)
def test_no_number_behind_a_figure_can_be_changed(documents: tuple[Of, ...], fewest: int) -> None:
    missed, changed = [], 0
    for of in documents:
        found = read_notebook(composed(of), of[1])
        context = Context(found.conference, day(found.on), found.slug)
        for *_, cell, figure in found.figures:
            if figure.kind not in KINDS:
                continue
            before_it = set(check_figure(figure, context))
            for at, row in enumerate(figure.rows):
                for place, value in enumerate(row):
                    if figure.columns[place] in ("STT", "Năm") or not re.fullmatch(r"\d+(?:[.,/]\d+)?", str(value)):
                        continue
                    false = value + 1 if isinstance(value, int | float) else f"{value[:-1]}{(int(value[-1]) + 3) % 10}"
                    rows = (*figure.rows[:at], (*row[:place], false, *row[place + 1 :]), *figure.rows[at + 1 :])
                    changed += 1
                    if not set(check_figure(replace(figure, rows=rows), context)) - before_it:
                        missed.append(f"{cell} {figure.columns[place]}: {value} as {false}")
    assert missed == []
    assert changed > fewest
