"""Tables of a lesson: finished Vietnamese cells with a caption, a source line and this province's row marked."""

from __future__ import annotations

from taphuan.known import dti
from taphuan.known.conferences import participants
from taphuan.known.units import Unit
from taphuan.lesson import wording
from taphuan.lesson.tables.base import TableView
from taphuan.lesson.tables.taught import TaughtTables
from taphuan.text import NBSP, hold, index_value


class LessonTables(TaughtTables):
    """`lesson.tables`: one method a table, each for the lesson's own unit and day."""

    def programme(self) -> TableView:
        """The modules in the order of the conference."""
        return self._view(
            "programme",
            (("STT", "right", 0.6), ("Chuyên đề", "left", 8)),
            tuple((str(place), found.title) for place, found in enumerate(self._teaching.programme, start=1)),
            f"Chuyên đề của {self._profile.conference.title[:1].lower() + self._profile.conference.title[1:]}",
            wording.conference_source(self._profile.conference),
        )

    def conference(self) -> TableView:
        """What is known of the conference, and what is not."""
        conference = self._profile.conference
        unknown = wording.unknown(conference)
        facts = [
            ("Thời gian", conference.date_text),
            ("Địa điểm", conference.place or unknown),
            ("Đơn vị tổ chức", conference.organiser or unknown),
            ("Đối tượng", conference.audience or unknown),
            (
                "Phạm vi",
                _scope(participants(conference))
                + (
                    " (theo vùng nêu trong bài gốc; bài không liệt kê)"
                    if conference.participants_assumed and not conference.plan
                    else ""
                )
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
            wording.conference_source(conference),
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
