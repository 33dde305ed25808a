"""Who has judged a document set stands in its manifest, in the recap and on the start page, until the set is built again."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from index_sample import sample_index
from taphuan.build.judged import judged_line
from taphuan.build.publish import MANIFEST, Manifest, mark_checked, mark_judged, publish, read_manifest
from taphuan.export.html.index import IndexModel, write_index

IDENTITY = {"conference": {"slug": "c"}, "unit": {"slug": "u"}, "as_of": "2024-10-31"}
INPUTS = {"notebook": "1"}
JUDGES = {"page (PDF/UA-1)": "0.11.0", "axe-core": "4.12.1"}


def built(folder: Path, content: bytes = b"a", unchecked: tuple[str, ...] = ()) -> Manifest:
    publish(folder, {"deck.html": content}, IDENTITY, INPUTS, unchecked)
    manifest = read_manifest(folder)
    assert manifest is not None
    return manifest


def test_the_note_stays_with_the_files_that_were_judged_and_goes_with_them(tmp_path: Path) -> None:
    seen = built(tmp_path, unchecked=("overflow",))
    unjudged = (tmp_path / MANIFEST).read_bytes()
    assert mark_judged(tmp_path, seen, JUDGES)
    assert list(json.loads((tmp_path / MANIFEST).read_bytes())["judged"]) == ["axe-core", "page (PDF/UA-1)"]
    mark_checked(tmp_path, "overflow")
    manifest = read_manifest(tmp_path)
    assert manifest is not None
    assert (manifest.judged, manifest.unchecked, manifest.files) == (JUDGES, (), seen.files)
    built(tmp_path, unchecked=("overflow",))
    assert (tmp_path / MANIFEST).read_bytes() == unjudged


def test_a_set_that_was_built_again_meanwhile_is_not_judged(tmp_path: Path) -> None:
    seen = built(tmp_path)
    now = built(tmp_path, b"b")
    assert not mark_judged(tmp_path, seen, JUDGES)
    assert read_manifest(tmp_path) == now
    (tmp_path / MANIFEST).unlink()
    assert not mark_judged(tmp_path, now, JUDGES)


def test_the_note_can_be_taken_back(tmp_path: Path) -> None:
    seen = built(tmp_path)
    mark_judged(tmp_path, seen, JUDGES)
    assert not mark_judged(tmp_path, seen, {})
    assert read_manifest(tmp_path) == seen


def test_a_note_that_is_none_makes_the_manifest_none(tmp_path: Path) -> None:
    built(tmp_path)
    content = json.loads((tmp_path / MANIFEST).read_bytes())
    for note in (["axe-core"], {"axe-core": 4}, "axe-core"):
        (tmp_path / MANIFEST).write_text(json.dumps({**content, "judged": note}), encoding="utf-8")
        assert read_manifest(tmp_path) is None


def test_one_line_says_who_has_judged(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    assert judged_line([tmp_path / "nowhere"]) == ""
    seen = built(first)
    built(second)
    none = "0 of 2 document sets judged by programs of others; make validate judges them"
    assert judged_line([first, second, tmp_path / "nowhere"]) == none
    mark_judged(first, seen, JUDGES)
    said = "1 of 2 document sets judged by programs of others: axe-core 4.12.1, page (PDF/UA-1) 0.11.0"
    assert judged_line([first, second]) == said


def test_the_start_page_says_who_has_judged() -> None:
    model = sample_index()
    assert "Công cụ độc lập" not in write_index(model).decode()
    first = model.conferences[0]
    provinces = tuple(replace(one, judges=("axe-core",) if one.files else ()) for one in first.provinces)
    judged = IndexModel((replace(first, provinces=provinces), *model.conferences[1:]))
    page = write_index(judged).decode().replace("\xa0", " ")
    assert "<p>Công cụ độc lập đã đọc 8/13 bộ tài liệu và không thấy lỗi: axe-core.</p>" in page
