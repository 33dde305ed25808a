"""Whom to learn from: the indices below the mean, each beside the best of the units most like the unit or of its region."""

from __future__ import annotations

from taphuan.charts.cache import cached
from taphuan.charts.figure import Figure
from taphuan.charts.plots import learn as plot
from taphuan.charts.plots.service import COPY
from taphuan.lesson import wording
from taphuan.lesson.claims.indices import WEAKEST, OneIndex, taught_by, teachers, weak_indices
from taphuan.lesson.figures.described import Described, hundredth, texts
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.peers import Similar, similar
from taphuan.text import listing


def learn(lesson: Lesson, size: str = "wide") -> Figure:
    """The weak indices of the unit, at most three, beside the mean and who does at least five points better.

    Raises ValueError where no index is a point below the mean: guard the slide with `has_weak_indices`.
    """
    profile = lesson.profile
    weak = weak_indices(profile)
    if not weak:
        raise ValueError(f"no index of {profile.unit.name} is below the mean; guard the slide with `has_weak_indices`")
    score, edition = profile.own_row()
    alike = similar(profile)
    rows = []
    for row in weak:
        taught = taught_by(OneIndex(profile, row))
        names = listing(taught.names[:2]) if taught else ""
        rows.append(plot.Lesson(row.label, row.value, row.table_mean, names, float(taught.value) if taught else 0.0))
    label = wording.table_label(score.of)
    group = f"tỉnh tương đồng{COPY}" if alike else "cùng vùng"
    claims = (WEAKEST.claim(profile), *teachers(profile))
    described = Described(
        kind="learn",
        alt=plot.alt_learn(rows, profile.unit.name, label, texts(*claims)),
        caption=f"Chỉ số DTI năm {score.year} mà {profile.unit.name} cần học thêm, thang từ 0 đến 100",
        source=wording.edition_source(edition, means=True),
        data={
            "columns": ["Chỉ số", "Đơn vị", "Điểm"],
            "rows": [
                [row.label, who, hundredth(value)]
                for row in rows
                for who, value in (
                    (profile.unit.name, row.own),
                    *([(row.teacher, row.best)] if row.teacher else []),
                    (label, row.mean),
                )
            ],
        },
        note=similar_note(alike) if alike and any(row.teacher for row in rows) else "",
        claims=claims,
    )
    svg = cached(
        plot.draw_learn, rows=tuple(rows), unit_name=profile.unit.name, mean_label=label, group=group, size=size
    )
    return described.figure(svg, size, profile)


def similar_note(alike: Similar) -> str:
    """Who the similar provinces are, and that a copy chose them."""
    return (
        f"{COPY} Sáu nơi gần về dân số, tỷ lệ đô thị, GRDP bình quân đầu người năm {alike.year} (theo một bản chép công khai): "
        f"{listing([other.name for other in alike.scores])}."
    )
