"""Faults that the schema cannot express, in law, index, conferences and modules: for each rule, one is planted in a copy of the real data."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from data_faults import copy_of_data, drop_row, spoil
from rule_faults import cell, check_reported, line
from taphuan.data.check.check import check_data

RULE_FAULTS = [
    (
        "a printed decree without a source",
        lambda root: spoil(root / "law/legal_documents.csv", ",nghean-nd82,yes", ",,yes"),
        "data/law/legal_documents.csv",
        "blank though verified",
        "",
    ),
    (
        "a decree whose topic is not a module",
        lambda root: spoil(root / "law/legal_documents.csv", ",du-lieu-so;van-ban", ",du-lieu;van-ban"),
        "data/law/legal_documents.csv",
        "no module of this name",
        "du-lieu",
    ),
    (
        "three values with two units",
        lambda root: spoil(root / "conferences/article_facts.csv", ",6;22,", ",6;22;1,"),
        "data/conferences/article_facts.csv",
        "2 units for 3 values",
        "định hướng;nhiệm vụ",
    ),
    (
        "a speaker without an office",
        lambda root: spoil(
            root / "conferences/article_facts.csv",
            ",Nguyễn Đức Bình,Giám đốc Sở Thông tin và Truyền thông tỉnh Quảng Nam,",
            ",Nguyễn Đức Bình,,",
        ),
        "data/conferences/article_facts.csv",
        "Nguyễn Đức Bình has no office",
        "blank",
    ),
    (
        "a quotation whose speaker has no office",
        lambda root: spoil(
            root / "conferences/quotations.csv", ",Thứ trưởng Bộ Thông tin và Truyền thông,,2022", ",,,2022"
        ),
        "data/conferences/quotations.csv",
        "Nguyễn Huy Dũng has no office",
        "blank",
    ),
    (
        "a speaker with two offices on one day",
        lambda root: spoil(
            root / "conferences/article_facts.csv",
            'Đại diện Ban tổ chức,"Chương trình bồi dưỡng, tập huấn',
            'Đại diện Ban tổ chức,"Hội nghị bồi dưỡng, tập huấn',
        ),
        "data/conferences/article_facts.csv",
        "is “Hội nghị bồi dưỡng, tập huấn về chuyển đổi số năm 2022” in",
        "Chương trình bồi dưỡng, tập huấn về chuyển đổi số năm 2022",
    ),
    (
        "a fact that is left out without a reason",
        cell("conferences/article_facts.csv", "truc-tuyen-2022-f01,", "where", "left-out"),
        "data/conferences/article_facts.csv",
        "left out without a reason",
        "blank",
    ),
    (
        "a quotation with a word that is not in its article",
        lambda root: spoil(root / "conferences/quotations.csv", "cùng nhau làm cái mới", "cùng nhau làm việc mới"),
        "data/conferences/quotations.csv",
        "these words do not stand in quotation marks in the article dcs-2022-04-06",
        "làm việc mới",
    ),
    (
        "a quotation of another article",
        lambda root: spoil(root / "conferences/quotations.csv", ",deck,bao-quangnam-2024", ",deck,bao-brvt-2024"),
        "data/conferences/quotations.csv",
        "these words do not stand in quotation marks in the article bao-brvt-2024",
        "Truyền thông trước",
    ),
    (
        "another word in place of a misprint",
        lambda root: spoil(
            root / "conferences/quotations.csv", "48 nghìn doanh nghiệp chuyển đổi số", "48 nghìn công ty chuyển đổi số"
        ),
        "data/conferences/quotations.csv",
        "is no misprint",
        "48 nghìn công ty",
    ),
    (
        "a quotation that is too long for a slide",
        lambda root: spoil(
            root / "conferences/quotations.csv",
            "bac-giang,2021-12-16,event,report,",
            "bac-giang,2021-12-16,event,deck,",
        ),
        "data/conferences/quotations.csv",
        "57 words, and a slide holds 45",
        "deck",
    ),
    (
        "a title that is only a space",
        lambda root: spoil(
            root / "conferences/bac-giang.yaml", "short_title: Bồi dưỡng tại Bắc Giang", "short_title: ' '"
        ),
        "data/conferences/bac-giang.yaml",
        "the title is blank",
        "' '",
    ),
    (
        "a title that does not fit its place",
        lambda root: spoil(
            root / "modules/ha-tang-so.yaml", "title_vi: Phát triển hạ tầng số", "title_vi: " + "Hạ tầng số " * 8
        ),
        "data/modules/ha-tang-so.yaml",
        "87 characters, and the place of the title holds 80",
        "Hạ tầng số",
    ),
    (
        "a question tied to a conference that does not exist",
        lambda root: spoil(
            root / "modules/tong-quan-cds.yaml", "  conferences:\n  - bac-giang", "  conferences:\n  - bac-gian"
        ),
        "data/modules/tong-quan-cds.yaml",
        "no conference of this name",
        "bac-gian",
    ),
    (
        "a chair of the discussion who is no speaker",
        lambda root: spoil(
            root / "conferences/bac-kan-2020.yaml",
            "discussion_chair: Lô Quang Tuyến",
            "discussion_chair: Lô Quang Tuyen",
        ),
        "data/conferences/bac-kan-2020.yaml",
        "not in speakers of this conference",
        "Lô Quang Tuyen",
    ),
    (
        "a complete year lacks a unit",
        lambda root: drop_row(root / "dti/dti.csv", "2022,quang-nam,"),
        "data/dti/dti.csv",
        "1 of 63 units are missing in 2022",
        "",
    ),
    (
        "a year has a unit of the other era",
        cell("dti/dti.csv", "2022,thua-thien-hue,", "province_slug", "hue"),
        "data/dti/dti.csv",
        "not a unit in the table of 2022",
        "",
    ),
    (
        "a name is not that of the slug",
        cell("dti/dti.csv", "2022,quang-nam,", "province_name", "Quảng Ngãi"),
        "data/dti/dti.csv",
        "the name of quang-nam is Quảng Nam",
        "",
    ),
    (
        "a rank does not follow the value",
        cell("dti/dti.csv", "2022,quang-nam,", "rank", "32"),
        "data/dti/dti.csv",
        "has rank 31 in its year",
        "",
    ),
    (
        "the index is not the sum of the eight indices",
        cell("dti/dti.csv", "2024,ha-noi,", "cybersecurity", "0.1234"),
        "data/dti/dti.csv",
        "the weighted sum of the eight indices is",
        "",
    ),
    (
        "the index of 2020 is not the sum of the three pillars",
        cell("dti/dti_pillars.csv", "2020,bac-giang,digital_economy", "value", "0.4019"),
        "data/dti/dti.csv",
        "the weighted sum of its three pillars in dti_pillars.csv is",
        "",
    ),
    (
        "two tables have different ranks of a pillar",
        cell("dti/dti_pillars.csv", "2020,bac-giang,digital_economy", "rank", "15"),
        "data/dti/dti_pillars.csv",
        "says 14",
        "",
    ),
    (
        "a derived pillar is wrong",
        cell("dti/dti_pillars_derived.csv", "2022,63,da-nang,digital_government", "value_derived", "0.854"),
        "data/dti/dti_pillars_derived.csv",
        "computed from dti.csv it is 0.864",
        "",
    ),
    (
        "a computed mean is wrong",
        cell("dti/dti_province_mean.csv", "2022,pdti", "value", "0.5887"),
        "data/dti/dti_province_mean.csv",
        "the mean of the 63 values is 0.5787",
        "",
    ),
    (
        "a year is published before its end",
        cell("dti/publications.csv", "2022,", "published_on", "2022-07-12"),
        "data/dti/publications.csv",
        "before the end of 2022",
        "",
    ),
    (
        "a method has no points for one index",
        cell("dti/methods.csv", "qd-405-bkhcn,", "infrastructure", ""),
        "data/dti/methods.csv",
        "blank, though other indices of the method have points",
        "",
    ),
    (
        "a method has points without a basis",
        cell("dti/methods.csv", "qd-922-2022,", "basis", ""),
        "data/dti/methods.csv",
        "points without a basis",
        "",
    ),
    (
        "a decree takes effect before it is issued",
        cell("law/legal_documents.csv", "nd-82-2024,", "effective_date", "2024-07-01"),
        "data/law/legal_documents.csv",
        "before the day of issue",
        "",
    ),
    (
        "a decree ends on two days",
        cell("law/legal_relations.csv", "nd-45-2026,thay-the,nd-82-2024,", "to_id", "nd-42-2022"),
        "data/law/legal_relations.csv",
        "ends nd-42-2022 on 2026-03-01",
        "",
    ),
    (
        "a decree ends before it takes effect",
        cell("law/legal_relations.csv", "nd-73-2019,thay-the,nd-102-2009,", "effective_date", "2009-01-01"),
        "data/law/legal_relations.csv",
        "when nd-102-2009 took effect",
        "",
    ),
    (
        "a fact of a conference that does not exist",
        cell("conferences/article_facts.csv", "bac-giang-f01,", "conference", "bac-gian"),
        "data/conferences/article_facts.csv",
        "no conference of this name",
        "",
    ),
    (
        "one of two sources is unknown",
        lambda root: spoil(root / "dti/dti.csv", "hauidnk-bang1;opendx-map-2022", "hauidnk-bang1;opendx-map"),
        "data/dti/dti.csv",
        "not in the column source_id of data/sources.csv",
        "opendx-map",
    ),
    (
        "a chain of law that returns to its beginning",
        line("law/legal_relations.csv", "nd-73-2019,huong-dan,nd-224-2026,,binhphuoc-nd73"),
        "data/law/legal_relations.csv",
        "the chain returns to its beginning: ",
        "nd-",
    ),
    (
        "an older law that repeals a younger one",
        line("law/legal_relations.csv", "qd-942-2021,bai-bo,luat-72-2025,2025-07-01,tnd-2629"),
        "data/law/legal_relations.csv",
        "before luat-72-2025 on 2025-06-16, on which it acts (bai-bo)",
        "qd-942-2021",
    ),
    (
        "the period of a document ends before it is issued",
        cell("law/legal_documents.csv", "qd-2629-2025,", "period_end", "2025-11-30"),
        "data/law/legal_documents.csv",
        "before issued_date 2025-12-01",
        "2025-11-30",
    ),
    (
        "a decree with the number of a circular",
        cell("law/legal_documents.csv", "nd-45-2026,", "number", "45/2026/TT-BKHCN"),
        "data/law/legal_documents.csv",
        "not the number of a document of the type Nghị định",
        "45/2026/TT-BKHCN",
    ),
    (
        "a law with the number of a decree",
        cell("law/legal_documents.csv", "luat-72-2025,", "number", "72/2025/NĐ-CP"),
        "data/law/legal_documents.csv",
        "not the number of a document of the type Luật",
        "72/2025/NĐ-CP",
    ),
    (
        "the year of a number is not that of the signing",
        cell("law/legal_documents.csv", "nd-45-2026,", "number", "45/2025/NĐ-CP"),
        "data/law/legal_documents.csv",
        "the year is not that of the day of issue 2026-01-26",
        "45/2025/NĐ-CP",
    ),
    (
        "a decree that applies from its signing by custom",
        cell("law/legal_documents.csv", "nd-82-2024,", "effective_basis", "custom"),
        "data/law/legal_documents.csv",
        "not allowed for a document of this type",
        "custom",
    ),
    (
        "a deadline before the law was signed",
        cell("law/deadlines.csv", "2025-01-31,", "day", "2025-01-08"),
        "data/law/deadlines.csv",
        "before nq-03-2025-cp was issued on 2025-01-09",
        "2025-01-08",
    ),
    (
        "a deadline that is known before the law was signed",
        cell("law/deadlines.csv", "2025-01-31,", "known_from", "2025-01-08"),
        "data/law/deadlines.csv",
        "before nq-03-2025-cp was issued on 2025-01-09",
        "2025-01-08",
    ),
    (
        "a provision of a document that is not in the register",
        lambda root: spoil(
            root / "law/provisions.csv", "qd-2629-2025-p17,qd-2629-2025", "qd-2630-2025-p17,qd-2630-2025"
        ),
        "data/law/provisions.csv",
        "not in the column id of data/law/legal_documents.csv",
        "qd-2630-2025",
    ),
    (
        "a provision that is named after another document",
        lambda root: spoil(root / "law/provisions.csv", "qd-2629-2025-p17,", "qd-942-2021-p17,"),
        "data/law/provisions.csv",
        "does not begin with qd-2629-2025-p",
        "qd-942-2021-p17",
    ),
    (
        "a key point of a document that is not in the register",
        lambda root: spoil(root / "modules/du-lieu-so.yaml", "  - luat-60-2024\n  known", "  - luat-60-2025\n  known"),
        "data/modules/du-lieu-so.yaml",
        "not in the column id of data/law/legal_documents.csv",
        "luat-60-2025",
    ),
]


@pytest.mark.sampled(4)
@pytest.mark.parametrize(
    ("name", "plant", "file", "what", "found"), RULE_FAULTS, ids=[str(fault[0]) for fault in RULE_FAULTS]
)
def test_a_violated_rule_is_reported(
    tmp_path: Path, name: str, plant: Callable[[Path], object], file: str, what: str, found: str
) -> None:
    check_reported(tmp_path, name, plant, file, what, found)


def test_a_new_year_a_new_law_and_a_new_conference_as_the_readme_describes_them_are_valid(tmp_path: Path) -> None:
    root = copy_of_data(tmp_path)
    index = root / "dti/dti.csv"
    latest = [line for line in index.read_text(encoding="utf-8").split("\n") if line.startswith("2024,")]
    with index.open("a", encoding="utf-8") as file:
        file.writelines(line.replace("2024,", "2025,", 1) + "\n" for line in latest)
    spoil(
        root / "dti/publications.csv",
        "2024,2025-10-21",
        "2025,2026-10-20,Bộ,yes,qd-405-bkhcn,,dantri-2024\n2024,2025-10-21",
    )
    with (root / "law/legal_documents.csv").open("a", encoding="utf-8") as file:
        file.write(
            "nd-1-2027,1/2027/NĐ-CP,Nghị định,Chính phủ,2027-01-02,2027-03-01,stated,,Mới,dau-tu-cntt,,gso-2020,yes\n"
        )
    with (root / "law/legal_relations.csv").open("a", encoding="utf-8") as file:
        file.write("nd-1-2027,thay-the,nd-224-2026,2027-03-01,gso-2020\n")
    sample = (root / "conferences/ke-hoach-2027.yaml").read_text(encoding="utf-8")
    (root / "conferences/ke-hoach-2028.yaml").write_text(
        sample.replace("slug: ke-hoach-2027", "slug: ke-hoach-2028"), "utf-8"
    )
    assert check_data(root) == ()
