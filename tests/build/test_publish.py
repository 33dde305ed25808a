"""A folder of documents is whole or not listed: the manifest comes last, edited files are kept, nothing is half-written."""

from __future__ import annotations

import hashlib
import json
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from taphuan.build.publish import MANIFEST, SCHEMA, edited_files, mark_checked, publish, read_manifest, withdraw
from taphuan.files import write_whole

IDENTITY = {"conference": {"slug": "c"}, "unit": {"slug": "u"}, "as_of": "2024-10-31"}
SAME, OTHER = {"notebook": "1"}, {"notebook": "2"}


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def test_the_manifest_lists_every_file_with_its_digest(tmp_path: Path) -> None:
    folder = tmp_path / "hội nghị" / "tỉnh"
    assert publish(folder, {"deck.html": b"<html>", "notebook.ipynb": b"{}"}, IDENTITY, SAME) == ()
    assert names(folder) == {"deck.html", "notebook.ipynb", MANIFEST}
    manifest = read_manifest(folder)
    assert manifest is not None
    assert (manifest.identity, manifest.inputs, manifest.unchecked) == (IDENTITY, SAME, ())
    assert manifest.files == {
        "deck.html": (hashlib.sha256(b"<html>").hexdigest(), 6),
        "notebook.ipynb": (hashlib.sha256(b"{}").hexdigest(), 2),
    }
    assert (folder / "deck.html").stat().st_mode & 0o777 == 0o644


def test_another_format_of_the_same_content_joins_and_other_content_replaces(tmp_path: Path) -> None:
    publish(tmp_path, {"deck.html": b"a"}, IDENTITY, SAME)
    publish(tmp_path, {"briefing.pdf": b"b"}, IDENTITY, SAME)
    assert names(tmp_path) == {"deck.html", "briefing.pdf", MANIFEST}
    publish(tmp_path, {"briefing.pdf": b"c"}, IDENTITY, OTHER)
    assert names(tmp_path) == {"briefing.pdf", MANIFEST}
    manifest = read_manifest(tmp_path)
    assert manifest is not None
    assert list(manifest.files) == ["briefing.pdf"]


def test_a_withdrawn_or_broken_manifest_counts_as_unfinished(tmp_path: Path) -> None:
    publish(tmp_path, {"deck.html": b"a"}, IDENTITY, SAME)
    withdraw(tmp_path)
    withdraw(tmp_path)
    assert read_manifest(tmp_path) is None
    for content in (b"", b"{", b"[]", b'{"schema": 0}', b'{"schema": 3}', b"\xff", b"[" * 100_000):
        (tmp_path / MANIFEST).write_bytes(content)
        assert read_manifest(tmp_path) is None
    publish(tmp_path, {"deck.html": b"b"}, IDENTITY, SAME)
    assert read_manifest(tmp_path) is not None


def test_a_file_edited_by_hand_is_kept_and_the_new_one_is_written_beside_it(tmp_path: Path) -> None:
    publish(tmp_path, {"deck.html": b"a", "briefing.pdf": b"p"}, IDENTITY, SAME)
    (tmp_path / "deck.html").write_bytes("sửa tay".encode())
    assert publish(tmp_path, {"deck.html": b"b", "briefing.pdf": b"q"}, IDENTITY, OTHER) == ("deck.new.html",)
    assert (tmp_path / "deck.html").read_bytes() == "sửa tay".encode()
    assert (tmp_path / "deck.new.html").read_bytes() == b"b"
    assert (tmp_path / "briefing.pdf").read_bytes() == b"q"
    # still edited on the next build, and overwritten only when asked for
    assert publish(tmp_path, {"deck.html": b"c"}, IDENTITY, SAME) == ("deck.new.html",)
    assert publish(tmp_path, {"deck.html": b"d"}, IDENTITY, SAME, force=True) == ()
    assert (tmp_path / "deck.html").read_bytes() == b"d"
    assert names(tmp_path) == {"deck.html", MANIFEST}


def test_an_edited_file_is_known_even_after_an_unfinished_build(tmp_path: Path) -> None:
    publish(tmp_path, {"deck.html": b"a"}, IDENTITY, SAME)
    (tmp_path / "deck.html").write_bytes("sửa tay".encode())
    withdraw(tmp_path)
    assert publish(tmp_path, {"deck.html": b"b"}, IDENTITY, OTHER) == ("deck.new.html",)
    assert (tmp_path / "deck.html").read_bytes() == "sửa tay".encode()


def test_a_write_that_fails_leaves_the_old_file_and_no_rest(tmp_path: Path) -> None:
    target = tmp_path / "deck.html"
    write_whole(target, b"a")
    with pytest.raises(TypeError):
        write_whole(target, "chữ")  # type: ignore[arg-type]
    assert target.read_bytes() == b"a"
    assert names(tmp_path) == {"deck.html"}


def test_while_files_are_written_the_folder_has_no_manifest(tmp_path: Path) -> None:
    publish(tmp_path, {"deck.html": b"a"}, IDENTITY, SAME)
    # a folder in the place of a file: the second write cannot succeed
    (tmp_path / "briefing.pdf").mkdir()
    with pytest.raises(OSError):
        publish(tmp_path, {"deck.html": b"b", "briefing.pdf": b"c"}, IDENTITY, SAME)
    assert read_manifest(tmp_path) is None
    assert not [name for name in names(tmp_path) if name.endswith(".part")]
    (tmp_path / "briefing.pdf").rmdir()
    publish(tmp_path, {"deck.html": b"b", "briefing.pdf": b"c"}, IDENTITY, SAME)
    manifest = read_manifest(tmp_path)
    assert manifest is not None
    assert (tmp_path / MANIFEST).read_bytes() == manifest.to_json()
    assert not [name for name in names(tmp_path) if name.startswith(".")]


def test_two_processes_publish_into_one_folder_one_after_the_other(tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from taphuan.build.publish import publish\n"
        "for turn in range(200):\n"
        "    beside = publish(Path(sys.argv[1]), {'deck.html': b'x' * (turn % 7)}, {}, {'text': str(turn % 7)})\n"
        "    assert not beside, beside"
    )
    folder = tmp_path / "set"
    both = [subprocess.Popen([sys.executable, "-c", program, str(folder)]) for _ in range(2)]
    assert [process.wait(timeout=60) for process in both] == [0, 0]
    assert {path.name for path in folder.iterdir()} == {"deck.html", "manifest.json"}
    assert edited_files(folder) == ()


@pytest.mark.parametrize(
    "name", ["../victim", "/{victim}", "..\\victim", "a/../../victim", "..", "", "C:victim", "x\0y"]
)
def test_a_manifest_makes_nothing_outside_its_folder_be_removed(tmp_path: Path, name: str) -> None:
    victim, folder = tmp_path / "victim", tmp_path / "set"
    victim.write_text("x", encoding="utf-8")
    folder.mkdir()
    entry = {"sha256": hashlib.sha256(b"x").hexdigest(), "size": 1}
    listed = {name.replace("{victim}", str(victim)): entry}
    content = {"schema": SCHEMA, **IDENTITY, "inputs": SAME, "files": listed}
    (folder / MANIFEST).write_text(json.dumps(content), encoding="utf-8")
    assert read_manifest(folder) is None
    publish(folder, {"deck.html": b"a"}, IDENTITY, OTHER)
    withdraw(folder, ("deck.html",))
    assert victim.read_text(encoding="utf-8") == "x"


def test_a_link_in_the_place_of_a_file_is_replaced_and_what_it_points_to_stays(tmp_path: Path) -> None:
    victim, folder = tmp_path / "victim", tmp_path / "set"
    victim.write_bytes(b"a")
    publish(folder, {"deck.html": b"a", "old.pdf": b"a"}, IDENTITY, SAME)
    for name in ("deck.html", "old.pdf"):
        (folder / name).unlink()
        (folder / name).symlink_to(victim)
    publish(folder, {"deck.html": b"b"}, IDENTITY, OTHER)
    assert victim.read_bytes() == b"a"
    assert names(folder) == {"deck.html", MANIFEST}


def test_what_could_not_be_checked_stands_in_the_manifest_until_it_is(tmp_path: Path) -> None:
    publish(tmp_path, {"deck.html": b"a"}, IDENTITY, SAME, ("overflow",))
    assert json.loads((tmp_path / MANIFEST).read_text(encoding="utf-8"))["unchecked"] == ["overflow"]
    manifest = read_manifest(tmp_path)
    assert manifest is not None
    assert manifest.unchecked == ("overflow",)
    mark_checked(tmp_path, "overflow")
    other = tmp_path / "other"
    publish(other, {"deck.html": b"a"}, IDENTITY, SAME)
    # the same bytes as if it had been checked at once
    assert (tmp_path / MANIFEST).read_bytes() == (other / MANIFEST).read_bytes()


def test_a_file_that_failed_a_check_is_gone_with_the_manifest_and_the_others_stay(tmp_path: Path) -> None:
    publish(tmp_path, {"deck.html": b"a", "deck.md": b"b"}, IDENTITY, SAME, ("overflow",))
    withdraw(tmp_path, ("deck.html",))
    assert read_manifest(tmp_path) is None
    assert {name for name in names(tmp_path) if not name.startswith(".")} == {"deck.md"}
    withdraw(tmp_path / "not there", ("deck.html",))


@pytest.mark.parametrize("step", range(1, 6))
def test_a_kill_between_any_two_steps_leaves_a_set_that_is_whole_or_not_listed(tmp_path: Path, step: int) -> None:
    publish(tmp_path, {"deck.html": b"old", "deck.md": b"old", "gone.pdf": b"old"}, IDENTITY, SAME)
    program = (
        "import os, pathlib, signal, sys\n"
        "from taphuan.build.publish import publish\n"
        "original, calls = pathlib.Path.replace, []\n"
        "def replace(self, target):\n"
        "    calls.append(target)\n"
        f"    if len(calls) == {step}: os.kill(os.getpid(), signal.SIGKILL)\n"
        "    return original(self, target)\n"
        "pathlib.Path.replace = replace\n"
        f"publish(pathlib.Path(sys.argv[1]), {{'deck.html': b'new', 'deck.md': b'new'}}, {IDENTITY!r}, {OTHER!r})"
    )
    # manifest away, what is to come, two files, manifest: five renames
    killed = subprocess.run([sys.executable, "-c", program, str(tmp_path)])
    assert killed.returncode == -signal.SIGKILL
    if step == 1:
        manifest = read_manifest(tmp_path)
        assert manifest is not None
        assert manifest.inputs == SAME
    else:
        assert read_manifest(tmp_path) is None
    assert edited_files(tmp_path) == (), "what was half published is nobody's edit"
    publish(tmp_path, {"deck.html": b"newer", "deck.md": b"newer"}, IDENTITY, OTHER)
    assert names(tmp_path) == {"deck.html", "deck.md", MANIFEST}
