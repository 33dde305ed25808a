"""What each figure shows, in words made from its data: alt text of at most 400 letters, whole sentences only."""

from __future__ import annotations

from collections.abc import Sequence

from taphuan.charts.map.choropleth import classify
from taphuan.charts.plots.bars import NO_VALUE
from taphuan.charts.plots.timeline import STATES
from taphuan.text import day, index_value, listing, lower_first

MOST = 400


def position_alt(
    values: Sequence[tuple[str, str, float | None]],
    unit_slug: str,
    mean: float | None,
    mean_label: str,
    rank_label: str,
    measure: str,
) -> str:
    """`measure` names what is shown and when ("Giá trị DTI năm 2022"); the other arguments are the chart's own."""
    known = [(name, value) for _, name, value in values if value is not None]
    name, own = next((name, value) for slug, name, value in values if slug == unit_slug)
    sentences = [f"Biểu đồ cột: {measure} của {len(known)} tỉnh, thành phố, xếp từ cao xuống thấp."]
    if own is None:
        sentences.append(f"{name} {NO_VALUE}.")
    else:
        sentences.append(f"{name} đạt {index_value(own)}{f', xếp hạng {rank_label}' if rank_label else ''}.")
    return join([*sentences, mean_sentence(mean, mean_label), extremes(known)])


def league_alt(
    rows: Sequence[tuple[str, str, float | None, bool]],
    mean: float | None,
    mean_label: str,
    measure: str,
) -> str:
    """The league of the participants of a conference; the arguments are the chart's own."""
    known = sorted(((name, value) for _, name, value, _ in rows if value is not None), key=lambda row: -row[1])
    sentences = [f"Biểu đồ thanh ngang: {measure} của {len(rows)} tỉnh, thành phố, xếp từ cao xuống thấp."]
    for _, name, value, is_unit in rows:
        if is_unit and value is None:
            sentences.append(f"{name} {NO_VALUE}.")
        elif is_unit and value is not None:
            place = 1 + sum(other > value for _, other in known)
            sentences.append(f"{name} đạt {index_value(value)}, đứng thứ {place} trong {len(known)} đơn vị có số liệu.")
    return join([*sentences, mean_sentence(mean, mean_label), extremes(known)])


def indices_alt(
    rows: Sequence[tuple[str, float | None, float | None, float | None]],
    unit_name: str,
    region_label: str,
    table_label: str,
    year: int,
) -> str:
    """Which indices stand above and below the mean of the table, and the unit's best and weakest."""
    known = [(label, value) for label, value, _, _ in rows if value is not None]
    sentences = [
        f"Biểu đồ điểm: {len(rows)} chỉ số thành phần của {unit_name} năm {year}, "
        f"so với {region_label} và {table_label}."
    ]
    if known:
        best, weakest = max(known, key=lambda row: row[1]), min(known, key=lambda row: row[1])
        sentences.append(
            f"Cao nhất là {best[0]} ({index_value(best[1])}), thấp nhất là {weakest[0]} ({index_value(weakest[1])})."
        )
    above = [row[0] for row in rows if row[1] is not None and row[3] is not None and row[1] > row[3]]
    below = [row[0] for row in rows if row[1] is not None and row[3] is not None and row[1] < row[3]]
    if above and not below and len(above) == len(rows):
        sentences.append(f"Tất cả đều cao hơn {table_label}.")
    elif below and not above and len(below) == len(rows):
        sentences.append(f"Tất cả đều thấp hơn {table_label}.")
    elif above or below:
        sentences.append(f"{len(above)} chỉ số cao hơn và {len(below)} chỉ số thấp hơn {table_label}.")
    if above and below:
        sentences.append(f"Thấp hơn: {listing(below)}.")
    return join(sentences)


def map_alt(
    values: dict[str, float | None],
    names: dict[str, str],
    unit_geo: str,
    value_label: str,
    measure: str,
) -> str:
    """`names` maps the geometry's slugs to names; `value_label` is what stands under the unit's name on the map."""
    known = [(names[slug], value) for slug, value in values.items() if value is not None]
    label = f" ({value_label})" if value_label else ""
    if not known:
        where = f"{names[unit_geo]}{label} được tô đỏ"
        return join([f"Bản đồ Việt Nam, {where}.", ISLANDS])
    own = values.get(unit_geo)
    standing = f"đạt {index_value(own)}" if own is not None else NO_VALUE
    return join(
        [
            f"Bản đồ {measure} của {len(known)} tỉnh, thành phố, chia {len(classify(values))} nhóm từ nhạt đến đậm.",
            f"{names[unit_geo]} được tô đỏ, {standing}{label}.",
            extremes(known),
            ISLANDS,
        ]
    )


def participants_alt(participants: int, unit_name: str) -> str:
    """The cover's map."""
    who = f" {unit_name} được tô đỏ." if unit_name else ""
    return join([f"Bản đồ Việt Nam, tô sáng {participants} tỉnh, thành phố dự hội nghị.{who}", ISLANDS])


def timeline_alt(docs: Sequence[tuple[str, str, str | None, str, str]], as_of: str) -> str:
    """Every document with its period and its state on the day; later ones are counted if they do not fit."""
    sentences = [f"Sơ đồ thời gian hiệu lực của {len(docs)} văn bản, tính đến ngày {day(as_of)}."]
    for label, start, end, state, _ in docs:
        period = f"từ {day(start)}" + (f" đến trước {day(end)}" if end else "")
        sentences.append(f"{label}: {period}, {STATES[state]}.")
    return join(sentences)


def rank_card_alt(
    unit_name: str,
    label: str,
    rank: int | None,
    of: int,
    value: float | None,
    value_label: str,
    pillars: Sequence[tuple[str, int | None, int]],
) -> str:
    """The number card."""
    if rank is None:
        sentences = [f"{label}: {unit_name} {NO_VALUE}."]
    else:
        worth = f", {lower_first(value_label)} {index_value(value)}" if value is not None else ""
        sentences = [f"{label}: {unit_name} xếp hạng {rank}/{of}{worth}."]
    known = [f"{name} {place}/{total}" for name, place, total in pillars if place is not None]
    if known:
        sentences.append(f"Hạng theo trụ cột: {listing(known)}.")
    return join(sentences)


def ranks_alt(points: Sequence[tuple[int, int, int, str]], unit_name: str) -> str:
    """Ranks over editions, with the reasons why some cannot be compared."""
    editions = listing([f"{rank}/{of} năm {year}" for year, rank, of, _ in points])
    sentences = [f"Biểu đồ thứ hạng của {unit_name} qua các năm: {editions}."]
    breaks = [f"năm {year} ({why})" for year, _, _, why in points[1:] if why]
    if breaks:
        sentences.append(f"Không so sánh được với năm trước: {listing(breaks)}.")
    return join(sentences)


def predecessors_alt(
    rows: Sequence[tuple[str, float | None, str]], mean: float | None, mean_label: str, measure: str
) -> str:
    """A merged unit and its predecessors."""

    def told(kind: str) -> str:
        own = [(name, value) for name, value, group in rows if group == kind]
        return listing([f"{name} {index_value(value) if value is not None else NO_VALUE}" for name, value in own])

    sentences = [f"Biểu đồ thanh ngang: {measure}."]
    if told("unit"):
        sentences.append(f"Sau sắp xếp: {told('unit')}.")
    if told("predecessor"):
        sentences.append(f"Các đơn vị trước sắp xếp: {told('predecessor')}.")
    return join([*sentences, mean_sentence(mean, mean_label)])


ISLANDS = "Bản đồ thể hiện quần đảo Hoàng Sa và quần đảo Trường Sa."


def mean_sentence(mean: float | None, label: str) -> str:
    return f"{label[:1].upper()}{label[1:]} là {index_value(mean)}." if mean is not None else ""


def extremes(known: Sequence[tuple[str, float]]) -> str:
    """The highest and the lowest, all of them where several share the place."""
    if len(known) < 2:
        return ""
    ends = []
    for word, end in (("Cao nhất", max(value for _, value in known)), ("thấp nhất", min(value for _, value in known))):
        names = [name for name, value in known if value == end]
        who = listing(names) if len(names) <= 3 else f"{len(names)} đơn vị"
        ends.append(f"{word}: {who} ({index_value(end)})")
    return "; ".join(ends) + "."


def join(sentences: Sequence[str]) -> str:
    """As many whole sentences as fit; the first is always there."""
    text = ""
    for sentence in sentences:
        longer = f"{text} {sentence}" if text else sentence
        if sentence and (not text or len(longer) <= MOST):
            text = longer
    return text
