"""What is made for all participants of a conference: the gathering, its sentences, the composed sets and their jobs."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from taphuan.build.plan import plan, ready_conferences
from taphuan.compose import compose
from taphuan.errors import UnknownName
from taphuan.export.formats import CONFERENCE, MODULE, format_names
from taphuan.export.renderers import TAPHUAN
from taphuan.known.conferences import conferences, participants
from taphuan.lesson import placeholders
from taphuan.lesson.claims.participants import MOVED
from taphuan.lesson.claims.register import HALL_KINDS
from taphuan.lesson.conditions import conditions_of
from taphuan.lesson.lesson import open_lesson
from taphuan.lesson.participants_scores import Gathering
from taphuan.text import NBSP

TODAY = date(2026, 11, 21)


def gathering(slug: str, as_of: str = "") -> Gathering:
    conf = next(c for c in conferences() if c.slug == slug)
    day = date.fromisoformat(as_of) if as_of else conf.as_of
    return Gathering(participants(conf, day), day)


def test_the_participants_stand_in_the_newest_complete_edition_of_their_era() -> None:
    central = gathering("quang-nam-2024")
    assert central.edition is not None
    assert (central.edition.year, central.of, len(central.scores)) == (2022, 63, 19)
    assert [score.rank for score in central.scores] == sorted(score.rank for score in central.scores)
    now = gathering("ke-hoach-2027")
    assert now.edition is not None
    assert (now.edition.year, now.of, len(now.scores), now.is_everywhere) == (2024, 34, 34, True)


def test_nothing_is_compared_before_a_complete_edition_is_public() -> None:
    early = gathering("truc-tuyen-2022")
    assert (early.edition, early.scores, early.earlier) == (None, (), ())
    assert all(kind.claim(early) is None and kind.claim(gathering("bac-kan-2020")) is None for kind in HALL_KINDS)


def test_ranks_are_compared_only_within_one_method_and_one_territory() -> None:
    # 2023 came out on 2025-02-06 and may be held against 2022; 2024 has another method, and 34 units
    spring = Gathering(gathering("quang-nam-2024").participants, date(2025, 3, 1))
    assert spring.edition is not None
    assert (spring.edition.year, len(spring.earlier)) == (2023, 19)
    moved = MOVED.claim(spring)
    assert moved is not None and "Từ năm\u00a02022 đến năm\u00a02023" in moved.text
    assert gathering("quang-nam-2024").earlier == ()
    assert gathering("ke-hoach-2027").earlier == ()


def test_a_lesson_for_all_has_no_row_of_its_own() -> None:
    lesson = open_lesson("quang-nam-2024", "hoi-nghi", "2024-10-31")
    assert lesson.whole and lesson.unit.is_everyone
    assert lesson.profile.score is None and lesson.profile.league == ()
    said = placeholders.values(lesson.profile, lesson.teaching)
    assert [said[name] and said[name].text for name in ("unit.name", "unit.phrase")] == [
        "địa phương",
        "mỗi địa phương",
    ]
    assert not any(said[name] for name in said if name.startswith("claim.") and not name.startswith("claim.hall-"))
    held = conditions_of(lesson.profile, lesson.teaching)
    assert held["for_all"] and held["hall.has_scores"] and not held["has_score"]


def test_the_only_participant_is_called_by_its_name() -> None:
    lesson = open_lesson("bac-giang", "hoi-nghi", "2021-12-16")
    assert lesson.whole and lesson.unit.slug == "bac-giang"
    assert not conditions_of(lesson.profile, lesson.teaching)["for_all"]


@pytest.mark.parametrize("conf", conferences(), ids=lambda c: c.slug)
def test_every_conference_has_a_deck_and_a_report(conf) -> None:  # type: ignore[no-untyped-def]
    for day in dict.fromkeys((conf.as_of, TODAY)):
        notebook = compose(open_lesson(conf.slug, "hoi-nghi", day.isoformat()))
        shown = {cell.metadata["taphuan"].get("document") for cell in notebook.cells}
        assert {"deck", "report"} <= shown and "briefing" not in shown
        assert notebook.metadata["taphuan"]["title"] == conf.title
        assert 'province = "hoi-nghi"' in notebook.cells[0].source


@pytest.mark.parametrize("conf", conferences(), ids=lambda c: c.slug)
def test_a_speakers_part_holds_one_module_and_its_own_questions(conf) -> None:  # type: ignore[no-untyped-def]
    for slug in conf.modules:
        lesson = open_lesson(conf.slug, "hoi-nghi", conf.as_of.isoformat(), slug)
        notebook = compose(lesson)
        parts = {cell.metadata["taphuan"].get("part", "") for cell in notebook.cells}
        assert {part for part in parts if part.startswith("module:")} == {f"module:{slug}"}
        assert {item.owner for item in (*lesson.teaching.quiz, *lesson.teaching.questions)} <= {slug}
        assert f'module="{slug}"' in notebook.cells[1].source


def test_a_module_of_another_conference_is_refused() -> None:
    with pytest.raises(UnknownName, match="module of bac-giang 'dau-tu-cntt'"):
        open_lesson("bac-giang", "hoi-nghi", "2021-12-16", "dau-tu-cntt")


def jobs(*, provinces: tuple[str, ...] = (), modules: tuple[str, ...] = (), formats: tuple[str, ...] = ()) -> list[str]:
    planned = plan(("bac-giang",), provinces, modules, formats, None, Path("out"), 120, TODAY)
    return [job.name for job in planned]


def test_a_conference_is_planned_with_what_all_share_first() -> None:
    assert jobs() == [
        "bac-giang/hoi-nghi",
        "bac-giang/modules/tong-quan-cds",
        "bac-giang/modules/phuong-phap-luan-2-3-5",
        "bac-giang/bac-giang",
    ]
    assert jobs(provinces=("hoi-nghi",)) == ["bac-giang/hoi-nghi"]
    assert jobs(provinces=("bac-giang",)) == ["bac-giang/bac-giang"]
    assert jobs(modules=("tong-quan-cds",)) == ["bac-giang/modules/tong-quan-cds"]
    assert jobs(formats=("report.docx",)) == ["bac-giang/hoi-nghi"]
    assert jobs(formats=("briefing.pdf",)) == ["bac-giang/bac-giang"]
    with pytest.raises(UnknownName, match="tong-quan-cds"):
        jobs(modules=("tong-quan",))


def test_each_kind_of_set_has_its_files_and_its_folder() -> None:
    planned = plan(("bac-giang",), (), (), (), None, Path("out"), 120, TODAY)
    assert [(job.folder, job.formats) for job in planned[:2]] == [
        (Path("out/bac-giang"), format_names(TAPHUAN, CONFERENCE)),
        (Path("out/bac-giang/modules/tong-quan-cds"), format_names(TAPHUAN, MODULE)),
    ]
    assert planned[3].folder == Path("out/bac-giang/bac-giang")
    assert planned[1].arguments("2021-12-16").startswith("--conference bac-giang --module tong-quan-cds")


def test_all_pairs_of_all_conferences_are_planned() -> None:
    planned = plan((), (), (), (), None, Path("out"), 120, TODAY)
    assert len(ready_conferences()) == 9
    assert sum(not job.module and job.province != "hoi-nghi" for job in planned) == 177
    assert sum(not job.module and job.province == "hoi-nghi" for job in planned) == 9
    assert len({job.folder for job in planned}) == len(planned)


@pytest.mark.parametrize(
    ("conference", "place", "day", "told"),
    [
        ("bo-khcn-cap-xa-2025", "hoi-nghi", "2026-11-21", True),
        ("bo-khcn-cap-xa-2025", "ha-noi", "2026-11-21", True),
        ("bo-khcn-cap-xa-2025", "quang-tri", "2026-11-21", False),
        ("bo-khcn-cap-xa-2025", "ha-noi", "2026-08-04", False),
        ("bac-kan-2020", "hoi-nghi", "2026-11-21", False),
    ],
)
def test_one_centre_for_a_whole_city_is_taught_where_a_city_learns_and_from_its_day(
    conference: str, place: str, day: str, told: bool
) -> None:
    notebook = compose(open_lesson(conference, place, day), full=True)
    text = "".join(cell.source for cell in notebook.cells).replace(NBSP, " ")
    assert "Trung tâm Phục vụ hành chính công nhận hồ sơ của người dân" in text
    assert ("HĐND có thể chọn một trung tâm cho toàn thành phố" in text) == told
