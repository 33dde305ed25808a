"""Faults in the data that would make wrong documents: each is refused before anything is built (exit code 2)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from data_faults import spoil
from rule_faults import box_in, cell, outline


@dataclass(frozen=True)
class False_:
    """A fault in a copy of data/: the file that the finding names and the words it must have."""

    kind: str
    plant: Callable[[Path], object]
    file: str
    words: str


def text(file: str, old: str, new: str) -> Callable[[Path], object]:
    return lambda root: spoil(root / file, old, new)


# fmt: off
IN_DATA: dict[str, False_] = {
    "an index that was changed, its rank left": False_("stale numbers", cell("dti/dti.csv", "2022,quang-nam,", "pdti", "0.7999"), "data/dti/dti.csv", "the value 0.7999 has rank"),
    "a wrong rank in the table": False_("ranks and values", cell("dti/dti.csv", "2021,quang-nam,", "rank", "3"), "data/dti/dti.csv", "rank"),
    "another province's name in a row": False_("identity", cell("dti/dti.csv", "2022,da-nang,", "province_name", "Quảng Nam"), "data/dti/dti.csv", "the name of da-nang is Đà Nẵng"),
    "a decree in force before it was issued": False_("law", cell("law/legal_documents.csv", "nd-102-2009,", "effective_date", "2009-01-01"), "data/law/legal_documents.csv", "before issued_date"),
    "a programme that ends before its decision": False_("law", cell("law/legal_documents.csv", "qd-27-ubqg-2022,", "period_end", "2019-01-01"), "data/law/legal_documents.csv", "period_end"),
    "the key of a question names another option": False_("quiz", text("modules/tong-quan-cds.yaml", "  answer: C\n", "  answer: A\n"), "data/modules/tong-quan-cds.yaml", "reasons for other letters"),
    "slots of the programme overlap": False_("programme", text("conferences/bac-kan-2020.yaml", "  speaker: Hà Văn Tiến\n- module: chinh-quyen-dien-tu-cap-xa\n", "  speaker: Hà Văn Tiến\n  start: '08:00'\n  end: '09:30'\n- module: chinh-quyen-dien-tu-cap-xa\n  start: '09:00'\n"), "data/conferences/bac-kan-2020.yaml", "before the end of tong-quan-cds"),
    "the printed date is not that of the conference": False_("head and foot", text("conferences/bac-kan-2020.yaml", "Từ ngày 16 đến ngày 18/12/2020", "Từ ngày 16 đến ngày 28/12/2021"), "data/conferences/bac-kan-2020.yaml", "28/12/2021"),
    "a full name without its kind": False_("identity", cell("units/provinces.csv", "bac-giang,", "full_name", "Bắc Giang"), "data/units/provinces.csv", "not “Tỉnh Bắc Giang”"),
    "an end of a unit that no calendar has a day after": False_("years and days", cell("units/provinces.csv", "bac-ninh,2008-08-01,", "valid_to", "9999-12-31"), "data/units/provinces.csv", "overlaps with row 77"),
    "a province that has another's shape": False_("maps", outline("63", "bac-giang", lambda shapes, own: own.update(coordinates=shapes["ca-mau"]["coordinates"])), "data/units/provinces63.geojson", "bac-giang"),
    "a province that is a small square": False_("maps", outline("34", "da-nang", lambda shapes, own: own.update(coordinates=box_in("da-nang"))), "data/units/provinces34.geojson", "da-nang"),
}
# fmt: on
