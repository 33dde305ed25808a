"""The committed digests of all documents: the file and its faults, the comparison, what the command says."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import pytest
from click.testing import CliRunner

from projects import Run
from taphuan import paths
from taphuan.build.normal.form import Normal
from taphuan.build.normal.reading import normal_of
from taphuan.build.plan import plan
from taphuan.build.publish import publish
from taphuan.build.references import compare, store
from taphuan.build.references.command import report
from taphuan.build.references.file import ReferencesUnfit, SetReference, read, reference_of, written
from taphuan.cli import main
from written_sets import written_set

NAME = "bac-giang/bac-giang"


@cache
def documents() -> dict[str, Normal]:
    return {name: normal_of(name, data) for name, data in written_set("bac-giang", "bac-giang").files.items()}


def edited(name: str, old: str, new: str) -> dict[str, Normal]:
    """The documents with another text in one of them."""
    data = written_set("bac-giang", "bac-giang").files[name].decode("utf-8")
    assert old in data
    return {**documents(), name: normal_of(name, data.replace(old, new).encode("utf-8"))}


# --- the committed file -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slug", "province", "module"),
    [
        ("bac-giang", "bac-giang", ""),
        pytest.param("quang-nam-2024", "hoi-nghi", "lap-ke-hoach-cds", marks=pytest.mark.slow),
    ],
)
def test_documents_are_as_the_committed_references_say(slug: str, province: str, module: str) -> None:
    (job,) = plan(
        (slug,), () if module else (province,), (module,) if module else (), (), None, Path(), 60, date.today()
    )
    now = {name: normal_of(name, data) for name, data in written_set(slug, province, module).files.items()}
    committed = read(paths.REFERENCES)[job.name]
    difference = compare.difference(job.name, now, committed, store.kept(job.name, committed))
    said = "\n".join(report((difference,), (), True))
    assert reference_of(now.values()) == committed, f"{said}\nwhat `make` built beside them: taphuan references"


def test_the_committed_file_holds_every_set_of_a_plain_build_in_its_order_and_is_small() -> None:
    text = paths.REFERENCES.read_text(encoding="utf-8")
    found = read(paths.REFERENCES)
    jobs = plan((), (), (), (), None, Path(), 60, date.today())
    assert set(found) == {job.name for job in jobs}
    for job in jobs:
        assert set(found[job.name].files) == set(job.formats)
    assert written(found) == text
    assert len(text.encode()) <= 150_000


def test_what_is_written_is_read_again() -> None:
    one = reference_of(documents().values())
    assert len(one.slides) > 30
    assert SetReference(dict(one.files), one.slides) == one


@pytest.fixture
def two(tmp_path: Path) -> Path:
    place = tmp_path / "documents.txt"
    one = SetReference({"deck.html": "0" * 8, "deck.md": "1" * 8}, ("AB", "C-"))
    place.write_text(written({"b/b": one, "a/a": one}), encoding="utf-8")
    return place


def test_the_lines_are_sorted_and_stand_alone(two: Path) -> None:
    lines = two.read_text(encoding="utf-8").splitlines()
    assert lines[-2:] == [f"{name} deck.html=00000000 deck.md=11111111 slides=2:ABC-" for name in ("a/a", "b/b")]
    assert list(read(two)) == ["a/a", "b/b"]


def test_a_line_that_is_cut_off_anywhere_is_found(two: Path) -> None:
    text = two.read_text(encoding="utf-8").rstrip("\n")
    begin = text.rindex("\n") + 1
    for end in range(begin + 1, len(text)):
        two.write_text(text[:end], encoding="utf-8")
        with pytest.raises(ReferencesUnfit, match=r", line 6: it is cut off .* make references$"):
            read(two)


FAULTS = {
    "a conflict": (lambda text: f"{text}<<<<<<< HEAD\nc/c\n", r", line 7: git left a conflict"),
    "the middle of a conflict": (lambda text: text.replace("a/a", "=======\na/a"), r", line 5: git left a conflict"),
    "another version": (lambda text: text.replace("version 1", "version 2", 1), r", line 1: it is of version 2, this taphuan reads version 1"),
    "no first line": (lambda text: text.partition("\n")[2], r", line 1: it is without its first line"),
    "nothing": (lambda text: "", r", line 1: it is without its first line"),
    "a set twice": (lambda text: text.replace("b/b", "a/a"), r", line 6: a/a stands there twice"),
    "another text": (lambda text: text.replace("00000000", "0000000g"), r", line 5: it is cut off or no line"),
    "slides that do not count": (lambda text: text.replace("=2:", "=3:"), r", line 5: it is cut off or no line"),
}  # fmt: skip


@pytest.mark.parametrize("fault", FAULTS)
def test_a_file_that_cannot_be_used_is_one_line_with_its_place(two: Path, fault: str) -> None:
    change, message = FAULTS[fault]
    two.write_text(change(two.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(ReferencesUnfit, match=message) as failure:
        read(two)
    assert str(failure.value).endswith("make references")
    assert "\n" not in str(failure.value)


# --- the comparison ---------------------------------------------------------------------------------------------------


def test_a_changed_word_is_told_with_its_slide_before_and_after() -> None:
    reference = reference_of(documents().values())
    old = {name: document.text() for name, document in documents().items()}
    now = edited("deck.html", "lúng túng khi triển khai", "lúng túng lúc triển khai")
    difference = compare.difference(NAME, now, reference, old)
    assert difference.files == {"deck.html": ("host-huong-bg",)}
    (change,) = difference.changes
    assert change.part.startswith("host-huong-bg · ")
    assert "lúng túng khi" in change.before[0] and "lúng túng lúc" in change.after[0]
    text = "\n".join(report((difference,), (), False))
    assert f"{NAME}: deck.html (host-huong-bg)" in text
    assert "  - - Chuyển đổi số còn là khái niệm mới" in text
    assert "taphuan diff" not in text


def test_without_the_old_text_the_slides_are_told_and_the_command_that_shows_both() -> None:
    reference = reference_of(documents().values())
    now = edited("deck.html", "lúng túng khi triển khai", "lúng túng lúc triển khai")
    difference = compare.difference(NAME, now, reference, None)
    text = "\n".join(report((difference,), (), False))
    assert difference.files == {"deck.html": ("host-huong-bg",)}
    assert "taphuan diff $(git log -1 --format=%h -- tests/references/documents.txt)" in text


def test_slides_that_are_new_moved_or_gone_are_named() -> None:
    deck = documents()["deck.html"]
    before = reference_of([deck]).slides
    first, *rest = deck.parts
    assert list(compare.changed_slides(deck, before)) == []
    assert list(compare.changed_slides(replace(deck, parts=(first, *rest[:4], *rest[5:])), before)) == ["1 gone"]
    assert list(compare.changed_slides(deck, (*before[:4], *before[5:]))) == [rest[4].name]
    hidden = replace(rest[4], hidden=not rest[4].hidden)
    assert list(compare.changed_slides(replace(deck, parts=(first, *rest[:4], hidden, *rest[5:])), before)) == [
        rest[4].name
    ]


def test_the_same_change_of_many_documents_is_told_once() -> None:
    old = {name: document.text() for name, document in documents().items()}
    reference = reference_of(documents().values())
    now = edited("deck.html", "lúng túng khi triển khai", "lúng túng lúc triển khai")
    one = compare.difference(NAME, now, reference, old)
    other = replace(one, name="bac-giang/ho-chi-minh")
    text = "\n".join(report((one, other), ("c/c",), False))
    assert text.count("lúng túng lúc triển khai") == 1
    assert f"2 times: {NAME}/deck.html “host-huong-bg”, bac-giang/ho-chi-minh/deck.html “host-huong-bg”" in text
    assert "c/c: has references and is not built any more" in text


def test_files_that_came_and_went_are_told() -> None:
    now = documents()
    reference = reference_of(now.values())
    fewer = {name: document for name, document in now.items() if name != "checkup.png"}
    assert compare.difference(NAME, fewer, reference, None).gone == ("checkup.png",)
    assert compare.difference(NAME, now, reference_of(fewer.values()), None).new == ("checkup.png",)


def test_texts_are_kept_for_the_last_few_references(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paths, "CACHE", tmp_path)
    each = [SetReference({"deck.md": f"{n:08x}"}) for n in range(5)]
    for n, one in enumerate(each):
        store.keep(NAME, one, {"deck.md": f"chữ {n}"})
    kept = [store.kept(NAME, one) for one in each]
    assert kept[-1] == {"deck.md": "chữ 4"}
    assert sum(texts is not None for texts in kept) == 3
    (broken,) = (path for path in tmp_path.rglob("*.xz") if each[-1].key in path.name)
    broken.write_bytes(broken.read_bytes()[:-9])
    assert store.kept(NAME, each[-1]) is None


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("fault", ["missing", "conflict", "no build", "a part of a build"])
def test_what_cannot_be_compared_is_one_line_and_exit_code_2(
    two: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fault: str
) -> None:
    monkeypatch.setattr(paths, "REFERENCES", two)
    out, message = tmp_path / "out", ""
    if fault == "missing":
        two.unlink()
        message = "is missing; build everything and write it again: make references"
    elif fault == "conflict":
        two.write_text(f"{two.read_text(encoding='utf-8')}>>>>>>> other\n", encoding="utf-8")
        message = "line 7: git left a conflict there"
    elif fault == "no build":
        message = "is no build of these document sets (no manifest.json of any in it); build them first: make"
    else:
        (job, *_) = plan(("bac-giang",), (), (), (), None, out, 60, date.today())
        publish(job.folder, dict.fromkeys(job.formats, b"-"), {}, {})
        message = "document sets are not built in"
    done = CliRunner().invoke(main, ["references", "--out", str(out), "--conference", "bac-giang"])
    assert done.exit_code == 2
    assert done.stderr.startswith("error: ") and done.stderr.count("\n") == 1
    assert message in done.stderr


@pytest.mark.slow
def test_a_build_is_compared_changed_and_taken_as_reference(tmp_path: Path, run_cli: Callable[..., Run]) -> None:
    cache = {"TAPHUAN_CACHE": str(tmp_path / "cache")}
    root, out = tmp_path / "project", tmp_path / "out"
    root.mkdir()
    for name in ("data", "notebooks", "slides", paths.PROJECT_NAME):
        (root / name).symlink_to(paths.ROOT / name)
    place = root / "tests/references/documents.txt"
    place.parent.mkdir(parents=True)
    place.write_text(written({}), encoding="utf-8")
    (job,) = plan(("bac-giang",), ("bac-giang",), (), (), None, out, 60, date.today())
    files = dict(written_set("bac-giang", "bac-giang").files)
    publish(job.folder, files, {}, {})
    chosen = ("references", "--conference", "bac-giang", "--province", "bac-giang", "--out", str(out))

    def run(*more: str) -> Run:
        return run_cli(*chosen, *more, root=root, env=cache)

    new = run()
    assert new.code == 1 and "deck.html is new" in new.out
    assert run("--renew").code == 0
    assert list(read(place)) == [NAME]
    assert (run().code, run().out) == (0, "1 document set is as its reference says\n")
    changed = files["deck.md"].replace("lúng túng khi".encode(), "lúng túng lúc".encode())
    publish(job.folder, {**files, "deck.md": changed}, {}, {}, force=True)
    found = run()
    assert found.code == 1
    assert "1 document of 1 set differs" in found.out and "lúng túng lúc" in found.out and "lúng túng khi" in found.out
    (job.folder / "deck.md").write_bytes(changed + b"\n- x\n")
    by_hand = run("--renew")
    assert by_hand.code == 2 and "was edited by hand" in by_hand.err
    (job.folder / "deck.pdf").write_bytes(b"%PDF-1.7 cut")
    damaged = run()
    assert damaged.code == 2 and "deck.pdf: is damaged" in damaged.err and damaged.err.count("\n") == 1


@pytest.mark.slow
def test_a_worker_finds_what_the_file_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What runs in each process, without processes: first equal, so that its texts are kept, then changed."""
    monkeypatch.setattr(paths, "CACHE", tmp_path / "cache")
    (job,) = plan(("bac-giang",), ("bac-giang",), (), (), None, tmp_path, 60, date.today())
    publish(job.folder, written_set("bac-giang", "bac-giang").files, {}, {})
    (there,) = compare.jobs_there((job,), tmp_path)
    reference = reference_of(documents().values())
    assert compare.examined(there.name, compare.documents_of(there), reference) is None
    deck = job.folder / "deck.md"
    deck.write_bytes(deck.read_bytes().replace("lúng túng khi".encode(), "lúng túng lúc".encode()))
    difference = compare.examined(there.name, compare.documents_of(there), reference)
    assert difference is not None and difference.known
    assert [change.file for change in difference.changes] == ["deck.md"]
