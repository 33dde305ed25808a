"""The same inputs give the same bytes: in another folder, another process, with another hash seed."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from projects import Run


@pytest.mark.slow
def test_two_builds_in_two_folders_give_equal_bytes(run_cli: Callable[..., Run], tmp_path: Path) -> None:
    found: list[dict[str, bytes]] = []
    for seed, name in (("1", "một"), ("4242", "hai/sâu hơn")):
        out = tmp_path / name
        settings = {
            "PYTHONHASHSEED": seed,
            "TAPHUAN_CACHE": str(tmp_path / f"cache-{seed}"),
            "TAPHUAN_CHROMIUM": "/nowhere",
            "TZ": "Asia/Ho_Chi_Minh" if seed == "1" else "America/Lima",
            # in the locale C, Python finds no environment that lies below a folder such as "tập huấn"
            "LC_ALL": "C" if seed != "1" and sys.prefix.isascii() else "C.UTF-8",
        }
        selection = ("--conference", "quang-nam-2024", "--province", "quang-nam")
        done = run_cli("build", *selection, "--out", str(out), env=settings)
        assert (done.code, done.err) == (0, "")
        found.append({path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()})
    first, second = found
    folder = "quang-nam-2024/quang-nam"
    names = (
        "briefing.docx",
        "briefing.pdf",
        "checkup.pdf",
        "checkup.png",
        "data.xlsx",
        "deck.html",
        "deck.md",
        "deck.pdf",
        "deck.pptx",
        "handout.pdf",
        "manifest.json",
        "notebook.ipynb",
    )
    pages = ["index.html", "quang-nam-2024/index.html"]
    assert sorted(first) == sorted(second) == sorted([*pages, *(f"{folder}/{name}" for name in names)])
    assert [name for name in first if first[name] != second[name]] == []
