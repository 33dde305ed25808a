"""Kinds of change, each planted into a copy of the project, and what `taphuan diff` must say of it.

Numbers, days and laws that are planted here are wrong on purpose and never leave the copy.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from projects import Project

_PAPI = "data/measures/papi/papi.csv"
_ST235 = "modules/phuong-phap-luan-2-3-5.ipynb"
_ST235_DATA = "data/modules/phuong-phap-luan-2-3-5.yaml"


@dataclass(frozen=True)
class Told:
    """What must be told: in a document, on a slide or page whose id ends so, that a text became another one ("" for one that
    came or went), with the file (and row) behind it, as "data/dti/dti.csv, row 97"; `state` of the page; `rule` that makes it
    unexpected."""

    document: str
    page: str
    old: str
    new: str
    behind: str
    state: str = "changed"
    rule: str = ""


@dataclass(frozen=True)
class Planted:
    """A kind of change: `plant` makes it, `conference` and `province` choose what is compared."""

    kind: str
    plant: Callable[[Project], None]
    conference: str
    province: str
    told: Told


def _edit(file: str, old: str, new: str) -> Callable[[Project], None]:
    return lambda project: project.edit(file, old, new)


def _line(file: str, pattern: str, change: Callable[[str], str]) -> Callable[[Project], None]:
    """Change the one line of a file that begins so."""

    def plant(project: Project) -> None:
        path = project.root / file
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        (at,) = [at for at, line in enumerate(lines) if re.match(pattern, line)]
        changed = change(lines[at])
        assert changed != lines[at], f"{file}: {pattern} is not changed"
        lines[at] = changed
        path.write_text("".join(lines), encoding="utf-8")

    return plant


def _append(file: str, *rows: str) -> Callable[[Project], None]:
    def plant(project: Project) -> None:
        path = project.root / file
        path.write_text(path.read_text(encoding="utf-8") + "".join(f"{row}\n" for row in rows), encoding="utf-8")

    return plant


def _all(*changes: Callable[[Project], None]) -> Callable[[Project], None]:
    def plant(project: Project) -> None:
        for change in changes:
            change(project)

    return plant


def _order(notebook: str, change: Callable[[list[str]], list[str]]) -> Callable[[Project], None]:
    """The cells of a notebook in another order, by id; those that are not named are gone."""

    def plant(project: Project) -> None:
        path = project.root / "notebooks" / notebook
        content = json.loads(path.read_text(encoding="utf-8"))
        cells = {cell["id"]: cell for cell in content["cells"]}
        content["cells"] = [cells[name] for name in change(list(cells))]
        path.write_text(json.dumps(content, ensure_ascii=False, indent=1), encoding="utf-8")

    return plant


def _swapped(names: list[str], first: str, second: str) -> list[str]:
    """The cells of two slides that follow each other, by the beginnings of their ids, exchanged."""
    one = [name for name in names if name == first or name.startswith(f"{first}-")]
    other = [name for name in names if name == second or name.startswith(f"{second}-")]
    at = names.index(one[0])
    rest = [name for name in names if name not in (*one, *other)]
    return [*rest[:at], *other, *one, *rest[at:]]


def _geometry(project: Project) -> None:
    path = project.root / "data/units/provinces63.geojson"
    content = json.loads(path.read_text(encoding="utf-8"))
    feature = next(one for one in content["features"] if "bac-giang" in one["properties"].values())
    ring = feature["geometry"]["coordinates"]
    while not isinstance(ring[0][0], (int, float)):
        ring = ring[0]
    ring[3][0] = round(ring[3][0] + 0.06, 3)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def _slide(project: Project) -> None:
    project.add(
        _ST235,
        "st235-loi",
        {"id": "them", "source": "## Một trang mới để thử", "slide_type": "slide", "taphuan": {"minutes": 2}},
        {"id": "them-1", "source": "- Chọn một việc của đơn vị rồi ghi vào phiếu."},
        {"id": "them-loi", "source": "Trang này chỉ có trong bản thử.", "slide_type": "notes"},
    )


PLANTED = (
    Planted(
        "an index value",
        _edit(
            _PAPI,
            "2023,quang-nam,4.803,4.563,3.859,6.546,6.901,7.696,3.309,2.920",
            "2023,quang-nam,4.803,4.563,3.859,6.546,6.901,7.696,3.309,3.820",
        ),
        "quang-nam-2024",
        "quang-nam",
        Told("deck", "story-nguoi-dan", "2,92", "3,82", f"{_PAPI}, row 784"),
    ),
    Planted(
        "a value outside its edition",
        _edit(_PAPI, "6.901,7.696,3.309,2.920", "6.901,7.696,3.309,9.820"),
        "quang-nam-2024",
        "quang-nam",
        Told("deck", "story-nguoi-dan", "2,92", "9,82", f"{_PAPI}, row 784", rule="range"),
    ),
    Planted(
        "a rank",
        _all(
            _line(
                "data/dti/dti_pillars.csv", "2020,bac-giang,digital_society,", lambda line: line.replace(",25,", ",45,")
            ),
            _line("data/dti/dti.csv", "2020,bac-giang,", lambda line: line.replace(",25,", ",45,")),
        ),
        "bac-giang",
        "bac-giang",
        Told("deck", "story-mot-cau", "25/63", "45/63", "data/dti/dti_pillars.csv, row 4", rule="rank"),
    ),
    Planted(
        "a publication day",
        _line("data/measures/editions.csv", "papi,2020,", lambda line: line.replace("2021-04-14", "2022-04-14")),
        "bac-giang",
        "bac-giang",
        Told("deck", "story-nguoi-dan", "PAPI 2020", "", "data/measures/editions.csv, row 14", rule=""),
    ),
    Planted(
        "a law repealed",
        _append("data/law/legal_relations.csv", "qd-1012-2024,bai-bo,qd-505-2022,2024-09-20,nghean-nd82"),
        "quang-nam-2024",
        "tong-quan-cds",
        Told("deck", "tong-quan-cds-ngay-cds", "", "hết hiệu lực", "data/law/legal_relations.csv, row 115", rule="law"),
    ),
    Planted(
        "a law's replacement",
        _line(
            "data/law/legal_relations.csv",
            "nd-45-2026,thay-the,nd-73-2019",
            lambda line: line.replace("2026-03-01", "2026-05-01"),
        ),
        "ke-hoach-2027",
        "dau-tu-cntt",
        Told("deck", "", "01/3/2026", "01/5/2026", "data/law/legal_relations.csv, row 10"),
    ),
    Planted(
        "a new edition",
        _all(
            _append(
                "data/measures/editions.csv",
                'papi,2025,2025-12-31,no,"CECODES, RTA và UNDP Việt Nam",2026-04-15,assumed,copy,papi-8-2020,,hnks-ml-mcdm',
            ),
            _append(_PAPI, "2025,da-nang,5.1,5.6,4.5,7.1,7.4,8.1,3.9,3.4,hnks-ml-mcdm"),
        ),
        "ke-hoach-2027",
        "da-nang",
        Told("workbook", "PAPI", "", "2025", "data/measures/"),
    ),
    Planted(
        "a sentence of a notebook",
        lambda project: project.cell(
            _ST235,
            "st235-2",
            source="- Nghe giảng viên nêu tên từng mục, ghi vào **phiếu mười dòng**; cạnh mỗi dòng ghi hai việc của đơn vị.",
        ),
        "bac-giang",
        "hoi-nghi",
        Told("deck", "st235", "một việc", "hai việc", f"notebooks/{_ST235}, cell st235-2"),
    ),
    Planted(
        "a slide added",
        _slide,
        "bac-giang",
        "hoi-nghi",
        Told("deck", "them", "", "Một trang mới để thử", f"notebooks/{_ST235}, cell them", state="added"),
    ),
    Planted(
        "a slide removed",
        _order(_ST235, lambda names: [name for name in names if not name.startswith("so-hoa")]),
        "bac-giang",
        "hoi-nghi",
        Told(
            "deck",
            "so-hoa",
            "Số hóa là nền tảng",
            "",
            f"notebooks/{_ST235}, cell so-hoa",
            state="removed",
            rule="removed",
        ),
    ),
    Planted(
        "a slide moved",
        _order(_ST235, lambda names: _swapped(names, "st235", "tong-the")),
        "bac-giang",
        "hoi-nghi",
        Told("deck", "tong-the", "", "", f"notebooks/{_ST235}, cell tong-the", state="moved"),
    ),
    Planted(
        "a quiz answer",
        _all(
            _edit(_ST235_DATA, "  answer: B\n  explanation: ST-235 gồm", "  answer: C\n  explanation: ST-235 gồm"),
            _edit(_ST235_DATA, "    C: Số 3 là ba cặp nguyên tắc", "    B: Số 3 là ba cặp nguyên tắc"),
        ),
        "bac-giang",
        "hoi-nghi",
        Told("quiz", "phuong-phap-luan-2-3-5-q1", "Đáp án", "Đáp án", f"{_ST235_DATA}, line", rule="answer"),
    ),
    Planted(
        "the minutes of a module",
        lambda project: project.cell(_ST235, "mo-dau", taphuan={"minutes": 4}),
        "bac-giang",
        "phuong-phap-luan-2-3-5",
        Told("deck", "mo-dau", "1 phút", "4 phút", f"notebooks/{_ST235}, cell mo-dau"),
    ),
    Planted(
        "the name of a unit",
        _line(
            "data/units/provinces.csv",
            "bac-giang,2008-08-01",
            lambda line: line.replace(",Tỉnh Bắc Giang,", ",Thành phố Bắc Giang,").replace(",tinh,", ",thanh-pho,"),
        ),
        "bac-giang",
        "bac-giang",
        Told("set", "set", "Tỉnh Bắc Giang", "Thành phố Bắc Giang", "data/units/provinces.csv, row 16"),
    ),
    Planted(
        "a part of a merged unit",
        _line(_PAPI, "2024,bac-giang,", lambda line: line.replace(line.split(",")[9], "3.1")),
        "ke-hoach-2027",
        "bac-ninh",
        Told("workbook", "PAPI", "", "3,1", f"{_PAPI}, row"),
    ),
    Planted(
        "the geometry of a map",
        _geometry,
        "bac-giang",
        "bac-giang",
        Told("deck", "bia", "", "", "data/units/provinces63.geojson"),
    ),
    Planted(
        "a colour of the theme",
        _edit("slides/theme.toml", 'red = "#C8102E"', 'red = "#B00020"'),
        "bac-giang",
        "bac-giang",
        Told("deck", "story-mot-cau", "", "", "slides/theme.toml"),
    ),
    Planted(
        "a template",
        _edit("slides/checkup.typ", "[Phiếu khám chuyển đổi số]", "[Phiếu khám thử]"),
        "bac-giang",
        "bac-giang",
        Told("checkup.png", "", "", "", "slides/checkup.typ, line 31"),
    ),
    Planted(
        "a claim of the code that flipped",
        _edit(
            "src/taphuan/lesson/claims/claim.py",
            'ABOVE, LEVEL, BELOW = "cao hơn", "ngang", "thấp hơn"',
            'ABOVE, LEVEL, BELOW = "thấp hơn", "ngang", "cao hơn"',
        ),
        "quang-nam-2024",
        "quang-nam",
        Told("deck", "", "cao hơn", "thấp hơn", "src/taphuan/lesson/claims/claim.py", rule="flipped"),
    ),
    Planted(
        "the row of a source",
        _line("data/sources.csv", "vndx-bacgiang,", lambda line: line.replace("vndx.gov.vn", "Trang tin VNDX", 1)),
        "bac-giang",
        "bac-giang",
        Told("deck", "programme-chuong-trinh", "vndx.gov.vn", "Trang tin VNDX", "data/sources.csv, row"),
    ),
    Planted(
        "a number of an exercise",
        _edit(_ST235_DATA, "ba ô, chọn một thẻ gỡ trước", "ba ô, chọn 2 thẻ gỡ trước"),
        "bac-giang",
        "hoi-nghi",
        Told("worksheets", "phuong-phap-luan-2-3-5", "một thẻ", "2 thẻ", f"{_ST235_DATA}, line"),
    ),
    Planted(
        "a column of a worksheet",
        _edit(_ST235_DATA, "    name: Việc của đơn vị\n", "    name: Việc của phòng\n"),
        "bac-giang",
        "hoi-nghi",
        Told("worksheets", "phuong-phap-luan-2-3-5", "Việc của đơn vị", "Việc của phòng", f"{_ST235_DATA}, line"),
    ),
    Planted(
        "the programme of a conference",
        _edit("data/conferences/bac-giang.yaml", "delegates_note: Hơn 3.600", "delegates_note: Hơn 4.800"),
        "bac-giang",
        "hoi-nghi",
        Told("deck", "programme-hoi-nghi", "3.600", "4.800", "data/conferences/bac-giang.yaml, line 25"),
    ),
)
