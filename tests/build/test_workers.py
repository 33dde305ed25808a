"""What the processes of a run import: each does it anew, so what nobody uses costs once a process."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from importlib.util import find_spec
from multiprocessing import active_children
from pathlib import Path

import pytest

from taphuan.build.workers import submit, worker_pool

# without the package jsonschema cannot build the parser, and the tests that none builds it could not fail
needs_parser = pytest.mark.skipif(
    find_spec("rfc3987_syntax") is None, reason="rfc3987-syntax is not installed, only JupyterLab brings it"
)


def loaded_by(code: str) -> set[str]:
    """The modules that a fresh process holds after `code`."""
    told = f"import sys\n{code}\nprint(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split())


def test_the_process_that_hands_out_the_work_reads_no_notebook() -> None:
    loaded = loaded_by("import taphuan.build.spine")
    assert "taphuan.build.spine" in loaded
    assert loaded & {"nbformat", "papermill", "nbconvert", "typst", "frictionless"} == set()


@needs_parser
@pytest.mark.parametrize(
    "first",
    [
        "taphuan.compose",
        pytest.param("taphuan.build.spine, taphuan.compose, papermill", marks=pytest.mark.slow),
        pytest.param("taphuan.check.everything", marks=pytest.mark.slow),
    ],
)
def test_reading_notebooks_builds_no_parser_of_web_addresses(first: str) -> None:
    loaded = loaded_by(f"import {first}")
    assert {"nbformat", "jsonschema"} <= loaded
    assert "lark" not in loaded
    # whoever wants it later has it
    assert "lark" in loaded_by(f"import {first}, rfc3987_syntax")


def test_a_pool_that_breaks_off_has_ended_before_the_error_goes_on() -> None:
    """The interpreter's own end would wake the pool's thread through a pipe that this thread is just closing, and print a traceback."""
    threads = threading.active_count()
    with pytest.raises(RuntimeError), worker_pool(2, 20) as pool:
        # one task is under way, others are queued
        for _ in range(20):
            submit(pool, time.sleep, 600)
        raise RuntimeError("bad input")
    assert threading.active_count() == threads
    assert active_children() == []


@needs_parser
@pytest.mark.slow
def test_no_process_of_a_build_builds_a_parser_of_web_addresses(tmp_path: Path) -> None:
    # Python writes the name of every module that a process of this build imports to standard error
    options = [
        "--conference",
        "quang-nam-2024",
        "--province",
        "quang-nam",
        "--format",
        "deck.md",
        "--out",
        str(tmp_path),
    ]
    command = [sys.executable, "-X", "importtime", "-m", "taphuan", "build", *options]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    imported = {line.rsplit("|", 1)[1].strip() for line in told.splitlines() if line.startswith("import time:")}
    assert {"taphuan.check.content", "jsonschema.validators"} <= imported
    assert "lark" not in imported


def test_a_task_for_a_pool_that_is_marked_as_shut_down_but_not_yet_as_broken_fails_by_its_future_alone() -> None:
    with ProcessPoolExecutor(max_workers=1) as pool:
        pool.shutdown()
        future = submit(pool, os.getpid)
    with pytest.raises(BrokenProcessPool):
        future.result(timeout=60)
