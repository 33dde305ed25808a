"""Dividers say how far the deck has come, in every form: the same numbers, and nothing where there is one part."""

from __future__ import annotations

import io

from pptx import Presentation

from deck_sample import Notebook
from taphuan.compose import compose
from taphuan.document.reading import read_document
from taphuan.export.html.deck import write_deck
from taphuan.export.pdf.slide_content import content
from taphuan.export.pptx.pptx import write_pptx
from taphuan.lesson.lesson import open_lesson


def deck(parts: int) -> Notebook:
    built = Notebook()
    for n in range(1, parts + 1):
        built.slide(f"phan-{n}", f"Chuyên đề {n}", "section", part=f"Chuyên đề {n}")
        built.slide(f"trang-{n}", "Một trang", part=f"Chuyên đề {n}", minutes=4)
        built.text("- Một ý")
        built.slide(f"trang-{n}b", "Trang nữa", part=f"Chuyên đề {n}", minutes=3)
        built.text("- Một ý khác")
    return built


def powerpoint(parts: int) -> list[str]:
    """The words of each divider."""
    slides = Presentation(io.BytesIO(write_pptx(read_document(deck(parts).nb, "deck")))).slides
    return [
        "\n".join(shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)
        for slide in slides
        if slide.slide_layout.name == "Phần"
    ]


def test_every_form_says_the_part_its_minutes_and_what_follows() -> None:
    html = write_deck(deck(3).nb).decode()
    pdf = [slide["progress"] for slide in content(read_document(deck(3).nb, "deck"), True)[0]["slides"] if "progress" in slide]  # fmt: skip
    assert [at["place"] for at in pdf] == ["Phần 1/3", "Phần 2/3", "Phần 3/3"]
    assert pdf[0]["about"] == (("Thời lượng", "7 phút"), ("Tiếp theo", "Chuyên đề 2"))
    assert pdf[2]["about"] == (("Thời lượng", "7 phút"),), "nothing follows the last"
    first, _, last = powerpoint(3)
    for words in ("Phần 1/3", "7 phút", "Chuyên đề 2"):
        assert words in html and words in first, words
    assert "Tiếp theo" not in last and html.count("<dt>Tiếp theo</dt>") == 2


def test_the_bar_has_a_piece_a_part_up_to_ten() -> None:
    html = write_deck(deck(10).nb).decode()
    assert html.count('<span class="now">') == 10 and html.count('<span class="done">') == 45
    many = write_deck(deck(11).nb).decode()
    assert '<span class="now">' not in many and '<span class="whole" style="--v:100.0">' in many
    assert "Phần 11/11" in many and len(powerpoint(11)) == 11


def test_a_deck_of_one_part_has_no_bar() -> None:
    assert '<div class="parts-bar"' not in write_deck(deck(1).nb).decode()
    assert "Phần 1/1" not in powerpoint(1)[0]


def test_who_presents_a_part_stands_on_its_divider_where_the_timetable_names_somebody() -> None:
    notebook = compose(open_lesson("bac-kan-2020", "hoi-nghi", "2020-12-18"))
    document = read_document(notebook, "deck")
    pdf = [slide["progress"]["about"] for slide in content(document, True)[0]["slides"] if "progress" in slide]
    assert [dict(about).get("Người trình bày") for about in pdf] == ["Hà Văn Tiến", "Ngô Huy Thắng", None]
    assert write_deck(notebook).decode().count("<dt>Người trình bày</dt>") == 2
    slides = Presentation(io.BytesIO(write_pptx(document))).slides
    words = ["\n".join(s.text_frame.text for s in slide.shapes if s.has_text_frame) for slide in slides]
    assert sum("Hà Văn Tiến" in text and "Người trình bày" in text for text in words) == 1
    unnamed = compose(open_lesson("quang-nam-2024", "hoi-nghi", "2024-10-31"))
    assert "<dt>Người trình bày</dt>" not in write_deck(unnamed).decode()
