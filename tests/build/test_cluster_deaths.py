"""What a run on a cluster survives: killed, late, outdated and lost workers, two runs at once, a full disk, Ctrl-C."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path

import pytest

from cluster_runs import (
    FOLDER,
    MODULE,
    PROVINCES,
    SELECTION,
    THIRD_WORD,
    WORD,
    build,
    contents,
    say,
)
from clusters import Checkout, Cluster, checkout, cluster, ended, until


@pytest.mark.slow
def test_bad_data_end_a_run_on_a_cluster_as_they_end_one_here(here: Checkout, running: Cluster, tmp_path: Path) -> None:
    for place in (here, running.checkout):
        place.edit("notebooks/frame/story.ipynb", "{{", "{{ nobody.knows }} {{")
    try:
        done = build(here, running, tmp_path / "out")
    finally:
        for place in (here, running.checkout):
            place.edit("notebooks/frame/story.ipynb", "{{ nobody.knows }} {{", "{{")
    assert (done.code, done.out) == (2, ""), say(done)
    assert "nobody.knows" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_ten_kills_lose_nothing_and_build_nothing_twice(here: Checkout, there: Checkout, tmp_path: Path) -> None:
    provinces = (*PROVINCES, "quang-tri")
    selection = (*SELECTION, "--province", "quang-tri")
    assert here.run(*selection, "--out", str(tmp_path / "alone")).code == 0
    with cluster(there, tmp_path / "cluster") as attacked:
        places = [(stage, slug) for stage in ("compose", "execute", "export") for slug in provinces]
        for stage, slug in places[:10]:
            attacked.seal(stage, slug)
        done = here.run(*selection, "--out", str(tmp_path / "out"), "--scheduler", attacked.address)
        assert (done.code, done.err) == (0, ""), say(done)
        assert list(attacked.fates.iterdir()) == [], "fewer than ten were killed"
    built = [line.partition("] ")[2] for line in done.out.splitlines() if line.startswith("[")]
    assert sorted(built) == sorted(f"{FOLDER}/{slug}: done" for slug in provinces)
    assert contents(tmp_path / "out") == contents(tmp_path / "alone")


@pytest.mark.slow
def test_two_runs_on_one_cluster_into_one_folder_leave_what_one_leaves(
    here: Checkout, running: Cluster, alone: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    arguments = (*SELECTION, "--out", str(out), "--scheduler", running.address)
    both = [here.popen(*arguments), here.popen(*arguments)]
    for done in [ended(process) for process in both]:
        assert done.code == 0, say(done)
        assert "kept" not in done.out
    assert contents(out) == alone


@pytest.mark.slow
def test_two_schedulers_and_one_folder_leave_what_one_leaves(
    here: Checkout, there: Checkout, running: Cluster, alone: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with cluster(there, tmp_path / "second", workers=1) as second:
        both = [here.popen(*SELECTION, "--out", str(out), "--scheduler", one.address) for one in (running, second)]
        for done in [ended(process) for process in both]:
            assert done.code == 0, say(done)
    assert contents(out) == alone


@pytest.mark.slow
def test_a_worker_that_comes_during_the_run_with_other_code_is_sent_away(
    here: Checkout, there: Checkout, alone: dict[str, bytes], tmp_path: Path
) -> None:
    third = checkout(tmp_path / "third")
    third.edit("src/taphuan/text.py", '"""', '"""Changed. ')
    with cluster(there, tmp_path / "cluster") as changing:
        held = [changing.seal("execute", slug, "hold") for slug in PROVINCES]
        process = here.popen(*SELECTION, "--out", str(tmp_path / "out"), "--scheduler", changing.address)
        until(lambda: sum(fate.with_suffix(".held").exists() for fate in held) == 2, "both workers are held")
        # the third set is for the late one
        changing.start_workers(1, of=third, nanny=False)
        with changing.client() as client:
            until(lambda: len(client.scheduler_info()["workers"]) == 2, "the late worker is sent away")
        for fate in held:
            fate.unlink()
        done = ended(process)
    assert done.code == 0, say(done)
    assert "came during the run and was sent away: it has other code" in done.out
    assert contents(tmp_path / "out") == alone


@pytest.mark.slow
def test_a_worker_that_loaded_an_older_state_and_has_no_nanny_is_refused(
    here: Checkout, there: Checkout, tmp_path: Path
) -> None:
    with cluster(there, tmp_path / "cluster", workers=0) as bare:
        bare.start_workers(1, nanny=False)
        assert build(here, bare, tmp_path / "before").code == 0
        for place in (here, there):
            place.edit(MODULE, WORD, THIRD_WORD)
        try:
            done = build(here, bare, tmp_path / "out")
        finally:
            for place in (here, there):
                place.edit(MODULE, THIRD_WORD, WORD)
    assert (done.code, done.out) == (3, ""), say(done)
    assert "loaded files that have changed since and cannot be restarted from here" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_all_workers_go_and_none_comes_back(here: Checkout, there: Checkout, tmp_path: Path) -> None:
    with cluster(there, tmp_path / "cluster", workers=0) as deserted:
        workers = deserted.start_workers(1)
        # the nanny is killed with its worker
        deserted.seal("execute", PROVINCES[0], str(workers.pid))
        deserted.seal("export", PROVINCES[0])
        done = build(here, deserted, tmp_path / "out", TAPHUAN_PATIENCE="3")
    assert (done.code, done.err) == (1, ""), say(done)
    assert f"no worker has been left at {deserted.address} for 3 s" in done.out


@pytest.mark.slow
@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_the_callers_disk_is_full_and_the_workers_go_on(
    here: Checkout, running: Cluster, alone: dict[str, bytes], tmp_path: Path
) -> None:
    small = tmp_path / "small"
    small.mkdir()
    # room for two sets of three
    room = sum(len(content) for name, content in alone.items() if "quang-nam/" in name or "gia-lai/" in name)
    size = f"size={room // 1024 + 64}k"
    if subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(small)], capture_output=True).returncode:
        pytest.skip("this machine does not let its root mount a file system")
    try:
        done = build(here, running, small / "out")
        assert done.code in (1, 3), say(done)
        assert "No space left on device" in say(done)
        assert "3 of 3 document sets built" not in done.out
        for manifest in (small / "out").rglob("manifest.json"):
            name = manifest.parent.relative_to(small / "out").as_posix()
            own = {key: value for key, value in alone.items() if key.startswith(f"{name}/")}
            assert {f"{name}/{file.name}": file.read_bytes() for file in manifest.parent.iterdir()} == own
        assert not list(small.rglob("*.part"))
    finally:
        subprocess.run(["umount", str(small)], check=True)


@pytest.mark.slow
def test_interrupted_it_ends_at_once_and_the_workers_are_free(
    here: Checkout, there: Checkout, alone: dict[str, bytes], tmp_path: Path
) -> None:
    with cluster(there, tmp_path / "cluster", workers=1) as busy:
        fate = busy.seal("execute", PROVINCES[0], "hold")
        process = here.popen(*SELECTION, "--out", str(tmp_path / "out"), "--scheduler", busy.address)
        until(fate.with_suffix(".held").exists, "the worker is held")
        process.send_signal(signal.SIGINT)
        done = ended(process)
        assert done.code == 130 and "interrupted" in done.err
        fate.unlink()
        fate.with_suffix(".held").unlink()
        assert build(here, busy, tmp_path / "out").code == 0
    assert contents(tmp_path / "out") == alone
