"""Provisions and deadlines of the register on both sides of the days on which they become known, apply and end."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from taphuan.errors import UnknownName
from taphuan.known import law
from taphuan.known.provisions import deadlines, provisions

ONE_DAY = timedelta(days=1)
LATE = date(2026, 11, 28)


def statements(as_of: str, *laws: str, level: str = "") -> list[str]:
    return [p.statement for p in provisions(date.fromisoformat(as_of), *laws, level=level)]


def test_a_provision_is_unknown_before_its_decree_and_history_after_it() -> None:
    assert not statements("2026-06-23", "nd-224-2026")
    assert len(statements("2026-06-24", "nd-224-2026")) > 90
    assert not statements("2019-09-04", "nd-73-2019")
    assert len(statements("2024-07-09", "nd-73-2019")) > len(statements("2024-07-10", "nd-73-2019")) > 0
    assert statements("2026-02-28", "nd-73-2019") and not statements("2026-03-01", "nd-73-2019")


def test_a_provision_past_its_last_day_is_left_out() -> None:
    assert any("25" in p.deadline for p in provisions(date(2025, 11, 25), "tb-624-2025"))
    before, after = statements("2025-12-22", "tb-624-2025"), statements("2026-01-01", "tb-624-2025")
    assert before and not after


def test_the_design_threshold_and_the_transition_are_those_of_the_decree() -> None:
    by_article = {p.article: p for p in provisions(LATE, "nd-224-2026")}
    one_step = by_article["Điều 42 khoản 2"]
    assert "20 tỷ đồng" in one_step.statement and one_step.papers and one_step.editor == "Chủ đầu tư"
    assert one_step.citation.replace("\u00a0", " ") == "Điều 42 khoản 2 NĐ 224/2026"
    assert "đã có báo cáo thẩm định" in by_article["Điều 91 khoản 2"].statement
    assert "bốn nhóm" in by_article["Điều 27 khoản 1"].statement
    assert by_article["Điều 7 khoản 3 điểm a, khoản 4"].binds == ("bo", "tinh")


def test_what_binds_a_commune_is_asked_for_by_level() -> None:
    commune = provisions(LATE, "nd-224-2026", level="xa")
    assert all(p.binding("xa") for p in commune)
    assert {"Điều 78 khoản 1", "Điều 79 khoản 4", "Điều 86 khoản 2"} <= {p.article for p in commune}
    assert "Điều 7 khoản 3 điểm d" not in {p.article for p in commune}


def test_an_unknown_document_is_an_error() -> None:
    with pytest.raises(UnknownName, match="did you mean nd-224-2026"):
        provisions(LATE, "nd-224-2062")


def test_deadlines_are_those_to_come_next_first_and_yearly_ones_move_on() -> None:
    coming = deadlines(LATE)
    assert [d.day for d in coming] == sorted(d.day for d in coming)
    assert all(d.day >= LATE and d.known_from <= LATE for d in coming)
    days = {(d.law, d.day.isoformat()) for d in coming}
    assert {
        ("nd-278-2025", "2026-12-31"),
        ("nd-331-2026", "2027-01-01"),
        ("nd-331-2026", "2027-07-01"),
        ("nq-66-7-2025-cp", "2027-02-28"),
        ("nq-66-22-2026-cp", "2027-02-28"),
        ("nd-132-2025", "2027-03-01"),
        ("nd-224-2026", "2028-12-31"),
    } <= days
    report = [d.day for d in deadlines(date(2027, 2, 1)) if d.law == "qd-2629-2025"]
    assert report == [date(2027, 12, 15)]
    january = [d.day for d in deadlines(date(2027, 1, 31)) if d.law == "nd-224-2026" and d.yearly]
    assert january == [date(2027, 1, 31), date(2028, 1, 30)]


def test_a_deadline_is_unknown_before_its_document_and_gone_after_its_day() -> None:
    day = date(2026, 12, 31)
    assert not [d for d in deadlines(date(2025, 10, 21)) if d.law == "nd-278-2025"]
    assert [d for d in deadlines(day) if d.law == "nd-278-2025"]
    assert not [d for d in deadlines(day + ONE_DAY) if d.law == "nd-278-2025"]
    assert not [d for d in deadlines(LATE, "xa") if d.law == "qd-2629-2025"]


def test_every_provision_and_deadline_is_known_on_the_day_its_document_is() -> None:
    for provision in provisions(LATE):
        assert law.is_known(law.document(provision.law), provision.known_from), provision.id
    for deadline in deadlines(date(2025, 12, 1)):
        assert deadline.known_from <= deadline.day, deadline
