"""Many machines: a caller in one checkout, a Dask scheduler and its workers in another, no folder that both see."""

from __future__ import annotations

import socket
from pathlib import Path

import pytest

from cluster_runs import (
    FOLDER,
    MODULE,
    OTHER_WORD,
    PROVINCES,
    SELECTION,
    THIRD_WORD,
    WORD,
    build,
    contents,
    say,
)
from clusters import Checkout, Cluster, cluster, other_python, processes_of
from taphuan.build.fingerprint import differing, in_words


@pytest.mark.slow
def test_a_cluster_gives_the_bytes_of_one_machine_and_the_second_run_has_nothing_to_do(
    here: Checkout, running: Cluster, first: Path, alone: dict[str, bytes]
) -> None:
    assert contents(first) == alone
    # it was they who did it: figures are remembered where they are drawn
    drawn = "build/.cache/figures"
    assert (running.checkout.root / drawn).is_dir()
    assert not (here.root / drawn).exists()
    assert build(here, running, first).out.startswith("3 document sets up to date")
    again = build(here, running, first, "--verify")
    assert again.code == 0 and "3 were up to date" in again.out


@pytest.mark.slow
def test_warm_kernels_are_forked_from_a_process_of_one_thread_that_each_worker_starts(
    running: Cluster, first: Path
) -> None:
    workers = set(running.workers().values())
    masters = {
        pid: parent
        for pid, (parent, command) in processes_of(running.checkout.root).items()
        if "taphuan.run.warm_master" in command and parent in workers
    }
    assert set(masters.values()) == workers
    assert [len(list(Path(f"/proc/{pid}/task").iterdir())) for pid in masters] == [1, 1]


@pytest.mark.slow
def test_files_are_written_anew_from_a_notebook_that_only_the_caller_has(
    here: Checkout, running: Cluster, alone: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    for name, content in alone.items():
        (out / name).parent.mkdir(parents=True, exist_ok=True)
        (out / name).write_bytes(content)
    (out / FOLDER / "gia-lai/deck.md").unlink()
    planned = build(here, running, out, "--dry-run")
    assert f"{FOLDER}/gia-lai: export (missing: deck.md)" in planned.out, say(planned)
    # a worker that executes would die
    fate = running.seal("execute", "gia-lai", "always")
    try:
        done = build(here, running, out)
    finally:
        fate.unlink()
    assert done.code == 0 and "(2 were up to date)" in done.out, say(done)
    assert contents(out) == alone


@pytest.mark.slow
def test_a_worker_that_is_killed_in_any_stage_costs_nothing_but_time(
    here: Checkout, running: Cluster, alone: dict[str, bytes], tmp_path: Path
) -> None:
    before = running.workers()
    fates = [running.seal(*fate) for fate in zip(("compose", "execute", "export"), PROVINCES, strict=True)]
    done = build(here, running, tmp_path / "out")
    assert (done.code, done.err) == (0, ""), say(done)
    assert not [fate for fate in fates if fate.exists()], "nobody was killed"
    assert len(set(running.workers().values()) - set(before.values())) == 2
    assert sorted(line.partition("] ")[2] for line in done.out.splitlines() if line.startswith("[")) == sorted(
        f"{FOLDER}/{slug}: done" for slug in PROVINCES
    )
    assert contents(tmp_path / "out") == alone
    masters = [c for _, (p, c) in processes_of(running.checkout.root).items() if "warm_master" in c and p == 1]
    assert masters == [], "a master outlived its worker"


@pytest.mark.slow
def test_a_job_that_kills_its_workers_fails_alone_and_says_so(
    here: Checkout, running: Cluster, alone: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    fate = running.seal("execute", "gia-lai", "always")
    try:
        done = build(here, running, out)
    finally:
        fate.unlink()
    assert (done.code, done.err) == (1, ""), say(done)
    assert "2 of 3 document sets built\n1 failed:" in done.out
    (line,) = [line for line in done.out.splitlines() if line.startswith(f"  {FOLDER}/gia-lai: ")]
    assert "the worker that ran it died 2 times (KilledWorker), the last was tcp://127.0.0.1:" in line
    assert "    taphuan build --conference quang-nam-2024 --province gia-lai" in done.out
    assert not (out / FOLDER / "gia-lai/manifest.json").exists()
    assert {name: content for name, content in contents(out).items() if "index" not in name} == {
        name: content for name, content in alone.items() if "gia-lai" not in name and "index" not in name
    }


@pytest.mark.slow
def test_a_worker_with_other_data_is_refused_by_name_before_anything_is_written(
    here: Checkout, running: Cluster, tmp_path: Path
) -> None:
    running.checkout.edit(MODULE, WORD, OTHER_WORD)
    try:
        done = build(here, running, tmp_path / "out")
    finally:
        running.checkout.edit(MODULE, OTHER_WORD, WORD)
    assert (done.code, done.out) == (3, ""), say(done)
    assert done.err.startswith(f"error: 2 of 2 workers at {running.address} cannot do the jobs of this machine:\n")
    assert f"{running.checkout.root}) differs from this machine: data (modules/tong-quan-cds.yaml)" in done.err
    assert "bring them to the same commit" in done.err
    assert not (tmp_path / "out").exists()


@pytest.mark.slow
def test_workers_that_loaded_an_older_state_are_restarted(
    here: Checkout, running: Cluster, alone: dict[str, bytes], tmp_path: Path
) -> None:
    # whatever ran before: workers that have loaded the state of now
    assert build(here, running, tmp_path / "before").code == 0
    before = set(running.workers().values())
    for place in (here, running.checkout):
        place.edit(MODULE, WORD, THIRD_WORD)
    try:
        done = build(here, running, tmp_path / "out")
    finally:
        for place in (here, running.checkout):
            place.edit(MODULE, THIRD_WORD, WORD)
    assert done.code == 0, say(done)
    assert not before & set(running.workers().values())
    assert len(contents(tmp_path / "out")) == len(alone)
    # and restarted once more for what came back
    assert build(here, running, tmp_path / "again").code == 0
    assert contents(tmp_path / "again") == alone


@pytest.mark.slow
def test_a_worker_of_several_threads_is_refused(here: Checkout, running: Cluster, tmp_path: Path) -> None:
    extra = running.start_workers(1, threads=2, nanny=False)
    try:
        done = build(here, running, tmp_path / "out")
    finally:
        running.end(extra)
    assert (done.code, done.out) == (3, "")
    assert done.err.startswith("error: 1 of 3 workers at ")
    assert "has 2 threads; start it with --nthreads 1" in done.err


@pytest.mark.slow
@pytest.mark.skipif(not other_python(), reason="no other Python from 3.11 to 3.13 on this machine")
def test_a_worker_of_another_python_is_refused(here: Checkout, running: Cluster, tmp_path: Path) -> None:
    extra = running.start_workers(1, program=other_python(), nanny=False)
    try:
        done = build(here, running, tmp_path / "out")
    finally:
        running.end(extra)
    assert (done.code, done.out) == (3, ""), say(done)
    assert done.err.startswith("error: 1 of 3 workers at ")
    assert "Python (3." in done.err and " there, 3." in done.err


@pytest.mark.slow
def test_a_worker_that_cannot_answer_is_refused(here: Checkout, running: Cluster, tmp_path: Path) -> None:
    """As one of a commit from before there were clusters."""
    old = Checkout(tmp_path / "old")
    (old.root / "src/taphuan").mkdir(parents=True)
    (old.root / "src/taphuan/__init__.py").touch()
    extra = running.start_workers(1, of=old, nanny=False)
    try:
        done = build(here, running, tmp_path / "out")
    finally:
        running.end(extra)
    assert (done.code, done.out) == (3, ""), say(done)
    assert "has no code of ours that can answer (ModuleNotFoundError: No module named 'taphuan" in done.err


def test_a_scheduler_that_is_not_there_is_told(here: Checkout, tmp_path: Path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"tcp://127.0.0.1:{free.getsockname()[1]}"
        done = here.run(*SELECTION, "--out", str(tmp_path / "out"), "--scheduler", address, TAPHUAN_PATIENCE="1")
    assert (done.code, done.out) == (3, ""), say(done)
    assert done.err.startswith(f"error: no scheduler answers at {address}")
    assert not (tmp_path / "out").exists()


@pytest.mark.sampled(4)
@pytest.mark.parametrize("address", ["host:8786", "tcp://host", "http://host:80", "tcp:// :1"])
def test_an_address_that_can_be_none_is_bad_input(here: Checkout, address: str, tmp_path: Path) -> None:
    done = here.run(*SELECTION, "--out", str(tmp_path / "out"), "--scheduler", address)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(f"error: '{address}' is no address of a scheduler; it has the form tcp://HOST:8786")


@pytest.mark.slow
def test_the_scheduler_dies_midway_and_one_machine_goes_on_from_there(
    here: Checkout, there: Checkout, alone: dict[str, bytes], tmp_path: Path
) -> None:
    out = tmp_path / "out"
    with cluster(there, tmp_path / "cluster", workers=0) as doomed:
        # nobody to do anything
        lonely = build(here, doomed, out, TAPHUAN_PATIENCE="1")
        assert (lonely.code, lonely.out) == (3, "")
        assert f"the scheduler at {doomed.address} has no worker after 1 s; start some" in lonely.err
        doomed.start_workers(1)
        scheduler = doomed._processes[0]
        # the last of three: the other sets are there by then
        doomed.seal("execute", PROVINCES[-1], str(scheduler.pid))
        done = build(here, doomed, out)
    assert (done.code, done.err) == (1, ""), say(done)
    assert f"{FOLDER}/da-nang: the scheduler at {doomed.address} was lost" in done.out
    failed = done.out.count("    taphuan build ")
    assert failed >= 1 and f"{3 - failed} of 3 document sets built\n{failed} failed:" in done.out
    assert len(list(out.glob("*/*/manifest.json"))) == 3 - failed
    assert not list(out.rglob("*.part"))
    assert here.run(*SELECTION, "--out", str(out)).code == 0
    assert contents(out) == alone


def test_what_differs_is_named() -> None:
    here = {"Python": {"version": "3.11"}, "code": {"cli.py": "a", "text.py": "b", "x.py": "c", "y.py": "d"}}
    there = {"Python": {"version": "3.12"}, "code": {"cli.py": "a2", "text.py": "b2", "z.py": "e"}}
    assert differing({"code": "1", "data": "2"}, {"code": "1", "data": "3"}) == ("data",)
    assert in_words(here, there) == "Python (3.12 there, 3.11 here); code (cli.py, text.py, x.py and 2 more)"
    packages = in_words({"packages": {"pandas": "2.3"}}, {"packages": {"pandas": "2.2"}})
    assert packages == "packages (pandas 2.2 there, 2.3 here)"
