"""Tables about the unit alone: what it decided itself."""

from __future__ import annotations

from taphuan.known import provincial
from taphuan.lesson import wording
from taphuan.lesson.lesson import Lesson
from taphuan.lesson.own_words import MOST_DOCUMENTS
from taphuan.lesson.tables.view import TableView, table
from taphuan.text import day


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
