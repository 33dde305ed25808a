"""Rules of conferences, modules and the layout file: what they name exists, on the day they name it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from taphuan.data.check.schema import nearest
from taphuan.data.check.tables import Document
from taphuan.data.rules.base import Data, Rule, in_force
from taphuan.errors import Problem

ITEM_LISTS = ("key_points", "figures", "discussion_questions", "quiz")
Path = tuple[str | int, ...]


def _list(value: Any) -> list[Any]:
    """The value if it is a list; a wrong type is a problem of the models, not of these rules."""
    return value if isinstance(value, list) else []


def _words(value: Any) -> dict[int, str]:
    """The texts of a list by their place; anything else in it is a problem of the models."""
    return {number: item for number, item in enumerate(_list(value)) if isinstance(item, str)}


def _before(words: dict[int, str], number: int) -> set[str]:
    return {word for place, word in words.items() if place < number}


def _items(document: Document, *names: str) -> Iterator[tuple[Path, dict[str, Any]]]:
    for name in names:
        for number, item in enumerate(_list(document.value.get(name))):
            if isinstance(item, dict):
                yield (name, number), item


def _documents(data: Data) -> Iterator[Document]:
    yield from data.conferences.values()
    yield from data.modules.values()
    if data.layout:
        yield data.layout


def slugs_are_file_names(data: Data) -> Iterator[Problem]:
    """The slug inside a file is the file's name."""
    for name, document in (*data.conferences.items(), *data.modules.items()):
        slug = document.value.get("slug")
        if isinstance(slug, str) and slug != name:
            yield document.problem(("slug",), f"the file is named {name}.yaml", "Rename the file or the slug.", slug)


def cited_sources_exist(data: Data) -> Iterator[Problem]:
    """Every source id in every YAML file is in sources.csv."""
    if not data.has("sources"):
        return
    known = data.column("sources", "source_id")
    for document in _documents(data):
        for path, ids in _source_ids(document.value, ()):
            for key in ids:
                if key not in known:
                    remedy = f"{nearest(key, sorted(known))}Correct it, or add it to data/sources.csv first."
                    yield document.problem(path, "not in the column source_id of data/sources.csv", remedy, key)


def _source_ids(value: Any, path: Path) -> Iterator[tuple[Path, list[str]]]:
    if isinstance(value, dict):
        for key, item in value.items():
            if (key == "source_id" or key.endswith("_source_id")) and isinstance(item, str):
                yield (*path, key), item.split(";")
            elif key == "extra_sources":
                yield from (((*path, key, number), [text]) for number, text in _words(item).items())
            else:
                yield from _source_ids(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _source_ids(item, (*path, number))


def modules_of_conferences_exist(data: Data) -> Iterator[Problem]:
    """A conference's modules exist, and none stands twice."""
    for conference in data.conferences.values():
        modules = _words(conference.value.get("modules"))
        for number, module in modules.items():
            path: Path = ("modules", number)
            if module in data.unread:
                continue
            if module not in data.modules:
                remedy = f"{nearest(module, list(data.modules))}Correct it, or add data/modules/{module}.yaml."
                yield conference.problem(path, "no module of this name", remedy, module)
            elif module in _before(modules, number):
                yield conference.problem(path, "the module stands twice", "Delete one of the two.", module)


def participants_are_units_of_the_day(data: Data) -> Iterator[Problem]:
    """Participating regions and provinces are in force on the conference's as_of."""
    for conference in data.conferences.values():
        as_of, participants = conference.value.get("as_of"), conference.value.get("participants")
        if not isinstance(as_of, str) or not isinstance(participants, dict):
            continue
        regions = {row["slug"] for row in data.rows("units/regions") if in_force(row, as_of)}
        for kind, known in (("regions", regions), ("provinces", set(data.units_on(as_of)))):
            for number, slug in _words(participants.get(kind)).items():
                if known and slug not in known:
                    what = f"no {kind[:-1]} of this name on {as_of}"
                    remedy = f"{nearest(slug, sorted(known))}Write its slug on that day, or correct as_of."
                    yield conference.problem(("participants", kind, number), what, remedy, slug)


def conferences_end_before_their_knowledge_does(data: Data) -> Iterator[Problem]:
    """date_start <= date_end <= as_of; one that is still to come is known from its plan, before its days."""
    for conference in data.conferences.values():
        names = ("date_start", "date_end") if conference.value.get("plan") else ("date_start", "date_end", "as_of")
        days = [(name, conference.value.get(name)) for name in names]
        given = [(name, day) for name, day in days if isinstance(day, str)]
        for (name, earlier), (later_name, later) in pairwise(given):
            if later < earlier:
                what = f"before {name} {earlier}"
                yield conference.problem((later_name,), what, "Correct one of the two days.", later)


def timetables_name_what_the_conference_has(data: Data) -> Iterator[Problem]:
    """A slot's module is one of the conference's modules, each once; its speaker is one of its speakers."""
    for conference in data.conferences.values():
        speakers = [item.get("name") for _, item in _items(conference, "speakers")]
        known = {"module": _list(conference.value.get("modules")), "speaker": speakers}
        seen: set[str] = set()
        for path, slot in _items(conference, "timetable"):
            given = [(key, name, names) for key, names in known.items() if isinstance(name := slot.get(key), str)]
            for key, name, names in given:
                if name not in names:
                    remedy = f"{nearest(name, names)}Correct it, or add it to {key}s."
                    yield conference.problem((*path, key), f"not in {key}s of this conference", remedy, name)
                elif key == "module" and name in seen:
                    yield conference.problem((*path, key), "the module stands twice", "Delete one of the two.", name)
            seen |= {name for key, name, _ in given if key == "module"}


def assumptions_are_explained(data: Data) -> Iterator[Problem]:
    """What is assumed says why: as_of_assumption in a conference, known_note in a module's item."""
    for conference in data.conferences.values():
        if conference.value.get("as_of_basis") == "assumed" and not conference.value.get("as_of_assumption"):
            what, remedy = "as_of is assumed without a reason", "Add as_of_assumption with the reason."
            yield conference.problem(("as_of_basis",), what, remedy, "assumed")
    for module in data.modules.values():
        for path, item in _items(module, *ITEM_LISTS):
            if item.get("known_basis") == "assumed" and not item.get("known_note"):
                what, remedy = "known_from is assumed without a reason", "Add known_note with the reason."
                yield module.problem((*path, "known_basis"), what, remedy, "assumed")
            if item.get("use") is False and not item.get("use_note"):
                what, remedy = "a question is left out without a reason", "Add use_note with the reason."
                yield module.problem((*path, "use"), what, remedy, "false")


def items_have_their_own_id(data: Data) -> Iterator[Problem]:
    """Ids are unique in a module and begin with its slug; layout rules have unique ids."""
    for slug, module in data.modules.items():
        yield from _unique_ids(module, list(_items(module, *ITEM_LISTS)), f"{slug}-")
    if data.layout:
        yield from _unique_ids(data.layout, list(_items(data.layout, "rules")), "")


def _unique_ids(document: Document, items: list[tuple[Path, dict[str, Any]]], prefix: str) -> Iterator[Problem]:
    first: dict[str, Path] = {}
    for path, item in items:
        identity = item.get("id")
        if not isinstance(identity, str):
            continue
        if identity in first:
            what = f"the same id as on line {document.lines[(*first[identity], 'id')]}"
            yield document.problem((*path, "id"), what, "Give one of the two another id.", identity)
        elif not identity.startswith(prefix):
            yield document.problem((*path, "id"), f"does not begin with {prefix}", f"Begin it with {prefix}.", identity)
        first.setdefault(identity, path)


def windows_are_in_order(data: Data) -> Iterator[Problem]:
    """known_from <= until, known_from < after.from."""
    for module in data.modules.values():
        for path, item in _items(module, *ITEM_LISTS):
            begin, until, after = item.get("known_from"), item.get("until"), item.get("after")
            if isinstance(begin, str) and isinstance(until, str) and until < begin:
                what = f"before known_from {begin}; it is the last day on which the wording is right"
                yield module.problem((*path, "until"), what, "Correct one of the two days.", until)
            start = after.get("from") if isinstance(after, dict) else None
            if isinstance(begin, str) and isinstance(start, str) and start <= begin:
                what = f"not after known_from {begin}"
                yield module.problem((*path, "after", "from"), what, "Correct one of the two days.", start)


def quizzes_can_be_answered(data: Data) -> Iterator[Problem]:
    """The answer is one of the options, and the key point it rests on is in the module."""
    for module in data.modules.values():
        points = [str(item.get("id")) for _, item in _items(module, "key_points")]
        for path, item in _items(module, "quiz"):
            options, answer, point = item.get("options"), item.get("answer"), item.get("key_point")
            if isinstance(options, dict) and isinstance(answer, str) and answer not in options:
                remedy = f"Write one of {', '.join(options)}."
                yield module.problem((*path, "answer"), "not one of the options", remedy, answer)
            if isinstance(point, str) and point not in points:
                remedy = f"{nearest(point, points)}Name a key point of this module."
                yield module.problem((*path, "key_point"), "no key point of this id", remedy, point)


def legal_documents_are_registered(data: Data) -> Iterator[Problem]:
    """A module's legal documents are in the register, each once."""
    if not data.has("law/legal_documents"):
        return
    known = data.column("law/legal_documents", "id")
    for module in data.modules.values():
        ids = _words(module.value.get("legal_documents"))
        for number, identity in ids.items():
            if identity not in known:
                hint = nearest(identity, sorted(known))
                remedy = f"{hint}Correct it, or add it to data/law/legal_documents.csv."
                what = "not in the column id of data/law/legal_documents.csv"
                yield module.problem(("legal_documents", number), what, remedy, identity)
            elif identity in _before(ids, number):
                yield module.problem(("legal_documents", number), "stands twice", "Delete one of the two.", identity)


def decks_are_of_known_parts(data: Data) -> Iterator[Problem]:
    """slides/deck.yaml names each part of a document once and gives the modules their place in every deck."""
    if data.order is None:
        return
    for kind in ("conference", "module", "province"):
        documents = data.order.value.get(kind)
        for name, parts in documents.items() if isinstance(documents, dict) else ():
            given = _words(parts)
            for number, slug in given.items():
                if slug in _before(given, number):
                    yield data.order.problem((kind, name, number), "stands twice", "Delete one of the two.", slug)
            if name == "deck" and "modules" not in given.values():
                what = "“modules” is missing: the deck would hold no module"
                yield data.order.problem((kind, name), what, "Add “modules” where they belong.")


RULES: tuple[Rule, ...] = (
    slugs_are_file_names,
    cited_sources_exist,
    modules_of_conferences_exist,
    participants_are_units_of_the_day,
    conferences_end_before_their_knowledge_does,
    timetables_name_what_the_conference_has,
    assumptions_are_explained,
    items_have_their_own_id,
    windows_are_in_order,
    quizzes_can_be_answered,
    legal_documents_are_registered,
    decks_are_of_known_parts,
)
