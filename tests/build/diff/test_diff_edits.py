"""What was edited between two states: rows, items, cells, features, files, each with its place."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from taphuan.build.diff.edits import ADDED, CHANGED, REMOVED, Edit, edits_between
from taphuan.build.diff.matching import compare_document
from taphuan.build.diff.pages import Page
from taphuan.build.diff.reasons import CITED, EVIDENCE, ONLY, OWN_CELL, VALUE, reasons_of
from taphuan.build.diff.unexpected import of_edits
from taphuan.build.normal.form import TEXT, Line, Part

PACKAGE = json.dumps({"resources": [{"path": "dti/dti.csv", "schema": {"primaryKey": ["year", "province_slug"]}}]})
DTI = "year,province_slug,rank,pdti,source_id\n2022,hue,5,0.7010,s1\n2022,da-nang,1,0.8000,s1\n2022,ha-noi,3,0.7500,s1\n2022,ha-nam,30,0.5000,s1\n"


def project(root: Path, files: dict[str, str]) -> Path:
    for name, text in {"data/datapackage.json": PACKAGE, **files}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root


def between(tmp_path: Path, old: dict[str, str], new: dict[str, str]) -> tuple[Edit, ...]:
    return edits_between(project(tmp_path / "old", old), project(tmp_path / "new", new))


def notebook(*cells: tuple[str, str]) -> str:
    return json.dumps({"cells": [{"id": id_, "source": source, "metadata": {}} for id_, source in cells]})


def test_a_row_is_named_by_its_key_and_its_number(tmp_path: Path) -> None:
    changed = DTI.replace("hue,5,0.7010", "hue,25,0.9010").replace(
        "2022,ha-nam,30,0.5000,s1\n", "2022,vinh-long,9,0.6,s1\n"
    )
    edits = between(tmp_path, {"data/dti/dti.csv": DTI}, {"data/dti/dti.csv": changed})
    assert [(edit.where, edit.place, edit.state) for edit in edits] == [
        ("data/dti/dti.csv, row 2", "2022, hue", CHANGED),
        ("data/dti/dti.csv, row 5", "2022, vinh-long", ADDED),
        ("data/dti/dti.csv, row 5", "2022, ha-nam", REMOVED),
    ]
    assert [(field.name, field.old, field.new) for field in edits[0].fields] == [
        ("rank", "5", "25"),
        ("pdti", "0.7010", "0.9010"),
    ]
    assert [(at, finding.rule) for at, finding in of_edits(edits, tmp_path / "old")] == [(0, "rank"), (0, "range")]


@pytest.mark.parametrize(
    ("name", "old", "new", "where", "place", "state"),
    [
        ("data/modules/a.yaml", "quiz:\n- id: q1\n  answer: A\n", "quiz:\n- id: q1\n  answer: B\n", "data/modules/a.yaml, line 3", "quiz[q1].answer", CHANGED),
        ("slides/theme.toml", '[colours]\nred = "#C8102E"\n', '[colours]\nred = "#000000"\n', "slides/theme.toml, line 2", "colours.red", CHANGED),
        ("notebooks/modules/a.ipynb", notebook(("a", "x"), ("b", "y")), notebook(("a", "x"), ("b", "z")), "notebooks/modules/a.ipynb, cell b", "b", CHANGED),
        ("notebooks/modules/a.ipynb", notebook(("a", "x"), ("b", "y")), notebook(("b", "y"), ("a", "x")), "notebooks/modules/a.ipynb, cell b", "b", CHANGED),
        ("notebooks/modules/a.ipynb", notebook(("a", "x"), ("b", "y")), notebook(("a", "x")), "notebooks/modules/a.ipynb, cell b", "b", REMOVED),
        ("slides/report.typ", "a\nb\n", "a\nc\n", "slides/report.typ, line 2", "", CHANGED),
        ("src/taphuan/known/law.py", "a\n", "b\n", "src/taphuan/known/law.py, line 1", "", CHANGED),
        ("data/dti/dti.csv", "\udcff", DTI, "data/dti/dti.csv, row 2", "2022, hue", ADDED),
    ],
)  # fmt: skip
def test_an_edit_of_each_kind_has_its_place(
    tmp_path: Path, name: str, old: str, new: str, where: str, place: str, state: str
) -> None:
    edits = between(tmp_path, {} if "\udcff" in old else {name: old}, {name: new})
    assert (edits[0].where, edits[0].place, edits[0].state) == (where, place, state)


def test_a_feature_of_a_map_is_named(tmp_path: Path) -> None:
    def features(x: float) -> str:
        shape = {"type": "Polygon", "coordinates": [[[x, 1], [2, 2], [3, 1]]]}
        return json.dumps({"features": [{"properties": {"slug": "hue"}, "geometry": shape}]})

    name = "data/units/a.geojson"
    (edit,) = between(tmp_path, {name: features(1.0)}, {name: features(1.5)})
    assert (edit.place, edit.fields[0].name, edit.fields[0].new) == ("hue", "geometry", "Polygon, 3 points")


def test_code_that_makes_no_document_is_no_edit(tmp_path: Path) -> None:
    names = (
        "src/taphuan/check/content.py",
        "src/taphuan/live/present.py",
        "tests/a.py",
        "docs/a.md",
        "data/__pycache__/x",
    )
    assert between(tmp_path, dict.fromkeys(names, "a"), dict.fromkeys(names, "b")) == ()


def test_what_cannot_be_read_is_told_as_a_whole(tmp_path: Path) -> None:
    (edit,) = between(tmp_path, {"data/a.yaml": "a: 1\n"}, {"data/a.yaml": "a: [1\n"})
    assert (edit.file, edit.fields) == ("data/a.yaml", ())


def page(text: str, **more: object) -> Page:
    return Page("deck", Part("a", "a", (Line(TEXT, text),)), **more)  # type: ignore[arg-type]


def test_the_row_behind_a_change_is_found_by_claim_cell_value_and_citation(tmp_path: Path) -> None:
    changed = DTI.replace("hue,5,0.7010", "hue,6,0.6910").replace("ha-noi,3,", "ha-noi,4,")
    cells = notebook(("x", "a")), notebook(("x", "b"))
    name = "notebooks/modules/m.ipynb"
    edits = between(tmp_path, {"data/dti/dti.csv": DTI, name: cells[0]}, {"data/dti/dti.csv": changed, name: cells[1]})
    claim = frozenset({("dti/dti.csv", "year=2022;province_slug=ha-noi", "rank")})

    def behind(old: Page, new: Page, among: tuple[Edit, ...] = edits) -> list[tuple[str, str]]:
        (pair,) = compare_document([old], [new])
        return [(reason.edit.where, reason.how) for reason in reasons_of(pair, among)]

    assert behind(page("một"), page("hai", evidence=claim)) == [("data/dti/dti.csv, row 4", EVIDENCE)]
    assert behind(page("một"), page("hai", origins=frozenset({"modules/m#x"}))) == [(f"{name}, cell x", OWN_CELL)]
    assert behind(page("Huế 70,1 điểm"), page("Huế 69,1 điểm")) == [("data/dti/dti.csv, row 2", VALUE)]
    assert {how for _, how in behind(page("một"), page("hai", cited=frozenset({"s1"})))} == {CITED}
    assert behind(page("một"), page("hai"), edits[:1]) == [("data/dti/dti.csv, row 2", ONLY)]
