"""Figures of one measure of the unit: an index, the pillars, the index of public services, the rank over the years."""

from __future__ import annotations

from typing import Any

from taphuan.charts.cache import cached
from taphuan.charts.cards.rank_card import alt_rank_card, draw_rank_card
from taphuan.charts.figure import Figure
from taphuan.charts.plots.bars import alt_index, draw_index
from taphuan.charts.plots.measure_parts import alt_parts, draw_parts
from taphuan.charts.plots.ranks import alt_merged_ranks, alt_ranks, draw_merged_ranks, draw_ranks
from taphuan.errors import UnknownName
from taphuan.known import dti
from taphuan.lesson import measures, wording
from taphuan.lesson.figures.base import FigureMaker
from taphuan.text import NBSP, hold, number

_SERVICE_SOURCE = "Nguồn: bản chép công khai (kho mã) từ Cổng Dịch vụ công quốc gia"


class MeasureFigures(FigureMaker):
    """Guard their slides with `index.<key>`, `has_pillars`, `has_dvc` and `has_movement`."""

    def index(self, key: str, size: str = "wide") -> Figure:
        """One index (a key of taphuan.known.dti.INDICES) beside the means it may be compared with and the best of the table."""
        if key not in dti.INDICES:
            raise UnknownName("index", key, tuple(dti.INDICES))
        profile = self._profile
        score, edition = self._score()
        row = measures.comparison(profile, key)
        if row is None:
            raise ValueError(f"not every unit has '{key}' in DTI {score.year}; guard the slide with `index.{key}`")
        name, best = profile.unit.name, measures.best_of_table(profile, key)
        is_best = row.value == best[0]
        rows = [(f"{name} (cao nhất)" if is_best else name, row.value, True)]
        if not is_best:
            rows.append((f"{measures.tied(best[1])} (cao nhất)", best[0], False))
        group = measures.participants_mean(profile, key)
        if group is not None:
            rows.append((f"trung bình {len(profile.participants)}{NBSP}tỉnh dự", group, False))
        if row.region_mean is not None:
            rows.append(("trung bình vùng", row.region_mean, False))
        drawn: dict[str, Any] = {
            "rows": tuple(rows),
            "mean": row.table_mean,
            "mean_label": wording.table_label(profile.table[0].of),
        }
        return self._figure(
            "index",
            cached(draw_index, **drawn, size=size),
            alt_index(**drawn, measure=f"{row.label} năm {score.year}"),
            f"{row.label} năm {score.year} của {name}, thang từ 0 đến 1",
            wording.edition_source(edition),
            size,
            {
                "columns": ["Đơn vị", row.label],
                "rows": [*([who, value] for who, value, _ in rows), [drawn["mean_label"], row.table_mean]],
            },
        )

    def pillars(self, size: str = "wide") -> Figure:
        """The three pillars against the mean of the table; their ranks alone where no value was published or derived."""
        profile = self._profile
        score, edition = self._score()
        found = measures.pillar_rows(profile)
        name = profile.unit.name
        derived = any(row.derived for row in found)
        twin = {
            "columns": ["Trụ cột", "Giá trị", "Hạng", "Trung bình"],
            "rows": [[row.label, row.value, row.rank, row.mean] for row in found],
        }
        caption = f"Ba trụ cột DTI năm {score.year} của {name}"
        source, note = wording.edition_source(edition), f"{wording.DERIVED}." if derived else ""
        if all(row.value is None for row in found):
            card: dict[str, Any] = {
                "label": f"Xếp hạng DTI năm {score.year}",
                "unit_name": name,
                "rank": score.rank,
                "of": score.of,
                "value": score.value,
                "value_label": "Giá trị DTI",
                "pillars": tuple((row.label, row.rank, score.of) for row in found),
            }
            svg = cached(draw_rank_card, **card, size=size)
            return self._figure("pillars", svg, alt_rank_card(**card), caption, source, size, twin, note)
        rows = tuple(
            (row.label, f"hạng{NBSP}{row.rank}/{score.of}" if row.rank else "", row.value, row.mean) for row in found
        )
        # derived values are given to three decimals (data/dti/README.md)
        drawn: dict[str, Any] = {
            "rows": rows,
            "decimals": 3 if derived else 4,
            "mean_label": wording.table_label(score.of),
        }
        return self._figure(
            "pillars",
            cached(draw_parts, **drawn, unit_name=name, total=("", "", ""), longest=1.0, whole=True, size=size),
            alt_parts(**drawn, head=f"Biểu đồ thanh ngang: ba trụ cột DTI năm {score.year} của {name}"),
            caption,
            source,
            size,
            twin,
            note,
        )

    def public_service(self, size: str = "wide") -> Figure:
        """The index of service to people and businesses: total, place among the rows held, five parts; with its caveat."""
        profile = self._profile
        found = measures.service(profile)
        if found is None:
            raise ValueError(
                f"no public-service index of {profile.unit.name} is known on {profile.as_of}; "
                "guard the slide with `has_dvc`"
            )
        place = f"{wording.ordinal(found.place)} trong {found.of}{NBSP}địa phương"
        total = (number(found.total, 2), "/100", hold(f"điểm năm {found.year}, {place}"))
        rows = tuple((label, "", own, mean) for label, own, mean in found.parts)
        drawn: dict[str, Any] = {
            "rows": rows,
            "decimals": 2,
            "mean_label": f"trung bình {found.of}{NBSP}địa phương",
        }
        longest = max(max(own, mean) for _, own, mean in found.parts)
        head = f"{measures.SERVICE_NAME} năm {found.year} của {profile.unit.name}: {total[0]}/100 điểm, {place}"
        return self._figure(
            "public-service",
            cached(
                draw_parts,
                **drawn,
                unit_name=profile.unit.name,
                total=total,
                longest=longest,
                whole=False,
                size=size,
            ),
            alt_parts(**drawn, head=head),
            f"{measures.SERVICE_NAME} năm {found.year} của {profile.unit.name}, điểm trên Cổng Dịch vụ công quốc gia",
            _SERVICE_SOURCE,
            size,
            {
                "columns": ["Thành phần", profile.unit.name, f"Trung bình {found.of} địa phương"],
                "rows": [["Tổng điểm", found.total, round(found.total_mean, 2)]]
                + [[label, own, round(mean, 2)] for label, own, mean in found.parts],
            },
            measures.SERVICE_CAVEAT,
        )

    def movement(self, size: str = "wide") -> Figure:
        """Ranks over the editions, nothing joined across a change of method or territory.

        A merged unit's predecessors run up to their last edition, its own rank stands apart.
        """
        profile = self._profile
        if not measures.has_movement(profile):
            raise ValueError(f"{profile.unit.name} has ranks of one edition; guard the slide with `has_movement`")
        name = profile.unit.name
        editions = [edition for edition in dti.editions(profile.as_of) if edition.year <= measures.last_year(profile)]
        source = f"{wording.edition_source(editions[-1])} và các kỳ trước"
        caption = f"Thứ hạng DTI đã công bố của {name}"
        before = measures.predecessor_ranks(profile)
        breaks: list[str] = []
        if not before:
            points, svg, text = self._editions(size)
            twin = [[name, year, rank, of] for year, rank, of, _ in points]
            breaks = [broken for _, _, _, broken in points]
        else:
            drawn: dict[str, Any] = {
                "lines": before,
                "own": tuple((score.year, score.rank, score.of) for score in profile.history),
                "of": 63,
                "unit_name": name,
            }
            caption += " và của các đơn vị trước sắp xếp"
            twin = [[who, year, rank, 63] for who, ranks in before for year, rank in ranks]
            twin += [[name, *own] for own in drawn["own"]]
            svg, text = cached(draw_merged_ranks, **drawn, size=size), alt_merged_ranks(**drawn)
        columns = ["Đơn vị", "Năm", "Hạng", "Trên tổng số"]
        note = wording.partly_collected(profile)
        data = {"columns": columns, "rows": twin, "breaks": breaks}
        return self._figure("movement", svg, text, caption, source, size, data, note)

    def _editions(self, size: str) -> tuple[tuple[tuple[int, int, int, str], ...], str, str]:
        """All own ranks with the reasons of their breaks: (points, drawing, alt text)."""
        history, name = self._profile.history, self._profile.unit.name
        points = tuple(
            (score.year, score.rank, score.of, wording.rank_break(history[i - 1] if i else None, score))
            for i, score in enumerate(history)
        )
        return points, cached(draw_ranks, points=points, unit_name=name, size=size), alt_ranks(points, name)
