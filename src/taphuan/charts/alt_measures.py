"""What the figures of single measures show, in words made from their data."""

from __future__ import annotations

from collections.abc import Sequence

from taphuan.charts.alt import join
from taphuan.charts.plots.bars import NO_VALUE
from taphuan.charts.plots.measure_parts import Part
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
) -> str:
    """`head` names the figure, the unit and its total; then each part with its value, its rank and the mean."""
    sentences = [f"{head}."]
    for label, aside, value, mean in rows:
        known = number(value, decimals) if value is not None else NO_VALUE
        extra = [part for part in (aside, f"{mean_label} {number(mean, decimals)}" if mean is not None else "") if part]
        in_brackets = f" ({', '.join(extra)})" if extra else ""
        sentences.append(f"{label}: {known}{in_brackets}.")
    return join(sentences)


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
