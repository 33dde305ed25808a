"""`taphuan new law`: a document into the register with what it does to others, and which decks of which days that changes."""

from __future__ import annotations

import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from projects import Project
from taphuan.check.content import check_notebook
from taphuan.check.new.law_rows import id_of, issuer_fault, issuer_of, number_fault, type_of
from taphuan.cli import main
from taphuan.compose import compose
from taphuan.data.check.check import check_data
from taphuan.data.load import rows
from taphuan.known import law
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import open_lesson
from taphuan.run.execute import execute
from taphuan.run.pure_cells import filled

pytestmark = pytest.mark.kept_copy

# an invented document
SAID = {
    "--title": "Quản lý đầu tư ứng dụng công nghệ thông tin (ví dụ)",
    "--signed": "2026-10-15",
    "--effective": "2026-11-01",
    "--source-title": "Nghị định ví dụ",
    "--publisher": "Trang ví dụ",
}


def new(number: str, *more: str, yes: bool = True, **said: str) -> Result:
    options = SAID | {f"--{name.replace('_', '-')}": value for name, value in said.items()}
    given = [part for name, value in options.items() if value for part in (name, value)]
    result = CliRunner().invoke(main, ["new", "law", number, *given, *more, *(["--yes"] if yes else [])])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture
def contents(project: Project) -> Callable[[], dict[Path, bytes]]:
    root = project.root / "data"
    return lambda: {path: path.read_bytes() for path in root.rglob("*") if path.is_file()}


def deck_of(day: str) -> list[str]:
    return [cell.source for cell in compose(open_lesson("ky-nang-2027", WHOLE, day)).cells]


def test_a_document_that_changes_no_other_is_registered(project: Project) -> None:
    result = new("956/2026/NĐ-CP", "--guides", "Luật Chuyển đổi số", "--topic", "du-lieu-so", verified="no")
    assert result.exit_code == 0, result.output
    assert [row["verified"] for row in rows("law/legal_documents") if row["id"] == "nd-956-2026"] == ["no"]
    (source,) = [row for row in rows("sources") if row["source_id"] == "nguon-nd-956-2026"]
    assert (source["title"], source["publisher"], source["seen"]) == ("Nghị định ví dụ", "Trang ví dụ", "read")
    assert "no document gets another state" in result.output
    assert [line[:3] for line in result.output.splitlines()[-3:]] == ["1. ", "2. ", "3. "]
    assert check_data() == ()


@pytest.mark.slow
def test_a_document_that_replaces_another_says_which_decks_change(project: Project) -> None:
    old_day = [cell.source for cell in compose(open_lesson("tp-hcm-2025", WHOLE, "2025-11-06")).cells]
    before = deck_of("2026-11-21")
    result = new("950/2026/NĐ-CP", "--replaces", "224/2026/NĐ-CP", "--guides", "Luật Chuyển đổi số")
    assert result.exit_code == 0, result.output
    told = result.output
    # the rows
    (row,) = [row for row in rows("law/legal_documents") if row["id"] == "nd-950-2026"]
    assert (row["type"], row["issuer"], row["effective_basis"], row["verified"]) == (
        "Nghị định",
        "Chính phủ",
        "stated",
        "partial",
    )
    assert row["topic"].split(";")[0] == "dau-tu-cntt"
    relations = [tuple(row.values())[:4] for row in rows("law/legal_relations") if row["from_id"] == "nd-950-2026"]
    assert relations == [
        ("nd-950-2026", "thay-the", "nd-224-2026", "2026-11-01"),
        ("nd-950-2026", "huong-dan", "luat-148-2025", "2026-11-01"),
    ]
    assert check_data() == ()
    # the states, computed
    old = law.document("nd-224-2026")
    states = [law.state(old, date(2026, *day)).label for day in ((10, 14), (10, 15), (11, 1))]
    assert states == ["còn hiệu lực", "còn hiệu lực; hết hiệu lực từ 01/11/2026", "hết hiệu lực từ 01/11/2026"]
    assert "NĐ 224/2026 (nd-224-2026) from 2026-10-15: “còn hiệu lực; hết hiệu lực từ 01/11/2026”" in told
    assert "NĐ 224/2026 (nd-224-2026) from 2026-11-01: “hết hiệu lực từ 01/11/2026”" in told
    assert "Luật Chuyển đổi số (luat-148-2025): no other state (huong-dan)" in told
    # the decks: none of a day before says another word, the others say what is told of them
    assert re.search(r"not a word changes: .*tp-hcm-2025 \(2025-11-06\)", told)
    assert [cell.source for cell in compose(open_lesson("tp-hcm-2025", WHOLE, "2025-11-06")).cells] == old_day
    after = deck_of("2026-11-21")
    assert after != before
    assert any("hết hiệu lực từ 01/11/2026" in text.replace("\u00a0", " ") for text in after)
    assert not any("hết hiệu lực từ 01/11/2026" in text.replace("\u00a0", " ") for text in before)
    labelled = re.search(r"another label: notebooks/modules/quan-ly-hop-dong-thue.ipynb: cells (.*)", told)
    assert labelled
    assert "dung-thue" in labelled[1]
    assert "left out: notebooks/modules/van-ban-chinh-sach.ipynb, cell toi-thieu (when: change.nd224)" in told
    assert re.search(r"another table or figure: notebooks/modules/dau-tu-cntt.ipynb: cells .*chuoi-2026", told)
    # what would be withheld, with the cell and what to write: the findings of a build
    notebook = filled(composed := compose(lesson := open_lesson("ky-nang-2027", WHOLE, "2026-11-21")), lesson)
    findings = check_notebook(notebook or execute(composed, 120))
    assert findings
    assert [line for line in findings if f"    would fail: {line}" not in told] == []
    # the places
    assert re.search(r"data/modules/dau-tu-cntt.yaml: lines 10, ", told)
    assert re.search(r"data/law/provisions.csv: rows \d+–\d+", told)
    assert "reword what is no longer right (until: '2026-10-31', or after: from '2026-11-01')" in told
    assert [line[:3] for line in told.splitlines()[-3:]] == ["1. ", "2. ", "3. "]
    # the same list later, with the words of each place; what was reworded is no longer in it
    again = new("950/2026/NĐ-CP", "--effects")
    assert "    cell dung-thue-2: “" in again.output
    lists = again.output.count("(legal_documents: add the new document)")
    project.edit("data/modules/dau-tu-cntt.yaml", "- nd-224-2026\n", "- nd-950-2026\n- nd-224-2026\n")
    later = new("950/2026/NĐ-CP", "--effects")
    assert later.output.count("(legal_documents: add the new document)") == lists - 1 > 0


@pytest.mark.slow
def test_a_part_of_a_document_is_repealed_and_an_item_that_ends_by_then_is_no_place(project: Project) -> None:
    result = new("951/2026/NĐ-CP", "--repeals-part", "nd-45-2020=2026-12-01", "--topic", "dich-vu-cong-truc-tuyen")
    assert result.exit_code == 0, result.output
    assert law.state(law.document("nd-45-2020"), date(2026, 12, 1)).code == law.AMENDED
    assert "NĐ 45/2020 (nd-45-2020) from 2026-12-01" in result.output
    # conferences that are still to come are looked at on the day on which it has taken effect
    assert "ke-hoach-2027 on 2026-12-01: " in result.output
    ended = new("952/2026/NĐ-CP", "--amends", "nd-73-2019", effective="2026-11-02")
    assert (
        "data/modules/dau-tu-cntt.yaml: line"
        not in ended.output.partition("NĐ 73/2019: ")[2].partition("dau-tu-cntt-k1,")[0]
    )


@pytest.mark.slow
def test_what_was_not_read_stays_blank(project: Project) -> None:
    result = new("953/2026/NĐ-CP", "--replaces", "nd-224-2026", effective="")
    assert result.exit_code == 0, result.output
    (row,) = [row for row in rows("law/legal_documents") if row["id"] == "nd-953-2026"]
    assert (row["effective_date"], row["effective_basis"]) == ("", "unknown")
    assert "the day is not known, so it ends nothing yet" in result.output
    assert law.state(law.document("nd-224-2026"), date(2026, 12, 1)).label == "còn hiệu lực"
    # a decision about one matter applies from its signing
    more = new("954/QĐ-TTg", "--topic", "du-lieu-so", title="Quyết định ví dụ", effective="", source="vast-2022")
    assert more.exit_code == 0, more.output
    (row,) = [row for row in rows("law/legal_documents") if row["id"] == "qd-954-2026"]
    assert (row["effective_date"], row["effective_basis"], row["source_id"]) == ("2026-10-15", "custom", "vast-2022")
    assert check_data() == ()


def test_everything_that_is_wrong_is_told_and_nothing_written(contents: Callable[[], dict[Path, bytes]]) -> None:
    before = contents()
    result = new(
        "950/2025/NĐ-CP",
        *("--replaces", "nd-225-2026", "--amends", "NĐ 999", "--repeals", "nd-224-2026=mai", "--topic", "du-lieu"),
        title=" ",
        period_end="2026-10-31",
        issuer="Bộ Thông tin và Truyền thông",
        source_title="",
    )
    assert result.exit_code == 2
    for line in (
        "the title is empty: --title",
        "--signed: 2026-10-15 is not in 2025, the year in 950/2025/NĐ-CP",
        "--period-end: 2026-10-31 is before the document takes effect on 2026-11-01",
        "“Bộ Thông tin và Truyền thông” was not the name of an agency on 2026-10-15; it was Bộ Khoa học và Công nghệ",
        "where it was read is not said: --source-title",
        "--topic: no module du-lieu; did you mean du-lieu-so?",
        "--replaces: “nd-225-2026” is no document of data/law/legal_documents.csv; did you mean nd-224-2026",
        "--amends: “NĐ 999” is no document",
        "--repeals nd-224-2026: 'mai' is no date",
        "nothing was written [TH858]",
    ):
        assert line in result.output, (line, result.output)
    assert contents() == before


@pytest.mark.parametrize(
    ("number", "more", "said", "says"),
    [
        ("224/2026/NĐ-CP", (), {}, "224/2026/NĐ-CP is registered: nd-224-2026"),
        ("350/2026/ND-CP", (), {}, "is no number of a legal document; did you mean 350/2026/NĐ-CP?"),
        ("350/NĐ-CP", (), {}, "the number of a Nghị định reads 45/2026/NĐ-CP"),
        ("nghị định mới", (), {}, "one reads 45/2026/NĐ-CP"),
        ("950/2026/NĐ-CP", (), {"signed": "2026-02-30"}, "--signed: '2026-02-30' is no date"),
        ("950/2099/NĐ-CP", (), {"signed": "2099-01-01"}, "--signed: 2099-01-01 is still to come"),
        ("950/2026/NĐ-CP", (), {"effective": "2024-11-01"}, "more than a year before the signing"),
        (
            "950/2026/NĐ-CP",
            ("--replaces", "nd-224-2026=2026-10-20"),
            {},
            "2026-10-20 is before the new document takes effect",
        ),
        ("950/2026/NĐ-CP", ("--replaces", "nd-45-2026"), {}, "it is out of force since 2026-07-01 by the register"),
        ("950/2026/NĐ-CP", ("--amends", "07/CT-TTg"), {}, "may be ct-07-2023 or ct-07-2025; write the id"),
        (
            "950/2026/NĐ-CP",
            (),
            {"source": "vast-2021"},
            "no source vast-2021 in data/sources.csv; did you mean vast-2022",
        ),
        ("950/2026/NĐ-CP", ("--id", "nd-45-2026"), {}, "the id nd-45-2026 is taken by NĐ 45/2026"),
    ],
)
def test_what_cannot_be_registered(
    contents: Callable[[], dict[Path, bytes]], number: str, more: tuple[str, ...], said: dict[str, str], says: str
) -> None:
    before = contents()
    result = new(number, *more, **said)
    assert (result.exit_code, says in result.output) == (2, True), result.output
    assert contents() == before


def test_what_the_rules_of_the_data_refuse_is_told_of_the_option(contents: Callable[[], dict[Path, bytes]]) -> None:
    before = contents()
    result = new("957/2026/NĐ-CP", "--topic", "du-lieu-so", title="Luật về số liệu diểmx", verified="no")
    assert result.exit_code == 2
    assert "taphuan new law 957/2026/NĐ-CP, --title: the title of a law, and the document is none" in result.output
    (line,) = [line for line in result.output.splitlines() if "found: diểmx" in line]
    assert line.startswith("taphuan new law 957/2026/NĐ-CP, --title: ")
    assert contents() == before


@pytest.mark.slow
def test_nothing_is_written_without_yes(contents: Callable[[], dict[Path, bytes]]) -> None:
    before = contents()
    result = new("950/2026/NĐ-CP", "--amends", "nd-30-2020", yes=False)
    assert (result.exit_code, "data/law/legal_relations.csv: 1 row more" in result.output) == (2, True), result.output
    assert contents() == before


def test_ids_and_issuers_are_those_that_the_register_has() -> None:
    # the ids whose form differs were made before there was one; nobody renames them, they stand in every notebook
    made = {
        document.id: id_of(document.number, document.type, document.issued)
        for document in law.documents().values()
        if document.issued and type_of(document.number)
    }
    other = {old for old, new_one in made.items() if old != new_one}
    assert len(made) - len(other) > 110
    assert {old.partition("-")[0] for old in other} <= {"nq", "qd", "ct", "kh"}
    assert id_of("12/2026/TT-BKHCN", "Thông tư", date(2026, 5, 5)) == "tt-12-2026-bkhcn"
    assert id_of("2600/QĐ-BKHCN", "Quyết định", date(2026, 5, 5)) == "qd-2600-bkhcn-2026"
    assert id_of("66.30/2026/NQ-CP", "Nghị quyết", date(2026, 5, 5)) == "nq-66-30-2026-cp"
    assert id_of("80-NQ/TW", "Nghị quyết", date(2026, 5, 5)) == "nq-80-tw"
    assert (issuer_of("1/2026/QH16"), issuer_of("9/QĐ-UBND")) == ("Quốc hội", "")
    assert issuer_fault("Bộ Khoa học và Công nghệ", date(2026, 5, 5)) == ""
    assert number_fault("45/2026/NĐ-CP") == ""


@pytest.mark.slow
def test_a_person_at_the_terminal_is_asked(project_copy: Project, tmp_path: Path, cache: Path) -> None:
    master, slave = pty.openpty()
    answers = [
        "Sửa đổi quy định về công tác văn thư (ví dụ)",
        "2026-10-15",
        "2026-11-01",
        "",
        "",
        "",
        "Trang ví dụ về văn thư",
        "Trang ví dụ",
        "",
        "amends NĐ 3",
        "amends 30/2020/NĐ-CP",
        "",
        "y",
    ]
    process = subprocess.Popen(
        [sys.executable, "-m", "taphuan", "new", "law", "955/2026/NĐ-CP"],
        stdin=slave,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, "TAPHUAN_ROOT": str(project_copy.root), "TAPHUAN_CACHE": str(cache)},
        cwd=tmp_path,
    )
    os.close(slave)
    os.write(master, "".join(f"{answer}\n" for answer in answers).encode())
    printed = process.communicate(timeout=300)[0].decode()
    os.close(master)
    assert process.returncode == 0, printed
    assert "“NĐ 3” is no document" in printed
    assert "amends Nghị định số 30/2020/NĐ-CP" in printed
    text = (project_copy.root / "data/law/legal_relations.csv").read_text(encoding="utf-8")
    assert text.endswith("nd-955-2026,sua-doi,nd-30-2020,2026-11-01,nguon-nd-955-2026\n")
