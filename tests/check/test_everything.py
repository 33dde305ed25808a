"""`make check`: what was found the last time holds until something that it was found from changes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from taphuan import paths
from taphuan.check.everything import check_everything
from taphuan.errors import Problem

PLANTED = Problem("docs/huong-dan.md", "line 1", "", "x", "planted", "None.")


@pytest.fixture
def memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(paths, "CACHE", tmp_path)
    assert check_everything().problems == ()
    return tmp_path / "check"


def plant(memory: Path) -> None:
    record = memory / "prose.json"
    remembered = json.loads(record.read_text(encoding="utf-8"))
    problem = [PLANTED.file, PLANTED.where, PLANTED.field, PLANTED.found, PLANTED.what, PLANTED.remedy]
    record.write_text(json.dumps(remembered | {"value": [problem]}), encoding="utf-8")


@pytest.mark.slow
def test_nothing_is_looked_at_again_until_prose_changes(
    memory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    plant(memory)
    # a planted finding of the memory comes back only where nothing was looked at again
    assert check_everything().problems == (PLANTED,)
    guide = tmp_path / "guide.md"
    guide.write_text(paths.GUIDE.read_text(encoding="utf-8") + "\n", encoding="utf-8")
    monkeypatch.setattr(paths, "GUIDE", guide)
    assert PLANTED not in check_everything().problems
