"""A second province in a figure: named, teal, readable beside the first however close their values are."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest

from charts_page import dti, faults, mean, texts, words
from taphuan.charts import alt
from taphuan.charts.alt_measures import parts_alt
from taphuan.charts.map.choropleth import draw_map
from taphuan.charts.map.geometry import geometry
from taphuan.charts.plots.crossings import cross, runs_through
from taphuan.charts.plots.index_bars import draw_index
from taphuan.charts.plots.indices import draw_indices
from taphuan.charts.plots.league import draw_league
from taphuan.charts.plots.measure_parts import draw_parts
from taphuan.charts.plots.position_pair import draw_position_pair
from taphuan.charts.plots.rank import draw_rank_card
from taphuan.charts.plots.ranks_pair import draw_ranks_pair

RED, TEAL = "#C8102E", "#00778B"
SIZES = ("wide", "half", "print")
MISSING = "không có số liệu trong bảng này"
LONG, LONGER = "Bà Rịa – Vũng Tàu", "Thừa Thiên Huế"


def leaders(svg: str) -> dict[str, tuple[float, float, float, float]]:
    """The leader of each of the two labels by its colour."""
    found = re.findall(
        r'<line x1="([\d.]+)" y1="([\d.]+)" x2="([\d.]+)" y2="([\d.]+)" stroke="(#C8102E|#00778B)" stroke-width="2"',
        svg,
    )
    return {colour: (float(x1), float(y1), float(x2), float(y2)) for x1, y1, x2, y2, colour in found}


def crossed(svg: str) -> list[str]:
    """What a leader runs through: words of any label, or the other leader."""
    both = leaders(svg)
    assert set(both) == {RED, TEAL}
    boxes = [(word.text, (word.left + 0.5, word.top, word.right - 0.5, word.bottom)) for word in words(svg)]
    found = [text for line in both.values() for text, box in boxes if runs_through(line, box)]
    return [*found, *(["the other leader"] if cross(both[RED], both[TEAL]) else [])]


def position(year: int, one: int, other: int, size: str) -> str:
    """The provinces in the places `one` and `other` of the year's order of values."""
    values = sorted(dti(year), key=lambda row: -row[2])
    of = len(values)
    return draw_position_pair(
        values=tuple(values),
        unit_slug=values[one][0],
        mean=mean(tuple(values)),
        mean_label=f"trung bình {of} tỉnh",
        rank_label=f"{one + 1}/{of}",
        size=size,
        beside=(values[other][0], values[other][1], f"{other + 1}/{of}"),
    )


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("year", [2022, 2023, 2024])
def test_position_names_two_provinces_apart_wherever_they_stand(year: int, size: str) -> None:
    last = len(dti(year)) - 1
    # neighbours in value both ways round, each with the first and the last, and far apart
    pairs = {
        pair for one in range(last + 1) for pair in ((one, 0), (one, last), (last, one), (0, one), (one, one // 2))
    }
    pairs |= {pair for one in range(last) for pair in ((one, one + 1), (one + 1, one))}
    for one, other in sorted(pair for pair in pairs if pair[0] != pair[1]):
        svg = position(year, one, other, size)
        assert faults(svg, size) == [], (one, other)
        assert crossed(svg) == [], (one, other)


def test_position_has_one_bar_of_each_colour_and_an_ink_mean() -> None:
    svg = position(2022, 30, 0, "half")
    assert svg.count("<rect") == 63
    assert svg.count(f'fill="{RED}"/>') == svg.count(f'fill="{TEAL}"/>') == 1
    assert 'stroke="#14263B" stroke-width="2.5" stroke-dasharray="7 5"' in svg
    assert "0,8002 · hạng 1/63" in texts(svg) and "0,5808 · hạng 31/63" in texts(svg)


@pytest.mark.parametrize("size", SIZES)
def test_position_says_that_the_table_has_no_value(size: str) -> None:
    for place in (0, 30, 62):
        values = sorted(dti(2022), key=lambda row: -row[2])
        svg = draw_position_pair(
            values=tuple(values),
            unit_slug=values[place][0],
            mean=mean(tuple(values)),
            mean_label="trung bình 63 tỉnh",
            rank_label=f"{place + 1}/63",
            size=size,
            beside=("", LONG, ""),
        )
        assert faults(svg, size) == []
        assert f"{LONG}: {MISSING}" in texts(svg) and f'fill="{TEAL}"/>' not in svg


@pytest.mark.parametrize("size", ["wide", "half"])
@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ha-noi", "bac-ninh"),  # rings over one another
        ("quang-nam", "da-nang"),
        ("kien-giang", "tra-vinh"),  # the nearest free place of both is the same
        ("binh-phuoc", "ninh-thuan"),  # one lies on the way from the other to the sea
        ("ba-ria-vung-tau", "ho-chi-minh"),
        ("lao-cai", "lai-chau"),
        ("dong-thap", "tra-vinh"),
        ("ha-noi", "quang-ninh"),
    ],
)
def test_map_names_two_provinces_apart(one: str, other: str, size: str) -> None:
    values = {slug: value for slug, _, value in dti(2022)}
    names = {slug: name for slug, name, _ in dti(2022)}
    svg = draw_map(
        geometry=geometry("units/provinces63"),
        values=values,
        unit_geo=one,
        unit_label=names[one],
        value_label="31/63",
        legend_title="DTI 2022",
        size=size,
        beside=(other, names[other], "1/63"),
    )
    assert faults(svg, size) == []
    assert crossed(svg) == []
    assert names[other] in texts(svg)
    # teal is the second province alone: the classes are grey
    assert "#72B7C1" not in svg and f'fill="{TEAL}" stroke="{TEAL}"' in svg


def league(beside: tuple[str, str, float | None], size: str, count: int = 19) -> str:
    values = dti(2022)[:count]
    rows = tuple((slug, name, value, at == 3) for at, (slug, name, value) in enumerate(values))
    return draw_league(
        rows=rows, mean=0.5787, mean_label="trung bình 63 tỉnh", size=size, beside=beside, outside="ngoài vùng"
    )


@pytest.mark.parametrize("size", SIZES)
def test_league_marks_a_second_province_inside_or_names_it_below(size: str) -> None:
    inside, outside = league(dti(2022)[7], size), league(dti(2022)[40], size, 14)
    for svg, (_, name, _) in ((inside, dti(2022)[7]), (outside, dti(2022)[40])):
        assert faults(svg, size) == []
        assert name in texts(svg) and svg.count(f'fill="{TEAL}"/>') == 1
        assert 'stroke="#14263B" stroke-width="2.5"' in svg and f'stroke="{TEAL}"' not in svg  # the mean
    assert "ngoài vùng" not in texts(inside) and "ngoài vùng" in texts(outside)
    assert inside.count("<rect") == outside.count("<rect") + 4  # no row twice
    missing = league(("", LONGER, None), size, 14)
    assert faults(missing, size) == []
    assert MISSING in texts(missing)


@pytest.mark.parametrize("size", SIZES)
def test_an_index_marks_the_row_of_the_second_province(size: str) -> None:
    rows = ((LONG, 0.6764, True), (f"{LONGER} (cao nhất)", 0.8253, False), ("trung bình vùng", 0.6105, False))
    svg = draw_index(rows=rows, mean=0.6, mean_label="trung bình 63 tỉnh", size=size, beside=rows[1][0])
    assert faults(svg, size) == []
    assert svg.count(f'fill="{TEAL}"/>') == 1 and svg.count(f'fill="{RED}"/>') == 1


INDICES = (
    ("Nhận thức số", 1.0, 0.9583, 0.9657),
    ("Thể chế số", 1.0, 0.9111, 0.9382),
    ("Hạ tầng số", 0.8752, 0.8321, 0.8747),
    ("Nhân lực số", 0.4923, 0.638, 0.7413),
    ("An toàn thông tin mạng", 0.0, None, 0.8276),
    ("Hoạt động chính quyền số", 0.6444, 0.5722, 0.5732),
    ("Hoạt động kinh tế số", 0.7289, 0.5515, 0.5777),
    ("Hoạt động xã hội số", 0.5747, 0.5363, 0.5508),
)
OTHERS = (1.0, 0.999, 0.9664, None, 0.0, 0.7519, 0.5617, 0.57)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("count", [1, 4, 8])
def test_indices_of_two_provinces_are_readable_and_neither_covers_the_other(count: int, size: str) -> None:
    svg = draw_indices(
        rows=INDICES[:count],
        unit_name=LONG,
        region_label="trung bình vùng",
        table_label="trung bình 34 tỉnh",
        size=size,
        beside=(LONGER, OTHERS[:count]),
    )
    assert faults(svg, size) == []
    assert LONGER in texts(svg) and texts(svg).count("1,0000") >= 2
    # red circle, teal square: where both have 1 their middles are apart
    circles = [float(y) for y in re.findall(rf'<circle cx="[\d.]+" cy="([\d.]+)" r="[\d.]+" fill="{RED}"', svg)]
    squares = [
        float(y) + float(height) / 2
        for y, height in re.findall(
            rf'<rect x="[\d.]+" y="([\d.]+)" width="[\d.]+" height="([\d.]+)" fill="{TEAL}"', svg
        )
    ]
    rows = -len([value for value in OTHERS[:count] if value is not None])
    first_circle, first_square = circles[-count], squares[rows]
    assert first_square - first_circle > 5
    # the region's mean is grey, so that teal means one thing
    assert svg.count(TEAL) < svg.count(RED) * 2 and f'fill="#FFFFFF" stroke="{TEAL}"' not in svg


PARTS = (
    ("Chính quyền số", "hạng 30/63", 0.667, 0.647),
    ("Kinh tế số", "hạng 45/63", 0.606, 0.640),
    ("Xã hội số", "", None, None),
)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("total", [("", "", ""), ("84,12", "/100", "điểm năm 2024, thứ 9 trong 34 địa phương")])
@pytest.mark.parametrize("known", [True, False])
def test_parts_of_two_provinces_are_readable(known: bool, total: tuple[str, str, str], size: str) -> None:
    second = (("hạng 1/63", 0.864), ("hạng 1/63", 0.606), ("", None)) if known else ()
    other = (total if known else ("", "", MISSING)) if total[0] else ("", "", "")
    drawn = {"rows": PARTS, "decimals": 3, "mean_label": "trung bình 63 tỉnh", "unit_name": LONG}
    beside = (LONGER, other, second)
    svg = draw_parts(**drawn, total=total, longest=1.0, whole=True, size=size, beside=beside)  # type: ignore[arg-type]
    assert faults(svg, size) == []
    assert LONGER in texts(svg)
    assert ("0,864" in texts(svg)) is known
    assert MISSING in texts(svg).replace("\n", " ")  # of one part, or of all
    text = parts_alt(**drawn, head="Biểu đồ", beside=beside)  # type: ignore[arg-type]
    assert LONGER in text and ("0,864" in text) is known and len(text) <= 400


def ranks(
    points: tuple[tuple[int, int, int, str], ...], other: tuple[int | None, ...], size: str, note: str = ""
) -> str:
    return draw_ranks_pair(points=points, ranks=other, unit_name=LONG, beside_name=LONGER, note=note, size=size)


@pytest.mark.parametrize("size", SIZES)
def test_ranks_of_two_provinces_are_readable_however_close(size: str) -> None:
    for low in (1, 2, 3, 31, 32, 62, 63):
        for step in (1, 2, 5, 30):
            other = low + step if low + step <= 63 else low - step
            points = (
                (2020, low, 63, ""),
                (2021, 10, 63, "đổi phương pháp"),
                (2022, low, 63, ""),
                (2023, other, 63, ""),
            )
            svg = ranks((*points, (2024, 1, 34, "đổi phương pháp, đổi địa giới")), (other, 11, other, low, 2), size)
            assert faults(svg, size) == [], (low, other)


@pytest.mark.parametrize("size", SIZES)
def test_ranks_of_two_provinces_draw_no_line_through_a_break_or_a_missing_edition(size: str) -> None:
    def joined(svg: str) -> int:
        return svg.count(f'stroke="{TEAL}" stroke-width="3"')

    open_points = ((2021, 4, 63, ""), (2022, 31, 63, ""), (2023, 41, 63, ""))
    broken = ((2023, 18, 63, ""), (2024, 17, 34, "đổi địa giới"))
    note = f"{LONGER}: không có số liệu trong bảng năm 2022"
    assert joined(ranks(open_points, (5, 6, 7), size)) == 2
    missing = ranks(open_points, (5, None, 7), size, note)
    assert joined(missing) == 0 and note in texts(missing)
    assert joined(ranks(broken, (3, 2), size)) == 0


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize(
    "beside",
    [
        (LONGER, 1, 0.8002, (8, 40, None)),
        (LONGER, 63, None, (63, 1, 30)),
        (LONGER, None, None, ()),
    ],
)
def test_rank_card_names_the_second_province(
    beside: tuple[str, int | None, float | None, tuple[int | None, ...]], size: str
) -> None:
    pillars = (("Chính quyền số", 7, 63), ("Kinh tế số", 14, 63), ("Xã hội số", None, 63))
    card = {"label": "Xếp hạng DTI năm 2020", "unit_name": LONG, "rank": 10, "of": 63, "value": 0.3615}
    svg = draw_rank_card(**card, value_label="Giá trị DTI", pillars=pillars, size=size, beside=beside)  # type: ignore[arg-type]
    assert faults(svg, size) == []
    assert LONGER in texts(svg)
    assert (MISSING in texts(svg)) is (beside[1] is None)
    circles = re.findall(rf'cy="([\d.]+)" r="[\d.]+" fill="{RED}"', svg)
    squares = re.findall(rf'y="([\d.]+)" width="([\d.]+)" height="[\d.]+" fill="{TEAL}"', svg)
    apart = [
        abs(float(y) + float(side) / 2 - float(middle)) for (y, side), middle in zip(squares, circles, strict=False)
    ]
    # the neighbours 7 and 8 step aside on their track, others stay on it
    assert [distance > 3 for distance in apart] == ([True, False] if beside[1] == 1 else [False] * len(apart))
    text = alt.rank_card_alt(**card, value_label="Giá trị DTI", pillars=pillars, beside=beside)  # type: ignore[arg-type]
    assert LONGER in text and "None" not in text


def test_alt_texts_tell_the_second_province_within_their_length() -> None:
    values = dti(2022)
    by_slug = {slug: (slug, name, value) for slug, name, value in values}
    told = alt.position_alt(
        values, "quang-nam", 0.5787, "trung bình 63 tỉnh", "31/63", "giá trị", ("da-nang", "Đà Nẵng", "1/63")
    )
    assert "So với Đà Nẵng: 0,8002, xếp hạng 1/63." in told
    rows = tuple((slug, name, value, slug == "quang-nam") for slug, name, value in values[:19])
    outside = alt.league_alt(rows, 0.5, "trung bình", "giá trị", by_slug[values[50][0]], "ngoài vùng")
    assert f"So với {values[50][1]} (ngoài vùng): " in outside
    every = alt.indices_alt(INDICES, LONG, "trung bình vùng", "trung bình 34 tỉnh", 2024, (LONGER, OTHERS))
    assert f"So với {LONGER}, {LONG} cao hơn ở 3 chỉ số" in every and "bằng ở 2 chỉ số" in every
    for text in (told, outside, every):
        assert len(text) <= 400 and "None" not in text


def test_neighbours_in_value_are_real() -> None:
    """The closest pairs of the data lie within a hair, so the charts above were tried on what is hard."""
    ordered = sorted((value for _, _, value in dti(2022)), reverse=True)
    assert min(high - low for high, low in pairwise(ordered)) < 0.0005
