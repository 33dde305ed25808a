"""The sets of communes through the command: chosen by any name, found on the page of their province, never in a plain build."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from projects import Project, Run
from taphuan.build.plan import plan
from taphuan.build.plan_communes import NotForCommunes, folder_name, plan_communes
from taphuan.cli import main
from taphuan.data.check.check import check_data
from taphuan.errors import TaphuanError, UnitNotValid
from taphuan.known.communes import communes_on
from taphuan.text import NBSP

TODAY = date(2026, 11, 30)
# without a deck in HTML nobody walks it: quick
QUICK = ("--format", "deck.md", "--format", "sheet.pdf", "--format", "worksheet.xlsx")
FILES = {"deck.html", "deck.pptx", "deck.md", "sheet.pdf", "worksheet.xlsx", "notebook.ipynb"}


def build(out: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["build", *arguments, "--out", str(out)])


def planned(out: Path, *communes: str, conferences: tuple[str, ...] = (), provinces: tuple[str, ...] = ()) -> list[str]:
    return [job.name for job in plan_communes(conferences, provinces, communes, (), None, out, 120, TODAY)]


def digests(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name != "manifest.json"
    }


def test_an_old_name_chooses_the_commune_of_today_in_the_newest_conference(tmp_path: Path) -> None:
    assert planned(tmp_path, "xã Vi Hương") == ["ke-hoach-2027/thai-nguyen/01969-phu-thong"]
    # both samples are of one day: the one with more participants
    assert planned(tmp_path, "Đặc khu Phú Quốc")[0].startswith("ke-hoach-2027/an-giang/")
    assert planned(tmp_path, "01969", conferences=("bo-khcn-cap-xa-2025",)) == [
        "bo-khcn-cap-xa-2025/thai-nguyen/01969-phu-thong"
    ]


def test_all_communes_of_a_province_are_planned_each_once(tmp_path: Path) -> None:
    names = planned(tmp_path, provinces=("lai-chau",))
    assert len(names) == len(set(names)) == 38
    assert planned(tmp_path, "03388", "03388", provinces=("lai-chau",)) == ["ke-hoach-2027/lai-chau/03388-doan-ket"]


def test_every_commune_has_a_folder_of_its_own() -> None:
    folders = [folder_name(commune) for commune in communes_on(TODAY)]
    assert len(set(folders)) == 3321
    assert all(re.fullmatch(r"\d{5}(-[a-z0-9]+)+", folder) for folder in folders)


def test_a_plain_build_has_none_of_them(tmp_path: Path) -> None:
    jobs = plan((), (), (), (), None, tmp_path, 120, TODAY)
    assert not [job.name for job in jobs if job.commune]


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--commune", "Tân Hòa"), "communes may be meant by 'Tân Hòa'; give the code of one:"),
        (("--commune", "99999"), "unknown commune '99999'"),
        (("--commune", "01975"), "ended on 2025-06-30 and is no commune on"),
        (("--commune", "01969", "--conference", "quang-nam-2024"), "communes have sets from 2025-07-01 on"),
        (("--commune", "01969", "--conference", "ky-nang-2027"), "'thai-nguyen' does not take part in 'ky-nang-2027'"),
        (
            ("--commune", "01969", "--province", "lai-chau"),
            "'01969' (Xã Phủ Thông) is in 'thai-nguyen', not in lai-chau",
        ),
        (("--commune", "01969", "--format", "briefing.docx"), "unknown format 'briefing.docx'"),
        (("--commune", "01969", "--minutes", "60"), "a commune has one set"),
        (("--commune", "01969", "--as-of", "2030-01-01"), "lies ahead"),
        (("--level", "commune", "--province", "quang-nam"), "ended on 2025-06-30"),
        (("--level", "commune", "--conference", "nowhere"), "unknown conference 'nowhere'"),
    ],
)
def test_a_mistaken_selection_is_told_and_nothing_is_written(
    tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    out = tmp_path / "out"
    done = build(out, *arguments)
    assert isinstance(done.exception, SystemExit)
    assert (done.exit_code, out.exists()) == (2, False), done.output
    assert words in done.output


def test_two_communes_are_built_and_found_by_old_names(tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = build(out, "--commune", "xã Vi Hương", "--commune", "Côn Đảo", *QUICK)
    assert done.exit_code == 0, done.output
    own = out / "ke-hoach-2027/thai-nguyen/01969-phu-thong"
    assert {path.name for path in own.iterdir()} == {"deck.md", "sheet.pdf", "worksheet.xlsx", "manifest.json"}
    identity = json.loads((own / "manifest.json").read_text(encoding="utf-8"))
    assert identity["commune"] == {"code": "01969", "valid_from": "2025-07-01", "name": "Xã Phủ Thông"}
    page = (out / "ke-hoach-2027/thai-nguyen/communes.html").read_text(encoding="utf-8").replace(NBSP, " ")
    # all of the province are there; one is built, and an old name finds it
    assert page.count('class="set commune') == 92
    assert len(re.findall(r'class="set commune"', page)) == 1
    assert 'data-find="01969 xa phu thong' in page
    assert "vi huong" in page
    assert 'href="01969-phu-thong/sheet.pdf"' in page
    start = (out / "index.html").read_text(encoding="utf-8")
    assert 'href="ke-hoach-2027/thai-nguyen/communes.html"' in start
    assert "vi huong" in start
    again = build(out, "--commune", "01969", "--commune", "26732", *QUICK)
    assert "2 of 2 document sets" in again.output


@pytest.mark.slow
def test_two_builds_in_two_folders_have_the_same_bytes(run_cli: Callable[..., Run], tmp_path: Path) -> None:
    folders = []
    for name, engine in (("one", "warm"), ("other", "stock")):
        folder = tmp_path / name
        done = run_cli(
            *("build", "--commune", "00226", "--format", "deck.pptx", "--format", "notebook.ipynb"),
            *(*QUICK, "--engine", engine, "--out", str(folder)),
        )
        assert done.code == 0, done.stderr
        folders.append(folder)
    one, other = (digests(folder / "ke-hoach-2027") for folder in folders)
    assert one == other
    assert any(name.endswith("notebook.ipynb") for name in one)


@pytest.mark.slow
@pytest.mark.browser
def test_a_whole_set_is_walked_and_published(tmp_path: Path) -> None:
    done = build(tmp_path, "--commune", "00226")
    assert done.exit_code == 0, done.output
    folder = tmp_path / "ke-hoach-2027/ha-noi/00226-van-mieu-quoc-tu-giam"
    assert {path.name for path in folder.iterdir()} == FILES | {"manifest.json"}
    assert json.loads((folder / "manifest.json").read_text(encoding="utf-8")).get("unchecked", []) == []


def test_a_conference_before_the_merger_has_none(tmp_path: Path) -> None:
    with pytest.raises(NotForCommunes):
        planned(tmp_path, "01969", conferences=("bac-giang",))
    with pytest.raises(TaphuanError):
        planned(tmp_path, provinces=("quang-nam",))


def test_a_conference_of_communes_has_no_sets_of_provinces_and_offers_those_of_communes(
    project: Project, tmp_path: Path
) -> None:
    project.edit("data/conferences/tp-hcm-2025.yaml", "participants:\n", "participants:\n  level: commune\n")
    jobs = plan(("tp-hcm-2025",), (), (), (), None, tmp_path, 120, TODAY)
    assert {job.province for job in jobs} == {"hoi-nghi"}
    assert len(planned(tmp_path, conferences=("tp-hcm-2025",))) == 168
    with pytest.raises(UnitNotValid, match="communes take part and not provinces; build theirs: make communes"):
        plan(("tp-hcm-2025",), ("ho-chi-minh",), (), (), None, tmp_path, 120, TODAY)


def test_faults_in_what_is_asked_of_communes_are_told_at_once(project: Project) -> None:
    file = "data/communes/cap-xa.yaml"
    project.edit(file, "[nd-224-2026-p82]", "[nd-224-2026-p3]")
    project.edit(file, "[nd-224-2026-p100]", "[nd-224-2026-p1000]")
    project.edit(file, "funded: true", "funded: perhaps")
    project.edit(file, "rows_of: predecessors", "rows_of: neighbours")
    project.edit(file, "id: cap-xa-t2", "id: cap-xa-t1")
    found = {(problem.field, problem.what) for problem in check_data(project.root / "data")}
    fields = {field for field, _ in found}
    assert ("duties[5].provisions[0]", "the provision binds bo;tinh, not communes") in found
    assert ("duties[6].provisions[0]", "not in the column id of data/law/provisions.csv") in found
    assert {"duties[3].funded", "sheets[0].rows_of", "situations[1].id"} <= fields
