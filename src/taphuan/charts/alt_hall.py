"""What the figures of all participants show, in words made from their data."""

from __future__ import annotations

from collections.abc import Sequence

from taphuan.charts.alt import ISLANDS, extremes, join, mean_sentence
from taphuan.charts.map.choropleth import classify
from taphuan.text import listing


def hall_league_alt(
    rows: Sequence[tuple[str, int, float | None]], mean: float | None, mean_label: str, measure: str, group: str
) -> str:
    """`measure` is "giá trị DTI năm 2022", `group` "19 tỉnh, thành phố dự hội nghị"; the rest is the chart's own."""
    known = [(name, value) for name, _, value in rows if value is not None]
    above = sum(mean is not None and value > mean for _, value in known)
    sentences = [f"Biểu đồ thanh ngang: {measure} của {group}, xếp từ cao xuống thấp.", extremes(known)]
    if mean is not None:
        sentences += [mean_sentence(mean, mean_label), f"{above} tỉnh, thành phố cao hơn trung bình."]
    return join(sentences)


def group_map_alt(values: dict[str, float | None], names: dict[str, str], measure: str, group: str) -> str:
    """`names` maps the geometry's slugs to names; `values` holds the group alone."""
    known = [(names[slug], value) for slug, value in values.items() if value is not None]
    head = f"Bản đồ {measure} của {group}, chia {len(classify(values))} nhóm từ nhạt đến đậm."
    return join([head, extremes(known), ISLANDS])


def moves_alt(rows: Sequence[tuple[str, int, int]], first: int, last: int, group: str) -> str:
    """Who gained and who lost most places between two editions."""
    steps = [(before - after, name, before, after) for name, before, after in rows]
    sentences = [f"Biểu đồ thay đổi thứ hạng DTI từ năm {first} đến năm {last} của {group}."]
    for word, furthest in (("Tăng", max(steps)[0]), ("Giảm", min(steps)[0])):
        if (furthest > 0) == (word == "Tăng") and furthest:
            who = [
                f"{name} (từ hạng {before} đến hạng {after})" for step, name, before, after in steps if step == furthest
            ]
            sentences.append(f"{word} nhiều nhất: {listing(who)}.")
    same = sum(step == 0 for step, *_ in steps)
    return join([*sentences, f"{same} tỉnh, thành phố giữ nguyên hạng." if same else ""])
