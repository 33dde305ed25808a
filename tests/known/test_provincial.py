"""What provinces decided and published of themselves: known on its day, and with the name of a unit that has ended."""

from __future__ import annotations

from datetime import date, timedelta

from taphuan.data.load import rows
from taphuan.known.provincial import documents, figures, last_day
from taphuan.known.units import everyone, resolve, units_on

NOW = date(2026, 11, 28)


def test_a_document_is_known_from_its_day() -> None:
    row = next(
        r for r in rows("provincial/documents") if (r["province_slug"], r["number"]) == ("bac-giang", "111-NQ/TU")
    )
    known = date.fromisoformat(row["known_from"])
    unit = resolve("bac-giang", known)
    assert "111-NQ/TU" in [doc.number for doc in documents(unit, known)]
    assert "111-NQ/TU" not in [doc.number for doc in documents(unit, known - timedelta(days=1))]


def test_what_a_unit_that_ended_decided_is_told_with_its_name_behind_the_own_documents() -> None:
    found = documents(resolve("bac-ninh", NOW), NOW)
    ended = [doc for doc in found if doc.ended]
    assert {doc.unit.name for doc in ended} == {"Bắc Giang", "Bắc Ninh"}
    assert [doc.ended for doc in found] == sorted(doc.ended for doc in found)
    assert {last_day(doc.unit) for doc in ended} == {date(2025, 6, 30)}


def test_a_unit_of_unchanged_territory_goes_on() -> None:
    found = documents(resolve("thanh-hoa", NOW), NOW)
    assert {"06-NQ/TU", "275/KH-UBND"} <= {doc.number for doc in found}
    assert not any(doc.ended for doc in found)


def test_the_number_says_the_type() -> None:
    on = date(2025, 6, 30)
    named = {doc.number: doc.named for unit in units_on(on) for doc in documents(unit, on)}
    assert named["111-NQ/TU"] == "Nghị quyết 111-NQ/TU"
    assert named["60-CTr/TU"] == "Chương trình 60-CTr/TU"
    assert not [text for text in named.values() if text.startswith("Văn bản ")]


def test_no_row_is_lost_and_none_has_two_owners() -> None:
    """Each document and figure of an era is that of one unit of its own day."""
    for read, file in ((documents, "provincial/documents"), (figures, "provincial/indicators")):
        for era, day in (("63", date(2025, 6, 30)), ("34", NOW)):
            wanted = [r for r in rows(file) if r["era"] == era and r["known_from"] <= day.isoformat()]
            found = [
                each
                for unit in units_on(day)
                for each in read(unit, day)
                if era == "63" or (not each.ended and each.unit == unit)
            ]
            assert len(found) == len(wanted), (file, era)
    assert documents(everyone(NOW), NOW) == figures(everyone(NOW), NOW) == ()
