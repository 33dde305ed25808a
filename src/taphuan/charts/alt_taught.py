"""What the figures of taught numbers, goals and steps show, in words made from their data."""

from __future__ import annotations

from collections.abc import Sequence

from taphuan.charts.alt import join


def numbers_alt(cards: Sequence[tuple[str, str, str, str]]) -> str:
    """Every number with its label; the arguments are the chart's own."""
    sentences = ["Thẻ số." if len(cards) == 1 else f"{len(cards)} thẻ số."]
    sentences += [
        f"{label}: {' '.join(filter(None, (value, unit)))}{f', {year}' if year else ''}."
        for value, unit, label, year in cards
    ]
    return join(sentences)


def steps_alt(steps: Sequence[tuple[str, str]]) -> str:
    """The steps in their order."""
    told = [
        f"Bước {place}: {name}{f' – {text}' if text else ''}".rstrip(".") + "."
        for place, (name, text) in enumerate(steps, start=1)
    ]
    return join([f"Sơ đồ {len(steps)} bước nối tiếp.", *told])


def quantities_alt(rows: Sequence[tuple[str, str, str, float | None]], what: str) -> str:
    """`what` names the picture ("Biểu đồ thanh ngang so sánh 3 số liệu"); the rows are the chart's own."""
    told = [f"{label}{f' ({year})' if year else ''}: {value}." for label, year, value, _ in rows]
    return join([f"{what}.", *told])
