"""A table or its description in disorder is told by the commands, each in a process of its own: this one has read good data, and
what a module reads where it is imported would be thrown there, not told."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from projects import Project, Run
from taphuan import paths

TABLES = sorted(file.relative_to(paths.DATA).as_posix() for file in paths.DATA.rglob("*.csv"))


@pytest.mark.sampled(8)
@pytest.mark.parametrize("command", [("check",), ("build", "--dry-run")], ids=" ".join)
@pytest.mark.parametrize("table", TABLES)
def test_a_table_as_a_spreadsheet_writes_it_is_told_by_the_command(
    project_copy: Project, run_cli: Callable[..., Run], table: str, command: tuple[str, ...]
) -> None:
    file = project_copy.root / "data" / table
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes().replace(b",", b";").replace(b"\n", b"\r\n"))
    done = run_cli(*command, root=project_copy.root)
    assert done.code == 2
    assert f"data/{table}" in done.out + done.err


@pytest.mark.sampled(3)
@pytest.mark.parametrize(
    "content", ["{}", "[]", '{"resources": {}}', '{"resources": [{}]}', '{"resources": ["x"]}', "7", ""]
)
def test_a_description_that_is_none_is_told_by_the_command(
    project_copy: Project, run_cli: Callable[..., Run], content: str
) -> None:
    (project_copy.root / "data/datapackage.json").write_text(content, encoding="utf-8")
    done = run_cli("check", root=project_copy.root)
    assert done.code == 2
    assert "data/datapackage.json" in done.out + done.err
