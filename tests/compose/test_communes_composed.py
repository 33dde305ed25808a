"""The set of a commune: its notebook composed, filled and held against the audit; of a few here, of all 3,321 in the slow tests."""

from __future__ import annotations

import re
from datetime import date

import pytest
from nbformat import NotebookNode

from taphuan.check.content import check_notebook
from taphuan.compose import compose
from taphuan.document.reading import read_document
from taphuan.errors import UnitNotValid, UnknownName
from taphuan.export.pdf.commune import write_sheet
from taphuan.export.plain.notebook import write_notebook
from taphuan.export.xlsx.worksheets import write_worksheets
from taphuan.known.communes import Commune, communes_on, resolve_commune
from taphuan.known.conferences import conference
from taphuan.lesson.lesson import Lesson, open_lesson
from taphuan.run.execute import execute
from taphuan.run.pure_cells import filled, pure_call
from taphuan.text import NBSP

PLAN = conference("ke-hoach-2027")
TODAY = PLAN.as_of
# the plain one; special zones, one far out; kept; many; a part alone; long names; names that sound like comparisons or provinces
MANY = ("01969", "26732", "20333", "00859", "00226", "29869", "21997", "24805", "13939", "26968", "26740", "30796")
# a day of 2025, before the decree that sets the duties
EARLIER = (("bo-khcn-cap-xa-2025", "01969"), ("tp-hcm-2025", "27592"), ("bo-khcn-cap-xa-2025", "26732"))


def lesson_of(commune: Commune, conf: str = "ke-hoach-2027") -> Lesson:
    return open_lesson(conf, commune.province_slug, conference(conf).as_of.isoformat(), commune=commune.code)


def lesson(code: str, conf: str = "ke-hoach-2027") -> Lesson:
    return lesson_of(resolve_commune(code, conference(conf).as_of), conf)


def set_of(one: Lesson) -> NotebookNode:
    notebook = filled(compose(one), one)
    assert notebook is not None
    return notebook


def texts(notebook: NotebookNode) -> str:
    return "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown").replace(NBSP, " ")


def shown_slides(notebook: NotebookNode) -> list[str]:
    return [section.id for section in read_document(notebook, "deck").sections]


@pytest.mark.sampled(4)
@pytest.mark.parametrize("code", MANY)
def test_the_set_of_a_commune_passes_the_audit_and_has_its_size(code: str) -> None:
    notebook = set_of(lesson(code))
    assert check_notebook(notebook) == ()
    # 12 to 14 slides and the list of sources
    assert 13 <= len(shown_slides(notebook)) <= 15
    assert write_sheet(read_document(notebook, "deck")).startswith(b"%PDF")


@pytest.mark.parametrize(("conf", "code"), EARLIER)
def test_a_day_before_the_decree_knows_nothing_of_it(conf: str, code: str) -> None:
    notebook = set_of(lesson(code, conf))
    assert check_notebook(notebook) == ()
    everything = write_notebook(notebook).decode()
    assert "224/2026" not in everything
    assert "Nghị định 224" not in everything
    assert len(shown_slides(notebook)) >= 10
    assert write_sheet(read_document(notebook, "deck")).startswith(b"%PDF")


def test_in_a_city_no_centre_of_the_commune_is_promised() -> None:
    city, province = lesson("27592", "tp-hcm-2025"), lesson("01969", "bo-khcn-cap-xa-2025")
    assert "trung tâm" not in str(set_of(city).metadata["taphuan"]["sheet"]["duties"]).lower()
    assert "trung tâm" in str(set_of(province).metadata["taphuan"]["sheet"]["duties"]).lower()


def test_no_number_of_the_province_stands_for_the_commune() -> None:
    notebook = set_of(lesson("01969"))
    deck = read_document(notebook, "deck")
    sheet = deck.sheet
    # code, area, days and periods of the law; nothing else in front of the sheet is a number of the commune
    front = " ".join(str(part) for part in (sheet["name"], sheet["formed"], sheet["old"]))
    assert not re.search(r"\d", front), front
    assert "01969" in sheet["place"]
    assert "96,94" in sheet["place"]
    (formed,) = [cell for cell in notebook.cells if cell.id.endswith("gom-hinh")]
    assert "Dân số" in formed.outputs[0]["data"]["image/svg+xml"]
    assert not re.search(r"Dân số[^<]*</text>\s*<text[^>]*>\s*\d", formed.outputs[0]["data"]["image/svg+xml"])


def test_a_notebook_filled_without_a_kernel_is_that_of_a_kernel_byte_for_byte() -> None:
    one = lesson("29869")
    assert write_notebook(set_of(one)) == write_notebook(execute(compose(one), 120, "stock"))


def test_a_cell_that_only_a_kernel_can_run_is_left_to_it() -> None:
    one = lesson("01969")
    notebook = compose(one)
    (cell,) = [cell for cell in notebook.cells if cell.id.endswith("viec-hinh")]
    cell.source = "import math\nlesson.figures.duties()"
    assert pure_call(cell.source) is None
    assert filled(notebook, one) is None
    # and one that fails there is told by the kernel, which names the cell
    cell.source = "lesson.figures.duties(size='enormous')"
    assert filled(notebook, one) is None


@pytest.mark.parametrize(
    ("source", "pure"),
    [
        ("lesson.figures.formed()", True),
        ('lesson.tables.sheet("cap-xa-p1", blanks=4)', True),
        ("lesson.figures.formed(size=chosen)", False),
        ("lesson.figures.formed(**options)", False),
        ("lesson.data.dti", False),
        ("lesson.figures.formed();", False),
        ("other.figures.formed()", False),
        ("x = lesson.figures.formed()", False),
    ],
)
def test_only_a_plain_call_with_plain_values_is_pure(source: str, pure: bool) -> None:
    assert (pure_call(source) is not None) is pure


def test_the_commune_s_own_names_stand_in_what_it_fills_in() -> None:
    notebook = set_of(lesson("01969"))
    (cell,) = [cell for cell in notebook.cells if cell.id.endswith("diem-bang")]
    (table,) = [twin for twin in cell.outputs[0]["data"].values() if isinstance(twin, dict)]
    assert [row[0].replace(NBSP, " ") for row in table["rows"][1:]] == [
        "Thị trấn Phủ Thông",
        "Xã Vi Hương",
        "Xã Lục Bình",
    ]


def test_words_are_those_of_its_kind() -> None:
    ward = texts(set_of(lesson("00226")))
    assert "tổ dân phố" in ward
    assert not re.search(r"\b(?:của|ở|mỗi) xã\b|\bthôn\b", ward)
    assert "phần thành phố giao" in ward


def test_the_workbook_has_its_rows_and_formulas() -> None:
    import io
    from zipfile import ZipFile

    book = ZipFile(io.BytesIO(write_worksheets(read_document(set_of(lesson("01969")), "deck"))))
    strings = book.read("xl/sharedStrings.xml").decode()
    assert "Xã Vi Hương" in strings.replace(NBSP, " ")
    assert "{" not in re.sub(r"<[^>]+>", "", strings)
    assert sum(book.read(name).count(b"<f>") for name in book.namelist() if name.startswith("xl/worksheets/")) > 40


def test_a_commune_of_another_province_and_none_at_all_are_told() -> None:
    with pytest.raises(UnitNotValid, match="belongs to 'thai-nguyen', not to 'lai-chau'"):
        open_lesson("ke-hoach-2027", "lai-chau", TODAY.isoformat(), commune="01969")
    with pytest.raises(UnknownName, match="unknown commune"):
        open_lesson("ke-hoach-2027", "lai-chau", TODAY.isoformat(), commune="00000")


def test_a_figure_of_a_commune_is_refused_in_the_set_of_a_province() -> None:
    with pytest.raises(ValueError, match="open the lesson with `commune`"):
        open_lesson("ke-hoach-2027", "lai-chau", TODAY.isoformat()).figures.formed()


@pytest.mark.slow
@pytest.mark.parametrize("part", range(8))
def test_every_commune_passes_the_audit_and_its_sheet_has_two_sides(part: int) -> None:
    for commune in communes_on(TODAY)[part::8]:
        notebook = set_of(lesson_of(commune))
        assert check_notebook(notebook) == (), commune
        assert write_sheet(read_document(notebook, "deck")), commune


@pytest.mark.slow
def test_every_tenth_commune_passes_the_audit_on_a_day_of_2025() -> None:
    for commune in communes_on(date(2025, 12, 15))[::10]:
        notebook = set_of(lesson_of(commune, "bo-khcn-cap-xa-2025"))
        assert check_notebook(notebook) == (), commune
        assert "224/2026" not in write_notebook(notebook).decode(), commune
