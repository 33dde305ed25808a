"""docs/ecosystem.md: its commands, exporters, options and links exist."""

from __future__ import annotations

import importlib
import re
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any

import pytest
from nbconvert import preprocessors
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from traitlets.config import Config

from any_notebooks import EXPORTERS, words
from taphuan import paths
from taphuan.check.exporters import MOST_CELLS
from taphuan.cli import main

PAGE = (paths.ROOT / "docs" / "ecosystem.md").read_text(encoding="utf-8")


def test_every_exporter_is_named_and_no_other() -> None:
    assert tuple(re.findall(r"^\| `(taphuan-[\w-]+)` \|", PAGE, re.MULTILINE)) == EXPORTERS
    named = set(re.findall(r"--to (\S+)", PAGE))
    assert named <= {point.name for point in entry_points(group="nbconvert.exporters")}
    assert f"{MOST_CELLS:,} cells" in PAGE


def test_commands_options_and_pages_exist() -> None:
    for name in re.findall(r"(?<![\w/])taphuan (\w+)[ `]", PAGE):
        assert name in main.commands, name
    assert any("--refresh" in option.opts for option in main.commands["lab"].params)
    targets = (paths.ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"make (\w+)", PAGE):
        assert re.search(rf"^{target}:", targets, re.MULTILINE), target
    for link in re.findall(r"\]\(([\w.-]+)\)", PAGE):
        assert (paths.ROOT / "docs" / link).is_file(), link
    (module,) = re.findall(r"extension enable (\S+)", PAGE)
    assert hasattr(importlib.import_module(module), "_load_jupyter_server_extension")


def test_each_traitlet_is_one_of_nbconvert() -> None:
    for owner, trait in re.findall(r"(\w+Preprocessor)\.(\w+)", PAGE):
        assert trait in getattr(preprocessors, owner).class_trait_names(), f"{owner}.{trait}"


@pytest.mark.parametrize("name", EXPORTERS)
def test_tags_and_patterns_leave_cells_out_in_every_form(name: str) -> None:
    tag: dict[str, Any] = {
        "enabled": True,
        "remove_cell_tags": ["remove-cell"],
        "remove_all_outputs_tags": ["hide-output"],
    }
    config = Config(
        {"TagRemovePreprocessor": tag, "RegexRemovePreprocessor": {"enabled": True, "patterns": ["Bỏtheomẫu"]}}
    )
    (entry,) = entry_points(group="nbconvert.exporters", name=name)
    output = new_output("stream", text="Kếtquảẩn")
    nb = new_notebook(
        cells=[
            new_markdown_cell("## Trang\n\nCònlại", id="a"),
            new_markdown_cell("Bỏđi", metadata={"tags": ["remove-cell"]}, id="b"),
            new_markdown_cell("Bỏtheomẫu", id="c"),
            new_code_cell("x", outputs=[output], metadata={"tags": ["hide-output"]}, execution_count=1, id="d"),
        ]
    )
    data, _ = entry.load()(config=config).from_notebook_node(nb)
    said = words(data)
    assert "Cònlại" in said
    assert [word for word in ("Bỏđi", "Bỏtheomẫu", "Kếtquảẩn") if word in said] == []


def test_the_page_is_found_where_people_look() -> None:
    assert "docs/ecosystem.md" in Path(paths.ROOT / "README.md").read_text(encoding="utf-8")
