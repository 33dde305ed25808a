"""`taphuan watch`: what a page is sent when files are saved, well, half or wrongly; read from the line of a page, without a browser."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import websocket

from live_watch import CELL, CONFERENCE, NOTEBOOK, PROVINCE, SLIDE, Line, Watched, watching, with_sentence
from projects import Run, copied
from taphuan import paths

TABLE, YAML = "data/dti/dti.csv", f"data/conferences/{CONFERENCE}.yaml"
PAGE = f"/taphuan/{CONFERENCE}/{PROVINCE}"


@pytest.fixture(scope="module")
def watched(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Iterator[Watched]:
    """One watch for this file; each test leaves the files as they were."""
    root = copied(tmp_path_factory.mktemp("watched"))
    with watching(root, cache) as running:
        yield running


@pytest.fixture
def line(watched: Watched) -> Iterator[Line]:
    """A page of it, when there is a deck and nothing is wrong; the files are put in order again."""
    with watched.line() as line:
        line.shows("Lãnh đạo tỉnh luôn quan tâm")
        line.first = line.slides[SLIDE]
        yield line
        for file in (NOTEBOOK, TABLE, YAML):
            if (whole := (paths.ROOT / file).read_bytes()) != (watched.root / file).read_bytes():
                (watched.root / file).write_bytes(whole)
        line.in_order()


def text(watched: Watched, file: str) -> str:
    return (watched.root / file).read_text(encoding="utf-8")


def save(watched: Watched, file: str, content: str) -> None:
    (watched.root / file).write_text(content, encoding="utf-8")


def held(line: Line, code: str) -> dict[str, str]:
    """The finding of this code that keeps the deck from being made."""
    state = line.until(lambda state: state["held"] and any(code in one["line"] for one in state["findings"]))
    found: dict[str, str] = next(one for one in state["findings"] if code in one["line"])
    assert found["kind"] == "held"
    return found


def test_a_saved_sentence_is_sent_with_its_slide_alone(watched: Watched, line: Line) -> None:
    before = dict(line.slides)
    line.slides.clear()
    save(watched, NOTEBOOK, with_sentence(text(watched, NOTEBOOK), "Thêm một câu."))
    state = line.shows("Thêm một câu.")
    assert set(line.slides) == {SLIDE}
    line.slides = before | line.slides
    assert state["changed"] == [SLIDE]
    assert re.fullmatch(r"\d\d:\d\d:\d\d", state["at"]) and state["seconds"] > 0


def test_what_check_finds_stands_with_the_slide_of_its_cell(watched: Watched, line: Line) -> None:
    save(watched, NOTEBOOK, with_sentence(text(watched, NOTEBOOK), "Chuển đổi số là việc chung."))
    line.shows("Chuển đổi số")
    state = line.until(lambda state: state["findings"])
    (found,) = state["findings"]
    assert found["slide"] == SLIDE and found["kind"] == "wrong" and found["title"]
    assert f"{NOTEBOOK}, cell {CELL}: no Vietnamese syllable (found: Chuển)" in found["line"]
    assert found["line"].endswith("[TH601]")


def test_a_deck_that_cannot_be_made_leaves_the_last_good_one(watched: Watched, line: Line) -> None:
    whole, before = text(watched, NOTEBOOK), dict(line.slides)
    save(watched, NOTEBOOK, with_sentence(whole, "Câu dẫn [@khong-co-ma-nay]."))
    found = held(line, "TH513")
    assert found["slide"] == SLIDE and "khong-co-ma-nay" in found["line"]
    save(watched, NOTEBOOK, with_sentence(whole, "Lại đúng rồi."))
    state = line.shows("Lại đúng rồi.")
    assert not state["held"]
    assert {id_ for id_, markup in line.slides.items() if before[id_] != markup} == {SLIDE}


def test_a_notebook_that_is_half_saved_is_waited_for(watched: Watched, line: Line) -> None:
    whole = text(watched, NOTEBOOK)
    save(watched, NOTEBOOK, whole[: len(whole) // 2])
    assert NOTEBOOK in held(line, "TH501")["line"]
    save(watched, NOTEBOOK, with_sentence(whole, "Nửa sau cũng đã lưu."))
    line.shows("Nửa sau cũng đã lưu.")


@pytest.mark.slow
def test_the_last_of_ten_saves_wins_and_none_is_shown_half(watched: Watched, line: Line) -> None:
    whole = text(watched, NOTEBOOK)
    for number in range(10):
        # cut off, then whole: as an editor writes that empties the file first
        new = with_sentence(whole, f"Lần lưu thứ {number}.")
        save(watched, NOTEBOOK, new[:2000])
        save(watched, NOTEBOOK, new)
    line.shows("Lần lưu thứ 9.")
    assert not any(state["held"] for state in line.states)


@pytest.mark.slow
def test_a_file_that_is_renamed_into_place_or_gone_for_a_while(watched: Watched, line: Line) -> None:
    path, whole = watched.root / NOTEBOOK, text(watched, NOTEBOOK)
    part = path.with_name(".host.ipynb.part")
    part.write_text(with_sentence(whole, "Đổi tên vào chỗ cũ."), encoding="utf-8")
    part.replace(path)
    line.shows("Đổi tên vào chỗ cũ.")
    away = path.with_name(".host.ipynb.away")
    path.replace(away)
    assert NOTEBOOK in held(line, "TH503")["line"]
    away.replace(path)
    line.until(lambda state: not state["held"])


@pytest.mark.slow
def test_a_table_with_an_error_is_told_and_mended(watched: Watched, line: Line) -> None:
    whole = text(watched, TABLE)
    rows = whole.splitlines(keepends=True)
    cells = rows[4].split(",")
    rows[4] = ",".join((*cells[:3], "ba mươi", *cells[4:]))
    # a spreadsheet program has it open
    locks = [watched.root / "data/dti" / name for name in (".~lock.dti.csv#", "~$dti.csv")]
    for lock in locks:
        lock.write_text("lock", encoding="utf-8")
    save(watched, TABLE, "".join(rows))
    assert f"{TABLE}, row 5, rank: not a whole number (found: ba mươi)" in held(line, "TH213")["line"]
    save(watched, TABLE, whole)
    line.until(lambda state: not state["held"] and not state["working"])
    for lock in locks:
        lock.unlink()


@pytest.mark.slow
def test_a_table_changes_the_slides_that_show_it(watched: Watched, line: Line) -> None:
    whole = text(watched, TABLE)
    (row,) = [row for row in whole.splitlines() if row.startswith("2022,quang-nam,")]
    cells = row.split(",")
    changed = ",".join((*cells[:7], f"{float(cells[7]) - 0.002:.4f}", *cells[8:]))
    save(watched, TABLE, whole.replace(row, changed))
    state = line.until(lambda state: "story-chi-so" in state["changed"] or state["held"])
    assert not state["held"] and SLIDE not in state["changed"]


@pytest.mark.slow
def test_a_yaml_file_with_an_error_is_told_and_mended(watched: Watched, line: Line) -> None:
    whole = text(watched, YAML)
    save(watched, YAML, whole.replace("\nas_of:", "\nas_off:"))
    found = held(line, "TH222")
    assert f"{YAML}, line 4, as_off: an unknown key" in found["line"] and found["slide"] == ""
    save(watched, YAML, whole.replace("\nshort_title: ", "\nshort_title: Thử "))
    assert line.until(lambda state: not state["held"])["changed"]
    assert "Thử " in line.slides[SLIDE]


@pytest.mark.slow
def test_a_cell_that_never_ends_is_given_up_for_the_next_save(watched: Watched, line: Line) -> None:
    whole = text(watched, NOTEBOOK)
    content = json.loads(whole)
    at = next(at for at, cell in enumerate(content["cells"]) if cell["id"] == CELL)
    endless = {"cell_type": "code", "id": "mai", "metadata": {}, "execution_count": None, "outputs": []}
    content["cells"].insert(at + 1, endless | {"source": "while True: pass"})
    save(watched, NOTEBOOK, json.dumps(content, ensure_ascii=False))
    line.until(lambda state: state["working"])
    save(watched, NOTEBOOK, with_sentence(whole, "Ô mã đã bỏ."))
    line.shows("Ô mã đã bỏ.")


@pytest.mark.slow
def test_a_process_that_dies_is_replaced(watched: Watched, line: Line) -> None:
    children = Path(f"/proc/{watched.process.pid}/task/{watched.process.pid}/children").read_text().split()
    for child in children:
        if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes():
            os.kill(int(child), signal.SIGKILL)
    save(watched, NOTEBOOK, with_sentence(text(watched, NOTEBOOK), "Sau khi tiến trình chết."))
    assert "TH814" in held(line, "TH814")["line"]
    save(watched, NOTEBOOK, with_sentence(text(watched, NOTEBOOK), "Lưu lần nữa."))
    line.shows("Lưu lần nữa.")


def answer(watched: Watched, path: str, token: str) -> int:
    connection = http.client.HTTPConnection("127.0.0.1", watched.port, timeout=30)
    try:
        connection.request("GET", path, headers={"Authorization": f"token {token}"} if token else {})
        return connection.getresponse().status
    finally:
        connection.close()


def test_nothing_is_answered_without_the_token(watched: Watched, line: Line) -> None:
    for path in (PAGE, "/taphuan/assets/watch.js"):
        assert answer(watched, path, "") == answer(watched, path, "another") == 403
        assert answer(watched, path, watched.token) == 200
    for path in ("/", f"/taphuan/{CONFERENCE}/da-nang", "/api/kernels", "/taphuan/kernel/x/y"):
        assert answer(watched, path, watched.token) == 404
    address = f"ws://127.0.0.1:{watched.port}/taphuan/watch"
    for header in ({}, {"Authorization": f"token {watched.token}", "Origin": "http://evil.example"}):
        with pytest.raises(websocket.WebSocketBadStatusException):
            websocket.create_connection(address, timeout=30, suppress_origin=True, header=header)


def test_a_message_that_is_none_closes_the_line(watched: Watched, line: Line) -> None:
    for message in ("{", "[]", '{"do": "have"}', '{"do": "run", "cells": []}'):
        with watched.line() as other:
            other.socket.send(message)
            with pytest.raises((websocket.WebSocketException, ValueError)):
                while True:
                    other.read()


@pytest.mark.slow
def test_nothing_is_built(watched: Watched, line: Line) -> None:
    save(watched, NOTEBOOK, with_sentence(text(watched, NOTEBOOK), "Chỉ để xem."))
    line.shows("Chỉ để xem.")
    assert not (watched.root / "build").exists()


def test_names_that_are_none_are_told_and_nothing_is_served(run_cli: Callable[..., Run]) -> None:
    for arguments, word in (
        (("khong-co",), "unknown conference"),
        ((CONFERENCE, "--province", "khong-co"), "unknown province"),
        ((CONFERENCE, "--module", "khong-co"), "unknown module"),
        ((), "name a conference"),
    ):
        run = run_cli("watch", *arguments, "--no-browser")
        assert run.code == 2 and word in run.err


@pytest.mark.slow
def test_all_of_the_check_is_told_a_little_later(watched: Watched, line: Line) -> None:
    """A value of a YAML file, which only the whole check reads."""
    whole = text(watched, YAML)
    save(watched, YAML, whole.replace("\nshort_title: ", "\nshort_title: Chuển "))
    state = line.until(lambda state: any("TH601" in one["line"] for one in state["findings"]))
    (found,) = [one for one in state["findings"] if "TH601" in one["line"]]
    assert found["line"].startswith(f"{YAML}, line ") and not state["held"]


@pytest.mark.slow
def test_data_that_are_wrong_from_the_start_are_told_until_they_are_right(tmp_path: Path, cache: Path) -> None:
    root = copied(tmp_path / "project")
    whole = (root / YAML).read_text(encoding="utf-8")
    (root / YAML).write_text(whole.replace("\nas_of:", "\nas_off:"), encoding="utf-8")
    with watching(root, cache) as watch, watch.line() as line:
        state = line.until(lambda state: state["held"])
        assert state["at"] == "" and any("as_off" in one["line"] for one in state["findings"])
        (root / YAML).write_text(whole, encoding="utf-8")
        # the page that had no deck is loaded anew
        line.shows("Lãnh đạo tỉnh luôn quan tâm")
