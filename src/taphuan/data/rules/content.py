"""Rules of conferences, modules, the layout file and slides/deck.yaml: what they refer to exists, on the day it must."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from taphuan.data.check.schema import did_you_mean
from taphuan.data.documents import Document, Path
from taphuan.data.drafts import NO_SOURCE_YET, to_write
from taphuan.data.rules.base import ITEM_LISTS, Data, Rule, as_list, in_force, items_of, shifted
from taphuan.errors import Problem, coded


def _strings(value: Any) -> dict[int, str]:
    """The strings in a list by their index; the models report items of another type."""
    return {number: item for number, item in enumerate(as_list(value)) if isinstance(item, str)}


def _strings_before(strings: dict[int, str], number: int) -> set[str]:
    """The strings with an index below `number`."""
    return {string for index, string in strings.items() if index < number}


def _documents(data: Data) -> Iterator[Document]:
    yield from data.conferences.values()
    yield from data.lessons.values()
    if data.layout:
        yield data.layout


@coded("TH421")
def slugs_are_file_names(data: Data) -> Iterator[Problem]:
    """The slug in a file equals the name of the file."""
    for name, document in (*data.conferences.items(), *data.lessons.items()):
        slug = document.value.get("slug")
        if isinstance(slug, str) and slug != name:
            yield document.problem(("slug",), f"the file is named {name}.yaml", "Rename the file or the slug.", slug)


@coded("TH422")
def cited_sources_exist(data: Data) -> Iterator[Problem]:
    """Every source id in a YAML file is in sources.csv."""
    if not data.has("sources"):
        return
    known = data.column("sources", "source_id")
    for document in _documents(data):
        yet = {NO_SOURCE_YET} if document.value.get("written") is False else set()
        for path, ids in _source_ids(document.value, ()):
            for key in ids:
                if key not in known | yet:
                    remedy = f"{did_you_mean(key, sorted(known))}Correct it, or add it to data/sources.csv first."
                    yield document.problem(path, "not in the column source_id of data/sources.csv", remedy, key)


def _source_ids(value: Any, path: Path) -> Iterator[tuple[Path, list[str]]]:
    """(path, source ids) for every place below a value that contains source ids."""
    if isinstance(value, dict):
        for key, item in value.items():
            if (key == "source_id" or key.endswith("_source_id")) and isinstance(item, str):
                yield (*path, key), item.split(";")
            elif key == "extra_sources":
                yield from (((*path, key, number), [id_]) for number, id_ in _strings(item).items())
            else:
                yield from _source_ids(item, (*path, key))
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _source_ids(item, (*path, number))


@coded("TH423")
def modules_of_conferences_exist(data: Data) -> Iterator[Problem]:
    """The modules of a conference exist, and none is listed twice."""
    for conference in data.conferences.values():
        modules = _strings(conference.value.get("modules"))
        for number, module in modules.items():
            path: Path = ("modules", number)
            if module in data.unread:
                continue
            if module not in data.modules:
                remedy = f"{did_you_mean(module, list(data.modules))}Correct it, or add data/modules/{module}.yaml."
                yield conference.problem(path, "no module of this name", remedy, module)
            elif module in _strings_before(modules, number):
                yield conference.problem(path, "the module is listed twice", "Delete one of the two.", module)


@coded("TH424")
def participants_are_units_of_the_day(data: Data) -> Iterator[Problem]:
    """The participating regions and provinces are in force on the conference's as_of."""
    for conference in data.conferences.values():
        as_of, participants = conference.value.get("as_of"), conference.value.get("participants")
        if not isinstance(as_of, str) or not isinstance(participants, dict):
            continue
        regions = {row["slug"] for row in data.rows("units/regions") if in_force(row, as_of)}
        for kind, known in (("regions", regions), ("provinces", set(data.units_on(as_of)))):
            for number, slug in _strings(participants.get(kind)).items():
                if known and slug not in known:
                    what = f"no {kind[:-1]} of this name on {as_of}"
                    remedy = f"{did_you_mean(slug, sorted(known))}Write the slug of that day, or correct as_of."
                    yield conference.problem(("participants", kind, number), what, remedy, slug)


@coded("TH425")
def dates_of_conferences_are_in_order(data: Data) -> Iterator[Problem]:
    """date_start <= date_end <= as_of; the as_of of a future conference, which has a plan, may be before its dates."""
    for conference in data.conferences.values():
        names = ("date_start", "date_end") if conference.value.get("plan") else ("date_start", "date_end", "as_of")
        values = [(name, conference.value.get(name)) for name in names]
        days = [(name, day) for name, day in values if isinstance(day, str)]
        for (name, earlier), (later_name, later) in pairwise(days):
            if later < earlier:
                what = f"before {name} {earlier}"
                yield conference.problem((later_name,), what, "Correct one of the two days.", later)


@coded("TH426")
def timetables_refer_to_their_conference(data: Data) -> Iterator[Problem]:
    """The module of a slot is a module of the conference and has only this slot; the speaker is one of its speakers."""
    for conference in data.conferences.values():
        speakers = [item.get("name") for _, item in items_of(conference, "speakers")]
        allowed = {"module": as_list(conference.value.get("modules")), "speaker": speakers}
        scheduled: set[str] = set()
        for path, slot in items_of(conference, "timetable"):
            references = [
                (key, name, names) for key, names in allowed.items() if isinstance(name := slot.get(key), str)
            ]
            for key, name, names in references:
                if name not in names:
                    remedy = f"{did_you_mean(name, names)}Correct it, or add it to {key}s."
                    yield conference.problem((*path, key), f"not in {key}s of this conference", remedy, name)
                elif key == "module" and name in scheduled:
                    what = "the module is in the timetable twice"
                    yield conference.problem((*path, key), what, "Delete one of the two.", name)
            scheduled |= {name for key, name, _ in references if key == "module"}
        chair = conference.value.get("discussion_chair")
        if isinstance(chair, str) and chair not in speakers:
            remedy = f"{did_you_mean(chair, [name for name in speakers if name])}Correct it, or add it to speakers."
            yield conference.problem(("discussion_chair",), "not in speakers of this conference", remedy, chair)


@coded("TH448")
def slots_of_a_day_do_not_overlap(data: Data) -> Iterator[Problem]:
    """No slot of the timetable begins before the one before it on that day has ended."""
    for conference in data.conferences.values():
        ends: dict[str, tuple[str, str]] = {}
        for path, slot in items_of(conference, "timetable"):
            day, start, end = (slot.get(key) for key in ("day", "start", "end"))
            if not isinstance(start, str):
                continue
            until, name = ends.get(str(day), ("", ""))
            if start < until:
                what = f"before the end of {name} at {until}"
                yield conference.problem((*path, "start"), what, "Correct one of the two times.", start)
            ends[str(day)] = max((until, name), (end if isinstance(end, str) else start, str(slot.get("module"))))


@coded("TH427")
def assumptions_are_explained(data: Data) -> Iterator[Problem]:
    """An assumption has a reason: as_of_assumption in a conference, known_note and use_note in an item of a module."""
    for conference in data.conferences.values():
        if conference.value.get("as_of_basis") == "assumed" and not conference.value.get("as_of_assumption"):
            what, remedy = "as_of is assumed without a reason", "Add as_of_assumption with the reason."
            yield conference.problem(("as_of_basis",), what, remedy, "assumed")
    for module in data.lessons.values():
        for path, item in items_of(module, *ITEM_LISTS):
            if item.get("known_basis") == "assumed" and not item.get("known_note"):
                what, remedy = "known_from is assumed without a reason", "Add known_note with the reason."
                yield module.problem((*path, "known_basis"), what, remedy, "assumed")
            if item.get("use") is False and not item.get("use_note"):
                what, remedy = "a question is left out without a reason", "Add use_note with the reason."
                yield module.problem((*path, "use"), what, remedy, "false")


@coded("TH428")
def ids_are_unique(data: Data) -> Iterator[Problem]:
    """The ids in a module are unique and begin with its slug; the ids of the layout rules are unique."""
    for slug, module in data.lessons.items():
        yield from _unique_ids(module, list(items_of(module, *ITEM_LISTS)), f"{slug}-")
    if data.layout:
        yield from _unique_ids(data.layout, list(items_of(data.layout, "rules")), "")


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


@coded("TH429")
def days_of_items_are_in_order(data: Data) -> Iterator[Problem]:
    """known_from <= until and known_from < after.from."""
    for module in data.lessons.values():
        for path, item in items_of(module, *ITEM_LISTS):
            begin, until, after = item.get("known_from"), item.get("until"), item.get("after")
            if isinstance(begin, str) and isinstance(until, str) and until < begin:
                what = f"before known_from {begin}; until is the last day on which the wording is right"
                yield module.problem((*path, "until"), what, "Correct one of the two days.", until)
            start = after.get("from") if isinstance(after, dict) else None
            if isinstance(begin, str) and isinstance(start, str) and start <= begin:
                what = f"not after known_from {begin}"
                yield module.problem((*path, "after", "from"), what, "Correct one of the two days.", start)


@coded("TH430")
def communes_of_items_end_on_their_day(data: Data) -> Iterator[Problem]:
    """The commune of an `after` ends on the day before it."""
    ended = {(row["code"], row["valid_to"]) for row in data.rows("units/communes")}
    if not ended or "" in {code for code, _ in ended}:
        return  # without the codes, which are reported
    for module in data.lessons.values():
        for path, item in items_of(module, *ITEM_LISTS):
            after = item.get("after")
            code, start = (after.get("commune"), after.get("from")) if isinstance(after, dict) else (None, None)
            if isinstance(code, str) and isinstance(start, str) and (code, _eve(start)) not in ended:
                what = f"no commune of data/units/communes.csv with this code ends on the day before {start}"
                yield module.problem((*path, "after", "commune"), what, "Correct the code or the day.", code)


def _eve(day: str) -> str:
    """The day before an ISO day; the models report a text that is no day."""
    try:
        return shifted(day, -1)
    except ValueError:
        return ""


@coded("TH431")
def quizzes_can_be_answered(data: Data) -> Iterator[Problem]:
    """The answer of a question is one of its options, every other option has its reason, the key point is in the module, and its
    conferences exist."""
    for module in data.modules.values():
        points = [str(item.get("id")) for _, item in items_of(module, "key_points")]
        for path, item in items_of(module, "quiz"):
            options, answer, point = item.get("options"), item.get("answer"), item.get("key_point")
            if isinstance(options, dict) and isinstance(answer, str) and answer not in options:
                remedy = f"Write one of {', '.join(options)}."
                yield module.problem((*path, "answer"), "not one of the options", remedy, answer)
            whys = item.get("whys", {} if item.get("use") is True else None)
            if isinstance(options, dict) and isinstance(whys, dict) and answer in options:
                wrong = [letter for letter in options if letter != answer]
                if sorted(whys) != sorted(wrong):
                    remedy = f"Give one sentence for each of {', '.join(wrong)}."
                    what = "reasons for other letters than the options that are wrong"
                    yield module.problem((*path, "whys"), what, remedy, ", ".join(map(str, whys)))
            if isinstance(point, str) and point not in points:
                remedy = f"{did_you_mean(point, points)}Name a key point of this module."
                yield module.problem((*path, "key_point"), "no key point with this id", remedy, point)
            for number, slug in _strings(item.get("conferences")).items():
                if slug not in data.conferences and slug not in data.unread:
                    remedy = f"{did_you_mean(slug, list(data.conferences))}Correct it, or delete it."
                    yield module.problem((*path, "conferences", number), "no conference of this name", remedy, slug)


@coded("TH432")
def cited_laws_are_registered(data: Data) -> Iterator[Problem]:
    """Every document in `law` of an item, or of its `after`, is in the register and may be printed."""
    if not data.has("law/legal_documents"):
        return
    levels = {row["id"]: row["verified"] for row in data.rows("law/legal_documents")}
    for module in data.lessons.values():
        for path, item in items_of(module, *ITEM_LISTS):
            for place, holder in ((path, item), ((*path, "after"), item.get("after"))):
                laws = _strings(holder.get("law")) if isinstance(holder, dict) else {}
                for number, entry in laws.items():
                    identity = entry.partition(" ")[0]
                    if identity not in levels:
                        hint = did_you_mean(identity, sorted(levels))
                        remedy = f"{hint}Correct it, or add it to data/law/legal_documents.csv."
                        what = "not in the column id of data/law/legal_documents.csv"
                        yield module.problem((*place, "law", number), what, remedy, identity)
                    elif levels[identity] == "no":
                        remedy = "Verify the document, or state less."
                        yield module.problem(
                            (*place, "law", number), "the document has verified = no", remedy, identity
                        )


@coded("TH433")
def legal_documents_are_registered(data: Data) -> Iterator[Problem]:
    """The legal documents of a module are in the register, and none is listed twice."""
    if not data.has("law/legal_documents"):
        return
    known = data.column("law/legal_documents", "id")
    for module in data.modules.values():
        ids = _strings(module.value.get("legal_documents"))
        for number, identity in ids.items():
            if identity not in known:
                hint = did_you_mean(identity, sorted(known))
                remedy = f"{hint}Correct it, or add it to data/law/legal_documents.csv."
                what = "not in the column id of data/law/legal_documents.csv"
                yield module.problem(("legal_documents", number), what, remedy, identity)
            elif identity in _strings_before(ids, number):
                what = "the document is listed twice"
                yield module.problem(("legal_documents", number), what, "Delete one of the two.", identity)


@coded("TH434")
def parts_of_documents_are_unique(data: Data) -> Iterator[Problem]:
    """slides/deck.yaml lists each part of a document once, and the part `modules` in every deck that teaches."""
    if data.order is None:
        return
    for kind in ("conference", "single", "module", "province", "full", "commune"):
        documents = data.order.value.get(kind)
        for name, parts in documents.items() if isinstance(documents, dict) else ():
            slugs = _strings(parts)
            for number, slug in slugs.items():
                if slug in _strings_before(slugs, number):
                    what = "the part is listed twice"
                    yield data.order.problem((kind, name, number), what, "Delete one of the two.", slug)
            if name == "deck" and kind not in ("province", "commune") and "modules" not in slugs.values():
                what = "“modules” is missing: the deck would contain no module"
                yield data.order.problem((kind, name), what, "Add “modules” at the place of the modules.")


@coded("TH461")
def nothing_is_left_to_write(data: Data) -> Iterator[Problem]:
    """What is still to be written stands in modules with `written: false` alone."""
    for document in _documents(data):
        if document.value.get("written") is not False:
            for path, mark in to_write(document.value):
                remedy = "Write it, or set `written: false` until all is written."
                yield document.problem(path, "still to be written", remedy, mark)


RULES: tuple[Rule, ...] = (
    slugs_are_file_names,
    cited_sources_exist,
    modules_of_conferences_exist,
    participants_are_units_of_the_day,
    dates_of_conferences_are_in_order,
    timetables_refer_to_their_conference,
    slots_of_a_day_do_not_overlap,
    assumptions_are_explained,
    ids_are_unique,
    days_of_items_are_in_order,
    communes_of_items_end_on_their_day,
    quizzes_can_be_answered,
    cited_laws_are_registered,
    legal_documents_are_registered,
    parts_of_documents_are_unique,
    nothing_is_left_to_write,
)
