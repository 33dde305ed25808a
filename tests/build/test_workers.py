"""What the processes of a run import: each does it anew, so what nobody uses costs once a process."""

from __future__ import annotations

import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

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
    "first", ["taphuan.compose", "taphuan.build.spine, taphuan.compose, papermill", "taphuan.check.everything"]
)
def test_reading_notebooks_builds_no_parser_of_web_addresses(first: str) -> None:
    loaded = loaded_by(f"import {first}")
    assert {"nbformat", "jsonschema"} <= loaded
    assert "lark" not in loaded
    # whoever wants it later has it
    assert "lark" in loaded_by(f"import {first}, rfc3987_syntax")


@needs_parser
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
