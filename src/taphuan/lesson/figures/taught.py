"""Figures of what is taught: sourced numbers, goals and steps; the same for every unit."""

from __future__ import annotations

from taphuan.charts.cache import cached
from taphuan.charts.cards.numbers import MOST_CARDS, alt_numbers, draw_numbers
from taphuan.charts.cards.quantities import alt_quantities, draw_quantities
from taphuan.charts.cards.steps import alt_steps, draw_steps
from taphuan.charts.figure import Figure
from taphuan.known.conferences import Item
from taphuan.lesson import wording
from taphuan.lesson.figures.base import FigureMaker
from taphuan.lesson.quantities import amount, phrase, printed, quantities, usable, year_line
from taphuan.text import hold


class TaughtFigures(FigureMaker):
    """Drawn from ids of the modules' `figures:` and of conference facts, or from the author's own words."""

    def numbers(self, *ids: str, size: str = "wide") -> Figure:
        """One to four big numbers by id; those that may not be shown on the day are left out.

        Raises UnknownName for an unknown id, ValueError where none is left or more than four are asked for.
        """
        if len(ids) > MOST_CARDS:
            raise ValueError(f"a slide shows at most {MOST_CARDS} numbers, not {len(ids)}; make two slides of them")
        items = usable(quantities(ids), self._profile.as_of)
        shown = [(printed(item), item) for item in items]
        cards = tuple(
            (hold(value), hold(unit), hold(item.text), year_line(item, self._profile.as_of))
            for (value, unit), item in shown
        )
        return self._figure(
            "numbers",
            cached(draw_numbers, cards=cards, size=size),
            alt_numbers(cards),
            "Con số cần nhớ" if len(items) == 1 else "Các con số cần nhớ",
            self._sources(items),
            size,
            _twin(items),
            wording.check_note(items),
        )

    def bars(self, *ids: str, caption: str = "", size: str = "wide") -> Figure:
        """Quantities of one unit by id, to scale, in the order given; those that may not be shown are left out.

        Raises ValueError where the units differ or a value is no number.
        """
        wanted = quantities(ids)
        units = {str(item.detail("unit")) for item in wanted}
        if len(units) > 1:
            raise ValueError(
                f"bars compare one unit, and these have {', '.join(sorted(units))}; use `numbers` for them"
            )
        text = [item.id for item in wanted if amount(item) is None]
        if text:
            raise ValueError(f"{', '.join(text)} cannot be drawn to scale; use `numbers`")
        items = usable(wanted, self._profile.as_of)
        longest = max(amount(item) or 0.0 for item in items) or 1.0
        rows = tuple(
            (hold(i.text), year_line(i, self._profile.as_of), hold(phrase(i)), (amount(i) or 0.0) / longest)
            for i in items
        )
        return self._figure(
            "bars",
            cached(draw_quantities, rows=rows, gauge=False, size=size),
            alt_quantities(rows, f"Biểu đồ thanh ngang so sánh {len(rows)} số liệu"),
            caption or "So sánh các số liệu cùng đơn vị",
            self._sources(items),
            size,
            _twin(items),
            wording.check_note(items),
        )

    def goals(self, *ids: str, caption: str = "", size: str = "wide") -> Figure:
        """Targets by id: percentages on gauges from 0 to 100 %, others as numbers; past ones are left out."""
        items = usable(quantities(ids), self._profile.as_of)
        rows = tuple(
            (hold(item.text), year_line(item, self._profile.as_of), hold(phrase(item)), _percentage(item))
            for item in items
        )
        return self._figure(
            "goals",
            cached(draw_quantities, rows=rows, gauge=True, size=size),
            alt_quantities(rows, f"Sơ đồ {len(rows)} mục tiêu"),
            caption or "Các mục tiêu nêu trong văn bản",
            self._sources(items),
            size,
            _twin(items),
            wording.check_note(items),
        )

    def steps(self, *texts: str, caption: str = "", size: str = "wide") -> Figure:
        """Three to five steps in the author's words, each "Nhãn ngắn: giải thích"; the explanation may be missing.

        Raises ValueError for another number of steps or for texts too long for the size.
        """
        parts = [(name.strip(), rest.strip()) for name, _, rest in (text.partition(":") for text in texts)]
        steps = tuple((hold(name), hold(rest[:1].upper() + rest[1:])) for name, rest in parts)
        return self._figure(
            "steps",
            cached(draw_steps, steps=steps, size=size),
            alt_steps(steps),
            caption or f"{len(steps)} bước thực hiện",
            "",
            size,
            {
                "columns": ["Bước", "Việc", "Giải thích"],
                "rows": [[place, name, text] for place, (name, text) in enumerate(steps, start=1)],
            },
        )

    def _sources(self, items: tuple[Item, ...]) -> str:
        return wording.sources_line((id_ for item in items for id_ in item.source_ids), self._profile.conference)


def _twin(items: tuple[Item, ...]) -> dict[str, list[object]]:
    return {
        "columns": ["Nội dung", "Giá trị", "Năm"],
        "rows": [[item.text, phrase(item), str(item.detail("year") or "")] for item in items],
    }


def _percentage(item: Item) -> float | None:
    """The share of a percentage; None for any other quantity."""
    value = amount(item)
    return value / 100 if value is not None and str(item.detail("unit")).startswith("%") and value <= 100 else None
