"""What a legal document of the register does to others, to the decks of which days, and which places say something of them."""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from taphuan import paths
from taphuan.build.plan import DEFAULT_TIMEOUT
from taphuan.charts.mime import CHART, TABLE
from taphuan.check.content import check_notebook
from taphuan.check.new.files import shown
from taphuan.compose import citations, compose
from taphuan.compose.source import SourceCell, read_source
from taphuan.data.documents import read_document
from taphuan.data.load import rows, schema
from taphuan.errors import Problem, TaphuanError
from taphuan.known import law
from taphuan.known.conferences import Conference, all_items, conferences
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import open_lesson
from taphuan.run.execute import execute
from taphuan.run.pure_cells import filled

if TYPE_CHECKING:
    from nbformat import NotebookNode

ENDS, CHANGES = ("thay-the", "bai-bo"), ("sua-doi", "bo-sung", "tiep-noi")
_BADGE = re.compile(r"\s*<span class=\"badge[^>]*>.*?</span>")
_LONGEST = 76
# of what a slide says instead: so many lines, of so many letters
_MOST_LINES, _WIDEST = 3, 160


@dataclass(frozen=True)
class Turn:
    """A day from which a document has another label because of the new one; `ends` says that it is no longer in force."""

    target: str
    day: date
    before: str
    label: str
    ends: bool


@dataclass(frozen=True)
class Deck:
    """What the deck of a hall says on a day, by the notebook and cell of each slide's heading: its text without labels and
    notes, what its tables and figures show, its labels. `findings` are why it would not be published."""

    slides: dict[str, tuple[str, str, str]]
    findings: tuple[str, ...] = ()


def turns_of(id_: str) -> tuple[Turn, ...]:
    """The days on which labels change by what a registered document does, in order."""
    new, found = law.document(id_), set()
    known = new.known_from or date.max
    for relation in law.relations():
        if relation.source == id_ and relation.kind in (*ENDS, *CHANGES):
            found |= {(relation.target, known), (relation.target, max(relation.effective or known, known))}
    made: list[Turn] = []
    for target, day in sorted(found, key=lambda pair: (pair[1], pair[0])):
        before, after = (law.state(law.document(target), on) for on in (day - timedelta(1), day))
        if before.label != after.label or before.by != after.by:
            made.append(Turn(target, day, before.label, after.label, after.code == law.EXPIRED))
    return tuple(made)


def days_of(signed: date, starts: Iterable[date]) -> tuple[tuple[Conference, date], ...]:
    """The decks that may say something else: of each conference of that day or later its own, of one that is still to come
    (a sample, one with a plan) also the one of the day on which everything has taken effect."""
    last = max(starts, default=signed)
    found: list[tuple[Conference, date]] = []
    for conference in conferences():
        if conference.as_of >= signed:
            found.append((conference, conference.as_of))
        if (conference.sample or conference.plan) and last > conference.as_of:
            found.append((conference, last))
    return tuple(found)


def decks(of: Iterable[tuple[Conference, date]]) -> dict[tuple[str, date], Deck]:
    return {(conference.slug, day): _deck(conference.slug, day) for conference, day in of}


def _deck(slug: str, day: date) -> Deck:
    try:
        lesson = open_lesson(slug, WHOLE, day.isoformat())
        composed = compose(lesson)
        notebook = filled(composed, lesson) or execute(composed, DEFAULT_TIMEOUT)
    except TaphuanError as error:
        return Deck({}, (error.told().splitlines()[0],))
    slides: dict[str, tuple[str, str, str]] = {}
    places: dict[str, str] = {}
    for cell in notebook.cells:
        meta = cell.metadata.get("taphuan") or {}
        if not meta.get("slide") or meta.get("role") == "notes":
            continue
        if meta["role"] == "heading":
            places[meta["slide"]] = meta.get("origin", meta["slide"])
        place = places.get(meta["slide"], meta["slide"])
        text, shows, labels = slides.get(place, ("", "", ""))
        # the cell with the states of documents that no sentence of the slide marks
        if cell.id.endswith("-states"):
            slides[place] = text, shows, f"{labels}\n{cell.source}"
        else:
            of_text = "".join(_BADGE.findall(cell.source))
            slides[place] = (
                f"{text}\n{_BADGE.sub('', cell.source)}",
                f"{shows}{_outputs(cell)}",
                f"{labels}\n{of_text}",
            )
    return Deck(slides, check_notebook(notebook))


def _outputs(cell: NotebookNode) -> str:
    """The data of the tables and figures that a cell shows."""
    bundles = (output.get("data", {}) for output in cell.get("outputs", ()))
    return "".join(
        json.dumps(bundle[mime], sort_keys=True) for bundle in bundles for mime in (TABLE, CHART) if mime in bundle
    )


def deck_lines(before: dict[tuple[str, date], Deck], after: dict[tuple[str, date], Deck]) -> Iterator[str]:
    """What became of the decks: a line a conference and day, below it the slides."""
    for (slug, day), new in after.items():
        old = before[slug, day]
        head = f"  {slug} on {day.isoformat()}: "
        gone = [place for place in old.slides if place not in new.slides]
        more = [place for place in new.slides if place not in old.slides]
        other = [place for place, text in new.slides.items() if place in old.slides and old.slides[place] != text]
        reworded = [place for place in other if old.slides[place][0] != new.slides[place][0]]
        labels = [place for place in other if old.slides[place][:2] == new.slides[place][:2]]
        tables = [place for place in other if place not in (*reworded, *labels)]
        failing = [finding for finding in new.findings if finding not in old.findings]
        counts = (
            (labels, "with another label"),
            (tables, "with another table or figure"),
            (reworded, "in other words"),
            (gone, "left out"),
            (more, "new"),
        )
        found = ", ".join(f"{len(each)} {what}" for each, what in counts if each and new.slides)
        fails = f"; it would not be published: {len(failing)} finding{'s' * (len(failing) != 1)}" if failing else ""
        yield head + (f"slides: {found or 'none changes'}{fails}" if found or failing else "not a word changes")
        yield from (f"    would fail: {finding}" for finding in failing)
        if not new.slides:
            continue
        for each, what in ((labels, "another label"), (tables, "another table or figure")):
            for notebook, cells in _by_notebook(each).items():
                yield f"    {what}: {notebook}: cells {', '.join(cells)}"
        for place in reworded:
            yield f"    other words: {_place(place)}"
            yield from (f"      {line}" for line in _changed(old.slides[place][0], new.slides[place][0]))
        yield from (f"    left out: {_place(place)}{_condition(place)}" for place in gone)
        yield from (f"    new: {_place(place)}{_condition(place)}" for place in more)


def _place(origin: str) -> str:
    """ "modules/dau-tu-cntt#con-so" → "notebooks/modules/dau-tu-cntt.ipynb, cell con-so"."""
    notebook, _, cell = origin.partition("#")
    return f"{paths.NOTEBOOKS.name}/{notebook}.ipynb, cell {cell}" if cell else origin


def _condition(origin: str) -> str:
    """The condition under which a slide is shown, and what a lesson needs it for, as its notebook has it."""
    notebook, _, cell = origin.partition("#")
    path = paths.NOTEBOOKS / f"{notebook}.ipynb"
    slides = read_source(path).slides if path.is_file() else ()
    options = next((slide.heading.options for slide in slides if slide.heading.id == cell), {})
    # without a slide of its block a lesson is none, and the check fails
    named = [f"{key}: {options[key]}" for key in ("when", "unless", "block") if key in options]
    return f" ({'; '.join(named)})" if named else ""


def _changed(before: str, after: str) -> Iterator[str]:
    """The first lines that differ."""
    old, new = before.splitlines(), after.splitlines()
    for mark, lines, others in (("−", old, new), ("+", new, old)):
        for line in [line for line in lines if line not in others][:_MOST_LINES]:
            yield f"{mark} {line[:_WIDEST]}{'…' * (len(line) > _WIDEST)}"


def _by_notebook(places: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for place in places:
        notebook, _, cell = place.partition("#")
        found[f"{paths.NOTEBOOKS.name}/{notebook}.ipynb" if cell else place].append(cell)
    return found


@dataclass(frozen=True)
class Place:
    """A place that says something of a document: the file, where in it, and what it says."""

    file: str
    where: str
    said: str


def places_of(target: str, day: date, by: str) -> Iterator[Place]:
    """The places that say something of a document and still say it on a day: cells of notebooks, entries and rows of data/;
    not the lists in which the document `by`, which acts on it, stands beside it."""
    document = law.document(target)
    for path in sorted(paths.NOTEBOOKS.glob("*/*.ipynb")):
        for slide in read_source(path).slides:
            for cell in (slide.heading, *slide.body):
                if _says(cell, document, day):
                    text = _first(cell, target)
                    yield Place(shown(path), f"cell {cell.id}", text)
    for path in sorted(paths.DATA.rglob("*.yaml")):
        problems: list[Problem] = []
        read = read_document(path.read_text(encoding="utf-8"), shown(path), problems)
        for at, entry in _entries(read.value, ()) if read else ():
            if _rests_on(entry, target) and not _is_over(entry, day) and by not in entry.get("legal_documents", ()):
                lists = "legal_documents" in entry and read is not None
                line = read.lines.get((*at, "legal_documents") if lists else at, 1) if read else 1
                yield Place(shown(path), f"line {line}", f"{entry.get('id', '')} {_text_of(entry)}".strip())
    for name, table in schema().items():
        if name.startswith(("law.legal_", "sources")) or not table["path"].endswith(".csv"):
            continue
        for number, row in enumerate(rows(table["path"].removesuffix(".csv")), start=2):
            held = any(target in (value or "").split(";") for key, value in row.items() if key != "source_id")
            if held and not _is_over(row, day):
                key = next((row[one] for one in ("id", "topic", "what_vi", "article") if row.get(one)), "")
                yield Place(f"{paths.DATA.name}/{table['path']}", f"row {number}", key)


def _says(cell: SourceCell, document: law.LegalDocument, day: date) -> bool:
    cited = (*citations.cited_ids(cell.text), *cell.options.get("cites", ()))
    if (end := _end(cell, cited)) and end < day.isoformat():
        return False
    if cell.type == "code":
        return f'"{document.id}"' in cell.text
    return document.id in cited or document.id in {one.id for one in law.named_in(cell.text, day)}


def _end(cell: SourceCell, cited: Iterable[str]) -> str:
    """The last day on which a cell is shown, by its window or by the items that it cites (as compose reckons); "" for none."""
    until = (cell.options.get("window") or {}).get("until", "")
    if until or cell.options.get("history"):
        return str(until)
    items = {item.id: item for item in all_items()}
    ends = [items[id_].until for id_ in cited if id_ in items]
    return min((end.isoformat() for end in ends if end), default="")


def _first(cell: SourceCell, target: str) -> str:
    """The line of a cell that is about a document."""
    lines = [line.strip("-# ") for line in cell.text.splitlines() if line.strip()]
    chosen = next((line for line in lines if target in line), lines[0] if lines else "")
    return _short(citations.without_citations(chosen))


def _entries(value: Any, at: tuple[str | int, ...]) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """(path, mapping) for every mapping below a value, but not what is said from another day on (`after`)."""
    if isinstance(value, dict):
        yield at, value
        for key, inner in value.items():
            if key != "after":
                yield from _entries(inner, (*at, key))
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from _entries(inner, (*at, number))


def _rests_on(entry: dict[str, Any], target: str) -> bool:
    cited, listed = (entry.get(key) for key in ("law", "legal_documents"))
    ids = [str(one).partition(" ")[0] for each in (cited, listed) if isinstance(each, list) for one in each]
    return target in ids


def _is_over(entry: dict[str, Any], day: date) -> bool:
    """Whether what it says ended before the day, or the day's change is told already, or it is never printed."""
    after = entry.get("after")
    told = isinstance(after, dict) and str(after.get("from", "9")) >= day.isoformat()
    over = bool(entry.get("until")) and str(entry["until"]) < day.isoformat()
    return over or told or entry.get("use") is False


def _text_of(entry: dict[str, Any]) -> str:
    if isinstance(entry.get("legal_documents"), list):
        return "(legal_documents: add the new document)"
    return _short(str(next((entry[one] for one in ("text", "name", "question", "title") if entry.get(one)), "")))


def _short(text: str) -> str:
    plain = " ".join(text.split())
    return f"“{plain}”" if len(plain) <= _LONGEST else f"“{plain[:_LONGEST]}…”"


def told(id_: str, changed: Iterable[str], words: bool) -> Iterator[str]:
    """What a registered document does; `changed` are the lines about decks, where they were compared. `words`: with what each
    place says."""
    new, turns = law.document(id_), turns_of(id_)
    acts = [relation for relation in law.relations() if relation.source == id_]
    known = new.known_from or date.max
    yield f"what {new.short} does, known from {known.isoformat()}:"
    for turn in turns:
        was = f", until then “{turn.before}”" if turn.before else ""
        yield f"  {law.document(turn.target).short} ({turn.target}) from {turn.day.isoformat()}: “{turn.label}”{was}"
    for relation in acts:
        if relation.target not in {turn.target for turn in turns}:
            open_day = relation.kind in ENDS and relation.effective is None
            why = "the day is not known, so it ends nothing yet" if open_day else f"no other state ({relation.kind})"
            yield f"  {law.document(relation.target).short} ({relation.target}): {why}"
    if not turns:
        yield "no document gets another state: no deck of any day says something else by itself"
        return
    earlier = [f"{one.slug} ({one.as_of.isoformat()})" for one in conferences() if one.as_of < known]
    yield f"decks of a day before {known.isoformat()}: not a word changes: {', '.join(earlier) or 'none'}"
    yield f"decks of {known.isoformat()} or later, also of those conferences where they are built with --as-of:"
    yield from changed
    for target in dict.fromkeys(turn.target for turn in turns):
        yield from _places_told(target, [turn for turn in turns if turn.target == target], id_, words)


def _places_told(target: str, turns: list[Turn], by: str, words: bool) -> Iterator[str]:
    """The places to reword because of what happens to one document."""
    last = turns[-1]
    places = list(places_of(target, last.day, by))
    short = law.document(target).short
    if not places:
        yield f"{short}: no place says anything of it on {last.day.isoformat()}"
        return
    until = (last.day - timedelta(1)).isoformat()
    remedy = (
        f"until: '{until}', or after: from '{last.day.isoformat()}'" if last.ends else "compare each with the new text"
    )
    files: dict[str, list[Place]] = defaultdict(list)
    for place in places:
        files[place.file].append(place)
    yield (
        f"{short}: {len(places)} places in {len(files)} files still speak of it on {last.day.isoformat()}; "
        f"reword what is no longer right ({remedy})"
    )
    for file, found in files.items():
        if words:
            yield f"  {file}"
            yield from (f"    {place.where}: {place.said}" for place in found)
        else:
            kind = found[0].where.partition(" ")[0]
            yield f"  {file}: {kind}s {', '.join(_ranges([place.where.partition(' ')[2] for place in found]))}"


def _ranges(names: list[str]) -> Iterator[str]:
    """Names as they are, numbers in a row as one: 171, 172, 173 → 171–173."""
    first = last = ""
    for name in (*names, ""):
        if name.isdecimal() and last and int(name) == int(last) + 1:
            last = name
            continue
        if first:
            yield first if first == last else f"{first}–{last}"
        first = last = name if name.isdecimal() else ""
        if name and not first:
            yield name
