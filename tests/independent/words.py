"""The words of the documents: how a text is cut into sentences, what the names of units and indices look like."""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache

from published import INDICES, PILLARS, all_units, region_names

_MARKUP = re.compile(r"<[^>]*>|\*\*|^\s*(?:#{1,6}|[-+>]|\d+[.)])\s+", re.MULTILINE)
_ESCAPE = re.compile(r"\\(?=[^\w\s])")
_END = re.compile(r"(?<=[.!?…])[”)]?\s+(?=[^\W\d_a-zđ]|[“(]|\d)|\n+|\s*\|\s*")


@cache
def plain(text: str) -> str:
    """The text without Markdown, tags and no-break spaces; “TP.” loses its full stop, which ends no sentence."""
    text = unicodedata.normalize("NFC", html.unescape(text)).replace("\u00a0", " ")
    text = _ESCAPE.sub("", _MARKUP.sub("", text))
    return re.sub(r"\bTP\. ?(?=\w)", "TP ", text)


@cache
def sentences(text: str) -> tuple[str, ...]:
    """The sentences of a text, each line for itself, without its full stop."""
    return tuple(cut for part in _END.split(plain(text)) if (cut := part.strip().rstrip(".").strip()))


@cache
def names() -> dict[str, frozenset[str]]:
    """Every printed name of a unit → the slugs it may mean, over all days."""
    found: dict[str, set[str]] = {}
    for unit in all_units():
        lower = unit.full_name[:1].lower() + unit.full_name[1:]
        for name in (unit.name, unit.full_name, lower, f"TP {unit.name}"):
            found.setdefault(plain(name), set()).add(unit.slug)
    return {name: frozenset(slugs) for name, slugs in found.items()}


def _either(words: list[str]) -> str:
    return "(?:" + "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) + ")"


@cache
def patterns() -> dict[str, str]:
    """What stands for a word in braces in a rule."""
    regions = {name for unit in all_units() for name in region_names(unit.start).values()}
    indices = [*INDICES.values(), *(name[:1].lower() + name[1:] for name in INDICES.values())]
    unit = _either(list(names()))
    listed = rf"{unit}(?:(?:, | và ){unit})*"
    return {
        "unit": unit,
        "units": rf"(?:{listed}|\d+ tỉnh, thành phố)",
        "region": _either(list(regions)),
        "index": _either(indices),
        "pillar": _either([name[:1].lower() + name[1:] for name in PILLARS.values()]),
        "v": r"−?\d+,\d",
        "n": r"\d+",
        "year": r"20\d\d",
        "date": r"\d{1,2}/\d{1,2}/\d{4}",
        "word": r"(?:cao hơn|thấp hơn|ngang)",
    }


@cache
def compiled(rule: str) -> re.Pattern[str]:
    """A rule as a pattern: {unit:x} is a unit's name in the group x, {v} a value, {n} a number; the rest is a regular expression."""

    def word(match: re.Match[str]) -> str:
        kind, _, group = match[1].partition(":")
        inner = patterns()[kind]
        return f"(?P<{group}>{inner})" if group else inner

    return re.compile(r"(?<!\w)" + re.sub(r"\{([a-z]+(?::\w+)?)\}", word, rule))


@cache
def listed_units(text: str) -> tuple[str, ...]:
    """The names in a list of units."""
    return tuple(re.findall(patterns()["unit"], text))


def column(label: str) -> str:
    """The column of an index by its printed name. Raises KeyError for what is no index."""
    return {name.lower(): key for key, name in INDICES.items()}[label.lower()]


def pillar_key(label: str) -> str:
    """The key of a pillar by its printed name, with or without “trụ cột”. Raises KeyError for what is no pillar."""
    return {name.lower(): key for key, name in PILLARS.items()}[f"trụ cột {label.lower().removeprefix('trụ cột ')}"]


def shown_names(count_or_names: str, slugs: frozenset[str], row_names: dict[str, str]) -> bool:
    """Whether a printed list names exactly these units of a table, or says their number."""
    if count_or_names[0].isdigit():
        return int(count_or_names.split()[0]) == len(slugs)
    said = listed_units(count_or_names)
    return len(said) == len(slugs) and all(
        names()[name] & slugs or name in {row_names[slug] for slug in slugs} for name in said
    )
