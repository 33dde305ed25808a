"""The command builds one province whole, and one province's fault leaves the others standing."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Callable
from pathlib import Path
from zlib import crc32

import pytest

from coded_lines import words_of
from projects import Project, Run

Cli = Callable[..., Run]

BAC_GIANG = ("build", "--conference", "bac-giang", "--province", "bac-giang")
# without a deck no browser starts
NOTEBOOK = ("--format", "notebook.ipynb")


@pytest.mark.slow
def test_one_province_gets_its_files_its_manifest_and_a_page_to_start_from(run_cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "out"
    done = run_cli(*BAC_GIANG, "--out", str(out), env={"TAPHUAN_CHROMIUM": "/nowhere"})
    assert (done.code, done.err) == (0, "")
    assert "[1/1] bac-giang/bac-giang: done" in done.out
    assert "overflow check: left out, no Chromium on this machine" in done.out
    assert "1 of 1 document sets built" in done.out
    folder = out / "bac-giang" / "bac-giang"
    decks = {"deck.html", "deck.pptx", "deck.pdf", "deck.md", "handout.pdf"}
    files = decks | {"briefing.docx", "briefing.pdf", "checkup.pdf", "checkup.png", "data.xlsx", "notebook.ipynb"}
    assert {path.name for path in folder.iterdir()} == files | {"manifest.json"}
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    assert manifest["unit"] == {
        "slug": "bac-giang",
        "valid_from": "2008-08-01",
        "name": "Bắc Giang",
        "full_name": "Tỉnh Bắc Giang",
    }
    assert (manifest["conference"]["slug"], manifest["as_of"]) == ("bac-giang", "2021-12-16")
    assert set(manifest["files"]) == files
    for name, entry in manifest["files"].items():
        content = (folder / name).read_bytes()
        assert entry == {"sha256": hashlib.sha256(content).hexdigest(), "size": len(content)}
        assert (folder / "manifest.json").stat().st_mtime_ns >= (folder / name).stat().st_mtime_ns
    assert (folder / "briefing.pdf").read_bytes().startswith(b"%PDF")
    assert "bac-giang/bac-giang/deck.html" in (out / "index.html").read_text(encoding="utf-8")


# What the planted cell does for each province; for all others it shows the programme.
FAULTS = {
    "ha-tinh": "raise RuntimeError('mất số liệu')",
    "nghe-an": "any(iter(int, 1))",
    "thanh-hoa": "import os; os.kill(os.getpid(), 9)",
    "phu-yen": "shown = None",
    "quang-ngai": "shown = open_lesson(conference, '-'.join(('da', 'nang')), as_of).figures.strip()",
}


@pytest.mark.slow
def test_a_faulty_notebook_fails_alone_and_its_recap_can_be_pasted_back(
    run_cli: Cli, project_copy: Project, tmp_path: Path
) -> None:
    # a cell may name no other province, not even in its code
    faults = "".join(f"if sign == {crc32(province.encode())}: {fault}\n" for province, fault in FAULTS.items())
    sign = "from zlib import crc32\nsign = crc32(province.encode())\n"
    source = f"{sign}shown = lesson.tables.programme()\n{faults}shown"
    project_copy.add("frame/take-home.ipynb", "da-hoc-loi", {"id": "hong", "type": "code", "source": source})
    out = tmp_path / "một thư mục"
    provinces = [part for slug in (*FAULTS, "quang-nam") for part in ("--province", slug)]
    selection = ("--conference", "quang-nam-2024", *NOTEBOOK, "--timeout", "3")
    done = run_cli("build", *selection, *provinces, "--out", str(out), root=project_copy.root)
    assert (done.code, done.err) == (1, "")
    assert "1 of 6 document sets built\n5 failed:" in done.out
    place = "cell 'take-home-hong' (slide take-home-da-hoc)"
    failures = [line.strip() for line in done.out.splitlines() if line.startswith("  quang-nam-2024/")]
    by_province = {line.partition(": ")[0].rpartition("/")[2]: words_of(line.partition(": ")[2]) for line in failures}
    assert by_province["ha-tinh"] == f"{place} raised RuntimeError: mất số liệu"
    assert by_province["nghe-an"] == f"{place} did not end within 3 s; shorten the cell or raise --timeout"
    assert by_province["thanh-hoa"] == f"the kernel died at {place}"
    where, file = "slide take-home-da-hoc, cell take-home-hong", "(frame/take-home.ipynb): "
    assert by_province["phu-yen"] == f"{where} {file}the cell has no output; end it with the figure or table"
    assert f"{where}, output 1 {file}the alt text does not name Quảng Ngãi" in by_province["quang-ngai"]
    folder = out / "quang-nam-2024"
    assert {path.name for path in folder.iterdir()} == {"quang-nam", "index.html"}
    assert (folder / "quang-nam" / "manifest.json").exists()
    # pasted back after the mend, a line of the recap builds what failed, and where it was to be
    commands = [line.strip() for line in done.out.splitlines() if line.startswith("    taphuan build")]
    assert len(commands) == 5
    (pasted,) = [line for line in commands if "ha-tinh" in line]
    project_copy.edit("notebooks/frame/take-home.ipynb", FAULTS["ha-tinh"], "pass")
    again = run_cli(*shlex.split(pasted)[1:], root=project_copy.root)
    assert (again.code, again.err) == (0, "")
    assert {path.name for path in (folder / "ha-tinh").iterdir()} == {"manifest.json", "notebook.ipynb"}


@pytest.mark.slow
def test_hostile_names_reach_the_page_as_letters(run_cli: Cli, project_copy: Project, tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script> {{ unit.name }} $x$ a|b `c` &amp; *d*"
    title = "title: Chương trình bồi dưỡng nâng cao nhận thức về chuyển đổi số tại Bắc Giang"
    project_copy.edit("data/conferences/bac-giang.yaml", title, f"title: '{hostile}'")
    out = tmp_path / "out"
    settings = {"TAPHUAN_CHROMIUM": "/nowhere"}
    done = run_cli(*BAC_GIANG, "--format", "deck.html", "--out", str(out), root=project_copy.root, env=settings)
    assert (done.code, done.err) == (0, "")
    deck = (out / "bac-giang/bac-giang/deck.html").read_text(encoding="utf-8")
    assert "<script>alert" not in deck
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in deck
    assert "$x$" in deck
    assert "<script>alert" not in (out / "index.html").read_text(encoding="utf-8")
