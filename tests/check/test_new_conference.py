"""`taphuan new conference`: a file that every check takes, or one message with everything that cannot be."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from projects import Project, Run
from taphuan.check.everything import check_everything
from taphuan.check.new.conference_answers import suggested_modules
from taphuan.cli import main
from taphuan.data.load import yaml_document
from taphuan.known.conferences import conference, conferences, participants

pytestmark = pytest.mark.kept_copy

THIS_YEAR = date.today().year
AHEAD = f"{THIS_YEAR + 1}-03-15"


def new(slug: str, *options: str) -> Result:
    result = CliRunner().invoke(main, ["new", "conference", slug, *options])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def test_nothing_said_leaves_blanks_with_what_goes_there(project: Project) -> None:
    result = new("trong-2027")
    assert result.exit_code == 0, result.output
    text = (project.root / "data/conferences/trong-2027.yaml").read_text(encoding="utf-8")
    for key in ("date_start", "date_text_vi", "place", "mode", "organiser", "audience", "delegates", "start", "issuer"):
        assert re.search(rf"^{key}: null  # \S", text, re.MULTILINE), key
    made = conference("trong-2027")
    assert (made.as_of, made.as_of_stated, made.minutes) == (date.today(), False, 240)
    assert (made.place, made.date_text, made.issuer) == ("", "", None)
    assert len(participants(made)) == 34
    assert len(made.modules) == 8
    told = result.output.splitlines()
    assert [line[:2] for line in told[-3:]] == ["1.", "2.", "3."]
    assert sum(line.startswith("assumed: ") for line in told) == 4


@pytest.mark.slow
def test_what_is_said_stands_in_the_file(project: Project) -> None:
    said = (
        "--title",
        "Hội nghị tập huấn: ví dụ của Huế",
        "--date",
        AHEAD,
        "--until",
        AHEAD[:-2] + "17",
        "--place",
        "Số 1, phường Phú Xuân",
    )
    result = new("hue-vi-du", *said, "--province", "hue", "--province", "da-nang", "--minutes", "60", "--level", "cap-xa", "--module", "ha-tang-so", "--module", "du-lieu-so", "--plan", "kế hoạch số 5 (ví dụ)")  # fmt: skip
    assert result.exit_code == 0, result.output
    made = conference("hue-vi-du")
    assert (made.title, made.short_title) == ("Hội nghị tập huấn: ví dụ của Huế",) * 2
    assert made.date_text == f"Dự kiến từ ngày 15 đến ngày 17/3/{THIS_YEAR + 1}"
    assert (made.place, made.plan) == ("Số 1, phường Phú Xuân", "kế hoạch số 5 (ví dụ)")
    assert [unit.slug for unit in participants(made)] == ["hue", "da-nang"]
    assert (made.modules, made.for_communes) == (("ha-tang-so", "du-lieu-so"), True)
    assert "taphuan build --conference hue-vi-du --province hue" in result.output


@pytest.mark.slow
def test_a_conference_that_has_been_shows_what_was_known_on_its_last_day(project: Project) -> None:
    result = new("da-qua-2024", "--date", "2024-10-30", "--until", "2024-11-01", "--region", "tay-nguyen", "--source", "bao-quangnam-2024")  # fmt: skip
    assert result.exit_code == 0, result.output
    made = conference("da-qua-2024")
    assert (made.as_of, made.as_of_stated, made.date_text) == (
        date(2024, 11, 1),
        True,
        "Từ ngày 30/10 đến ngày 01/11/2024",
    )
    assert made.source_ids == ("bao-quangnam-2024",)
    assert {unit.region_slug for unit in participants(made)} == {"tay-nguyen"}
    assert yaml_document(project.root / "data/conferences/da-qua-2024.yaml")["modules"] == list(suggested_modules(made.as_of, "province", 240))  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("day", "options"),
    [
        ("2020-12-18", ("--sample",)),
        ("2022-04-06", ("--minutes", "20")),
        ("2024-10-31", ("--level", "commune", "--minutes", "480")),
        ("2025-12-01", ("--minutes", "20")),
        ("", ("--level", "cap-xa")),
        ("", ("--sample",)),
    ],
)
def test_every_check_takes_it(project: Project, day: str, options: tuple[str, ...]) -> None:
    result = new("bat-ky", *options, *(("--as-of", day) if day else ()))
    if result.exit_code:
        # twenty minutes may be too few for what must be shown; it is said before anything is written
        assert "minutes are fewer than" in result.output
        assert not (project.root / "data/conferences/bat-ky.yaml").exists()
    else:
        assert check_everything().problems == ()


BAD = [
    (("--date", "2027-02-30"), ["--date: '2027-02-30' is not a date"]),
    (("--date", "2024-05-02", "--until", "2024-05-01"), ["--until: 2024-05-01 is before the first day, 2024-05-02"]),
    (("--until", "2024-05-01"), ["--until: a last day without a first one"]),
    (("--as-of", "2090-01-01"), ["--as-of: 2090-01-01 lies ahead"]),
    (("--as-of", "1999-01-01"), ["is before 2008-08-01"]),
    (("--minutes", "19"), ["--minutes: 19 minutes: give a whole number from 20 to 960"]),
    (("--minutes", "0"), ["--minutes: 0 minutes"]),
    (("--module", "du-lieu-s"), ["no module 'du-lieu-s'; did you mean du-lieu-so"]),
    (("--module", "ha-tang-so", "--module", "ha-tang-so"), ["ha-tang-so is there 2 times"]),
    (("--region", "tay-nguyen"), ["its provinces are now in duyen-hai-nam-trung-bo-tay-nguyen", "bac-trung-bo,"]),
    (("--region", "bac-trung-bo", "--as-of", "2024-10-31"), ["from 2025-07-01 on", "bac-trung-bo-duyen-hai-mien-trung"]),
    (("--region", "dong-nam-boo"), ["did you mean dong-nam-bo"]),
    (("--province", "quang-nam"), ["its successor is 'da-nang'"]),
    (("--province", "hue", "--as-of", "2024-10-31"), ["on that day look for 'thua-thien-hue'"]),
    (("--province", "hue", "--all"), ["give one of the three"]),
    (("--sample", "--place", "Huế"), ["--sample: no real event"]),
    (("--source", "bao-quangnam"), ["no source 'bao-quangnam'", "bao-quangnam-2024"]),
    (("--short-title", "x" * 41), ["the place of the title holds 40"]),
    (("--title", "Hội nghị nhât"), ["(found: nhât)"]),
    (("--module", "tro-ly-ao-soan-thao", "--as-of", "2022-04-06"), ["no objectives on the day of the conference"]),
    (("--date", "2027-13-01", "--minutes", "5", "--province", "xx"), ["--date", "--minutes", "unknown province 'xx'"]),
]  # fmt: skip


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("options", "words"), BAD)
def test_what_cannot_be_is_told_and_nothing_written(
    project: Project, options: tuple[str, ...], words: list[str]
) -> None:
    before = sorted((project.root / "data").rglob("*"))
    result = new("khong-duoc", *options)
    assert result.exit_code == 2
    assert result.output.startswith("error: nothing was written:\n")
    for each in words:
        assert each in result.output
    assert re.search(r"\[TH\d{3}\]$", result.output.strip())
    assert sorted((project.root / "data").rglob("*")) == before


def test_a_slug_that_is_taken_is_refused_with_its_file(project: Project) -> None:
    assert "data/conferences/bac-giang.yaml; choose another slug" in new("bac-giang").output
    assert new("nul").exit_code == 2


@pytest.mark.slow
def test_a_terminal_is_asked_until_the_answer_can_be(project: Project) -> None:
    answers = (
        "Hội nghị ví dụ",
        "",
        "mai",
        AHEAD,
        "",
        "",
        "",
        "quang-nam",
        "hue, da-nang",
        "xa",
        "",
        "Huế",
        "",
        "",
        "5",
        "60",
        "",
    )
    keyboard, terminal = os.openpty()
    try:
        os.write(keyboard, "".join(f"{answer}\n" for answer in answers).encode())
        done = subprocess.run(
            [sys.executable, "-m", "taphuan", "new", "conference", "hoi-tren-man-hinh"],
            stdin=terminal,
            capture_output=True,
            text=True,
            env={**os.environ, "TAPHUAN_ROOT": str(project.root)},
            timeout=120,
        )
    finally:
        os.close(keyboard)
        os.close(terminal)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "'mai' is not a date" in done.stdout
    assert "its successor is 'da-nang'" in done.stdout
    assert "'xa': give one of province, cap-xa, commune" in done.stdout
    made = conference("hoi-tren-man-hinh")
    assert (made.title, made.place, made.minutes, len(made.modules)) == ("Hội nghị ví dụ", "Huế", 60, 2)
    assert [unit.slug for unit in participants(made)] == ["hue", "da-nang"]


def test_the_proposal_is_of_the_latest_conference_that_fills_the_minutes() -> None:
    day = conferences()[-1].as_of
    assert len(suggested_modules(day, "province", 240)) == 8
    assert suggested_modules(day, "cap-xa", 120)[1] == "chinh-quyen-dien-tu-cap-xa"
    assert suggested_modules(date(2010, 1, 1), "province", 240) == ()


@pytest.mark.slow
def test_blanks_are_blanks_in_every_document(
    run_cli: Callable[..., Run], project_copy: Project, tmp_path: Path
) -> None:
    def cli(*arguments: str) -> Run:
        done = run_cli(*arguments, root=project_copy.root)
        assert done.code == 0, done.err
        return done

    cli("new", "conference", "trong-2027", "--province", "hue", "--minutes", "60")
    forms = (
        "deck.md",
        "deck.html",
        "handout.pdf",
        "agenda.docx",
        "report.docx",
        "sign-in.docx",
        "evaluation.docx",
        "plan.docx",
    )
    wanted = [part for form in forms for part in ("--format", form)]
    cli("build", "--conference", "trong-2027", "--province", "hoi-nghi", *wanted, "--out", str(tmp_path / "out"))
    deck = (tmp_path / "out/trong-2027/deck.md").read_text(encoding="utf-8")
    facts = deck.partition("Thông tin về hội nghị")[2].partition("Lời người trình bày")[0]
    assert not re.search(r"None|null|\|  *\||: *\n *\n:|[^|\s]  +\S", facts), facts
    assert "Nguồn: kế hoạch của ban tổ chức" in facts
