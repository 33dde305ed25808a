"""Tables of a lesson: finished Vietnamese cells with a caption, a source line and this province's row marked."""

from __future__ import annotations

from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING, Any

from taphuan import dti, law
from taphuan.conferences import participants
from taphuan.data.load import rows as data_rows
from taphuan.lesson import wording
from taphuan.lesson.profile import Profile
from taphuan.lesson.quantities import phrase
from taphuan.lesson.teaching import Teaching
from taphuan.text import NBSP, day, hold, index_value
from taphuan.units import Unit

if TYPE_CHECKING:
    import pandas as pd

TABLE_MIME = "application/vnd.taphuan.table+json"
# More does not fit a slide; what is left out stands in the briefing.
MOST_ROWS = 8


@dataclass(frozen=True)
class TableView:
    """A table on its way into a notebook. `columns` are (name, align, weight); `highlight` is this province's row."""

    kind: str
    columns: tuple[tuple[str, str, float], ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str
    source: str
    unit: dict[str, str] = field(hash=False)
    as_of: str
    highlight: int | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if not self.rows:
            raise ValueError(f"table '{self.kind}' has no rows for this job; guard its slide with `when`")
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"table '{self.kind}': a row has not {len(self.columns)} cells")

    def to_frame(self) -> pd.DataFrame:
        """The same cells as a DataFrame, for work in a notebook."""
        import pandas as pd

        return pd.DataFrame(list(self.rows), columns=[name for name, _, _ in self.columns])

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, Any]:
        twin = {
            "kind": self.kind,
            "columns": [{"name": name, "align": align, "weight": weight} for name, align, weight in self.columns],
            "rows": [list(row) for row in self.rows],
            "caption": self.caption,
            "source": self.source,
            "highlight": self.highlight,
            "unit": self.unit,
            "as_of": self.as_of,
            "note": self.note,
        }
        return {TABLE_MIME: twin, "text/html": self._html(), "text/plain": self._plain()}

    def _html(self) -> str:
        head = "".join(f'<th style="text-align:{align}">{escape(name)}</th>' for name, align, _ in self.columns)
        body = "".join(
            "<tr>"
            + "".join(
                f'<td style="text-align:{column[1]}">{escape(cell)}</td>'
                for column, cell in zip(self.columns, row, strict=True)
            )
            + "</tr>"
            for row in self.rows
        )
        caption = f"<caption>{escape(self.caption)}. {escape(self.source)}</caption>"
        return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"

    def _plain(self) -> str:
        lines = [" | ".join(name for name, _, _ in self.columns), *(" | ".join(row) for row in self.rows)]
        return "\n".join([self.caption, *lines, self.source])


class LessonTables:
    """`lesson.tables`: one method a table, each for the lesson's own unit and day."""

    def __init__(self, profile: Profile, teaching: Teaching) -> None:
        self._profile, self._teaching = profile, teaching

    def _view(
        self,
        kind: str,
        columns: tuple[tuple[str, str, float], ...],
        rows: tuple[tuple[str, ...], ...],
        caption: str,
        source: str,
        highlight: int | None = None,
        note: str = "",
    ) -> TableView:
        held = tuple(tuple(hold(cell) for cell in row) for row in rows)
        return TableView(
            kind,
            columns,
            held,
            hold(caption),
            hold(source),
            self._profile.unit.reference(),
            self._profile.as_of.isoformat(),
            highlight,
            note,
        )

    def programme(self) -> TableView:
        """The modules in the order of the conference; those without material are said to be not yet written."""
        lines = self._teaching.programme
        return self._view(
            "programme",
            (("STT", "right", 0.6), ("Chuyên đề", "left", 6), ("Tài liệu", "left", 2)),
            tuple(
                (str(line.place), line.module.title, "có trong bộ này" if line.module.written else "chưa biên soạn")
                for line in lines
            ),
            f"Chuyên đề của {self._profile.conference.title[:1].lower() + self._profile.conference.title[1:]}",
            "" if self._profile.conference.sample else "Nguồn: bài gốc về hội nghị",
        )

    def conference(self) -> TableView:
        """What is known of the conference, and what the founding article leaves out."""
        conference = self._profile.conference
        unknown = "Chưa định" if conference.sample else "Bài gốc không nêu"
        facts = [
            ("Thời gian", conference.date_text),
            ("Địa điểm", conference.place or unknown),
            ("Đơn vị tổ chức", conference.organiser or unknown),
            ("Đối tượng", conference.audience or unknown),
            (
                "Phạm vi",
                _scope(participants(conference))
                + (" (theo vùng nêu trong bài gốc; bài không liệt kê)" if conference.participants_assumed else "")
                + self._participants_today(),
            ),
        ]
        if conference.delegates:
            facts.append(("Đại biểu", conference.delegates_note or str(conference.delegates)))
        if conference.points:
            facts.append(("Điểm cầu", conference.points_note or str(conference.points)))
        return self._view(
            "conference",
            (("Nội dung", "left", 1.4), ("Thông tin", "left", 5)),
            tuple(facts),
            "Thông tin về hội nghị",
            "" if conference.sample else "Nguồn: bài gốc về hội nghị",
        )

    def _participants_today(self) -> str:
        """How many units the same territory is where a conference of the 63 is taught again among the 34."""
        now, then = len(self._profile.participants), len(participants(self._profile.conference))
        return f"; nay là {now} tỉnh, thành phố" if now != then else ""

    def indices(self) -> TableView:
        """The comparable indices of the unit beside the means of its region and of the table."""
        profile = self._profile
        assert profile.score is not None and profile.edition is not None
        of = profile.table[0].of if profile.table else profile.score.of
        first = ("Giá trị DTI", profile.score.value, _mean_of(profile.region_scores), profile.table_mean)
        rows = [first, *((c.label, c.value, c.region_mean, c.table_mean) for c in profile.comparisons)]
        return self._view(
            "indices",
            (
                ("Chỉ số", "left", 3),
                (profile.unit.name, "right", 1.4),
                ("TB vùng", "right", 1.2),
                (f"TB {of}{NBSP}tỉnh", "right", 1.3),
            ),
            tuple((label, _value(value), _value(region), _value(overall)) for label, value, region, overall in rows),
            f"Các chỉ số DTI năm {profile.score.year} của {profile.unit.name} và giá trị trung bình (TB)",
            wording.edition_source(profile.edition),
            note=wording.four_of_eight(profile),
        )

    def neighbours(self) -> TableView:
        """The ranks next to the unit's in the whole table (three above, three below where there are as many)."""
        profile = self._profile
        assert profile.score is not None and profile.edition is not None
        keys = ("infrastructure", "digital_government", "digital_economy")
        shown = tuple(key for key in keys if key in dti.common_indices(profile.table))
        found = profile.neighbours
        return self._view(
            "neighbours",
            (
                ("Tỉnh, thành phố", "left", 2.4),
                ("Hạng", "right", 0.8),
                ("DTI", "right", 1),
                *((_short_index(key), "right", 1.2) for key in shown),
            ),
            tuple(
                (score.name, str(score.rank), _value(score.value), *(_value(score.index(key)) for key in shown))
                for score in found
            ),
            f"Các tỉnh xếp liền kề {profile.unit.name} trong bảng DTI năm {profile.score.year}",
            wording.edition_source(profile.edition),
            next(i for i, score in enumerate(found) if score.slug == profile.score.slug),
        )

    def participants_indices(self) -> TableView:
        """The comparable indices: mean of the participants, mean of the table, how many participants lie below it."""
        gathering = self._profile.gathering
        assert gathering.edition is not None
        year, everyone = gathering.edition.year, len(gathering.scores)
        columns = [
            ("Chỉ số", "left", 3.4),
            (f"TB {everyone}{NBSP}tỉnh dự", "right", 1.6),
            (f"TB {gathering.of}{NBSP}tỉnh", "right", 1.6),
            ("Số tỉnh thấp hơn TB", "right", 1.8),
        ]
        shown = (0, 2, 3) if gathering.is_everywhere else (0, 1, 2, 3)
        rows = [
            (
                dti.INDICES[key],
                _value(dti.mean(gathering.scores, key)),
                _value(dti.mean(gathering.table, key)),
                f"{below}/{everyone}",
            )
            for key, below in gathering.weakest
        ]
        missing = 8 - len(rows)
        return self._view(
            "participants-indices",
            tuple(columns[place] for place in shown),
            tuple(tuple(row[place] for place in shown) for row in rows),
            f"Các chỉ số DTI năm {year} so sánh được và giá trị trung bình (TB)",
            wording.edition_source(gathering.edition),
            note=hold(f"{len(rows)} trong 8{NBSP}chỉ số chính có số liệu đủ {gathering.of}{NBSP}tỉnh.")
            if missing
            else "",
        )

    def participants(self) -> TableView:
        """All participants, best first, with their published rank and value; for the report."""
        gathering = self._profile.gathering
        assert gathering.edition is not None
        before = {score.slug: score.rank for score in gathering.earlier}
        columns = [
            ("STT", "right", 0.6),
            ("Tỉnh, thành phố", "left", 3),
            (f"Hạng năm {gathering.edition.year}", "right", 1.3),
            (f"DTI năm {gathering.edition.year}", "right", 1.3),
        ]
        if before:
            columns.append((f"Hạng năm {gathering.earlier[0].year}", "right", 1.3))
        rows = [
            (str(place), score.name, f"{score.rank}/{score.of}", _value(score.value))
            + ((str(before.get(score.slug, "–")),) if before else ())
            for place, score in enumerate(gathering.scores, start=1)
        ]
        return self._view(
            "participants",
            tuple(columns),
            tuple(rows),
            f"DTI năm {gathering.edition.year} của các địa phương dự hội nghị",
            wording.edition_source(gathering.edition),
        )

    def predecessors(self) -> TableView:
        """A merged unit's own official row and its predecessors', side by side, each with its table."""
        profile = self._profile
        before = profile.before_merger
        edition = next(e for e in dti.editions(profile.as_of) if e.year == before[0].year)
        own = [profile.score] if profile.score and profile.score.year == edition.year else []
        rows = [(f"{s.name} (sau sắp xếp)", f"{s.rank}/{s.of}", _value(s.value)) for s in own]
        rows += [(f"{s.name} (trước sắp xếp)", f"{s.rank}/{s.of}", _value(s.value)) for s in before]
        return self._view(
            "predecessors",
            (("Đơn vị", "left", 3), ("Hạng", "right", 1), (f"DTI {edition.year}", "right", 1)),
            tuple(rows),
            f"DTI năm {edition.year} của {profile.unit.name} và của các đơn vị trước sắp xếp",
            wording.edition_source(edition),
            0 if own else None,
        )

    def pillars(self) -> TableView:
        """The three pillars with value and rank, derived ones marked."""
        profile = self._profile
        assert profile.score is not None and profile.edition is not None
        derived = any(pillar.derived for pillar in profile.pillars)
        return self._view(
            "pillars",
            (("Trụ cột", "left", 3), ("Giá trị", "right", 1), ("Hạng", "right", 1)),
            tuple(
                (
                    p.label,
                    _value(p.value) if not p.derived else index_value(p.value or 0)[:-1],
                    f"{p.rank}/{profile.score.of}" if p.rank else "–",
                )
                for p in profile.pillars
            ),
            f"Ba trụ cột DTI năm {profile.score.year} của {profile.unit.name}",
            wording.edition_source(profile.edition),
            note="Tính từ các chỉ số đã công bố." if derived else "",
        )

    def law(self, *ids: str) -> TableView:
        """The named documents (default: all the modules rest on) with their state on the day; unknown ones left out."""
        as_of = self._profile.as_of
        wanted = [law.document(id_) for id_ in ids] if ids else [doc for doc, _ in self._teaching.laws]
        known = [doc for doc in wanted if law.is_known(doc, as_of)]
        return self._view(
            "law",
            (("Văn bản", "left", 2.2), ("Nội dung", "left", 3.6), ("Hiệu lực", "left", 3.2)),
            tuple((doc.numbered, doc.title, _state_cell(doc, law.state(doc, as_of))) for doc in known),
            f"Văn bản cần biết và tình trạng hiệu lực tại ngày {day(as_of)}",
            "Nguồn: sổ đăng ký văn bản của bộ tài liệu",
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


def _state_cell(doc: law.LegalDocument, state: law.State) -> str:
    text = state.detail[:1].upper() + state.detail[1:]
    return f"{text}; {wording.CHECK_ORIGINAL}" if doc.verified == "partial" else text


def _scope(units: tuple[Unit, ...]) -> str:
    """The one unit by name, several by their number."""
    return units[0].full_name if len(units) == 1 else f"{len(units)} tỉnh, thành phố"


def _mean_of(scores: tuple[dti.Score, ...]) -> float | None:
    return dti.mean(scores) if len(scores) > 1 else None


def _value(value: float | None) -> str:
    return "–" if value is None else index_value(value)


def _short_index(key: str) -> str:
    return {"infrastructure": "Hạ tầng số", "digital_government": "Chính quyền số", "digital_economy": "Kinh tế số"}[
        key
    ]
