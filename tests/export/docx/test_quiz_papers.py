"""The quiz on paper and the programme: what composing hands on, and the Word files read back with python-docx."""

from __future__ import annotations

import io
import itertools
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import docx
import pytest
import yaml
from docx.oxml.ns import qn

import quiz_samples
from taphuan import paths
from taphuan.build.plan import ready_conferences
from taphuan.compose import compose
from taphuan.compose.papers import agenda
from taphuan.document.model import Document, Question, QuestionGroup
from taphuan.document.reading import read_document
from taphuan.errors import NotComposed
from taphuan.export.docx.agenda import write_agenda
from taphuan.export.docx.plan import write_plan
from taphuan.export.docx.quiz import write_quiz, write_quiz_key, write_test
from taphuan.export.docx.sheets import write_evaluation, write_sign_in
from taphuan.known import law
from taphuan.known.conferences import Slot, conference, module
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import open_lesson

TODAY = "2026-11-21"
DAYS = [(slug, day) for slug in ready_conferences() for day in sorted({conference(slug).as_of.isoformat(), TODAY})]
WRITERS = [write_quiz, write_test, write_quiz_key, write_agenda, write_sign_in, write_evaluation, write_plan]


def opened(data: bytes) -> Any:
    return docx.Document(io.BytesIO(data))


def text_of(data: bytes) -> str:
    """All text of the body, tables included, with plain spaces."""
    body = opened(data).element.body
    lines = ("".join(t.text or "" for t in p.iter(qn("w:t"), qn("w:tab"), qn("w:br"))) for p in body.iter(qn("w:p")))
    return "\n".join(lines).replace("\u00a0", " ")


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


# --- what is handed on ------------------------------------------------------------------------------------------------


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("slug", "day"), DAYS)
def test_every_question_that_the_slides_teach_and_no_other(slug: str, day: str) -> None:
    """Of those usable on the day: its key point is cited by a slide of the modules, and no other conference owns it."""
    as_of = date.fromisoformat(day)
    cells = compose(open_lesson(slug, "hoi-nghi", day)).cells
    of_modules = [c.metadata["taphuan"] for c in cells if c.metadata["taphuan"].get("part", "").startswith("module:")]
    backup = {metadata["slide"] for metadata in of_modules if metadata.get("backup")}
    taught = {
        id_ for metadata in of_modules if metadata["slide"] not in backup for id_ in metadata.get("citations", ())
    }
    for group in quiz_samples.document(slug, day).quiz:
        items = [
            item
            for item in module(group.module).of_kind("quiz")
            if item.usable(as_of) and item.detail("key_point") in taught and slug in item.detail("conferences", (slug,))
        ]
        assert [question.id for question in group.questions] == [item.id for item in items]
        assert group.questions, f"{group.module} on {day}"


@pytest.mark.parametrize(("slug", "day"), DAYS)
def test_no_answer_without_the_state_of_the_law_it_names(slug: str, day: str) -> None:
    as_of = date.fromisoformat(day)
    for question in (question for group in quiz_samples.document(slug, day).quiz for question in group.questions):
        said = "\n".join((question.text, question.explanation, *(text for _, text in question.options)))
        notes = plain(" ".join(question.notes))
        for doc in law.named_in(said, as_of):
            state = law.state(doc, as_of)
            assert state.simply_in_force or f"{doc.short}: {state.detail}" in notes, (question.id, doc.id)
            assert doc.verified == "yes" or "theo bản đăng lại" in notes, (question.id, doc.id)


def questions_of_module(slug: str, day: str, module_slug: str) -> list[Question]:
    """All that may be asked of a module: the speaker's part shows all its slides."""
    return [question for group in quiz_samples.document(slug, day, module_slug).quiz for question in group.questions]


def test_a_question_tells_what_changed_since_its_key_point_was_right() -> None:
    questions = questions_of_module("tp-hcm-2025", "2025-11-06", "dau-tu-cntt")
    notes = next(q.notes for q in questions if q.id == "dau-tu-cntt-q2")
    assert "đưa lại mốc 20 tỷ đồng" in plain(notes[0])
    earlier = questions_of_module("quang-nam-2024", "2024-10-31", "dau-tu-cntt")
    assert "20 tỷ" not in plain(" ".join(next(q.notes for q in earlier if q.id == "dau-tu-cntt-q2")))


def test_an_answer_that_rests_on_a_reprint_alone_says_so() -> None:
    questions = questions_of_module("ke-hoach-2027", TODAY, "dau-tu-cntt")
    notes = next(q.notes for q in questions if q.id == "dau-tu-cntt-q6")
    assert "Đáp án theo bản đăng lại." in notes


def test_a_province_is_handed_no_questions_and_no_programme() -> None:
    composed = compose(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"))
    assert not {"quiz", "agenda"} & set(composed.metadata.taphuan)
    with pytest.raises(NotComposed, match="hoi-nghi"):
        write_agenda(read_document(composed, "deck"))


# --- the quiz on paper ------------------------------------------------------------------------------------------------


@pytest.mark.sampled(4)
@pytest.mark.parametrize(("slug", "day"), DAYS)
def test_the_paper_asks_twelve_or_fifteen_and_answers_nothing(slug: str, day: str) -> None:
    document = quiz_samples.document(slug, day)
    asked, key = text_of(write_quiz(document)), text_of(write_quiz_key(document))
    assert "Đáp án:" not in asked and "Nguồn:" not in asked
    everything = [question for group in document.quiz for question in group.questions]
    on_paper = [question for question in everything if question.on_paper]
    assert len(on_paper) == min(15 if conference(slug).minutes >= 180 else 12, len(everything))
    assert all(any(q.on_paper for q in group.questions) for group in document.quiz)
    number = 0
    for question in on_paper:
        number += 1
        right = f"Đáp án: {question.answer}. {dict(question.options)[question.answer]}"
        assert f"Câu {number}. {plain(question.text)}" in asked
        assert all(f"{letter}. {plain(text)}" in asked for letter, text in question.options)
        assert plain(question.explanation) not in asked
        assert f"Câu {number}. {plain(question.text)}" in key and plain(right) in key
        for told in (question.explanation, *question.notes, *question.sources):
            assert plain(told) in key, question.id
    assert number and f"(trên {number} câu)" in asked


@pytest.mark.parametrize(("slug", "day"), DAYS)
def test_the_same_ten_are_asked_before_and_after_the_day(slug: str, day: str) -> None:
    document = quiz_samples.document(slug, day)
    asked = text_of(write_test(document))
    tested = [question for group in document.quiz for question in group.questions if question.tested]
    assert len(tested) == min(10, sum(len(group.questions) for group in document.quiz))
    assert all(question.on_paper for question in tested)
    assert "☐ Trước tập huấn" in plain(asked) and "☐ Sau tập huấn" in plain(asked)
    for number, question in enumerate(tested, start=1):
        assert f"Câu {number}. {plain(question.text)}" in asked
        assert plain(question.explanation) not in asked
    assert f"Câu {len(tested) + 1}." not in asked and f"(trên {len(tested)} câu)" in asked


def test_what_an_official_does_is_asked_before_what_he_remembers() -> None:
    document = quiz_samples.document("ke-hoach-2027", TODAY)
    for group in document.quiz:
        kinds = {item.id: item.detail("asks") for item in module(group.module).of_kind("quiz")}
        order = ["situation", "why", "rule", "memory"]
        taken = [order.index(kinds[q.id]) for q in group.questions if q.on_paper]
        left = [order.index(kinds[q.id]) for q in group.questions if not q.on_paper]
        assert not left or max(taken) <= min(left), group.module


def test_the_grid_holds_the_right_letter_under_every_number() -> None:
    document = quiz_samples.document("quang-nam-2024", "2024-10-31")
    questions = [question for group in document.quiz for question in group.questions]
    papers = [q.answer for q in questions if q.on_paper], [q.answer for q in questions if q.tested]
    for table, answers in zip(opened(write_quiz_key(document)).tables, papers, strict=True):
        rows = [[cell.text for cell in row.cells] for row in table.rows]
        pairs = (pair for at in range(0, len(rows), 2) for pair in zip(*rows[at : at + 2], strict=True))
        assert {number: letter for number, letter in pairs if number} == {
            str(number): letter for number, letter in enumerate(answers, start=1)
        }


def test_short_options_stand_side_by_side_and_long_ones_alone() -> None:
    def lines(*options: str) -> int:
        question = Question("q", "Hỏi?", tuple(zip("ABCD", options, strict=True)), "A", "Vì thế.")
        word = opened(write_quiz(quiz_samples.with_questions(QuestionGroup("m", "Phần", (question,)))))
        return sum(paragraph.style.name == "Option" for paragraph in word.paragraphs)

    assert lines("5", "13", "19", "34") == 1
    assert lines("Người dân, doanh nghiệp", "Nhà cung cấp nền tảng", "Cơ quan", "Khác") == 2
    assert lines("Một", "Hai\ndòng", "Ba", "Bốn") == 4
    assert lines("Kế hoạch chỉ đạo, điều hành trực tuyến, dựa trên dữ liệu", "Hai", "Ba", "Bốn") == 4


def test_a_question_stays_with_its_options_and_an_answer_with_its_question() -> None:
    document = quiz_samples.document("quang-nam-2024", "2024-10-31")
    for data, last in ((write_quiz(document), "Option"), (write_quiz_key(document), "Answer")):
        paragraphs = opened(data).paragraphs
        styles = [paragraph.style.name for paragraph in paragraphs]
        for paragraph, style, after in zip(paragraphs, styles, styles[1:], strict=False):
            keeps = paragraph.paragraph_format.keep_with_next or style == "Question"
            assert not (style in ("Question", last) and after == last) or keeps, paragraph.text


def test_a_paper_of_one_module_bears_its_name() -> None:
    document = quiz_samples.document("quang-nam-2024", "2024-10-31", "dau-tu-cntt")
    word = opened(write_quiz(document))
    subtitle = next(paragraph.text for paragraph in word.paragraphs if paragraph.style.name == "Subtitle")
    assert subtitle.split("\n") == [f"Chuyên đề: {document.quiz[0].title}", document.conference["title"]]
    assert not [paragraph for paragraph in word.paragraphs if paragraph.style.name.startswith("Heading")]


def test_a_module_without_a_question_says_so() -> None:
    empty = quiz_samples.with_questions(QuestionGroup("m", "Phần", ()))
    for write in (write_quiz, write_quiz_key):
        assert "chưa có câu hỏi nào dùng được" in text_of(write(empty))


def test_hostile_text_is_shown_as_text() -> None:
    document = quiz_samples.hostile()
    asked, key = text_of(write_quiz(document)), text_of(write_quiz_key(document))
    for text in (part for hostile in quiz_samples.HOSTILE for part in hostile.split("\n") if part):
        assert text in asked and text in key


def test_turned_and_decomposed_letters_are_read_as_plain_text() -> None:
    composed = compose(open_lesson("quang-nam-2024", WHOLE, "2024-10-31", "du-lieu-so"))
    composed.metadata.taphuan["quiz"][0]["questions"][0]["text"] = "đảo \u202echiều\x07 đe\u0302\u0301n"
    assert read_document(composed, "deck").quiz[0].questions[0].text == "đảo chiều đến"


# --- the programme ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("slug", "day"), DAYS)
def test_the_programme_holds_the_minutes_of_all_slides(slug: str, day: str) -> None:
    document = quiz_samples.document(slug, day)
    assert document.agenda is not None
    sessions = [session for session in document.agenda.sessions if not session.pause]
    # with clock times each lasts a multiple of five minutes
    step = 5 if len(sessions) < len(document.agenda.sessions) else 1
    held, planned = sum(session.minutes for session in sessions), sum(section.minutes for section in document.sections)
    assert planned <= held <= planned + (step - 1) * len(sessions)
    titles = [session.title for session in sessions if session.title.startswith("Chuyên đề: ")]
    assert titles == [f"Chuyên đề: {group.title}" for group in document.quiz]
    for group, title in zip(document.quiz, titles, strict=True):
        own = sum(section.minutes for section in document.sections if section.id.startswith(f"{group.module}-"))
        assert next(session.minutes for session in sessions if session.title == title) == -(-own // step) * step > 0
    text = text_of(write_agenda(document))
    assert all(plain(session.title) in text for session in sessions)
    assert f"{sum(session.minutes for session in document.agenda.sessions)} phút" in text


def test_only_a_programme_for_communes_of_today_offers_the_sets_of_communes() -> None:
    offered = {
        slug
        for slug, day in DAYS
        if "mỗi xã, phường, đặc khu có một bộ mang tên mình" in text_of(write_agenda(quiz_samples.document(slug, day)))
    }
    assert offered == {"tp-hcm-2025", "bo-khcn-cap-xa-2025"}


def test_a_speaker_stands_beside_a_module_only_where_the_source_says_so() -> None:
    bac_kan = opened(write_agenda(quiz_samples.document("bac-kan-2020", "2020-12-18"))).tables[0]
    rows = [[cell.text for cell in row.cells] for row in bac_kan.rows]
    assert rows[0] == ["STT", "Nội dung", "Thời lượng dự kiến", "Người trình bày"]
    assert [row[-1] for row in rows[1:-1]] == ["–", "Hà Văn Tiến", "Ngô Huy Thắng", "Lô Quang Tuyến (chủ trì)"]
    quang_nam = write_agenda(quiz_samples.document("quang-nam-2024", "2024-10-31"))
    assert [cell.text for cell in opened(quang_nam).tables[0].rows[0].cells] == rows[0][:3]


def test_times_stand_only_where_they_are_stated() -> None:
    document = quiz_samples.document("bac-kan-2020", "2020-12-18")
    assert "Thời gian" not in [cell.text for cell in opened(write_agenda(document)).tables[0].rows[0].cells]
    lesson = open_lesson("bac-kan-2020", WHOLE, "2020-12-18")
    slots = (
        Slot("tong-quan-cds", "Hà Văn Tiến", date(2020, 12, 16), "08:00", "09:30"),
        Slot("chinh-quyen-dien-tu-cap-xa", "", None, "14:00", ""),
    )
    timed = replace(lesson, conference=replace(lesson.conference, timetable=slots))
    composed = compose(timed)
    assert composed.metadata.taphuan["agenda"] == agenda(timed, composed.cells)
    written = write_agenda(read_document(composed, "deck"))
    rows = [[cell.text for cell in row.cells] for row in opened(written).tables[0].rows]
    assert rows[0][1] == "Thời gian"
    assert [row[1] for row in rows[1:]] == ["–", "08:00–09:30, 16/12/2020", "từ 14:00", "–", ""]
    assert "không ghi giờ" not in text_of(written)


def test_organisers_who_say_when_they_begin_get_clock_times_breaks_and_cells_for_who_chairs() -> None:
    document = quiz_samples.document("ke-hoach-2027", TODAY)
    assert document.agenda is not None
    rows = [[cell.text for cell in row.cells] for row in opened(write_agenda(document)).tables[0].rows]
    assert rows[0] == ["STT", "Thời gian", "Nội dung", "Thời lượng dự kiến", "Chủ trì"]
    assert rows[1][1:3] == ["08:00–08:15", "Đón đại biểu, khai mạc"] and rows[2][0] == "1"
    times = [row[1].split("–") for row in rows[1:-1]]
    assert all(before[1] == after[0] for before, after in itertools.pairwise(times))
    assert [row[0] for row in rows[1:-1] if row[0]] == [
        str(n) for n in range(1, 1 + sum(not session.pause for session in document.agenda.sessions))
    ]
    assert {row[4] for row in rows[1:]} == {""}
    assert "làm tròn lên 5 phút" in text_of(write_agenda(document))


def test_the_list_of_those_present_has_lines_to_sign() -> None:
    word = opened(write_sign_in(quiz_samples.document("quang-nam-2024", "2024-10-31")))
    rows = [[cell.text for cell in row.cells] for row in word.tables[0].rows]
    assert rows[0] == ["STT", "Họ và tên", "Chức vụ, cơ quan", "Điện thoại", "Ký tên"]
    assert rows[1:] == [[str(number), "", "", "", ""] for number in range(1, 41)]
    assert all(round(row.height.mm) >= 9 for row in word.tables[0].rows[1:])


@pytest.mark.parametrize(("slug", "day"), [("quang-nam-2024", "2024-10-31"), ("bac-giang", "2021-12-16")])
def test_the_evaluation_asks_about_each_module_that_is_taught(slug: str, day: str) -> None:
    lesson = open_lesson(slug, WHOLE, day)
    word = opened(write_evaluation(quiz_samples.document(slug, day)))
    modules, organisation = ([[cell.text for cell in row.cells] for row in table.rows] for table in word.tables)
    assert modules[0] == ["Chuyên đề", "1", "2", "3", "4", "5"]
    assert [plain(row[0]) for row in modules[1:]] == [module.title for module in lesson.teaching.modules]
    assert all(row[1:] == ["☐"] * 5 for row in (*modules[1:], *organisation[1:])) and len(organisation) == 4
    assert "Phiếu không ghi tên" in text_of(write_evaluation(quiz_samples.document(slug, day)))


@pytest.mark.parametrize("write", [write_sign_in, write_evaluation])
def test_only_the_set_of_the_conference_has_the_sheets(write: Callable[[Document], bytes]) -> None:
    composed = compose(open_lesson("quang-nam-2024", "da-nang", "2024-10-31"))
    with pytest.raises(NotComposed, match="hoi-nghi"):
        write(read_document(composed, "deck"))


def test_what_is_not_known_of_the_event_is_a_blank_to_fill() -> None:
    for slug, day in (("quang-nam-2024", "2024-10-31"), ("ke-hoach-2027", TODAY)):
        agenda_text = text_of(write_agenda(quiz_samples.document(slug, day)))
        assert "Thời gian: ……" in agenda_text and "Địa điểm: ……" in agenda_text
        assert "Bài gốc" not in agenda_text


def test_the_chair_of_the_discussion_stands_beside_it() -> None:
    rows = quiz_samples.document("bac-kan-2020", "2020-12-18").agenda.sessions
    assert [row.speaker for row in rows][-1] == "Lô Quang Tuyến (chủ trì)"


# --- all papers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("write", WRITERS)
def test_the_page_is_that_of_the_decree(write: Callable[[Document], bytes]) -> None:
    rules = {
        rule["id"]: rule
        for rule in yaml.safe_load((paths.DATA / "law/nd30_layout.yaml").read_text(encoding="utf-8"))["rules"]
    }
    section = opened(write(quiz_samples.document("quang-nam-2024", "2024-10-31"))).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    for id_, found in (
        ("le-tren", section.top_margin),
        ("le-duoi", section.bottom_margin),
        ("le-trai", section.left_margin),
        ("le-phai", section.right_margin),
    ):
        assert rules[id_]["min_mm"] <= round(found.mm) <= rules[id_]["max_mm"], id_


@pytest.mark.parametrize("write", WRITERS)
def test_day_provenance_and_the_mark_of_a_sample(write: Callable[[Document], bytes]) -> None:
    document = quiz_samples.document("ke-hoach-2027", TODAY)
    word = opened(write(document))
    assert plain(document.as_of_text) in text_of(write(document))
    for header, footer in (
        (word.sections[0].first_page_header, word.sections[0].first_page_footer),
        (word.sections[0].header, word.sections[0].footer),
    ):
        assert any("MẪU" in paragraph.text for paragraph in header.paragraphs)
        assert footer.paragraphs[0].text == f"{document.provenance}."
    assert word.core_properties.created.date().isoformat() == TODAY
    assert word.core_properties.title.split(":")[0] in (
        "Phiếu kiểm tra trắc nghiệm",
        "Phiếu kiểm tra trước và sau tập huấn",
        "Đáp án phiếu kiểm tra trắc nghiệm",
        "Chương trình",
        "Danh sách đại biểu dự hội nghị",
        "Phiếu đánh giá sau tập huấn",
        "Kế hoạch bài giảng",
    )


@pytest.mark.parametrize("write", WRITERS)
def test_the_same_content_gives_the_same_bytes(write: Callable[[Document], bytes]) -> None:
    document = quiz_samples.document("tp-hcm-2025", "2025-11-06")
    first = write(document)
    assert write(document) == first
    with zipfile.ZipFile(io.BytesIO(first)) as package:
        assert {entry.date_time for entry in package.infolist()} == {(1980, 1, 1, 0, 0, 0)}


@pytest.mark.parametrize("write", WRITERS)
def test_a_title_of_200_letters_and_an_endless_word_are_kept_whole(write: Callable[[Document], bytes]) -> None:
    document = quiz_samples.document("quang-nam-2024", "2024-10-31")
    title = ("Hội nghị " * 23).strip() + " " + "w" * 120
    assert title in text_of(write(replace(document, conference={**document.conference, "title": title})))
