"""`taphuan new programme`: what it writes is in order, builds whole, and says nothing of this repository's topic."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from taphuan import paths
from taphuan.check.new.files import NotNew
from taphuan.check.new.programme import NAME, TEMPLATE, TOPIC, files_of
from topic import said_of_ours

ENVIRONMENT = {key: value for key, value in os.environ.items() if not key.startswith("TAPHUAN_")} | {"PYTHONUTF8": "1"}


def taphuan(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The command in a folder, with nothing that names this repository."""
    return subprocess.run(
        [sys.executable, "-m", "taphuan", *arguments],
        cwd=folder,
        env=ENVIRONMENT,
        capture_output=True,
        encoding="utf-8",
    )


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A programme as the command writes it."""
    folder = tmp_path_factory.mktemp("another") / "y-te"
    done = taphuan(folder.parent, "new", "programme", "y-te")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 3
    return folder


@pytest.fixture(scope="module")
def built(written: Path) -> Path:
    """The documents of the hall and of a unit."""
    done = taphuan(written, "build", "--province", "hoi-nghi", "--province", "mau-song")
    assert done.returncode == 0, done.stdout + done.stderr
    return written / "build"


def test_the_written_programme_is_in_order(written: Path) -> None:
    done = taphuan(written, "check")
    assert done.returncode == 0, done.stdout
    assert re.search(r"^\d+ files in order \(", done.stdout, re.MULTILINE)


def test_it_has_all_that_a_programme_has(written: Path) -> None:
    units = (written / "data/units/provinces.csv").read_text(encoding="utf-8").splitlines()[1:]
    editions = (written / "data/measures/editions.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(units) == 3
    assert len(editions) == 2 and len({line.split(",")[8] for line in editions}) == 2  # a break of method
    assert ",thay-the," in (written / "data/law/legal_relations.csv").read_text(encoding="utf-8")
    module = (written / "data/modules/buoi-tiem-chung.yaml").read_text(encoding="utf-8")
    for part in ("objectives:", "exercises:", "sheets:", "decisions:"):
        assert f"\n{part}\n" in module
    assert module.count("  answer: ") == 5
    assert (written / "tests/test_programme.py").is_file() and (written / ".gitignore").is_file()
    assert "@@" not in "".join(path.read_text(encoding="utf-8") for path in written.rglob("*.*") if path.is_file())


def test_what_stands_in_it_says_nothing_of_our_topic(written: Path) -> None:
    said = {
        path.relative_to(written).as_posix(): words
        for path in written.rglob("*")
        if path.is_file() and "build" not in path.parts and (words := said_of_ours(path.read_text(encoding="utf-8")))
    }
    assert not said


def test_the_layout_of_the_decree_is_ours() -> None:
    assert (TEMPLATE / "data/law/nd30_layout.yaml").read_bytes() == (paths.DATA / "law/nd30_layout.yaml").read_bytes()


def test_name_and_topic_stand_where_they_are_read(tmp_path: Path) -> None:
    name, topic = 'Tập huấn "đất đai" \\ cơ sở', "đất đai"
    files = {
        path.relative_to(tmp_path / "Đất đai").as_posix(): text
        for path, text in files_of(tmp_path / "Đất đai", name, topic).items()
    }
    assert b'name = "T\xe1\xba\xadp hu\xe1\xba\xa5n \\"' in files["taphuan.toml"]
    assert f'topic = "{topic}"'.encode() in files["taphuan.toml"]
    assert b'"name": "dat-dai"' in files["data/datapackage.json"]
    assert files["README.md"].startswith(f"# {name}\n".encode())


@pytest.mark.parametrize(
    ("folder", "words"),
    [
        ("full", "is not empty"),
        ("file", "is a file"),
        ("con", "a device on Windows"),
        ("new/aux/here", "a device on Windows"),
        ("a?b", "no name on Windows may hold"),
        ("project/below", "lies in the project .*; two projects do not nest"),
    ],
)
def test_a_folder_that_cannot_be_is_refused_in_one_line(tmp_path: Path, folder: str, words: str) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full/mine.txt").write_text("mine")
    (tmp_path / "file").write_text("mine")
    (tmp_path / "project").mkdir()
    (tmp_path / "project/taphuan.toml").write_text("format = 1\n")
    before = sorted(tmp_path.rglob("*"))
    done = taphuan(tmp_path, "new", "programme", folder)
    assert done.returncode == 2
    assert re.fullmatch(rf"error: .*{words}.*\[TH854\]\n", done.stderr)
    assert not done.stdout and sorted(tmp_path.rglob("*")) == before


@pytest.mark.parametrize(("name", "topic"), [("", TOPIC), ("a\nb", TOPIC), (NAME, " "), (NAME, "@@TITLE@@")])
def test_words_that_cannot_stand_on_a_page_are_refused(tmp_path: Path, name: str, topic: str) -> None:
    with pytest.raises(NotNew, match="write it on one line, in plain words"):
        files_of(tmp_path / "y-te", name, topic)


@pytest.fixture
def changed(written: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    return Path(shutil.copytree(written, tmp_path / "mine", ignore=shutil.ignore_patterns("build")))


def _block(language: str, begins: str) -> str:
    """The block of docs/new-programme.md that begins so."""
    page = (paths.ROOT / "docs/new-programme.md").read_text(encoding="utf-8")
    return next(text for text in re.findall(rf"```{language}\n(.*?)```", page, re.DOTALL) if text.startswith(begins))


def test_the_page_gives_it_another_name(changed: Path) -> None:
    said = _block("toml", "name")
    file = changed / "taphuan.toml"
    kept = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith(("name", "topic"))]
    file.write_text("\n".join([*kept, said]), encoding="utf-8")
    assert taphuan(changed, "check").returncode == 0
    titled = "import taphuan.paths as p, taphuan.text as t; print(t.upper_first(p.PROJECT.topic), p.PROJECT.name)"
    done = subprocess.run(
        [sys.executable, "-c", titled], cwd=changed, env=ENVIRONMENT, capture_output=True, encoding="utf-8"
    )
    assert done.stdout == "Đất đai Tập huấn đất đai cơ sở\n"


def test_a_unit_that_the_page_adds_is_asked_for_its_numbers(changed: Path) -> None:
    units, regions = changed / "data/units/provinces.csv", changed / "data/units/regions.csv"
    units.write_text(units.read_text(encoding="utf-8") + _block("csv", "mau-dao"), encoding="utf-8")
    text = regions.read_text(encoding="utf-8")
    regions.write_text(text.replace(",3,mau-bien", ",4,mau-dao mau-bien"), encoding="utf-8")
    done = taphuan(changed, "check")
    lines = [line for line in done.stderr.splitlines() if line.startswith("data/")]
    assert len(lines) == 2 and all("tiem_du.csv" in line and "mau-dao" in line for line in lines), done.stderr


@pytest.mark.slow
def test_an_edition_that_the_page_adds_changes_no_document_of_an_earlier_day(changed: Path) -> None:
    editions, numbers = changed / "data/measures/editions.csv", changed / "data/measures/tiem_du/tiem_du.csv"
    editions.write_text(editions.read_text(encoding="utf-8") + _block("csv", "tiem_du,2026"), encoding="utf-8")
    rows = "".join(f"2026,{slug},90.0,80.0,so-gia\n" for slug in ("mau-song", "mau-nui", "mau-bien"))
    numbers.write_text(numbers.read_text(encoding="utf-8") + rows, encoding="utf-8")
    assert taphuan(changed, "check").returncode == 0
    shown = (
        "from taphuan import open_lesson\n"
        "for day in ('2026-10-15', '2027-03-01'):\n"
        "    lesson = open_lesson(conference='tap-huan-mau', province='mau-song', as_of=day)\n"
        "    print(lesson.data.tiem_du.year.max())"
    )
    done = subprocess.run(
        [sys.executable, "-c", shown], cwd=changed, env=ENVIRONMENT, capture_output=True, encoding="utf-8"
    )
    assert done.stdout.split() == ["2025", "2026"], done.stderr


@pytest.mark.slow
def test_a_document_that_the_page_registers_ends_the_one_before(changed: Path) -> None:
    (said,) = (shlex.split(line)[1:] for line in _block("sh", "taphuan new law").splitlines())
    done = taphuan(changed, *said)
    assert done.returncode == 0, done.stderr
    assert "qd-07-mau-2026 is registered" in done.stdout and "“hết hiệu lực từ 01/10/2026”" in done.stdout
    assert "would fail: slide buoi-tiem-chung-dap-an" in done.stdout
    # the programme has no table of provisions
    assert "2. write what it says into the modules that teach it" in done.stdout
    assert taphuan(changed, "check").returncode == 0


@pytest.mark.slow
def test_a_module_that_the_page_begins_is_a_draft(changed: Path) -> None:
    begin, check = (shlex.split(line)[1:] for line in _block("sh", "taphuan new module").splitlines())
    assert taphuan(changed, *begin).returncode == 0
    done = taphuan(changed, *check)
    assert done.returncode == 0 and "data/modules/an-toan-tiem.yaml, written: still to be written" in done.stderr


def test_a_page_of_ones_own_says_what_is_true(changed: Path) -> None:
    story = changed / "notebooks/frame/story.ipynb"
    notebook = json.loads(story.read_text(encoding="utf-8"))
    notebook["cells"].append(json.loads(_block("json", "{")))
    story.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    assert taphuan(changed, "check").returncode == 0
    done = taphuan(changed, "build", "--province", "mau-nui", "--format", "deck.md")
    assert done.returncode == 0, done.stderr
    deck = (changed / "build/tap-huan-mau/mau-nui/deck.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "## Tiêm đúng hẹn năm 2025: Mẫu Núi 69,5%, thấp hơn trung bình 3 tỉnh, thành phố (76,3%)" in deck


@pytest.mark.slow
def test_colours_of_ones_own_take_the_place_of_the_packages(changed: Path) -> None:
    copy, check = _block("sh", "cp ").splitlines()
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    subprocess.run(["bash", "-c", copy], cwd=changed, env=ENVIRONMENT | {"PATH": path}, check=True)
    assert taphuan(changed, *shlex.split(check)[1:]).returncode == 0
    theme = changed / "slides/theme.toml"
    ink = re.search(r'^ink = "(#\w+)"', theme.read_text(encoding="utf-8"), re.MULTILINE)
    assert ink is not None
    theme.write_text(theme.read_text(encoding="utf-8").replace(ink[0], 'ink = "#dddddd"'), encoding="utf-8")
    done = taphuan(changed, "check")
    assert done.returncode == 2 and "slides/theme.toml" in done.stderr and "ink" in done.stderr


def test_a_conference_that_the_page_begins_is_in_order(changed: Path) -> None:
    begin, check, build = (shlex.split(line)[1:] for line in _block("sh", "taphuan new conference").splitlines())
    done = taphuan(changed, *begin)
    assert done.returncode == 0, done.stderr
    assert taphuan(changed, *check).returncode == 0
    assert "lop-thu-nhat/hoi-nghi: execute" in taphuan(changed, *build, "--dry-run").stdout


@pytest.mark.slow
def test_the_documents_are_whole_and_say_nothing_of_our_topic(built: Path) -> None:
    hall, unit = built / "tap-huan-mau", built / "tap-huan-mau/mau-song"
    for name in (
        "deck.html",
        "deck.pptx",
        "deck.pdf",
        "handout.pdf",
        "report.docx",
        "report.pdf",
        "worksheets.docx",
        "quiz.docx",
    ):
        assert (hall / name).is_file()
    for name in ("deck.html", "deck.pptx", "deck.pdf", "briefing.docx", "briefing.pdf", "data.xlsx"):
        assert (unit / name).is_file()
    assert not list(built.rglob("checkup.*"))
    assert (unit / "deck.md").read_text(encoding="utf-8").startswith("# Tiêm chủng tỉnh Mẫu Sông\n")
    said = {
        path.relative_to(built).as_posix(): words
        for path in built.rglob("*")
        if path.is_file() and ".cache" not in path.parts and (words := said_of_ours(_text(path)))
    }
    assert not said


@pytest.mark.slow
def test_the_replaced_document_is_never_cited_without_its_state(built: Path) -> None:
    deck = (built / "tap-huan-mau/mau-song/deck.md").read_text(encoding="utf-8")
    rows = [line for line in deck.splitlines() if line.startswith("| QĐ") and "01/2024/QĐ-MAU" in line]
    assert rows and all("Hết hiệu lực" in row for row in rows)


@pytest.mark.slow
def test_two_editions_of_different_methods_stand_side_by_side(built: Path) -> None:
    deck = (built / "tap-huan-mau/mau-song/deck.md").read_text(encoding="utf-8")
    assert re.search(r"\| Mẫu Sông \| 96,1 \| 91,2 \|", deck)
    assert "không nói tăng giảm" in deck
    # the measure is cited as itself
    assert re.search(r"^\d\. Ban soạn chương trình mẫu .*, kỳ 2025$", deck, re.MULTILINE)


@pytest.mark.slow
def test_a_unit_stands_beside_the_mean_of_its_own_measure(built: Path) -> None:
    deck = (built / "tap-huan-mau/mau-song/deck.md").read_text(encoding="utf-8").replace("\u00a0", " ")
    assert "## Tiêm đủ mũi năm 2025: Mẫu Sông 91,2%, cao hơn trung bình 3 tỉnh, thành phố (88,2%)\n" in deck


@pytest.mark.slow
def test_its_numbers_are_traced_to_their_rows(built: Path) -> None:
    done = taphuan(built.parent, "source", "build/tap-huan-mau/mau-song/deck.html", "--slide", "2")
    assert "data/measures/tiem_du/tiem_du.csv row 5 (edition=2025;province_slug=mau-song), ty_le = 91.2" in done.stdout


def _text(path: Path) -> str:
    """What a file says; the letters of a PDF as far as pdftotext is there."""
    if path.suffix in (".docx", ".pptx", ".xlsx"):
        with zipfile.ZipFile(path) as package:
            parts = [package.read(name).decode("utf-8") for name in package.namelist() if name.endswith(".xml")]
        return "\n".join(re.sub(r"<[^>]+>", "\n", part) for part in parts)
    if path.suffix == ".pdf":
        program = shutil.which("pdftotext")
        return subprocess.run([program, path, "-"], capture_output=True, encoding="utf-8").stdout if program else ""
    if path.suffix == ".html":
        return re.sub(r"<(script|style)\b.*?</\1>", " ", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    return path.read_text(encoding="utf-8") if path.suffix in (".md", ".txt", ".xml") else ""
