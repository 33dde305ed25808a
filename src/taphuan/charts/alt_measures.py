"""What the figures of single measures show, in words made from their data."""

from __future__ import annotations

from collections.abc import Sequence

from taphuan.charts.alt import join
from taphuan.charts.plots.bars import NO_VALUE, NOT_IN_TABLE
from taphuan.charts.plots.measure_parts import Part, Second
from taphuan.text import index_value, number


def index_alt(rows: Sequence[tuple[str, float, bool]], mean: float, mean_label: str, measure: str) -> str:
    """`measure` is "Hạ tầng số năm 2022"; the rest is the chart's own."""
    told = [f"{name[:1].upper()}{name[1:]}: {index_value(value)}." for name, value, _ in rows]
    return join([f"Biểu đồ thanh ngang: {measure}.", *told, f"Mức {mean_label} là {index_value(mean)}."])


def parts_alt(
    rows: Sequence[Part],
    decimals: int,
    mean_label: str,
    head: str,
    unit_name: str = "",
    beside: Second | None = None,
) -> str:
    """`head` names the figure, the unit and its total; then each part with its value, its rank and the mean.

    Beside a second province each part has both values, `unit_name`'s first, and the means come last.
    """
    sentences = [f"{head}."]
    if beside and not any(value is not None for _, value in beside[2]):
        sentences.append(f"{beside[0]} {NOT_IN_TABLE}.")
    elif beside:
        return join([*sentences, *_pair(rows, decimals, mean_label, unit_name, beside)])
    for label, aside, value, mean in rows:
        known = number(value, decimals) if value is not None else NO_VALUE
        extra = [part for part in (aside, f"{mean_label} {number(mean, decimals)}" if mean is not None else "") if part]
        in_brackets = f" ({', '.join(extra)})" if extra else ""
        sentences.append(f"{label}: {known}{in_brackets}.")
    return join(sentences)


def _pair(rows: Sequence[Part], decimals: int, mean_label: str, unit_name: str, beside: Second) -> list[str]:
    name, (total, base, _), second = beside

    def told(value: float | None, aside: str) -> str:
        known = number(value, decimals) if value is not None else NO_VALUE
        return f"{known} ({aside})" if aside else known

    parts = [
        f"{label} {told(value, aside)} và {told(other, second_aside)}"
        for (label, aside, value, _), (second_aside, other) in zip(rows, second, strict=True)
    ]
    means = [number(mean, decimals) for *_, mean in rows if mean is not None]
    return [
        f"{name}: {total}{base} điểm." if total else "",
        f"{unit_name} và {name}: {'; '.join(parts)}.",
        f"Mức {mean_label} lần lượt là {'; '.join(means)}." if means else "",
    ]


def merged_ranks_alt(
    lines: Sequence[tuple[str, Sequence[tuple[int, int]]]], own: Sequence[tuple[int, int, int]], of: int, unit_name: str
) -> str:
    """The arguments are the chart's own."""
    sentences = [f"Biểu đồ thứ hạng của các đơn vị trước sắp xếp thành {unit_name}."]
    sentences += [f"{name}: {', '.join(f'{rank}/{of} năm {year}' for year, rank in ranks)}." for name, ranks in lines]
    if own:
        told = ", ".join(f"{rank}/{total} năm {year}" for year, rank, total in own)
        sentences.append(f"{unit_name} sau sắp xếp: {told}, không so sánh được với các năm trước.")
    return join(sentences)
