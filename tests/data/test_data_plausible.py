"""Values that have the right form and cannot be meant: each is refused where a page would say it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data_faults import copy_of_data, spoil
from rule_faults import cell, check_reported, outline
from taphuan.data.check.check import check_data

BAC_GIANG, BAC_KAN = "conferences/bac-giang.yaml", "conferences/bac-kan-2020.yaml"
Plant = Callable[[Path], object]


def text(file: str, old: str, new: str) -> Plant:
    return lambda root: spoil(root / file, old, new)


def without_rows(file: str) -> Plant:
    return lambda root: (root / file).write_text((root / file).read_text(encoding="utf-8").partition("\n")[0] + "\n")


def twice(features: dict[str, object], geometry: dict[str, object]) -> None:
    """The outline of a province in the place of its neighbour's."""
    geometry.update(features["lao-cai"])  # type: ignore[call-overload]


CASES = [
    ("a printed day that is not the conference's", text(BAC_KAN, "ngày 18/12/2020", "ngày 28/12/2021"), BAC_KAN, "does not say its days", "28/12/2021"),
    ("a printed day of a conference without days", text("conferences/ke-hoach-2027.yaml", "Hội nghị mẫu, chưa định ngày", "Ngày 01/3/2027"), "conferences/ke-hoach-2027.yaml", "names a day, and the conference has none", "01/3/2027"),
    ("a place of blanks alone", text(BAC_GIANG, "place: Điểm cầu Hà Nội và điểm cầu Bắc Giang", 'place: "\\u00a0"'), BAC_GIANG, "a text of blanks alone", ""),
    ("a word of a program", text(BAC_GIANG, "place: Điểm cầu Hà Nội và điểm cầu Bắc Giang", "place: no"), BAC_GIANG, "a word of a program in place of a text", "no"),
    ("more delegates than a country sends", text(BAC_GIANG, "delegates: 3600", "delegates: 1000000000"), BAC_GIANG, "larger than 1000000", "1000000000"),
    ("a day at the end of the calendar", cell("dti/publications.csv", "2021,", "published_on", "9999-12-31"), "dti/publications.csv", "before 1945 or after 2100", "9999"),
    ("a day in the YAML of a module", text("modules/tong-quan-cds.yaml", "known_from: '2021-12-16'", "known_from: '9021-12-16'"), "modules/tong-quan-cds.yaml", "before 1945 or after 2100", "9021"),
    ("a full name without its kind", text("units/provinces.csv", "Tỉnh Bắc Giang", "Bắc Giang"), "units/provinces.csv", "not “Tỉnh Bắc Giang”", "Bắc Giang"),
    ("a law whose title names none", text("law/legal_documents.csv", ",Luật Công nghệ thông tin,", ",Công nghệ thông tin,"), "law/legal_documents.csv", "does not begin with “Luật”", "Công nghệ thông tin"),
    ("a table without rows", without_rows("law/nd224_changes.csv"), "law/nd224_changes.csv", "the table has no rows", ""),
    ("a letter that was lost", text("sources.csv", "Chuyển đổi số", "Chuy\ufffdn đổi số"), "sources.csv", "an invisible character that is not allowed", "U+FFFD"),
    ("a province with its neighbour's outline", outline("63", "ha-giang", twice), "units/provinces63.geojson", "the same outline as", ""),
]  # fmt: skip
FAST = ("a printed day that is not the conference's", "a word of a program", "a full name without its kind")


@pytest.mark.parametrize(
    ("name", "plant", "file", "what", "found"),
    [pytest.param(*case, id=case[0], marks=() if case[0] in FAST else pytest.mark.slow) for case in CASES],
)
def test_what_cannot_be_meant_is_refused(
    name: str, plant: Plant, file: str, what: str, found: str, tmp_path: Path
) -> None:
    check_reported(tmp_path, name, plant, f"data/{file}", what, found)


def test_a_row_that_is_not_whole_is_told_whatever_stands_in_its_cells(tmp_path: Path) -> None:
    root = copy_of_data(tmp_path)
    spoil(root / "units/provinces.csv", "Tỉnh Tây Ninh,", "Tỉnh\nTây Ninh,")
    problems = check_data(root)
    ragged = [p.where for p in problems if p.file == "data/units/provinces.csv" and "header has" in p.what]
    assert ragged == ["row 48", "row 49"], "\n".join(map(str, problems))
