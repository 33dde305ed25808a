"""Names and files of something new: nothing is overwritten, nothing half-written, whatever fails."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from taphuan.check.new.files import NotNew, checked_slug, write_new


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("con", "device on Windows"),
        ("com1", "device on Windows"),
        ("Hội nghị 2027", "perhaps hoi-nghi-2027"),
        ("a.", "perhaps a"),
        ("a--b", "perhaps a-b"),
        ("../x", "perhaps x"),
        ("", "no slug"),
        ("x" * 51, "at most 50"),
        ("review", "a build has this name"),
        ("quang-nam-2024", "data/conferences/quang-nam-2024.yaml"),
    ],
)
def test_a_slug_that_cannot_be_is_refused_with_what_can(text: str, words: str) -> None:
    with pytest.raises(NotNew, match=words):
        checked_slug(text, "conference")


def test_a_module_that_is_there_is_named_with_its_files() -> None:
    with pytest.raises(NotNew, match=r"data/modules/du-lieu-so\.yaml, notebooks/modules/du-lieu-so\.ipynb"):
        checked_slug("du-lieu-so", "module")
    assert checked_slug("giong-lua-2027", "module") == "giong-lua-2027"


def test_all_files_are_written_and_no_part_stays(tmp_path: Path) -> None:
    write_new({tmp_path / "a/b/one": b"1", tmp_path / "two": b"2"})
    assert {path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*")} == {"a", "a/b", "a/b/one", "two"}
    assert (tmp_path / "a/b/one").read_bytes() == b"1"


@pytest.mark.parametrize("there", ["file", "folder", "dead link"])
def test_where_one_is_there_none_is_written(tmp_path: Path, there: str) -> None:
    taken = tmp_path / "taken"
    if there == "file":
        taken.write_bytes(b"mine")
    elif there == "folder":
        taken.mkdir()
    else:
        taken.symlink_to(tmp_path / "nowhere")
    with pytest.raises(NotNew, match="taken"):
        write_new({tmp_path / "a/new": b"1", taken: b"2"})
    assert [path.name for path in tmp_path.iterdir()] == ["taken"]


def test_a_full_disk_leaves_nothing_behind(tmp_path: Path) -> None:
    code = (
        "import resource, signal; from pathlib import Path; from taphuan.check.new.files import write_new\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN); resource.setrlimit(resource.RLIMIT_FSIZE, (1000, 1000))\n"
        f"write_new({{Path({str(tmp_path / 'a/small')!r}): b'1', Path({str(tmp_path / 'b/large')!r}): b'2' * 5000}})\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert run.returncode and os.strerror(errno.EFBIG) in run.stderr
    assert list(tmp_path.iterdir()) == []
