"""A notebook with one cell more, and what the language check says of it."""

from __future__ import annotations

import json

from projects import Project
from taphuan.check.language import check_language
from taphuan.errors import Problem

NOTEBOOK = "frame/thu.ipynb"
FILE = f"notebooks/{NOTEBOOK}"


def put(project: Project, source: str, type: str = "markdown", slide_type: str = "-") -> None:
    """A notebook of one slide, whose title and first point cite the decision of 2020, with one more cell."""
    parameters = 'conference: str = ""\nprovince: str = ""\nas_of: str = ""'
    cells = [
        ("parameters", "code", "skip", parameters),
        ("lesson", "code", "skip", "lesson = open_lesson(conference=conference, province=province, as_of=as_of)"),
        ("mo-dau", "markdown", "slide", "## Chương trình Chuyển đổi số quốc gia [@qd-749-2020]"),
        ("mo-dau-1", "markdown", "-", "- Phê duyệt tại Quyết định 749/QĐ-TTg. [@qd-749-2020]"),
        ("thu", type, slide_type, source),
    ]
    made = [
        {
            "id": id_,
            "cell_type": kind,
            "source": text,
            "metadata": {"slideshow": {"slide_type": slide}, "tags": [id_] if slide == "skip" else []},
        }
        for id_, kind, slide, text in cells
    ]
    (project.root / FILE).write_text(json.dumps({"cells": made}), encoding="utf-8")


def found(project: Project, source: str, type: str = "markdown", slide_type: str = "-") -> list[Problem]:
    """The problems a cell with this text brings in."""
    put(project, source, type, slide_type)
    return [problem for problem in check_language().problems if problem.file == FILE]


def warned(project: Project, source: str) -> list[Problem]:
    put(project, source)
    return [warning for warning in check_language().warnings if warning.file == FILE]
