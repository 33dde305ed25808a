"""Prints docs/data.md: every table of `lesson.data` with its columns (`make reference`)."""

from __future__ import annotations

from taphuan.lesson.frames.data import LEFT_OUT, TABLES
from taphuan.lesson.frames.table import Table

_HEAD = """\
# Tables for notebooks: lesson.data

Made from `src/taphuan/lesson/frames/` and `data/datapackage.json` by `make reference`; change it there.

`lesson.data.<table>` is a frame of pandas with what was published by the lesson's day, made anew each time: what a cell does to
it changes nothing for the next cell. A cell that shows a frame, a column or a Styler of it gets a table in every form, with the
Vietnamese heads below, decimal commas, days as 06/4/2022 and blanks for what is missing; columns of your own keep their names.

- `points`: an index on the scale of 0 to 100 with all published decimals; shown with one decimal, rounded half up.
- `number`, `integer`: as published; a column of whole numbers with gaps is of floats.
- `truth`: True or False, shown as the Vietnamese words for yes and no; `date`: a day; `text`: words, None where there are none.
- `own`, `predecessor`, `participant` mark the rows of the lesson's unit, of those it was merged from, and of all that take part.
- `confirmed` is False for what was read in one copy: it may be shown, with its mark, and stands in no title and no comparison.
- `complete` is False for a year or edition without some of its units: no place, mean or map of the country comes from it.
- `.sort_values("name", key=lesson.data.alphabetical)` sorts names as Vietnamese do.
"""


def reference() -> str:
    """The page as Markdown."""
    left_out = (f"| {name} | {reason} |" for name, reason in LEFT_OUT.items())
    parts = [_HEAD, *(line for table in TABLES.values() for line in _section(table))]
    return "\n".join([*parts, "## Not among them", "", "| table | why |", "| --- | --- |", *left_out, ""])


def _section(table: Table) -> list[str]:
    rows = (
        f"| `{column.name}` | {column.head} | {column.kind} | {column.meaning.replace('|', chr(92) + '|')} |"
        for column in table.columns
    )
    files = f" From {', '.join(table.resources)}." if table.resources else ""
    return [
        f"## `lesson.data.{table.name}`",
        "",
        f"{table.about}{files}",
        "",
        f"Source: {table.source}." + (f" Licence: {table.licence}." if table.licence else ""),
        "",
        "| column | head | kind | what |",
        "| --- | --- | --- | --- |",
        *rows,
        "",
    ]


if __name__ == "__main__":
    print(reference(), end="")
