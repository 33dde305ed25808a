"""Dated quantities of the modules and facts: the items behind an id, and a value with its unit as it is printed."""

from __future__ import annotations

import re
from datetime import date

from taphuan.errors import UnknownName
from taphuan.known.conferences import conference_slugs, facts, module, module_slugs
from taphuan.known.items import Item
from taphuan.text import NBSP, number, say

_DATE = re.compile(r"\d{1,2}/\d{1,2}/\d{4}")
# what the data say of a value behind its name, and how it is written before the number
_BOUND = re.compile(r" \((trên|hơn|tối đa|tối thiểu)(?:, ([^()]+))?\)$")
_BOUNDS = {"trên": ">", "hơn": ">", "tối đa": f"≤{NBSP}", "tối thiểu": f"≥{NBSP}"}


def quantities(ids: tuple[str, ...]) -> tuple[Item, ...]:
    """The figures (`ha-tang-so-g7`) and facts (`truc-tuyen-2022-f09`) behind ids, in their order.

    Raises UnknownName for an id nobody has, ValueError for one that holds no single value.
    """
    items = tuple(map(_quantity_item, ids))
    for item in items:
        value = item.detail("value")
        if value is None or ";" in str(value):
            what = "no value" if value is None else f"several values ({value})"
            raise ValueError(f"'{item.id}' holds {what}; a number needs one: tell it in a sentence instead")
    return items


def usable(items: tuple[Item, ...], as_of: date) -> tuple[Item, ...]:
    """Those that may be shown on the day; ValueError that names the remedy where none may."""
    usable_items = tuple(item for item in items if item.usable(as_of))
    if not usable_items:
        windows = ", ".join(
            f"{item.id} ({item.known_from.isoformat()} to {item.until.isoformat() if item.until else 'open'})"
            for item in items
        )
        raise ValueError(
            f"nothing of this may be shown on {as_of.isoformat()}: {windows}; "
            "name the ids in the cell's `cites`, or give it a `window`, so that it is left out on such a day"
        )
    return usable_items


def _quantity_item(id_: str) -> Item:
    owner = id_.rpartition("-")[0]
    if owner in module_slugs():
        items = module(owner).of_kind("figure")
    elif owner in conference_slugs():
        items = tuple(item for item in facts(owner) if item.detail("value") is not None)
    else:
        raise UnknownName("figure or fact", id_, (*module_slugs(), *conference_slugs()))
    item = next((item for item in items if item.id == id_), None)
    if item is None:
        raise UnknownName("figure or fact", id_, tuple(item.id for item in items))
    return item


def label(item: Item) -> str:
    """What the value is of, without the word that says whether it is a bound, which stands at the number."""
    return _BOUND.sub(lambda found: f" ({found[2]})" if found[2] else "", item.text)


def printed(item: Item) -> tuple[str, str]:
    """Number and unit as a reader writes them: ("2.626", "người"), ("14,5%", "GDP"), ("71/193", "thứ hạng").

    The unit is empty where the value says it itself: a share, a day, a span of years.
    """
    value, unit = item.detail("value"), str(item.detail("unit") or "")
    # a fact's value is written in a table, a figure's in YAML: both are digits with a decimal point, or finished text
    bound = _BOUNDS[found[1]] if (found := _BOUND.search(item.text)) else ""
    text = bound + (number(value) if re.fullmatch(r"\d+(\.\d+)?", str(value)) else str(value))
    if unit.startswith("%"):
        return f"{text}%", unit[1:].strip()
    base = re.fullmatch(r"(.+)/(\d+)", unit)
    if base:
        return f"{text}/{number(base[2])}", base[1]
    if _DATE.fullmatch(text) or (unit == "năm" and "–" in text):
        return text, ""
    return text, unit


def phrase(item: Item) -> str:
    """ "14,5% GDP", "36 tỷ USD": number and unit in one piece."""
    return f"{NBSP}".join(part for part in printed(item) if part)


def amount(item: Item) -> float | None:
    """The value as a number that can be drawn to scale; None for "2/2" or a day."""
    value = str(item.detail("value"))
    return float(value) if re.fullmatch(r"\d+(\.\d+)?", value) else None


def year_line(item: Item, as_of: date) -> str:
    """ "năm 2024", "đến năm 2030" while it lies ahead; empty where the label or the value says the year already."""
    year = str(item.detail("year") or "")
    if not re.match(r"\d{4}", year) or year in label(item) or year in printed(item)[0]:
        return ""
    return say(
        "lesson.quantities.year", until=say("lesson.quantities.until") if int(year[:4]) > as_of.year else "", year=year
    )
