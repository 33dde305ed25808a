"""Conferences, their participants on a given day, and the dated items of the modules."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from taphuan import paths
from taphuan.data.load import yaml_document
from taphuan.errors import BadDate, UnknownName
from taphuan.known.conferences import (
    Issuer,
    all_items,
    conference,
    conference_of,
    conferences,
    facts,
    module,
    participants,
)
from taphuan.known.items import is_secondary
from taphuan.known.law import documents

TODAY = date(2026, 11, 21)


@pytest.mark.parametrize(
    ("slug", "count"),
    [
        ("bac-kan-2020", 1),
        ("bac-giang", 1),
        ("truc-tuyen-2022", 63),
        ("quang-nam-2024", 19),
        ("ba-ria-vung-tau-2024", 19),
        ("tp-hcm-2025", 1),
        ("bo-khcn-cap-xa-2025", 34),
        ("ke-hoach-2027", 34),
    ],
)
def test_the_participants_on_the_conference_s_own_day(slug: str, count: int) -> None:
    units = participants(conference(slug))
    assert len(units) == len({unit.slug for unit in units}) == count


def test_on_a_later_day_each_successor_takes_part_once() -> None:
    assert [(u.slug, u.table) for u in participants(conference("bac-kan-2020"), TODAY)] == [("thai-nguyen", 34)]
    slugs = [unit.slug for unit in participants(conference("quang-nam-2024"), TODAY)]
    assert len(slugs) == len(set(slugs)) == 11
    assert "da-nang" in slugs
    assert "quang-nam" not in slugs
    assert all(unit.table == 34 for unit in participants(conference("quang-nam-2024"), TODAY))


def test_after_a_change_of_status_the_participant_has_its_new_name() -> None:
    conf = conference("bo-khcn-cap-xa-2025")
    names = {unit.slug: unit.full_name for unit in participants(conf)}
    assert names["dong-nai"] == "Tỉnh Đồng Nai"
    later = {unit.slug: unit.full_name for unit in participants(conf, date(2026, 4, 30))}
    assert later["dong-nai"] == "Thành phố Đồng Nai"
    assert set(names) == set(later)


def test_hue_takes_part_in_the_conference_of_2024_with_the_slug_of_the_day() -> None:
    conf = conference("quang-nam-2024")
    slugs = [
        [u.slug for u in participants(conf, day) if "hue" in u.slug]
        for day in (date(2024, 12, 31), date(2025, 1, 1), date(2025, 7, 1))
    ]
    assert slugs == [["thua-thien-hue"], ["hue"], ["hue"]]


def test_participants_on_a_day_before_the_conference_are_an_error() -> None:
    with pytest.raises(BadDate) as error:
        participants(conference("quang-nam-2024"), date(2024, 10, 30))
    assert str(error.value) == (
        "2024-10-30 lies before 'quang-nam-2024' (as_of 2024-10-31); a conference can be taught again on a later day only"
    )


def test_the_error_of_an_unknown_name_names_the_most_similar_one() -> None:
    with pytest.raises(UnknownName) as error:
        conference("quang-nam-2042")
    assert str(error.value).startswith("unknown conference 'quang-nam-2042'; did you mean quang-nam-2024")
    with pytest.raises(UnknownName, match="unknown module 'dau-tu'; did you mean dau-tu-cntt"):
        module("dau-tu")


def test_values_that_the_article_does_not_state_are_empty() -> None:
    quang_nam = conference("quang-nam-2024")
    assert (quang_nam.place, quang_nam.organiser, quang_nam.delegates) == ("", "", None)
    assert (quang_nam.as_of_stated, quang_nam.date_text) == (False, "")
    bac_giang = conference("bac-giang")
    assert (bac_giang.as_of_stated, bac_giang.as_of_from_press) == (False, True)
    assert conference("truc-tuyen-2022").as_of_stated
    assert [conf.slug for conf in conferences() if conf.sample] == ["ke-hoach-2027", "ky-nang-2027"]
    days = [conf.as_of for conf in conferences()]
    assert days == sorted(days)


def test_an_item_is_usable_from_known_from_to_until_both_inclusive() -> None:
    one_day = timedelta(days=1)
    with_end = 0
    for item in all_items():
        printable = item.detail("use", True) is not False
        assert not item.usable(item.known_from - one_day), item.id
        assert item.usable(item.known_from) == printable, item.id
        if item.until:
            with_end += 1
            assert item.usable(item.until) == printable, item.id
            assert not item.usable(item.until + one_day), item.id
    assert with_end > 50


def test_a_quiz_question_with_use_false_is_never_usable() -> None:
    unused = [item for item in all_items() if item.detail("use", True) is False]
    assert unused
    assert not any(item.usable(TODAY) for item in unused)


def test_an_item_that_rests_on_reprints_alone_is_secondary() -> None:
    assert is_secondary(("gh-phaply-yte-taichinh",))
    assert not is_secondary(("gh-phaply-yte-taichinh", "vietnamvn-luat-cds"))
    assert not is_secondary(())
    # the documents that say it count, not the place where they were read
    assert is_secondary(("vietnamvn-luat-cds",), (("nd-224-2026", "Điều 27"),))
    assert not is_secondary(("gh-luat-cds-toanvan",), (("luat-148-2025", "Điều 7"),))
    items = {item.id: item for item in all_items()}
    assert items["dau-tu-cntt-k16"].secondary
    assert not items["dau-tu-cntt-g3"].secondary
    assert documents()["nd-224-2026"].verified == "partial"
    assert documents()["nd-73-2019"].verified == "yes"


def test_facts_belong_to_the_deck_or_the_report_of_their_conference() -> None:
    assert {item.where for item in facts("quang-nam-2024")} == {"deck", "report"}
    assert facts("ke-hoach-2027") == ()
    assert {item.owner for item in facts("bac-giang")} == {"bac-giang"}


def test_a_file_says_who_issues_its_papers_or_nobody_does() -> None:
    raw = yaml_document(paths.CONFERENCES / "bac-giang.yaml")
    assert conference_of(raw | {"issuer": None}).issuer is None
    both = {"authority": "UBND TỈNH BẮC GIANG", "agency": "SỞ THÔNG TIN VÀ TRUYỀN THÔNG"}
    assert conference_of(raw | {"issuer": both}).issuer == Issuer(both["authority"], both["agency"])
    # a ministry has nobody above it in the head of a paper
    assert conference_of(raw | {"issuer": {"agency": "BỘ X"}}).issuer == Issuer("", "BỘ X")
