"""Texts that mean something to a program, in every place that a steward controls: each form shows them letter by letter, with
nothing in it that the same place with plain words would not bring."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable

import pytest

from hostile_places import PLACES, Place, write_into
from hostile_reading import tight, words_and_counts
from hostile_strings import INSIDE, OPENING, ROUNDS, SHORT, STRINGS, joined
from projects import Project, execute_in_process
from taphuan.export.formats import CONFERENCE, PROVINCE, format_names, write
from taphuan.export.renderers import TAPHUAN
from taphuan.lesson.lesson import open_lesson

SETS = {
    PROVINCE: ("quang-nam-2024", "da-nang", "2024-10-31"),
    CONFERENCE: ("bac-giang", "hoi-nghi", "2021-12-16"),
}
# files whose footers and agendas are cut where there is no room for all sources
CUTTING = ("deck.pdf", "handout.pdf", "deck.html", "deck.pptx")
# stands between the end of a page and the beginning of the next
FOOT = re.compile(
    tight("Tài liệu biên soạn lại từ nguồn công khai; không phải văn bản do cơ quan nhà nước phát hành.") + r"\d?"
)
SVG = "image/svg+xml"
# a letter that the face of a paper lacks, as it is named there
NAMED = re.compile(r"\[u\+([0-9a-f]+)\]")
# what stands in files by name; a picture has no texts to be read
Files = dict[str, tuple[str, Counter[str]]]
# one of each kind of file is read among the fast tests
FEW = ("deck.html", "briefing.docx", "data.xlsx", "notebook.ipynb")
CASES = [
    pytest.param(PROVINCE, 0, FEW),
    *(pytest.param(kind, number, (), marks=pytest.mark.slow) for kind in SETS for number in range(ROUNDS)),
]
_PLAIN: dict[tuple[str, tuple[str, ...]], Files] = {}


def marked(text: str, number: int, turn: int) -> str:
    """With a mark by which the place and the text in it are found again."""
    return f"{text} kq{number:02}k{turn:03}"


def made(project: Project, kind: str, few: tuple[str, ...], text: Callable[[int, int, bool], str]) -> Files:
    """What stands in all files of a set, or in `few`, when these texts are in all places."""
    write_into(project.root, PLACES, text)
    notebook = execute_in_process(open_lesson(*SETS[kind]))
    names = few or tuple(name for name in format_names(TAPHUAN, kind) if not name.endswith(".png"))
    return {name: words_and_counts(name, content) for name, content in write(notebook, names, 60).files.items()}


def plain(project: Project, kind: str, few: tuple[str, ...]) -> Files:
    """The same with a plain word in all places."""
    if (kind, few) not in _PLAIN:
        _PLAIN[kind, few] = made(project, kind, few, lambda place, turn, short: marked("Chữ", place, turn))
    return _PLAIN[kind, few]


def test_there_are_many_and_each_comes_to_each_place() -> None:
    assert set(STRINGS) == {*OPENING, *INSIDE}
    assert len(STRINGS) == len(OPENING) + len(INSIDE) >= 100
    assert set(STRINGS) <= {text for number in range(ROUNDS) for text in joined(number).split(" · ")}


@pytest.mark.kept_copy
@pytest.mark.parametrize(("kind", "number", "few"), CASES)
def test_texts_that_mean_something_are_shown_as_texts(
    kind: str, number: int, few: tuple[str, ...], project: Project
) -> None:
    usually = plain(project, kind, few)
    said: dict[tuple[int, int], str] = {}

    def hostile(place: int, turn: int, short: bool) -> str:
        text = SHORT[(number * 12 + place * 3 + turn) % len(SHORT)] if short else joined(number, place + turn)
        said[place, turn] = marked(text, place, turn)
        return said[place, turn]

    found = made(project, kind, few, hostile)
    faults = []
    for file, (words, counts) in found.items():
        before, usual = usually[file]
        more = {name: (usual[name], count) for name, count in counts.items() if count != usual[name]}
        if more:
            faults.append(f"{file}: {more}")
        letters, expected = tight(words), tight(before)
        if file.endswith(".pdf"):
            letters = NAMED.sub(lambda code: chr(int(code[1], 16)).casefold(), FOOT.sub("", letters))
        for (place, turn), text in said.items():
            text = text.replace(":", "") if PLACES[place].way == "alt" else text
            # two of these letters are in no face of drawings, where a box stands for them
            shown = {tight(text), tight(re.sub("[🚀Ａ]", "□", text))} if file.endswith(".pdf") else {tight(text)}
            if tight(marked("Chữ", place, turn)) in expected and not any(each in letters for each in shown):
                at = letters.find(f"kq{place:02}k{turn:03}")
                if at < 0 and file in CUTTING:
                    continue
                faults.append(f"{file} {PLACES[place]}: {text!r}: {letters[max(0, at - 200) : at + 9]!r}")
    assert not faults, "\n".join(faults[:40])


def test_a_letter_that_no_font_of_a_sheet_has_is_named_instead_of_shown_as_a_box(project: Project) -> None:
    write_into(project.root, (Place("data/dti/publications.csv", "issuer"),), lambda *_: "Bộ 漢字 ☎")
    notebook = execute_in_process(open_lesson(*SETS[PROVINCE]))
    names = ("checkup.pdf", "briefing.pdf")
    for name, content in write(notebook, names, 60).files.items():
        words, _ = words_and_counts(name, content)
        assert tight("Bộ [U+6F22][U+5B57]") in tight(words), name


def test_a_drawn_letter_that_no_font_has_is_a_box_and_takes_no_other_with_it() -> None:
    notebook = execute_in_process(open_lesson(*SETS[PROVINCE]))
    drawn = [
        output.data for cell in notebook.cells for output in cell.get("outputs", ()) if SVG in output.get("data", ())
    ]
    for data in drawn:
        data[SVG] = data[SVG].replace(">Học ai?<", ">Học 漢🚀 ai?<").replace(">trung bình<", ">trung 🚀 bình<")
    assert any("漢" in data[SVG] for data in drawn)
    for name, content in write(notebook, ("checkup.pdf", "deck.pdf"), 60).files.items():
        words, _ = words_and_counts(name, content)
        expected = ("Học □□ ai?", "trung □ bình") if name == "checkup.pdf" else ("trung □ bình",)
        assert [text for text in expected if tight(text) not in tight(words)] == [], name
