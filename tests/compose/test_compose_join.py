"""The composed notebook of a job: order of the cells, ids, metadata, set-up cells and the list of sources."""

from __future__ import annotations

import ast
from itertools import groupby

import nbformat
import pytest
from nbformat import NotebookNode

from projects import Project
from taphuan.compose import compose
from taphuan.errors import NotComposed
from taphuan.known.conferences import conference, module, participants
from taphuan.known.units import WHOLE
from taphuan.lesson.lesson import open_lesson

# a test that changes the project changes little of it
pytestmark = pytest.mark.kept_copy


@pytest.fixture(scope="module")
def own() -> NotebookNode:
    """The province's own set: its story, its briefing, its checkup."""
    return compose(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"))


@pytest.fixture(scope="module")
def quang_nam() -> NotebookNode:
    """The deck of the hall with the province's figures."""
    return compose(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"), full=True)


def cell_metadata(notebook: NotebookNode) -> list[NotebookNode]:
    """The `taphuan` metadata of all cells but the two set-up cells."""
    return [cell.metadata["taphuan"] for cell in notebook.cells[2:]]


def test_the_notebook_is_valid_with_unique_ids_and_no_outputs(quang_nam: NotebookNode, own: NotebookNode) -> None:
    for notebook in (quang_nam, own):
        nbformat.validate(notebook)
        ids = [cell.id for cell in notebook.cells]
        assert len(set(ids)) == len(ids)
        assert not [cell.id for cell in notebook.cells if cell.get("outputs")]


def test_composing_twice_gives_the_same_bytes(quang_nam: NotebookNode) -> None:
    again = compose(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"), full=True)
    assert nbformat.writes(again) == nbformat.writes(quang_nam)


def test_the_set_up_cells_have_the_parameters_and_open_the_lesson(quang_nam: NotebookNode) -> None:
    parameters, lesson = quang_nam.cells[:2]
    assert parameters.metadata["tags"] == ["parameters"]
    assert parameters.source == 'conference = "quang-nam-2024"\nprovince = "quang-nam"\nas_of = "2024-10-31"'
    namespace: dict[str, object] = {}
    for cell in (parameters, lesson):
        exec(compile(ast.parse(cell.source), cell.id, "exec"), namespace)
    assert repr(namespace["lesson"]) == "Lesson(quang-nam-2024, quang-nam, 2024-10-31)"
    assert [cell.metadata["slideshow"]["slide_type"] for cell in (parameters, lesson)] == ["skip", "skip"]


def test_the_metadata_identify_conference_unit_and_day(quang_nam: NotebookNode) -> None:
    identity = quang_nam.metadata["taphuan"]
    assert identity["unit"] == {
        "slug": "quang-nam",
        "valid_from": "2008-08-01",
        "name": "Quảng Nam",
        "full_name": "Tỉnh Quảng Nam",
    }
    assert (identity["as_of"], identity["as_of_text"].replace("\u00a0", " ")) == (
        "2024-10-31",
        "Theo quy định và số liệu đến ngày 31/10/2024",
    )
    assert identity["conference"]["date_text"] == ""
    assert (identity["header"]["type"], identity["header"]["agency"]) == ("BÁO CÁO", "(TÊN CƠ QUAN BAN HÀNH)")
    later = compose(open_lesson("ke-hoach-2027", "dong-nai", "2026-11-21")).metadata["taphuan"]
    abstract = "Kết quả chuyển đổi số và đề xuất nhiệm vụ năm 2027 của thành phố Đồng Nai"
    assert later["header"]["abstract"].replace("\u00a0", " ") == abstract
    assert later["conference"]["sample"] is True


@pytest.mark.parametrize(
    ("where", "abstract"),
    [
        (("bac-giang", "bac-giang", "2021-12-16"), "Kết quả chuyển đổi số và phân công nhiệm vụ năm 2022 của tỉnh Bắc Giang"),
        (("quang-nam-2024", "da-nang", "2024-10-31"), "Kết quả chuyển đổi số và đề xuất nhiệm vụ năm 2025 của thành phố Đà Nẵng"),
    ],
)  # fmt: skip
def test_the_abstract_of_a_briefing_promises_what_it_has(where: tuple[str, str, str], abstract: str) -> None:
    notebook = compose(open_lesson(*where))
    assert notebook.metadata["taphuan"]["header"]["abstract"].replace("\u00a0", " ") == abstract
    titles = [cell.source for cell in notebook.cells if cell.metadata["taphuan"].get("document") == "briefing"]
    assert any(". Đề xuất" in title for title in titles) == ("đề xuất" in abstract)


def test_the_letterhead_is_that_of_the_issuer_a_conference_names(project: Project) -> None:
    issuer = "issuer:\n  authority: UBND tỉnh Bắc Giang\n  agency: Sở Thông tin và Truyền thông\nmodules:"
    project.edit("data/conferences/bac-giang.yaml", "modules:", issuer)
    for province in ("bac-giang", "hoi-nghi"):
        header = compose(open_lesson("bac-giang", province, "2021-12-16")).metadata["taphuan"]["header"]
        assert (header["authority"], header["agency"]) == ("UBND TỈNH BẮC GIANG", "SỞ THÔNG TIN VÀ TRUYỀN THÔNG")


def parts_of(notebook: NotebookNode, document: str = "") -> list[tuple[str, str]]:
    """(document, part) in the order of the cells."""
    found = [key for key, _ in groupby((m["document"], m["part"]) for m in cell_metadata(notebook))]
    return [key for key in found if document in ("", key[0])]


def modules_of(slug: str) -> list[tuple[str, str]]:
    return [("deck", f"module:{name}") for name in conference(slug).modules if module(name).written]


def test_the_deck_of_a_province_is_its_story(own: NotebookNode) -> None:
    assert parts_of(own) == [
        ("deck", "cover"),
        ("deck", "story"),
        ("deck", "host"),
        ("deck", "take-home"),
        ("briefing", "province-briefing"),
        ("checkup", "checkup"),
        ("deck", "sources"),
        ("briefing", "sources"),
    ]
    # what the host said of itself is in the host's deck alone
    other = compose(open_lesson("quang-nam-2024", "da-nang", "2024-10-31"))
    assert parts_of(other) == [part for part in parts_of(own) if part != ("deck", "host")]


def test_the_full_deck_of_a_province_is_that_of_the_hall_with_its_own_figures(quang_nam: NotebookNode) -> None:
    assert parts_of(quang_nam) == [
        ("deck", "cover"),
        ("deck", "programme"),
        ("deck", "host"),
        ("deck", "profile"),
        *modules_of("quang-nam-2024"),
        ("deck", "closing"),
        ("deck", "take-home"),
        ("deck", "sources"),
    ]


@pytest.mark.parametrize("slug", ["bac-giang", "bac-kan-2020", "tp-hcm-2025"])
def test_a_conference_of_one_unit_has_one_deck(slug: str) -> None:
    """The hall is that unit: both sets have one deck, with its story and the modules; the papers are those of the set."""
    conf = conference(slug)
    (unit,) = participants(conf)
    hall = compose(open_lesson(slug, WHOLE, conf.as_of.isoformat()))
    of_unit = compose(open_lesson(slug, unit.slug, conf.as_of.isoformat()))
    deck = parts_of(of_unit, "deck")
    assert parts_of(hall, "deck") == deck
    names = [name for _, name in deck]
    assert names[0] == "hall-cover" and names[-2:] == ["take-home", "sources"]
    first = deck.index(modules_of(slug)[0])
    assert names.index("story") < first
    assert deck[first : first + len(modules_of(slug))] == modules_of(slug)
    assert {document for document, _ in parts_of(hall)} == {"deck", "report"}
    assert {document for document, _ in parts_of(of_unit)} == {"deck", "briefing", "checkup"}


def test_the_hall_of_several_units_tells_no_story_of_one() -> None:
    hall = compose(open_lesson("quang-nam-2024", WHOLE, "2024-10-31"))
    names = [name for _, name in parts_of(hall, "deck")]
    assert names[:4] == ["hall-cover", "programme", "host", "participants"]
    assert not {"story", "take-home", "profile"} & set(names)
    # asked for the full deck, the hall has its own
    assert parts_of(compose(open_lesson("quang-nam-2024", WHOLE, "2024-10-31"), full=True)) == parts_of(hall)


def test_the_order_of_parts_is_read_from_slides_deck_yaml(project: Project) -> None:
    project.edit(
        "slides/deck.yaml",
        "  - cover\n  - story\n  - host\n  - take-home\n",
        "  - cover\n  - take-home\n  - story\n",
    )
    notebook = compose(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"))
    assert [name for _, name in parts_of(notebook, "deck")] == ["cover", "take-home", "story", "sources"]


@pytest.mark.parametrize("which", ["quang_nam", "own"])
def test_cells_of_a_slide_are_adjacent_and_begin_with_their_heading(which: str, request: pytest.FixtureRequest) -> None:
    notebook = request.getfixturevalue(which)
    slides = [list(group) for _, group in groupby(cell_metadata(notebook), key=lambda m: m["slide"])]
    names = [cells[0]["slide"] for cells in slides]
    assert len(set(names)) == len(names)
    for cells in slides:
        assert [m["role"] for m in cells].count("heading") == 1
        assert cells[0]["role"] == "heading"
        # notes and sources come last
        roles = [m["role"] for m in cells if m["role"] != "body"]
        assert roles == sorted(roles, key=["heading", "sources", "notes"].index)


def test_roles_agree_with_the_slide_types_of_jupyter(quang_nam: NotebookNode, own: NotebookNode) -> None:
    for cell in (*quang_nam.cells[2:], *own.cells[2:]):
        meta, slide_type = cell.metadata["taphuan"], cell.metadata["slideshow"]["slide_type"]
        if meta["document"] in ("briefing", "checkup"):
            assert slide_type == "skip"
        else:
            assert (meta["role"] == "heading") == (slide_type in ("slide", "subslide")), cell.id
            assert meta.get("backup", False) == (slide_type == "subslide"), cell.id
            assert (meta["role"] == "notes") == (slide_type == "notes"), cell.id


def test_slides_have_the_title_of_their_part(quang_nam: NotebookNode) -> None:
    kickers = {m["part"]: m["part_title"] for m in cell_metadata(quang_nam) if m["part_title"]}
    assert kickers["profile"] == "Quảng Nam đang ở đâu"
    assert kickers["module:dau-tu-cntt"] == "Đầu tư ứng dụng CNTT bằng ngân sách"


def test_the_title_of_a_part_has_no_markdown(project: Project) -> None:
    project.cell("frame/profile.ipynb", "mo-dau", source="# Sở TT&amp;TT \\*một\\* **hai** {{ unit.name }}")
    notebook = compose(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"), full=True)
    kickers = {m["part"]: m["part_title"] for m in cell_metadata(notebook) if m["part_title"]}
    assert kickers["profile"] == "Sở TT&TT *một* hai Quảng Nam"


def test_sources_are_listed_once_each_and_numbered_consecutively(quang_nam: NotebookNode, own: NotebookNode) -> None:
    for notebook, document in ((quang_nam, "deck"), (own, "deck"), (own, "briefing")):
        lists = [
            cell
            for cell in notebook.cells[2:]
            if cell.metadata["taphuan"]["part"] == "sources"
            and cell.metadata["taphuan"]["document"] == document
            and cell.metadata["taphuan"]["role"] == "body"
            and cell.id != "nguon-deck-list"  # it only counts them
        ]
        lines = [line for cell in lists for line in cell.source.splitlines() if line and not line.startswith("Ghi chú")]
        assert lines
        assert [line.partition(". ")[0] for line in lines] == [str(n) for n in range(1, len(lines) + 1)]
        assert len({line.partition(". ")[2] for line in lines}) == len(lines)
    (counted,) = (cell.source for cell in quang_nam.cells if cell.id == "nguon-deck-title")
    listed = sum(
        cell.metadata["taphuan"]["part"] == "sources" and len(cell.metadata["taphuan"].get("citations", ()))
        for cell in quang_nam.cells
        if cell.metadata["taphuan"].get("document") == "deck"
    )
    assert counted.replace("\u00a0", " ") == f"## Nguồn tham khảo: tài liệu dẫn {listed} nguồn"
    assert any(
        "Nghị định số 82/2024/NĐ-CP ngày 10/7/2024" in cell.source.replace("\u00a0", " ") for cell in quang_nam.cells
    )


def test_neither_a_later_source_nor_a_repository_is_in_the_list(quang_nam: NotebookNode) -> None:
    """What a fact was read in is kept by its citation; a page lists what a reader of that day could open."""
    now = compose(open_lesson("ke-hoach-2027", "da-nang", "2026-11-21"), full=True)
    listed: dict[str, str] = {}
    for name, notebook in (("then", quang_nam), ("now", now)):
        cells = [cell for cell in notebook.cells[2:] if cell.metadata["taphuan"]["part"] == "sources"]
        listed[name] = "\n".join(cell.source.replace("\u00a0", " ") for cell in cells)
        assert "GitHub" not in listed[name] and "Kho mã" not in listed[name]
    cited = {id_ for meta in cell_metadata(quang_nam) for id_ in meta.get("citations", ())}
    assert "tong-quan-cds-g8" in cited and "21/10/2025" not in listed["then"]
    # the mark of what was read in a reprint is explained once, in the deck; the table of a briefing names the documents
    assert listed["now"].count("Ghi chú “theo bản đăng lại”") == 1


def test_an_id_that_compose_also_generates_is_an_error(project: Project) -> None:
    # the cell with the states of cited documents has the id of the heading and `-states`
    heading = {"id": "thu", "source": "## Thử [@nd-73-2019]", "slide_type": "slide"}
    project.add("modules/dau-tu-cntt.ipynb", "mo-dau-loi", heading, {"id": "thu-states", "source": "Nội dung"})
    with pytest.raises(NotComposed, match="two cells have the id 'dau-tu-cntt-thu-states'; rename one of them"):
        compose(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"), full=True)


def test_an_id_that_is_too_long_with_its_prefix_is_an_error(project: Project) -> None:
    project.add("modules/dau-tu-cntt.ipynb", "mo-dau-loi", {"id": "x" * 60, "source": "dài"})
    with pytest.raises(NotComposed) as caught:
        compose(open_lesson("quang-nam-2024", "quang-nam", "2024-10-31"), full=True)
    assert str(caught.value).startswith(f"notebooks/modules/dau-tu-cntt.ipynb: cell {'x' * 60}: its id")
    assert str(caught.value).endswith("longer than 64 characters; shorten it")
