"""`lesson.data`: every table of numbers that the lesson may show, each a frame of pandas of its own.

A frame holds only what was published by the lesson's day. It is made anew each time it is asked for, so what a cell does to it
changes nothing for the next cell.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from taphuan.errors import UnknownName
from taphuan.lesson.door import Door
from taphuan.lesson.frames.dti import DTI_TABLES
from taphuan.lesson.frames.law import LAW_TABLES
from taphuan.lesson.frames.measures import measure_tables
from taphuan.lesson.frames.said import SAID_TABLES
from taphuan.lesson.frames.table import Column, Table
from taphuan.lesson.frames.units import UNIT_TABLES

if TYPE_CHECKING:
    import pandas as pd

TABLES: dict[str, Table] = {
    table.name: table
    for table in (*DTI_TABLES, *measure_tables(), *UNIT_TABLES, *LAW_TABLES, *SAID_TABLES)
    if table.described
}

# tables of data/datapackage.json that no frame holds, each with the reason
LEFT_OUT = {
    "sources": "where facts were read: pages cite them by [@id]; many are copies, which no page names",
    "dti.proposals": "wording of briefings",
    "producers": "stands in `issuer` of each table",
    "dti.dti_from_stated_changes": "got by subtracting a stated change, so never published",
    "measures.papi_codebook": "names of sub-dimensions, whose numbers are not held",
    "conferences.quoted_passages": "digests for the check of quotations",
    "units.publications": "the days by which the other tables are cut",
    "units.commune_places": "dots on a drawing",
    "units.tilegrid63": "places of tiles on a drawing",
    "units.tilegrid34": "places of tiles on a drawing",
    "language.syllables": "for the check of the language",
    "language.terms": "for the check of the language",
    "language.comparisons": "for the check of the language",
    "language.doubts": "for the check of the language",
}
_DTYPES = {"text": "object", "number": "float64", "points": "float64", "truth": "bool"}


def frame_of(table: Table, rows: list[Any]) -> pd.DataFrame:
    """The rows as a frame with the table's columns: int64 (float64 where a number is missing), float64, datetime64, bool, and
    str or None."""
    import pandas as pd

    series = {column.name: _series(column, [row.get(column.name) for row in rows]) for column in table.columns}
    frame = pd.DataFrame(series)
    frame.attrs = {
        "taphuan": table.name,
        # what a page says of the numbers where a cell has dropped the columns that say it
        "issuers": {str(row["year"]): row["issuer"] for row in rows if "issuer" in row and "year" in row},
        "copied": any(row.get("confirmed") is False for row in rows),
    }
    return frame


def _series(column: Column, values: list[Any]) -> pd.Series[Any]:
    import pandas as pd

    if column.kind == "date":
        return pd.Series(pd.to_datetime(pd.Series(values, dtype="object")).astype("datetime64[ns]"))
    if column.kind == "integer":
        # not Int64: matplotlib draws no bars of its missing values
        return pd.Series(values, dtype="float64" if None in values else "int64")
    return pd.Series(values, dtype=_DTYPES[column.kind])


class LessonData(Door):
    """The tables of the lesson's own unit and day as frames of pandas; `dir(lesson.data)` lists them.

    Columns have short English names; a cell that shows a frame shows their Vietnamese heads. In each table of units, `own`
    marks the unit of the lesson, `predecessor` those it was merged from, `participant` all that take part.
    """

    def __dir__(self) -> list[str]:
        return [*TABLES, "alphabetical"]

    def __getattr__(self, name: str) -> pd.DataFrame:
        if name.startswith("_"):
            raise AttributeError(name)
        raise UnknownName("table of lesson.data", name, tuple(TABLES), f"The tables are: {', '.join(TABLES)}.")

    def __repr__(self) -> str:
        return "\n".join(f"lesson.data.{name}: {table.about}" for name, table in TABLES.items())

    @staticmethod
    def alphabetical(names: pd.Series[Any]) -> pd.Series[Any]:
        """The key by which a column of names is sorted as Vietnamese sort: `.sort_values("name", key=lesson.data.alphabetical)`."""
        from taphuan.text import alphabetical

        places = {name: at for at, name in enumerate(sorted(map(str, names.unique()), key=alphabetical))}
        return names.map(lambda name: places[str(name)])


def _read(table: Table) -> property:
    def read(self: LessonData) -> pd.DataFrame:
        return frame_of(table, list(table.rows(self._lesson)))

    return property(read, doc=table.doc)


for _table in TABLES.values():
    setattr(LessonData, _table.name, _read(_table))
