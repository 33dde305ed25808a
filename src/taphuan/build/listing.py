"""What `taphuan list` prints: conferences, provinces and modules as columns, the slug first."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from taphuan.build.plan import not_ready_reason
from taphuan.known.conferences import Conference, conference, conferences, module, module_slugs, participants
from taphuan.known.units import predecessors, region_of, units_on

Rows = Iterable[tuple[str, ...]]


def lines(what: str, day: date, as_of_given: bool, conference_slug: str | None) -> Iterable[str]:
    """Aligned lines, a header first. `what`: conferences · provinces · modules.

    Without a given day a conference and its participants stand as on the conference's own day; with one, a conference
    is listed from its own day on and its participants are those of `day`.

    Raises UnknownName for a conference nobody knows and BadDate for one that had not been held by `day`.
    """
    chosen = conference(conference_slug) if conference_slug else None
    if what == "conferences":
        header: tuple[str, ...] = ("CONFERENCE", "AS OF", "PROVINCES", "STATE", "TITLE")
        rows = _conferences((chosen,) if chosen else conferences(), day if as_of_given else None)
    elif what == "provinces":
        header = ("PROVINCE", "CODE", "NAME", "REGION", "MERGED FROM")
        rows = _provinces(chosen, day, as_of_given)
    else:
        header = ("MODULE", "NOTEBOOK", "ITEMS", "TITLE")
        rows = _modules(chosen.modules if chosen else module_slugs(), _day_of(chosen, day, as_of_given))
    return _aligned(header, rows)


def _day_of(chosen: Conference | None, day: date, as_of_given: bool) -> date:
    return day if as_of_given or chosen is None else chosen.as_of


def _conferences(listed: tuple[Conference, ...], day: date | None) -> Rows:
    for conf in listed:
        if day is None or conf.as_of <= day:
            on = day or conf.as_of
            yield conf.slug, on.isoformat(), str(len(participants(conf, on))), _state(conf), conf.title


def _state(conf: Conference) -> str:
    if not not_ready_reason(conf):
        drafts = [slug for slug in conf.modules if not module(slug).written]
        return f"ready, being written: {', '.join(drafts)}" if drafts else "ready"
    unwritten = sum(not module(slug).has_notebook for slug in conf.modules)
    return f"not ready, {unwritten} of {len(conf.modules)} modules to write"


def _provinces(chosen: Conference | None, day: date, as_of_given: bool) -> Rows:
    units = participants(chosen, _day_of(chosen, day, as_of_given)) if chosen else units_on(day)
    for unit in units:
        before = predecessors(unit)
        merged = ", ".join(other.name for other in before) if len(before) > 1 else ""
        yield unit.slug, unit.code, unit.full_name, region_of(unit).name, merged


def _modules(slugs: tuple[str, ...], day: date) -> Rows:
    """ITEMS counts the key points, figures and questions that may be shown on the day."""
    for slug in slugs:
        mod = module(slug)
        usable = sum(item.usable(day) for item in mod.items)
        state = "no" if not mod.has_notebook else "yes" if mod.written else "being written"
        yield slug, state, f"{usable}/{len(mod.items)}", mod.title


def _aligned(header: tuple[str, ...], rows: Rows) -> Iterable[str]:
    table = [header, *rows]
    widths = [max(len(row[column]) for row in table) for column in range(len(header))]
    for row in table:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
