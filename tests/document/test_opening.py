"""Notebooks as people bring them: mended where it can be said what was meant, one line otherwise."""

from __future__ import annotations

import json
from typing import Any

import nbformat
import pytest

from taphuan.document.opening import opened
from taphuan.errors import NotComposed


def text(*cells: Any, **more: Any) -> str:
    return json.dumps({"nbformat": 4, "nbformat_minor": 4, "metadata": {}, "cells": list(cells), **more})


def cell(**more: Any) -> dict[str, Any]:
    return {"cell_type": "markdown", "metadata": {}, "source": ["a\n", "b"], **more}


def test_what_nbformat_would_refuse_or_leave_is_mended_the_same_way_each_time() -> None:
    source = text(
        cell(metadata={"tags": None, "slideshow": None}),
        cell(id="x"),
        cell(id="x"),
        cell(id="$dấu"),
        cell(metadata=None),
        {
            "cell_type": "code",
            "source": "1",
            "outputs": [{"output_type": "stream", "text": ["1"]}, {}, 7],
            "metadata": {},
        },
        metadata={"kernelspec": {"language": "python"}},
    )
    notebook = opened(f"\ufeff{source}")
    nbformat.validate(notebook)
    assert [one.id for one in notebook.cells] == ["cell-1", "x", "x-2", "-d-u", "cell-5", "cell-6"]
    assert notebook.cells[0].source == "a\nb"
    assert notebook.cells[0].metadata == {}
    assert len(notebook.cells[-1].outputs) == 1
    assert notebook == opened(source)


def test_notebooks_of_older_formats_have_the_same_ids_each_time() -> None:
    old = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": ""}, "worksheets": [{"metadata": {}, "cells": []}]}
    old["worksheets"][0]["cells"] = [  # type: ignore[index]
        {"cell_type": "heading", "level": 1, "metadata": {}, "source": "Một"},
        {"cell_type": "code", "input": "1", "language": "python", "metadata": {}, "outputs": [], "collapsed": False},
    ]
    first = opened(json.dumps(old))
    assert [one.source for one in first.cells] == ["# Một", "1"]
    assert first == opened(json.dumps(old))


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("{", "line 1, column 2 is not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ("[]", "has no cells or no number nbformat"),
        ('{"nbformat": 4}', "has no cells"),
        ('{"nbformat": 7, "cells": []}', "of format 7"),
        ('{"nbformat": 3, "worksheets": [{}]}', "of format 3 cannot be read"),
        (text({"cell_type": "slide", "source": "x"}), "cell 1 of the notebook is neither text nor code"),
        (text(5), "cell 1 of the notebook is neither"),
    ],
)
def test_what_is_no_notebook_is_said_in_a_line(source: str, said: str) -> None:
    with pytest.raises(NotComposed, match=said) as error:
        opened(source)
    assert "\n" not in str(error.value)
