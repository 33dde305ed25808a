"""Faults in YAML files (conferences, modules, layout rules, slides/deck.yaml): each is reported with its line and key."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from data_faults import copy_of_data, reported, spoil
from taphuan.data.check.check import check_data


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return copy_of_data(tmp_path)


YAML_FAULTS = [
    (
        "conferences/bac-kan-2020.yaml",
        "speaker: Ngô Huy Thắng",
        "speaker: Ngô Huy Thăng",
        "timetable[1].speaker",
        "Ngô Huy Thăng",
        "not in speakers of this conference",
        "Ngô Huy Thắng",
    ),
    (
        "conferences/bac-kan-2020.yaml",
        "- module: chinh-quyen-dien-tu-cap-xa\n",
        "- module: tong-quan-cds\n",
        "timetable[1].module",
        "tong-quan-cds",
        "the module is in the timetable twice",
        "Delete",
    ),
    (
        "conferences/bac-kan-2020.yaml",
        "  speaker: Hà Văn Tiến",
        "  start: '8h30'",
        "timetable[0].start",
        "8h30",
        "not a time of the day",
        "'08:30'",
    ),
    (
        "conferences/ke-hoach-2027.yaml",
        "start: '08:00'",
        "start: 8 giờ",
        "start",
        "8 giờ",
        "not a time of the day",
        "'08:30'",
    ),
    ("conferences/bac-giang.yaml", "organiser:", "organizer:", "organizer", "organizer", "an unknown key", "organiser"),
    (
        "modules/dau-tu-cntt.yaml",
        "  known_basis: issued",
        "  known_bases: issued",
        "key_points[{i}].known_bases",
        "known_bases",
        "an unknown key",
        "known_basis",
    ),
    (
        "modules/tong-quan-cds.yaml",
        "key_point: tong-quan-cds-k1\n",
        "key_point: tong-quan-cds-k99\n",
        "quiz[5].key_point",
        "tong-quan-cds-k99",
        "no key point with this id",
        "tong-quan-cds-k",
    ),
    (
        "modules/tong-quan-cds.yaml",
        "answer: A",
        "answer: E",
        "quiz[2].answer",
        "E",
        "not one of the options",
        "A, B, C, D",
    ),
    (
        "modules/tong-quan-cds.yaml",
        "- qd-505-2022",
        "- qd-505-2202",
        "legal_documents[4]",
        "qd-505-2202",
        "not in the column id",
        "qd-505-2022",
    ),
    (
        "modules/tong-quan-cds.yaml",
        "id: tong-quan-cds-k2",
        "id: tong-quan-cds-k1",
        "key_points[1].id",
        "tong-quan-cds-k1",
        "the same id as on line",
        "another id",
    ),
    (
        "modules/tong-quan-cds.yaml",
        "source_id: vndx-bacgiang",
        "source_id: vndx-bacgian",
        "key_points[0].source_id",
        "vndx-bacgian",
        "not in the column source_id",
        "vndx-bacgiang",
    ),
    (
        "modules/tong-quan-cds.yaml",
        "known_from: '2020-06-03'",
        "known_from: 3/6/2020",
        "key_points[3].known_from",
        "3/6/2020",
        "not a valid date",
        "'2025-07-01'",
    ),
    (
        "modules/tong-quan-cds.yaml",
        "until: '2024-12-31'",
        "until: '2024-10-30'",
        "key_points[10].until",
        "2024-10-30",
        "before known_from 2024-10-31",
        "Correct",
    ),
    (
        "modules/tong-quan-cds.yaml",
        "from: '2026-07-14'",
        "from: '2020-06-03'",
        "key_points[3].after.from",
        "2020-06-03",
        "not after known_from",
        "Correct",
    ),
    (
        "modules/chinh-quyen-dien-tu-cap-xa.yaml",
        "    commune: '01975'",
        "    commune: '1975'",
        "key_points[3].after.commune",
        "1975",
        "not a code of five digits",
        "'01975'",
    ),
    (
        "modules/chinh-quyen-dien-tu-cap-xa.yaml",
        "  after:\n    from: '2025-07-01'",
        "  after:\n    text: Câu khác.\n    from: '2025-07-01'",
        "key_points[3].after",
        "",
        "needs exactly one of",
        "Write the sentence in text",
    ),
    (
        "modules/tong-quan-cds.yaml",
        "known_basis: event",
        "known_basis: events",
        "key_points[0].known_basis",
        "events",
        "not one of the allowed values",
        "Did you mean “event”",
    ),
    ("modules/tong-quan-cds.yaml", "  use: true", "  use: yes", "quiz[0].use", "yes", "neither true nor false", "true"),
    (
        "conferences/quang-nam-2024.yaml",
        "- du-lieu-so",
        "- du-lieu",
        "modules[3]",
        "du-lieu",
        "no module of this name",
        "du-lieu-so",
    ),
    (
        "conferences/quang-nam-2024.yaml",
        "  - tay-nguyen",
        "  - bac-trung-bo",
        "participants.regions[1]",
        "bac-trung-bo",
        "no region of this name on 2024-10-31",
        "as_of",
    ),
    (
        "conferences/bac-giang.yaml",
        "  - bac-giang",
        "  - hue",
        "participants.provinces[0]",
        "hue",
        "no province of this name on 2021-12-16",
        "as_of",
    ),
    (
        "conferences/bac-giang.yaml",
        "delegates: 3600",
        "delegates: '3600'",
        "delegates",
        "3600",
        "not a whole number",
        "digits",
    ),
    (
        "conferences/bac-giang.yaml",
        "title: Chương",
        "title: 2022\nx: Chương",
        "title",
        "2022",
        "not text",
        "quotation marks",
    ),
    (
        "conferences/bac-giang.yaml",
        "slug: bac-giang",
        "slug: bac-giangg",
        "slug",
        "bac-giangg",
        "bac-giang.yaml",
        "Rename",
    ),
    (
        "conferences/bac-kan-2020.yaml",
        "date_end: '2020-12-18'",
        "date_end: '2020-12-15'",
        "date_end",
        "2020-12-15",
        "before date_start",
        "Correct",
    ),
    (
        "conferences/quang-nam-2024.yaml",
        "as_of_assumption:",
        "date_note:",
        None,
        "assumed",
        "without a reason",
        "as_of_assumption",
    ),
    (
        "law/nd30_layout.yaml",
        "  width_mm: 210",
        "  widht_mm: 210",
        "rules[0].widht_mm",
        "widht_mm",
        "unknown key",
        "width_mm",
    ),
    (
        "law/nd30_layout.yaml",
        "- id: huong-giay",
        "- id: kho-giay",
        "rules[1].id",
        "kho-giay",
        "the same id",
        "another id",
    ),
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("file", "old", "new", "field", "found", "what", "remedy"), YAML_FAULTS)
def test_a_fault_in_yaml(
    root: Path, file: str, old: str, new: str, field: str | None, found: str, what: str, remedy: str
) -> None:
    line = spoil(root / file, old, new)
    problems = check_data(root)
    if field is None:
        field, line = "as_of_basis", line - 1
    if "{i}" in field:
        field = next(p.field for p in problems if p.found == found)
        assert field.startswith("key_points[")
    problem = reported(problems, f"data/{file}", f"line {line}", field, found)
    assert what in problem.what
    assert remedy in problem.remedy


def test_a_misspelt_key_is_reported_once(root: Path) -> None:
    spoil(root / "conferences/bac-giang.yaml", "organiser:", "organizer:")
    assert len(check_data(root)) == 1


def test_a_missing_key_and_a_duplicate_key(root: Path) -> None:
    first = spoil(root / "conferences/bac-giang.yaml", "short_title: ", "title_assumption: ")
    line = spoil(root / "conferences/bac-kan-2020.yaml", "region: null\n", "region: null\nregion: Bắc\n") + 1
    problems = check_data(root)
    assert first > 1
    assert "missing" in reported(problems, "data/conferences/bac-giang.yaml", "line 1", "short_title").what
    duplicate = reported(problems, "data/conferences/bac-kan-2020.yaml", f"line {line}", "region", "region")
    assert f"the first is on line {line - 1}" in duplicate.what


def test_malformed_yaml(root: Path) -> None:
    line = spoil(root / "modules/ha-tang-so.yaml", "- id: ha-tang-so-k1\n", "- id: ha-tang-so-k1: x\n")
    bell = spoil(root / "modules/du-lieu-so.yaml", "title_vi: ", "title_vi: \x07")
    (root / "conferences/truc-tuyen-2022.yaml").write_text("- a\n", encoding="utf-8")
    problems = check_data(root)
    malformed = reported(problems, "data/modules/ha-tang-so.yaml", f"line {line}", "", "ha-tang-so-k1: x")
    assert "not valid YAML" in malformed.what
    assert "invisible" in reported(problems, "data/modules/du-lieu-so.yaml", f"line {bell}", "", "U+0007").what
    reported(problems, "data/conferences/truc-tuyen-2022.yaml", "line 1")
    # References to these three files are not reported.
    assert len(problems) == 3


def test_values_of_the_wrong_type_are_problems(root: Path) -> None:
    first = spoil(root / "conferences/quang-nam-2024.yaml", "- lap-ke-hoach-cds\n", "- lap: ke-hoach-cds\n")
    whole = "participants:\n  provinces:\n  - bac-giang\n"
    second = spoil(root / "conferences/bac-giang.yaml", whole, "participants: bac-giang\n")
    third = spoil(
        root / "modules/ha-tang-so.yaml",
        re.search(r"legal_documents:\n(?:- .*\n)+", (root / "modules/ha-tang-so.yaml").read_text(encoding="utf-8"))[0],
        "legal_documents: qd-1132-2024\n",
    )
    problems = check_data(root)
    assert "not text" in reported(problems, "data/conferences/quang-nam-2024.yaml", f"line {first}", "modules[1]").what
    map_wanted = reported(problems, "data/conferences/bac-giang.yaml", f"line {second}", "participants", "bac-giang")
    assert "key: value" in map_wanted.what
    assert "not a list" in reported(problems, "data/modules/ha-tang-so.yaml", f"line {third}", "legal_documents").what


def test_a_conference_has_an_article_or_a_plan(root: Path) -> None:
    spoil(root / "conferences/bac-giang.yaml", "\nsource_id: ", "\nplan: Kế hoạch\nsource_id: ")
    spoil(root / "conferences/quang-nam-2024.yaml", "source_id: bao-quangnam-2024", "source_id: null")
    spoil(root / "conferences/tp-hcm-2025.yaml", "\nsource_id: plo-hcm-3010", "\nplan: kế hoạch của ban tổ chức")
    problems = check_data(root)
    for name in ("bac-giang", "quang-nam-2024"):
        assert (
            "exactly one of “source_id” and “plan”"
            in reported(problems, f"data/conferences/{name}.yaml", "line 1").what
        )
    assert len(problems) == 2


def test_participants_have_exactly_one_key(root: Path) -> None:
    spoil(root / "conferences/truc-tuyen-2022.yaml", "  all: true\n", "  all: true\n  regions:\n  - tay-nguyen\n")
    problem = reported(check_data(root), "data/conferences/truc-tuyen-2022.yaml", "line 6", "participants")
    assert "exactly one" in problem.what


def test_faults_in_the_parts_of_a_deck(root: Path) -> None:
    path = root.parent / "slides/deck.yaml"
    line = spoil(path, "  - modules\n", "  - participants\n")
    problems = check_data(root)
    reported(problems, "slides/deck.yaml", f"line {line}", "conference.deck[4]", "participants")
    assert any("contain no module" in p.what for p in problems)
