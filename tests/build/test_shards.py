"""A run in parts that know nothing of each other, and the folder that they become."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from projects import Run
from taphuan.build import shards
from taphuan.build.gather import NotGathered, gather
from taphuan.build.plan import DEFAULT_TIMEOUT, plan
from taphuan.build.shards import NoShard, Shard, parse_shard, records, share

Cli = Callable[..., Run]

PROVINCES = ("quang-nam", "gia-lai", "da-nang")
SELECTION = (
    *("build", "--conference", "quang-nam-2024"),
    *(part for slug in PROVINCES for part in ("--province", slug)),
    *("--format", "deck.md", "--format", "notebook.ipynb"),
)
FOLDER = "quang-nam-2024"
ENVIRONMENT = {"TAPHUAN_CHROMIUM": "/nowhere"}
# the second is that of two sets
FIRST, SECOND = ".shard-1-of-2.json", ".shard-2-of-2.json"


def contents(out: Path) -> dict[str, bytes]:
    return {str(path.relative_to(out)): path.read_bytes() for path in sorted(out.rglob("*")) if path.is_file()}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, cache: Path) -> Path:
    """A folder with what one run builds (`whole`) and what two shards do (`one`, `two`)."""
    folder = tmp_path_factory.mktemp("shards")
    for name, part in (("whole", ()), ("one", ("--shard", "1/2")), ("two", ("--shard", "2/2"))):
        done = _taphuan(cache, *SELECTION, "--out", str(folder / name), *part)
        assert done.code == 0, done.out + done.err
        if part:
            assert f"shard {part[1]} in {folder / name}; when all are there: taphuan gather OUT FOLDER..." in done.out
            assert not list((folder / name).rglob("index.html"))
    return folder


@pytest.fixture
def parts(built: Path, tmp_path: Path) -> tuple[Path, Path]:
    """Copies of the folders of the two shards, which a test may spoil."""
    return (
        shutil.copytree(built / "one", tmp_path / "parts/one"),
        shutil.copytree(built / "two", tmp_path / "parts/two"),
    )


def _taphuan(cache: Path, *arguments: str) -> Run:
    command = [sys.executable, "-m", "taphuan", *arguments]
    settings = {**os.environ, **ENVIRONMENT, "TAPHUAN_CACHE": str(cache)}
    done = subprocess.run(command, env=settings, capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr + done.stdout, done.stderr
    return Run(done.returncode, done.stdout, done.stderr)


def refused(out: Path, *folders: Path) -> str:
    """What `gather` says, which must have written nothing."""
    with pytest.raises(NotGathered) as told:
        gather(out, folders)
    assert not out.exists()
    return str(told.value)


def change(record: Path, **values: object) -> None:
    content = json.loads(record.read_text(encoding="utf-8"))
    record.write_text(json.dumps({**content, **values}), encoding="utf-8")


@pytest.mark.parametrize("of", [1, 2, 5, 19, 60])
def test_shards_are_all_jobs_once_and_as_many_each_whoever_asks(tmp_path: Path, of: int) -> None:
    day = date(2027, 1, 1)
    jobs = plan(("quang-nam-2024", "bac-giang"), (), (), (), None, tmp_path, DEFAULT_TIMEOUT, day)
    again = plan(("quang-nam-2024", "bac-giang"), (), (), (), None, tmp_path, DEFAULT_TIMEOUT, day)
    shares = [share(jobs, Shard(number, of)) for number in range(1, of + 1)]
    assert sorted(job.name for own in shares for job in own) == sorted(job.name for job in jobs)
    assert max(map(len, shares)) - min(map(len, shares)) <= 1
    assert shares == [share(again, Shard(number, of)) for number in range(1, of + 1)]


@pytest.mark.parametrize("text", ["0/2", "3/2", "1", "1/0", "a/b", "-1/2", "1/2/3", "1 / 2", "1/2 "])
def test_what_is_no_shard_is_told(text: str) -> None:
    with pytest.raises(NoShard, match="it is I/N, part I of N counted from 1, such as 3/8"):
        parse_shard(text)


def test_a_wrong_shard_is_bad_input(run_cli: Cli, tmp_path: Path) -> None:
    done = run_cli(*SELECTION, "--out", str(tmp_path / "out"), "--shard", "3/2")
    assert (done.code, done.out) == (2, "")
    assert done.err == "error: --shard 3/2: it is I/N, part I of N counted from 1, such as 3/8 [TH827]\n"
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_what_shards_have_built_becomes_what_one_run_builds(built: Path, run_cli: Cli, tmp_path: Path) -> None:
    assert len(list((built / "one").rglob("manifest.json"))) == 2
    assert len(list((built / "two").rglob("manifest.json"))) == 1
    out = tmp_path / "out"
    done = run_cli("gather", str(out), str(built / "one"), str(built / "two"))
    assert (done.code, done.err) == (0, "")
    assert done.out == f"3 document sets gathered\nopen {out / 'index.html'}\n"
    assert contents(out) == contents(built / "whole")
    # the next build finds nothing to do in it
    again = run_cli(*SELECTION, "--out", str(out), env=ENVIRONMENT)
    assert again.code == 0 and "3 were up to date" in again.out
    assert (
        "3 document sets gathered (3 were there)"
        in run_cli("gather", str(out), str(built / "one"), str(built / "two")).out
    )
    assert contents(out) == contents(built / "whole")


@pytest.mark.slow
def test_a_shard_that_runs_again_has_nothing_to_do(built: Path, cache: Path) -> None:
    arguments = (*SELECTION, "--out", str(built / "one"), "--shard", "1/2")
    before = contents(built / "one")
    done = _taphuan(cache, *arguments)
    assert done.code == 0
    assert done.out.startswith("2 document sets up to date\n")
    verified = _taphuan(cache, *arguments, "--verify")
    assert "2 of 2 document sets are up to date" in verified.out
    assert contents(built / "one") == before
    # without its record it would not be gathered, so it is written again
    (built / "one" / FIRST).unlink()
    assert _taphuan(cache, *arguments).code == 0
    assert contents(built / "one") == before


@pytest.mark.slow
def test_shards_may_share_a_folder_and_be_gathered_where_they_lie(built: Path, run_cli: Cli, tmp_path: Path) -> None:
    out = tmp_path / "out"
    for name in ("one", "two"):
        shutil.copytree(built / name, out, dirs_exist_ok=True)
    done = run_cli("gather", str(out), str(out))
    assert done.out.startswith("3 document sets gathered (3 were there)\n")
    assert {name: text for name, text in contents(out).items() if ".shard" not in name} == contents(built / "whole")


@pytest.mark.slow
def test_a_shard_without_jobs_says_so_and_counts(built: Path, cache: Path, tmp_path: Path) -> None:
    done = _taphuan(cache, *SELECTION, "--out", str(tmp_path / "in"), "--shard", "4/4")
    assert (done.code, done.err) == (0, "")
    assert "0 of 0 document sets built" in done.out
    assert [str(record.shard) for record in records(tmp_path / "in")] == ["4/4"]


@pytest.mark.slow
def test_what_somebody_edited_in_the_joined_folder_stays(built: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    gather(out, (built / "one", built / "two"))
    edited = out / FOLDER / "gia-lai/deck.md"
    edited.write_text("sửa tay", encoding="utf-8")
    gather(out, (built / "one", built / "two"))
    assert edited.read_text(encoding="utf-8") == "sửa tay"


def test_a_missing_shard_is_named(built: Path, tmp_path: Path) -> None:
    told = refused(tmp_path / "out", built / "one")
    assert "missing: shard 2/2; build it (--shard 2/2) or name its folder" in told


def test_a_folder_that_is_none_and_one_without_a_record_are_told_together(built: Path, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    told = refused(tmp_path / "out", tmp_path / "empty", tmp_path / "nowhere")
    assert told.startswith("these folders cannot be joined, 2 problems:")
    assert f"{tmp_path / 'empty'}: it holds no record of a finished shard; build one there" in told
    assert f"{tmp_path / 'nowhere'}: it is no folder" in told


def test_a_shard_that_was_broken_off_is_a_missing_one(parts: tuple[Path, Path], cache: Path, tmp_path: Path) -> None:
    one, two = parts
    jobs = plan(("bac-giang",), (), (), (), None, two, DEFAULT_TIMEOUT, date(2027, 1, 1))
    assert jobs
    shards.begin(two, Shard(2, 2))
    assert not (two / SECOND).exists()
    assert "holds no record of a finished shard" in refused(tmp_path / "out", one, two)


def test_shards_of_other_code_or_data_are_refused_by_name(parts: tuple[Path, Path], tmp_path: Path) -> None:
    one, two = parts
    (record,) = records(two)
    change(two / SECOND, made_from={**record.made_from, "code": "0" * 64, "Python": "1"})
    told = refused(tmp_path / "out", one, two)
    assert f"shard 2/2 in {two} was made from other code, Python than shard 1/2 in {one}; build it again" in told


def test_shards_of_another_commit_than_the_one_that_writes_the_pages_are_refused(
    parts: tuple[Path, Path], tmp_path: Path
) -> None:
    for folder, name in zip(parts, (FIRST, SECOND), strict=True):
        (record,) = records(folder)
        change(folder / name, made_from={**record.made_from, "data": "0" * 64})
    told = refused(tmp_path / "out", *parts)
    assert "was made from other data than lie here, which the start pages are made from; gather in a checkout" in told


@pytest.mark.parametrize("other", [{"plan": "0" * 64}, {"of": 3}])
def test_shards_of_another_selection_or_division_are_refused(
    parts: tuple[Path, Path], other: dict[str, object], tmp_path: Path
) -> None:
    one, two = parts
    record = two / (SECOND if "plan" in other else ".shard-2-of-3.json")
    (two / SECOND).rename(record)
    change(record, **other)
    told = refused(tmp_path / "out", one, two)
    assert f"in {two} is of another run than shard 1/2 in {one}: another selection, other formats or another N" in told


def test_two_folders_with_other_bytes_for_one_set_are_refused_and_with_the_same_ones_not(
    parts: tuple[Path, Path], tmp_path: Path
) -> None:
    one, two = parts
    twice = shutil.copytree(one, tmp_path / "parts/twice")
    gather(tmp_path / "equal", (one, two, twice))
    folder = twice / FOLDER / PROVINCES[0]
    folder = folder if folder.exists() else next(path.parent for path in twice.rglob("manifest.json"))
    deck = folder / "deck.md"
    deck.write_bytes(deck.read_bytes() + b"\n")
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    from hashlib import sha256

    manifest["files"]["deck.md"] = {"sha256": sha256(deck.read_bytes()).hexdigest(), "size": deck.stat().st_size}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    told = refused(tmp_path / "out", one, two, twice)
    name = folder.relative_to(twice).as_posix()
    assert f"{name}: deck.md differ between {one / name} and {folder}; keep one of the two folders" in told


@pytest.mark.parametrize("harm", ["cut", "gone", "unlisted"])
def test_a_set_that_was_not_copied_whole_is_told(parts: tuple[Path, Path], harm: str, tmp_path: Path) -> None:
    one, two = parts
    manifest = next(two.rglob("manifest.json"))
    name = manifest.parent.relative_to(two).as_posix()
    if harm == "cut":
        (manifest.parent / "deck.md").write_bytes((manifest.parent / "deck.md").read_bytes()[:-1])
    elif harm == "gone":
        (manifest.parent / "deck.md").unlink()
    else:
        manifest.unlink()
    told = refused(tmp_path / "out", one, two)
    what = f"{name} has no manifest.json" if harm == "unlisted" else f"{name}/deck.md missing or not as built"
    assert f"shard 2/2 in {two}: {what}" in told


@pytest.mark.parametrize("name", ["../elsewhere", "/etc", "a/../../b", "", "a\\b"])
def test_a_record_that_leads_out_of_the_build_is_none(parts: tuple[Path, Path], name: str, tmp_path: Path) -> None:
    one, two = parts
    change(two / SECOND, sets=[name])
    assert "holds no record of a finished shard" in refused(tmp_path / "out", one, two)


@pytest.mark.parametrize("content", ["", "{", "[]", '{"schema": 1}', '{"schema": 9}', "null", "\0"])
def test_a_record_that_cannot_be_read_is_none(parts: tuple[Path, Path], content: str, tmp_path: Path) -> None:
    one, two = parts
    (two / SECOND).write_text(content, encoding="utf-8")
    assert "holds no record of a finished shard" in refused(tmp_path / "out", one, two)


def test_a_set_that_failed_in_its_shard_is_taken_back_and_told(
    parts: tuple[Path, Path], built: Path, run_cli: Cli, tmp_path: Path
) -> None:
    one, two = parts
    out = tmp_path / "out"
    gather(out, parts)
    (record,) = records(two)
    (failed,) = record.sets
    (two / failed / "manifest.json").unlink()
    change(two / SECOND, failed={failed: failed})
    done = run_cli("gather", str(out), str(one), str(two))
    assert (done.code, done.err) == (1, "")
    assert done.out.startswith(f"2 document sets gathered (2 were there)\n1 failed in their shard:\n  {failed}\n")
    assert not (out / failed / "manifest.json").exists()


def test_refusal_is_exit_code_two(built: Path, run_cli: Cli, tmp_path: Path) -> None:
    done = run_cli("gather", str(tmp_path / "out"), str(built / "two"))
    assert (done.code, done.out) == (2, "")
    assert "missing: shard 1/2" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_disk_that_is_full_at_the_second_set_leaves_whole_sets_and_room_mends_it(
    built: Path, run_cli: Cli, tmp_path: Path
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    whole = contents(built / "whole")
    sizes = sorted(
        sum(len(text) for name, text in whole.items() if name.startswith(f"{FOLDER}/{slug}/")) for slug in PROVINCES
    )
    size = f"size={(sizes[-1] + sizes[0] // 2) // 1024}k"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(small)], capture_output=True).returncode:
        pytest.skip("this machine does not let its root mount a file system")
    try:
        done = run_cli("gather", str(small / "out"), str(built / "one"), str(built / "two"))
        assert (done.code, done.out) == (3, "")
        assert "No space left on device" in done.err
        finished = [path.parent.relative_to(small / "out").as_posix() for path in small.rglob("manifest.json")]
        assert len(finished) == 1
        for name, text in contents(small / "out").items():
            if name.startswith(f"{finished[0]}/"):
                assert text == whole[name]
        subprocess.run(["mount", "-o", "remount,size=64m", str(small)], check=True)
        assert run_cli("gather", str(small / "out"), str(built / "one"), str(built / "two")).code == 0
        assert contents(small / "out") == whole
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.slow
def test_all_shards_at_once_into_one_folder(run_cli: Cli, built: Path, cache: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    settings = {**os.environ, **ENVIRONMENT, "TAPHUAN_CACHE": str(cache)}
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "taphuan", *SELECTION, "--out", str(out), "--shard", f"{number}/3"],
            env=settings,
            stdout=subprocess.DEVNULL,
        )
        for number in (1, 2, 3)
    ]
    assert [process.wait(timeout=120) for process in running] == [0, 0, 0]
    assert run_cli("gather", str(out), str(out)).code == 0
    assert {name: text for name, text in contents(out).items() if ".shard" not in name} == contents(built / "whole")
