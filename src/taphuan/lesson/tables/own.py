"""Tables about the unit alone: whom to learn from in its weak indices, what it decided itself."""

from __future__ import annotations

from taphuan.known import provincial
from taphuan.lesson import wording
from taphuan.lesson.claims.indices import OneIndex, taught_by, weak_indices
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.peers import similar
from taphuan.lesson.tables.view import TableView, table
from taphuan.text import NBSP, day, listing, points

# what a slide has room for
MOST_DOCUMENTS = 3
_COPY = "°"


def teachers(lesson: Lesson) -> TableView:
    """The weak indices beside the mean, and who does better: of the units most like the unit, or of its region."""
    profile = lesson.profile
    score, edition = profile.own_row()
    alike = similar(profile)
    rows = []
    for row in weak_indices(profile):
        taught = taught_by(OneIndex(profile, row))
        better = f"{listing(taught.names[:2])} {points(taught.value)}" if taught else "–"
        rows.append((row.label, points(row.value), points(row.table_mean), better))
    group = f"Tỉnh tương đồng{_COPY} để học" if alike else "Nơi cùng vùng để học"
    note = ""
    if alike:
        note = (
            f"{_COPY} Sáu nơi gần nhất về dân số, tỷ lệ đô thị và GRDP bình quân đầu người năm {alike.year}, theo một bản chép "
            f"công khai: {listing([other.name for other in alike.scores])}."
        )
    return table(
        profile,
        "teachers",
        (
            ("Chỉ số", "left", 3.2),
            (profile.unit.name, "right", 1.4),
            (f"Trung bình {score.of}{NBSP}tỉnh, TP", "right", 1.6),
            (group, "left", 3),
        ),
        rows,
        f"Các chỉ số DTI năm {score.year} mà {profile.unit.name} cần học thêm",
        wording.edition_source(edition, means=True),
        note=note,
    )


def own_documents(lesson: Lesson) -> TableView:
    """What the unit decided itself; below it what the units did that it was put together from, with their last day."""
    profile = lesson.profile
    found = provincial.documents(profile.unit, profile.as_of)[:MOST_DOCUMENTS]
    rows = []
    for doc in found:
        who = f"{doc.unit.name}, đến {day(provincial.last_day(doc.unit))}" if doc.ended else profile.unit.name
        rows.append((doc.named, day(doc.issued) if doc.issued else "", doc.title, who))
    merged = any(doc.ended for doc in found)
    columns = (("Văn bản", "left", 2.2), ("Ngày", "right", 1.2), ("Nội dung", "left", 4.4), ("Của", "left", 1.8))
    return table(
        profile,
        "own-documents",
        columns if merged else columns[:3],
        (row if merged else row[:3] for row in rows),
        f"Văn bản về chuyển đổi số của {profile.unit.name}" + (" và các đơn vị hợp thành" if merged else ""),
        wording.sources_line((id_ for doc in found for id_ in doc.source_ids), lesson.conference),
    )
