"""Single measures of the unit: its indices, one index, the pillars, the index of public services."""

from __future__ import annotations

from typing import Any

from taphuan.charts.cache import cached
from taphuan.charts.cards.rank_card import alt_rank_card, draw_rank_card
from taphuan.charts.figure import Figure
from taphuan.charts.plots.bars import alt_index, draw_index
from taphuan.charts.plots.indices import alt_indices, draw_indices
from taphuan.charts.plots.measure_parts import alt_parts, draw_parts
from taphuan.errors import UnknownName
from taphuan.known import dti
from taphuan.lesson import measures, wording
from taphuan.lesson.figures.described import Described
from taphuan.lesson.lesson import Lesson
from taphuan.text import NBSP, hold, number

_SERVICE_SOURCE = "Nguồn: Cổng Dịch vụ công quốc gia, theo một bản chép công khai"


def indices(lesson: Lesson, size: str = "wide") -> Figure:
    """The comparable indices against the means of the region and of the table."""
    profile = lesson.profile
    score, edition = profile.own_row()
    of, name = profile.table[0].of, profile.unit.name
    table_label = wording.table_label(of)
    rows = tuple((c.label, c.value, c.region_mean, c.table_mean) for c in profile.comparisons)
    drawn: dict[str, Any] = {
        "rows": rows,
        "unit_name": name,
        "region_label": "trung bình vùng",
        "table_label": table_label,
    }
    described = Described(
        kind="indices",
        alt=alt_indices(**drawn, year=score.year),
        caption=f"Các chỉ số DTI năm {score.year} của {name} so với trung bình vùng và {table_label}",
        source=wording.edition_source(edition),
        data={
            "columns": ["Chỉ số", name, "Trung bình vùng", f"Trung bình {of} tỉnh"],
            "rows": [list(row) for row in rows],
        },
        note=wording.four_of_eight(profile),
    )
    return described.figure(cached(draw_indices, **drawn, size=size), size, profile)


def index(lesson: Lesson, key: str, size: str = "wide") -> Figure:
    """One index (a key of taphuan.known.dti.INDICES) beside the means it may be compared with and the best of the table.

    Raises UnknownName for another key, ValueError where not every unit has it: guard the slide with `index.<key>`.
    """
    if key not in dti.INDICES:
        raise UnknownName("index", key, tuple(dti.INDICES))
    profile = lesson.profile
    score, edition = profile.own_row()
    row = measures.comparison(profile, key)
    if row is None:
        raise ValueError(f"not every unit has '{key}' in DTI {score.year}; guard the slide with `index.{key}`")
    name, (best, leaders) = profile.unit.name, measures.best_of_table(profile, key)
    is_best = row.value == best
    rows = [(f"{name} (cao nhất)" if is_best else name, row.value, True)]
    if not is_best:
        rows.append((f"{measures.tied(leaders)} (cao nhất)", best, False))
    group = measures.participants_mean(profile, key)
    if group is not None:
        rows.append((f"trung bình {len(profile.participants)}{NBSP}tỉnh dự", group, False))
    if row.region_mean is not None:
        rows.append(("trung bình vùng", row.region_mean, False))
    label = wording.table_label(profile.table[0].of)
    drawn: dict[str, Any] = {"rows": tuple(rows), "mean": row.table_mean, "mean_label": label}
    described = Described(
        kind="index",
        alt=alt_index(**drawn, measure=f"{row.label} năm {score.year}"),
        caption=f"{row.label} năm {score.year} của {name}, thang từ 0 đến 1",
        source=wording.edition_source(edition),
        data={
            "columns": ["Đơn vị", row.label],
            "rows": [*([who, value] for who, value, _ in rows), [label, row.table_mean]],
        },
    )
    return described.figure(cached(draw_index, **drawn, size=size), size, profile)


def pillars(lesson: Lesson, size: str = "wide") -> Figure:
    """The three pillars against the mean of the table; their ranks alone where no value was published or derived.

    Guard the slide with `has_pillars`.
    """
    profile = lesson.profile
    score, edition = profile.own_row()
    rows = measures.pillar_rows(profile)
    name, derived = profile.unit.name, any(row.derived for row in rows)
    if all(row.value is None for row in rows):
        card: dict[str, Any] = {
            "label": f"Xếp hạng DTI năm {score.year}",
            "unit_name": name,
            "rank": score.rank,
            "of": score.of,
            "value": score.value,
            "value_label": "Giá trị DTI",
            "pillars": tuple((row.label, row.rank, score.of) for row in rows),
        }
        svg, alt = cached(draw_rank_card, **card, size=size), alt_rank_card(**card)
    else:
        parts: dict[str, Any] = {
            "rows": tuple(
                (row.label, f"hạng{NBSP}{row.rank}/{score.of}" if row.rank else "", row.value, row.mean) for row in rows
            ),
            # derived values are given to three decimals (data/dti/README.md)
            "decimals": 3 if derived else 4,
            "mean_label": wording.table_label(score.of),
        }
        svg = cached(draw_parts, **parts, unit_name=name, total=("", "", ""), longest=1.0, whole=True, size=size)
        alt = alt_parts(**parts, head=f"Biểu đồ thanh ngang: ba trụ cột DTI năm {score.year} của {name}")
    described = Described(
        kind="pillars",
        alt=alt,
        caption=f"Ba trụ cột DTI năm {score.year} của {name}",
        source=wording.edition_source(edition),
        data={
            "columns": ["Trụ cột", "Giá trị", "Hạng", "Trung bình"],
            "rows": [[row.label, row.value, row.rank, row.mean] for row in rows],
        },
        note=f"{wording.DERIVED}." if derived else "",
    )
    return described.figure(svg, size, profile)


def public_service(lesson: Lesson, size: str = "wide") -> Figure:
    """The index of service to people and businesses: total, place among the rows held, five parts; with its caveat.

    Raises ValueError where none is known: guard the slide with `has_dvc`.
    """
    profile = lesson.profile
    service, name = measures.service(profile), profile.unit.name
    if service is None:
        raise ValueError(
            f"no public-service index of {name} is known on {profile.as_of}; guard the slide with `has_dvc`"
        )
    place = f"{wording.ordinal(service.place)} trong {service.of}{NBSP}địa phương"
    total = (number(service.total, 2), "/100", hold(f"điểm năm {service.year}, {place}"))
    parts: dict[str, Any] = {
        "rows": tuple((label, "", own, mean) for label, own, mean in service.parts),
        "decimals": 2,
        "mean_label": f"trung bình {service.of}{NBSP}địa phương",
    }
    measure = f"{measures.SERVICE_NAME} năm {service.year} của {name}"
    described = Described(
        kind="public-service",
        alt=alt_parts(**parts, head=f"{measure}: {total[0]}/100 điểm, {place}"),
        caption=f"{measure}, điểm trên Cổng Dịch vụ công quốc gia",
        source=_SERVICE_SOURCE,
        data={
            "columns": ["Thành phần", name, f"Trung bình {service.of} địa phương"],
            "rows": [["Tổng điểm", service.total, round(service.total_mean, 2)]]
            + [[label, own, round(mean, 2)] for label, own, mean in service.parts],
        },
        note=measures.SERVICE_CAVEAT,
    )
    longest = max(max(own, mean) for _, own, mean in service.parts)
    svg = cached(draw_parts, **parts, unit_name=name, total=total, longest=longest, whole=False, size=size)
    return described.figure(svg, size, profile)
