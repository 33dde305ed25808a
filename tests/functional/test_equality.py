"""Warm kernels against stock ones: equal notebooks where a notebook is deterministic, equal outcomes where it is not."""

from __future__ import annotations

import difflib
import tempfile
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest
from kernel_runs import normalise, run_all_cells

FOREIGN = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))
OURS = (
    ("bac-giang", "bac-giang", "2022-03-01"),
    ("quang-nam-2024", "quang-nam", "2024-10-31"),
    ("ke-hoach-2027", "da-nang", "2027-03-15"),
)


def assert_equal(warm: str, stock: str) -> None:
    if warm != stock:
        lines = list(difflib.unified_diff(stock.splitlines(), warm.splitlines(), "stock", "warm", n=1, lineterm=""))
        pytest.fail("\n".join(line[:300] for line in lines[:80]))


@pytest.fixture
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    # the path of a Unix socket may have 107 letters; pytest's own folders are longer
    with tempfile.TemporaryDirectory(prefix="taphuan-") as folder:
        for name, value in {
            "PYTHONHASHSEED": "0",
            "OPENBLAS_NUM_THREADS": "1",
            "PYDEVD_DISABLE_FILE_VALIDATION": "1",
            "IPYTHONDIR": f"{folder}/ipython",
            "JUPYTER_RUNTIME_DIR": f"{folder}/runtime",
        }.items():
            monkeypatch.setenv(name, value)
        yield


@pytest.mark.parametrize("path", FOREIGN, ids=lambda path: path.stem)
def test_foreign_notebooks(path: Path, plain_environment: None, tmp_path: Path) -> None:
    notebook = nbformat.read(path, as_version=4)
    warm, stock = (normalise(run_all_cells(notebook, engine, tmp_path / "work")) for engine in ("warm", "stock"))
    assert_equal(warm, stock)
