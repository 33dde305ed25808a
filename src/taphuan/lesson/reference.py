"""Prints docs/placeholders.md: every name that Markdown cells and their conditions may use (`make reference`)."""

from __future__ import annotations

from taphuan.lesson.conditions import CONDITIONS, of_changes
from taphuan.lesson.placeholders import OF_MEASURES, VALUES

_HEAD = """\
# Placeholders and conditions

Made from `src/taphuan/lesson/placeholders.py` and `conditions.py` by `make reference`; change it there.

A Markdown cell may use a **placeholder** `{{ name }}` in prose and titles. It is replaced when a notebook is composed for a
conference, a province and a day; an unknown name is an error. A name without a value for that job is an error too, so
a slide that uses one carries the condition under which there is one.

A slide or a cell carries **conditions** in its `taphuan` metadata, one name or several: `"when": "has_score"` keeps it only
where the condition holds, `"unless": ["incomplete", "sample"]` only where none of them does. On a heading cell they
count for the whole slide.
"""
# what stands for <measure>
_MEASURE = "a key of data/measures/measures.csv for its main number, with a dot and a part of parts.csv for another"


def reference() -> str:
    """The page as Markdown."""
    values = [(f"`{{{{ {name} }}}}`", about) for name, (about, _) in VALUES.items()]
    values += [(f"`{{{{ {name} }}}}`", f"{about}; {_MEASURE}") for name, about in OF_MEASURES.items()]
    conditions = [(f"`{name}`", about) for name, (about, _) in (CONDITIONS | of_changes()).items()]
    conditions += [(f"`{name}`", f"a claim is true: {about}") for name, about in OF_MEASURES.items()]
    return "\n".join(
        (
            _HEAD,
            *_table("Placeholders", ("name", "what it says, or an example of it"), values),
            "",
            *_table("Conditions", ("name", "holds where"), conditions),
            "",
        )
    )


def _table(title: str, header: tuple[str, str], rows: list[tuple[str, str]]) -> list[str]:
    lines = (f"| {name} | {about.replace('|', chr(92) + '|')} |" for name, about in rows)
    return [f"## {title}", "", f"| {header[0]} | {header[1]} |", "| --- | --- |", *lines]


if __name__ == "__main__":
    print(reference(), end="")
