"""Tables of what is taught: law, targets, changes, and the orientations and tasks of 2022; the same for every unit."""

from __future__ import annotations

from datetime import date
from typing import Any

from taphuan import paths
from taphuan.data.load import rows as data_rows
from taphuan.data.load import yaml_document
from taphuan.known import law
from taphuan.lesson import wording
from taphuan.lesson.quantities import phrase
from taphuan.lesson.tables.base import TableMaker, TableView
from taphuan.text import NBSP, day, listing

# the one module that lists them (data/modules/README.md)
_YEAR_2022 = "dinh-huong-nhiem-vu-2022"
_REGISTER = "Nguồn: sổ đăng ký văn bản của bộ tài liệu"


class TaughtTables(TableMaker):
    """Drawn from the register of law and the modules' data files."""

    def law(self, *ids: str) -> TableView:
        """The named documents (default: all the modules rest on) with their state on the day; unknown ones left out."""
        as_of = self._profile.as_of
        wanted = [law.document(id_) for id_ in ids] if ids else [doc for doc, _ in self._teaching.laws]
        known = [doc for doc in wanted if law.is_known(doc, as_of)]
        return self._view(
            "law",
            (("Văn bản", "left", 2.2), ("Nội dung", "left", 3.6), ("Hiệu lực", "left", 3.2)),
            tuple((_number_cell(doc), doc.title, _state_cell(doc, law.state(doc, as_of))) for doc in known),
            f"Văn bản cần biết và tình trạng hiệu lực tại ngày {day(as_of)}",
            _REGISTER,
        )

    def law_first(self) -> TableView:
        """The documents a briefing has room for, none of them gone: those most modules rest on, then the newest."""
        return self.law(*(doc.id for doc, _ in self._teaching.laws_first))

    def law_gone(self) -> TableView:
        """All documents of the modules that are out of force or whose period is over, one row for each day on which some
        ended, the newest first; behind each what replaced, repealed or followed it.
        """
        ends: dict[tuple[date, str], dict[str, list[str]]] = {}
        for doc, state in self._teaching.laws_gone:
            end = law.known_end(doc, self._profile.as_of) or doc.period_end
            assert end is not None
            told = [_named(law.document(id_), self._profile.as_of) for id_ in state.by]
            if doc.verified == "partial":
                told.append(wording.CHECK_ORIGINAL)
            ends.setdefault((end, state.label), {}).setdefault("; ".join(told), []).append(doc.numbered)
        return self._view(
            "law-gone",
            (("Tình trạng", "left", 2), ("Văn bản (văn bản thay thế, bãi bỏ hoặc tiếp nối)", "left", 5)),
            tuple(
                (
                    label[:1].upper() + label[1:],
                    "; ".join(listing(names) + (f" ({told})" if told else "") for told, names in groups.items()),
                )
                for (_, label), groups in sorted(ends.items(), reverse=True)
            ),
            "Văn bản đã hết hiệu lực hoặc hết giai đoạn mà tài liệu còn nhắc tới",
            _REGISTER,
        )

    def targets(self, *ids: str) -> TableView:
        """Dated figures of the modules (targets, thresholds) by id; those outside their window are left out."""
        items = {item.id: item for module_ in self._teaching.modules for item in module_.of_kind("figure")}
        unknown = [id_ for id_ in ids if id_ not in items]
        if unknown:
            raise ValueError(f"no figure called {', '.join(unknown)} in the modules of {self._profile.conference.slug}")
        shown = [items[id_] for id_ in ids if items[id_].usable(self._profile.as_of)]
        return self._view(
            "targets",
            (("Nội dung", "left", 4), ("Giá trị", "right", 1.6), ("Năm", "right", 0.8)),
            tuple((item.text, phrase(item), str(item.detail("year"))) for item in shown),
            "Các con số nêu trong văn bản",
            wording.sources_line((id_ for item in shown for id_ in item.source_ids), self._profile.conference),
        )

    def changes(self, decree: str, *topics: str) -> TableView:
        """Before and after of a decree (`nd82` or `nd224`) for the named topics, in the order of the file."""
        document = law.document({"nd82": "nd-82-2024", "nd224": "nd-224-2026"}[decree])
        if not law.is_known(document, self._profile.as_of):
            raise ValueError(f"{document.short} was not issued by {self._profile.as_of}; give the slide a window")
        wanted = [row for row in data_rows(f"law/{decree}_changes") if not topics or row["topic"] in topics]
        missing = set(topics) - {row["topic"] for row in wanted}
        if missing:
            raise ValueError(f"data/law/{decree}_changes.csv has no topic {', '.join(sorted(missing))}")
        check = f" ({wording.CHECK_ORIGINAL})" if document.verified == "partial" else ""
        return self._view(
            f"changes-{decree}",
            (("Nội dung", "left", 1.5), ("Trước", "left", 3), (f"Theo {document.short}", "left", 3)),
            tuple((row["topic"], row["before"], row["after"]) for row in wanted),
            f"Điểm mới của {document.short} so với quy định trước{check}",
            wording.sources_line(
                (id_ for row in wanted for id_ in row["source_id"].split(";")), self._profile.conference
            ),
        )

    def orientations(self) -> TableView:
        """The six orientations of 2022 that are known on the day."""
        shown = self._known(self._year_2022()["dinh_huong_2022"])
        return self._view(
            "orientations",
            (("STT", "right", 0.5), ("Định hướng", "left", 6)),
            tuple((str(row["stt"]), row["noi_dung"]) for row in shown),
            f"{len(shown)} định hướng chuyển đổi số năm 2022",
            self._sources(shown),
        )

    def tasks(self) -> TableView:
        """The tasks of 2022 that were found; the rest of the 22 stands in one row, because nothing is filled in."""
        tasks = self._year_2022()["nhiem_vu_2022"]
        shown = self._known(tasks["danh_sach"])
        missing = tasks["tong_so_theo_nguon"] - len(shown)
        rest = ((f"{missing} nhiệm vụ khác: chưa tìm được bản đầy đủ", "–"),) if missing else ()
        return self._view(
            "tasks",
            (("Nhiệm vụ", "left", 5), ("Nguồn", "left", 1.6)),
            (
                *((row["noi_dung"], wording.source_label(row["source_id"], self._profile.conference)) for row in shown),
                *rest,
            ),
            f"{len(shown)} trong {tasks['tong_so_theo_nguon']}{NBSP}nhiệm vụ trọng tâm năm 2022; "
            "các nguồn đã đọc không nêu số thứ tự",
            self._sources(shown),
        )

    def _year_2022(self) -> dict[str, Any]:
        return yaml_document(paths.MODULES / f"{_YEAR_2022}.yaml")

    def _known(self, listed: list[dict[str, Any]]) -> list[dict[str, Any]]:
        return [row for row in listed if date.fromisoformat(row["known_from"]) <= self._profile.as_of]

    def _sources(self, shown: list[dict[str, Any]]) -> str:
        return wording.sources_line((row["source_id"] for row in shown), self._profile.conference)


def _named(doc: law.LegalDocument, as_of: date) -> str:
    """What came after, with its own state where it is not simply in force; what is gone too has a row beside it."""
    state = law.state(doc, as_of)
    said = state.simply_in_force or state.code in (law.EXPIRED, law.PERIOD_OVER)
    return doc.short if said else f"{doc.short}, {state.label}"


def _number_cell(doc: law.LegalDocument) -> str:
    """A number with a long name before it breaks between them, or it would take a third of the page from the rest."""
    name, _, number = doc.numbered.rpartition(" ")
    return f"{name.replace(' ', NBSP)} {number}" if " " in name and number[:1].isdigit() else doc.numbered


def _state_cell(doc: law.LegalDocument, state: law.State) -> str:
    text = state.detail[:1].upper() + state.detail[1:]
    return f"{text}; {wording.CHECK_ORIGINAL}" if doc.verified == "partial" else text
