"""Figures of what is taught: sourced numbers, goals and steps; the same for every unit."""

from __future__ import annotations

from taphuan.charts import alt_taught as alt
from taphuan.charts.cache import cached
from taphuan.charts.figure import Figure
from taphuan.charts.numbers import MOST_CARDS, draw_numbers
from taphuan.charts.steps import draw_steps
from taphuan.conferences import Item
from taphuan.lesson import wording
from taphuan.lesson.figures_base import FigureMaker
from taphuan.lesson.quantities import phrase, printed, quantities, usable, year_line
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
        cards = tuple((hold(value), hold(unit), hold(item.text), year_line(item)) for (value, unit), item in shown)
        return self._figure(
            "numbers",
            cached(draw_numbers, cards=cards, size=size),
            alt.numbers_alt(cards),
            "Con số cần nhớ" if len(items) == 1 else "Các con số cần nhớ",
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
            alt.steps_alt(steps),
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
