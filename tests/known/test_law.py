"""The state of legal documents on both sides of the days that changed it, and of documents that were not yet issued."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from taphuan.errors import UnknownName
from taphuan.known import law

ONE_DAY = timedelta(days=1)


def state(id_: str, iso: str) -> law.State:
    return law.state(law.document(id_), date.fromisoformat(iso))


@pytest.mark.parametrize(
    ("id_", "day", "code", "label", "by"),
    [
        # NĐ 73/2019: in force, then amended by NĐ 82, then replaced by NĐ 45/2026
        ("nd-73-2019", "2019-09-04", law.UNKNOWN, "chưa ban hành", ()),
        ("nd-73-2019", "2019-09-05", law.NOT_YET, "chưa có hiệu lực", ()),
        ("nd-73-2019", "2020-01-01", law.IN_FORCE, "còn hiệu lực", ()),
        ("nd-73-2019", "2024-07-09", law.IN_FORCE, "còn hiệu lực", ()),
        ("nd-73-2019", "2024-07-10", law.AMENDED, "còn hiệu lực, đã sửa đổi", ("nd-82-2024",)),
        ("nd-73-2019", "2025-08-19", law.AMENDED, "còn hiệu lực, đã sửa đổi", ("nd-82-2024",)),
        ("nd-73-2019", "2025-08-20", law.AMENDED, "còn hiệu lực, đã sửa đổi", ("nd-82-2024", "nq-04-2025-cp")),
        ("nd-73-2019", "2026-01-25", law.AMENDED, "còn hiệu lực, đã sửa đổi", ("nd-82-2024", "nq-04-2025-cp")),
        (
            "nd-73-2019",
            "2026-01-26",
            law.AMENDED,
            "còn hiệu lực, đã sửa đổi; hết hiệu lực từ 01/3/2026",
            ("nd-82-2024", "nq-04-2025-cp"),
        ),
        (
            "nd-73-2019",
            "2026-02-28",
            law.AMENDED,
            "còn hiệu lực, đã sửa đổi; hết hiệu lực từ 01/3/2026",
            ("nd-82-2024", "nq-04-2025-cp"),
        ),
        ("nd-73-2019", "2026-03-01", law.EXPIRED, "hết hiệu lực từ 01/3/2026", ("nd-45-2026",)),
        ("nd-73-2019", "2026-07-01", law.EXPIRED, "hết hiệu lực từ 01/3/2026", ("nd-45-2026",)),
        # NĐ 82/2024
        ("nd-82-2024", "2024-07-09", law.UNKNOWN, "chưa ban hành", ()),
        ("nd-82-2024", "2024-07-10", law.IN_FORCE, "còn hiệu lực", ()),
        (
            "nd-82-2024",
            "2026-02-28",
            law.AMENDED,
            "còn hiệu lực, đã sửa đổi; hết hiệu lực từ 01/3/2026",
            ("nq-04-2025-cp",),
        ),
        ("nd-82-2024", "2026-03-01", law.EXPIRED, "hết hiệu lực từ 01/3/2026", ("nd-45-2026",)),
        # NĐ 45/2026 was in force for four months
        ("nd-45-2026", "2026-01-25", law.UNKNOWN, "chưa ban hành", ()),
        ("nd-45-2026", "2026-02-28", law.NOT_YET, "chưa có hiệu lực", ()),
        ("nd-45-2026", "2026-03-01", law.IN_FORCE, "còn hiệu lực", ()),
        ("nd-45-2026", "2026-06-23", law.IN_FORCE, "còn hiệu lực", ()),
        ("nd-45-2026", "2026-06-30", law.IN_FORCE, "còn hiệu lực; hết hiệu lực từ 01/7/2026", ("nd-224-2026",)),
        ("nd-45-2026", "2026-07-01", law.EXPIRED, "hết hiệu lực từ 01/7/2026", ("nd-224-2026",)),
        # NĐ 224/2026 and the law it details
        ("nd-224-2026", "2026-06-23", law.UNKNOWN, "chưa ban hành", ()),
        ("nd-224-2026", "2026-06-30", law.NOT_YET, "chưa có hiệu lực", ()),
        ("nd-224-2026", "2026-07-01", law.IN_FORCE, "còn hiệu lực", ()),
        ("luat-148-2025", "2026-06-30", law.NOT_YET, "chưa có hiệu lực", ()),
        ("luat-148-2025", "2026-07-01", law.IN_FORCE, "còn hiệu lực", ()),
        ("luat-67-2006", "2024-06-30", law.IN_FORCE, "còn hiệu lực", ()),
        ("luat-67-2006", "2024-07-01", law.AMENDED, "còn hiệu lực, đã sửa đổi", ("luat-20-2023", "luat-24-2023")),
        (
            "luat-67-2006",
            "2026-06-30",
            law.AMENDED,
            "còn hiệu lực, đã sửa đổi; hết hiệu lực từ 01/7/2026",
            ("luat-20-2023", "luat-24-2023", "luat-71-2025"),
        ),
        ("luat-67-2006", "2026-07-01", law.EXPIRED, "hết hiệu lực từ 01/7/2026", ("luat-148-2025",)),
        # the first day in force is before the day of signing, and nobody knew it before
        ("nd-55-2025", "2025-03-01", law.UNKNOWN, "chưa ban hành", ()),
        ("nd-55-2025", "2025-03-02", law.IN_FORCE, "còn hiệu lực", ()),
        # a programme that is replaced during its period, not after it
        ("qd-942-2021", "2025-11-30", law.IN_FORCE, "còn hiệu lực", ()),
        ("qd-942-2021", "2025-12-01", law.EXPIRED, "hết hiệu lực từ 01/12/2025", ("qd-2629-2025",)),
        # period_end is inclusive
        ("nq-66-7-2025-cp", "2025-12-31", law.NOT_YET, "chưa có hiệu lực", ()),
        ("nq-66-7-2025-cp", "2027-02-28", law.IN_FORCE, "còn hiệu lực", ()),
        ("nq-66-7-2025-cp", "2027-03-01", law.PERIOD_OVER, "đã hết giai đoạn ngày 28/02/2027", ()),
        # an amendment whose day of effect is not known, before and after one whose day is
        ("nd-118-2025", "2025-12-30", law.IN_FORCE, "còn hiệu lực", ()),
        ("nd-118-2025", "2025-12-31", law.IN_FORCE, "còn hiệu lực; có văn bản sửa đổi", ("nd-367-2025",)),
        ("nd-118-2025", "2026-08-05", law.AMENDED, "còn hiệu lực, đã sửa đổi", ("nd-309-2026", "nd-367-2025")),
        # no state: a directive, papers of the Party, a letter, a notice, a plan; also after the end of their period
        ("ct-34-2024", "2024-09-16", law.NO_STATE, "", ()),
        ("nq-57-tw", "2024-12-22", law.NO_STATE, "", ()),
        ("nq-111-tu-bacgiang", "2026-01-01", law.NO_STATE, "", ()),
        ("cv-797-2022", "2026-01-01", law.NO_STATE, "", ()),
        ("tb-408-2025", "2025-08-08", law.NO_STATE, "", ()),
        ("kh-275-thanhhoa", "2026-06-01", law.NO_STATE, "", ()),
        # a resolution of the Government whose day is not known: none, until something is done to it
        ("nq-04-2025-cp", "2026-01-25", law.NO_STATE, "", ()),
        ("nq-04-2025-cp", "2026-01-26", law.IN_FORCE, "hết hiệu lực từ 01/3/2026", ("nd-45-2026",)),
        ("nd-367-2025", "2026-06-30", law.NO_STATE, "", ()),
        ("nd-367-2025", "2026-07-01", law.AMENDED, "đã sửa đổi", ("nd-224-2026",)),
    ],
)
def test_states_on_both_sides_of_each_boundary(id_: str, day: str, code: str, label: str, by: tuple[str, ...]) -> None:
    actual = state(id_, day)
    assert (actual.code, actual.label) == (code, label)
    assert set(actual.by) == set(by)


@pytest.mark.parametrize(
    ("id_", "day", "detail"),
    [
        ("nd-73-2019", "2024-10-31", "còn hiệu lực, được sửa đổi, bổ sung bởi NĐ 82/2024"),
        ("nd-73-2019", "2026-03-01", "hết hiệu lực từ 01/3/2026, thay bằng NĐ 45/2026"),
        ("nd-45-2026", "2026-11-21", "hết hiệu lực từ 01/7/2026, thay bằng NĐ 224/2026"),
        ("nd-45-2026", "2026-02-28", "chưa có hiệu lực (có hiệu lực từ 01/3/2026)"),
        # repealed, not replaced
        ("nq-04-2025-cp", "2026-03-01", "hết hiệu lực từ 01/3/2026, bị bãi bỏ bởi NĐ 45/2026"),
        ("qd-80-2014", "2020-01-01", "hết hiệu lực từ 01/01/2020, bị bãi bỏ bởi NĐ 73/2019"),
        # without a state: the day of signing alone
        ("ct-34-2024", "2026-11-28", "ban hành ngày 16/9/2024"),
        ("nd-367-2025", "2026-06-30", "ban hành ngày 31/12/2025"),
        ("nd-370-2025", "2026-11-28", "ban hành năm 2025"),
        ("nd-55-2025", "2026-11-28", "còn hiệu lực từ 01/3/2025"),
        (
            "nd-69-2024",
            "2026-11-28",
            "còn hiệu lực từ 01/7/2024; có văn bản sửa đổi: NĐ 320/2026 (ban hành ngày 13/8/2026)",
        ),
        (
            "nd-118-2025",
            "2026-08-05",
            "còn hiệu lực, được sửa đổi, bổ sung bởi NĐ 309/2026; "
            "có văn bản sửa đổi: NĐ 367/2025 (ban hành ngày 31/12/2025)",
        ),
    ],
)
def test_the_detail_names_the_other_document_and_the_day(id_: str, day: str, detail: str) -> None:
    assert state(id_, day).detail.replace("\u00a0", " ") == detail


def test_after_the_period_of_749_its_successor_is_named_once_it_was_issued() -> None:
    assert state("qd-749-2020", "2025-12-31").code == law.IN_FORCE
    for day in ("2026-01-01", "2026-07-13"):
        without_successor = state("qd-749-2020", day)
        assert (without_successor.code, without_successor.by) == (law.PERIOD_OVER, ())
        assert "31/12/2025" in without_successor.label
        assert "hết hiệu lực" not in without_successor.detail
    with_successor = state("qd-749-2020", "2026-07-14")
    assert (with_successor.code, with_successor.by) == (law.PERIOD_OVER, ("qd-1266-2026",))
    assert "tiếp nối bởi QĐ 1266/QĐ-TTg" in with_successor.detail
    assert not law.is_known(law.document("qd-1266-2026"), date(2026, 7, 13))


def test_a_document_with_a_successor_and_no_repeal_is_not_simply_in_force() -> None:
    assert state("qd-922-2022", "2025-04-02").simply_in_force
    with_successor = state("qd-922-2022", "2025-04-03")
    assert (with_successor.code, with_successor.by) == (law.IN_FORCE, ("qd-405-bkhcn",))
    assert with_successor.label == "còn hiệu lực; đã có văn bản tiếp nối"
    assert with_successor.detail.endswith("; đã có QĐ 405/QĐ-BKHCN tiếp nối")
    assert not with_successor.simply_in_force


def test_only_a_document_in_force_without_a_known_end_is_simply_in_force() -> None:
    assert state("nd-82-2024", "2024-07-10").simply_in_force
    assert state("nd-45-2026", "2026-06-23").simply_in_force
    assert not state("nd-45-2026", "2026-06-30").simply_in_force
    assert not state("nd-73-2019", "2024-07-10").simply_in_force
    assert not state("qd-749-2020", "2026-01-01").simply_in_force


def test_no_document_is_known_before_its_issue_and_one_with_verified_no_never_is() -> None:
    for doc in law.documents().values():
        if doc.verified == "no":
            assert not law.is_known(doc, date.max)
        elif doc.issued:
            assert not law.is_known(doc, doc.issued - ONE_DAY)
            assert law.is_known(doc, doc.issued)


def test_a_state_names_only_known_documents() -> None:
    boundaries = {
        d for doc in law.documents().values() for d in (doc.issued, doc.effective, law.expiry(doc), doc.period_end) if d
    }
    for day in sorted({near for d in boundaries for near in (d - ONE_DAY, d, d + ONE_DAY)}):
        for doc in law.documents().values():
            actual = law.state(doc, day)
            assert all(law.is_known(law.document(id_), day) for id_ in actual.by), (doc.id, day)
            if law.is_known(doc, day):
                end = law.expiry(doc)
                assert (actual.code == law.EXPIRED) == (end is not None and end <= day), (doc.id, day)
                assert (actual.label == "") == (actual.code == law.NO_STATE), (doc.id, day)
                assert "chưa rõ" not in actual.detail and "chưa xác định" not in actual.detail, (doc.id, day)
                if actual.code in (law.IN_FORCE, law.AMENDED):
                    assert doc.effective is None or doc.effective <= day
                    assert doc.period_end is None or day <= doc.period_end
                if actual.code == law.NO_STATE:
                    assert doc.stateless or doc.effective is None, (doc.id, day)


def test_an_end_is_not_known_before_the_ending_document_was_issued() -> None:
    doc = law.document("nd-73-2019")
    assert law.known_end(doc, date(2026, 1, 25)) is None
    assert law.known_end(doc, date(2026, 1, 26)) == date(2026, 3, 1)


def test_at_most_twelve_decrees_laws_and_circulars_have_no_first_day_in_force() -> None:
    kinds = ("Nghị định", "Luật", "Thông tư")
    undated = [doc.id for doc in law.documents().values() if doc.type in kinds and doc.effective is None]
    assert len(undated) <= 12, undated


def test_names_of_documents_and_the_error_of_an_unknown_id() -> None:
    assert law.document("nd-82-2024").short.replace("\u00a0", " ") == "NĐ 82/2024"
    assert law.document("qd-749-2020").short.replace("\u00a0", " ") == "QĐ 749/QĐ-TTg"
    assert law.document("luat-148-2025").short == "Luật Chuyển đổi số"
    assert law.document("luat-148-2025").full == "Luật Chuyển đổi số số 148/2025/QH15 ngày 11/12/2025"
    assert law.document("nd-73-2019").full.replace("\u00a0", " ") == "Nghị định số 73/2019/NĐ-CP ngày 05/9/2019"
    with pytest.raises(UnknownName, match="unknown legal document 'nd-82-2042'; did you mean nd-82-2024"):
        law.document("nd-82-2042")


def test_a_document_without_a_number_is_named_by_its_title_and_a_law_by_number_beside_its_title() -> None:
    plan = law.document("kh-2024-ubqg")
    assert plan.short == plan.numbered == plan.title
    assert law.document("luat-148-2025").numbered == "Luật 148/2025/QH15"
    assert law.document("nd-82-2024").numbered.replace("\u00a0", " ") == "NĐ 82/2024"


def test_a_document_whose_period_is_over_says_what_follows_it_where_something_does() -> None:
    followed, alone = state("qd-749-2020", "2026-11-28"), state("qd-411-2022", "2026-11-28")
    assert followed.code == alone.code == law.PERIOD_OVER
    assert followed.detail.replace("\u00a0", " ") == f"{followed.label}, tiếp nối bởi QĐ 1266/QĐ-TTg"
    assert alone.detail == alone.label == "đã hết giai đoạn ngày 31/12/2025"


def test_a_text_names_documents_that_are_known_on_the_day() -> None:
    text = "theo Nghị định 82/2024/NĐ-CP và NĐ\u00a073/2019, Luật Dữ liệu"
    assert [doc.id for doc in law.named_in(text, date(2024, 12, 1))] == ["luat-60-2024", "nd-73-2019", "nd-82-2024"]
    assert [doc.id for doc in law.named_in(text, date(2024, 1, 1))] == ["nd-73-2019"]
    assert law.named_in("theo quy định", date(2024, 12, 1)) == ()
