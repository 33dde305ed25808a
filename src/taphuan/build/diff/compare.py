"""The spine of `taphuan diff`: two states → the sets that differ → their pages → what changed, why, and what is unexpected."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterable
from concurrent.futures import BrokenExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any

from taphuan import paths
from taphuan.build.diff import older
from taphuan.build.diff.edits import CODE, TEMPLATE, Edit, edits_between
from taphuan.build.diff.files import ALL_FORMATS, compare_files
from taphuan.build.diff.matching import Pair, compare_pages
from taphuan.build.diff.pages import Page, pages_of
from taphuan.build.diff.reasons import reasons_of, rows_behind
from taphuan.build.diff.result import ADDED, CHANGED, FAILED, REMOVED, SAME, Diff, Note, PageDiff, SetDiff
from taphuan.build.diff.result import State as LawState
from taphuan.build.diff.states import (
    Chosen,
    OtherVersion,
    SetState,
    State,
    build_state,
    changed_since,
    jobs_of,
    making,
    states_in,
)
from taphuan.build.diff.trees import forget_old_trees, tree_of
from taphuan.build.diff.unexpected import Finding, of_edits, of_page
from taphuan.build.keys import EXECUTION, MEANINGS
from taphuan.build.normal.form import SOURCE, Line
from taphuan.build.plan import plan
from taphuan.build.workers import WorkerDied, submit, why_not_begun, worker_pool
from taphuan.data.check.check import load_or_raise
from taphuan.errors import TaphuanError
from taphuan.files import scratch
from taphuan.text import say
from taphuan.theme.check import check_theme

NOW = "the project as it lies here"
# so many sets are compared in this process: others would take longer to start
_FEW = 6
# sets that one worker is handed at a time
_AT_ONCE = 4
# rooms whose code makes files out of the executed notebook and nothing else
_WRITERS = ("src/taphuan/document/", "src/taphuan/export/")
# templates that make the notebook itself another one
_THEME = paths.named(paths.THEME)
_THEMED = Note(
    f"{_THEME} was edited: every document looks otherwise, also where no figure is told",
    say("build.diff.compare.looks_edited"),
)
_NO_FILES = (paths.named(paths.DECK_ORDER), _THEME)


@dataclass(frozen=True)
class Asked:
    """What is to be compared with the project as it lies here: a revision of git, or the folder of a build."""

    old: str
    chosen: Chosen


def compare(asked: Asked, today: Any, drawings: Path | None, tell: Callable[[str], None]) -> Diff:
    """The difference. `drawings`: a folder for the figures of both states, by digest; None where nobody looks at them. `tell`
    gets a line where something takes long.

    Raises DataError for data in disorder, NoRevision, NoBuild, UnknownName, UnitNotValid and EnvironmentLacks.
    """
    chosen = asked.chosen
    with scratch(paths.CACHE) as out:
        folder = Path(asked.old)
        if folder.is_dir():
            old, chosen = _built(folder.resolve(), chosen)
            new = _made_here(out, chosen, jobs_of(folder.resolve(), old.sets.values()))
            edits: tuple[Edit, ...] | None = None
        else:
            tree = tree_of(asked.old)
            edits = edits_between(tree.files, paths.ROOT)
            chosen = _with_formats(chosen, edits)
            old, new = _both(tree, out, chosen, tell)
            forget_old_trees()
        if not old.sets and not new.sets:
            # says which name is wrong, and why
            plan(chosen.conferences, chosen.provinces, (), (), None, out, 1, today)
        sets = _compared(old, new, edits, drawings)
    edited = of_edits(edits, old.root) if edits else ()
    themed = any(edit.file == _THEME for edit in edits or ())
    look = (_THEMED,) if themed else ()
    return Diff(old.label, NOW, sets, edits, edited, (*old.notes, *new.notes, *look))


def _with_formats(chosen: Chosen, edits: tuple[Edit, ...]) -> Chosen:
    """Where a writer or a template was edited, the files themselves are written and compared, of one set of each kind."""
    written = any(
        (edit.what == TEMPLATE and not edit.file.endswith(_NO_FILES))
        or (edit.what == CODE and edit.file.startswith(_WRITERS))
        for edit in edits
    )
    return replace(chosen, formats=ALL_FORMATS) if written and not chosen.formats else chosen


def _built(folder: Path, chosen: Chosen) -> tuple[State, Chosen]:
    """A build, and what is chosen, with the files themselves where their writers changed since."""
    old = build_state(folder, chosen)
    since = changed_since(old.sets.values())
    if since:
        said = ", ".join(MEANINGS[name] for name in since)
        since_then = Note(
            f"not as when {folder} was built: {said}; what that changes is told too",
            say("build.diff.compare.code_changed", folder=folder),
        )
        old = replace(old, notes=(*old.notes, since_then))
    written = bool(set(since) - set(EXECUTION)) and not chosen.formats
    return old, replace(chosen, formats=ALL_FORMATS) if written else chosen


def _both(tree: Any, out: Path, chosen: Chosen, tell: Callable[[str], None]) -> tuple[State, State]:
    """The state of a revision, from the cache where it is, and that of today, at the same time."""
    cores = os.cpu_count() or 1
    there = older.is_made(tree, chosen)
    each = _processes(chosen, cores if there else max(1, cores // 2))
    with making(paths.ROOT, out, chosen, None, each) as new_made:
        if there:
            _in_order()
            new_made()
        else:
            with making(tree.files, older.state_folder(tree), chosen, None, each) as old_made:
                _in_order()
                try:
                    old_made()
                except OtherVersion:
                    tell(f"{tree.name} is of an earlier version: its own build makes its notebooks, which takes longer")
                    older.build_by_own_command(tree, chosen)
                new_made()
            older.mark_made(tree, chosen)
    return older.state_of(tree, chosen), State(NOW, states_in(out, chosen), paths.ROOT)


def _made_here(out: Path, chosen: Chosen, jobs: list[dict[str, Any]] | None) -> State:
    with making(paths.ROOT, out, chosen, jobs, _processes(chosen, os.cpu_count() or 1)) as made:
        _in_order()
        made()
    return State(NOW, states_in(out, chosen), paths.ROOT)


def _in_order() -> None:
    """Bad input ends here, while the notebooks are being made."""
    check_theme()
    load_or_raise(cache=paths.CACHE / "check")


def _processes(chosen: Chosen, most: int) -> int:
    return 1 if chosen.provinces and len(chosen.provinces) < _FEW else most


def _compared(old: State, new: State, edits: tuple[Edit, ...] | None, drawings: Path | None) -> tuple[SetDiff, ...]:
    names = list(dict.fromkeys((*new.sets, *old.sets)))
    pairs = [(old.sets.get(name), new.sets.get(name)) for name in names]
    ours = partial(compare_sets, edits=edits, drawings=drawings)
    rest = [pair for pair in pairs if not _is_same(*pair)]
    if len(rest) <= _FEW:
        return tuple(ours(*pair) for pair in pairs)
    groups = [rest[at : at + _AT_ONCE] for at in range(0, len(rest), _AT_ONCE)]
    with worker_pool(os.cpu_count() or 1, len(groups)) as pool:
        futures = [submit(pool, _compare_all, group, edits, drawings) for group in groups]
        try:
            found = {one.name: one for future in futures for one in future.result()}
        except BrokenExecutor as error:
            raise WorkerDied(why_not_begun(error), code="TH814") from None
    return tuple(found.get(name) or ours(*pair) for name, pair in zip(names, pairs, strict=True))


def _compare_all(
    pairs: Iterable[tuple[SetState | None, SetState | None]], edits: tuple[Edit, ...] | None, drawings: Path | None
) -> list[SetDiff]:
    return [compare_sets(*pair, edits=edits, drawings=drawings) for pair in pairs]


def _is_same(old: SetState | None, new: SetState | None) -> bool:
    return bool(old and new and old.digest and old.digest == new.digest and not new.written and not old.written)


def compare_sets(
    old: SetState | None, new: SetState | None, edits: tuple[Edit, ...] | None, drawings: Path | None
) -> SetDiff:
    """One set in both states; one of them may be None."""
    one = new or old
    if one is None:
        raise ValueError("a set in no state")
    result = SetDiff(one.name, one.conference, one.province, one.module, one.name, one.as_of, SAME)
    if _is_same(old, new):
        return result
    before, after = _read(old), _read(new)
    if isinstance(after, str):
        return _failed(result, before, after)
    if after is None:
        findings = (Finding("gone", one.name),)
        return replace(result, who=_who(before), state=REMOVED, findings=findings)
    result = replace(result, who=_who(after))
    if before is None or isinstance(before, str):
        note = None
        if before:
            said = f"could not be compared, for lack of its older state: {before}"
            note = Note(said, say("build.diff.compare.no_old"))
        return replace(result, state=ADDED, note=note, findings=_withheld(after, None))
    if _digest(before) == _digest(after):
        written = compare_files(old, new, (), edits)
        return replace(result, state=CHANGED if written else SAME, pages=written)
    try:
        pairs = compare_pages(pages_of(before), pages_of(after))
    except (TaphuanError, KeyError, TypeError, AttributeError) as error:
        said = f"cannot be compared: its older notebook has another form ({error})"
        return replace(result, state=FAILED, note=Note(said, say("build.diff.compare.other_form")))
    if drawings is not None:
        for pair in pairs:
            _keep_drawings(pair, drawings)
    pages = tuple(_page(pair, edits) for pair in pairs)
    pages += compare_files(old, new, pages, edits)
    return replace(result, state=CHANGED if pages else SAME, pages=pages, findings=_withheld(after, before))


def _read(state: SetState | None) -> Any:
    """The notebook; why there is none, as a text; None where the state has no such set."""
    if state is None:
        return None
    try:
        return state.read()
    except (ValueError, OSError) as error:
        return state.failure or f"its notebook cannot be read ({error})"


def _failed(result: SetDiff, before: Any, failure: str) -> SetDiff:
    if isinstance(before, str):
        return replace(
            result, state=FAILED, note=Note(f"fails in both states: {failure}", say("build.diff.compare.both_faulty"))
        )
    who = _who(before) if before is not None else result.who
    return replace(result, who=who, state=FAILED, findings=(Finding("failed", failure),))


def _who(notebook: Any) -> str:
    about = notebook.metadata["taphuan"]
    if about.get("module"):
        return say("build.diff.compare.module", title=about["title"])
    if about.get("whole"):
        return str(about["conference"]["title"])
    return str(about["unit"]["full_name"])


def _withheld(after: Any, before: Any) -> tuple[Finding, ...]:
    """What the check of the content says of a set and did not say before."""
    from taphuan.check.content import check_notebook

    found = check_notebook(after)
    known = set(check_notebook(before)) if found and before is not None else set()
    return tuple(Finding("withheld", line) for line in found if line not in known)


def _digest(notebook: Any) -> str:
    return hashlib.sha256(
        json.dumps(notebook, ensure_ascii=False, sort_keys=True).encode("utf-8", "surrogatepass")
    ).hexdigest()


def _keep_drawings(pair: Pair, folder: Path) -> None:
    for drawing in pair.drawings:
        for page, digest in ((pair.old, drawing.old), (pair.new, drawing.new)):
            if page is not None and digest and not (folder / digest).exists():
                (folder / digest).write_bytes(page.figures[digest])


def _page(pair: Pair, edits: tuple[Edit, ...] | None) -> PageDiff:
    page = pair.page
    return PageDiff(
        document=page.document,
        id=page.part.id,
        title=page.part.title,
        old_number=pair.old.number if pair.old else "",
        new_number=pair.new.number if pair.new else "",
        states=pair.states,
        changes=pair.changes,
        drawings=pair.drawings,
        law=_law(pair.old, pair.new),
        reasons=rows_behind(pair) if edits is None else reasons_of(pair, edits),
        findings=of_page(pair),
        sources="; ".join(dict.fromkeys(said for line in page.part.lines if (said := _source(line)))),
    )


def _source(line: Line) -> str:
    return line.text.removeprefix("Nguồn: ") if line.mark == SOURCE else ""


def _law(old: Page | None, new: Page | None) -> tuple[LawState, ...]:
    if old is None or new is None:
        return ()
    names = [name for name in {**old.law, **new.law} if old.law.get(name) != new.law.get(name)]
    return tuple(LawState(name, old.law.get(name, ""), new.law.get(name, "")) for name in names)
