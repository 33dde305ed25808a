"""The sources of all data and facts, and who is named in a document for a copy. Source: data/sources.csv, data/producers.csv."""

from __future__ import annotations

from taphuan.data.load import parsed


def source_titles() -> dict[str, dict[str, str]]:
    """The rows of data/sources.csv by source_id."""
    return parsed("sources", _by_source)


def producers() -> dict[str, str]:
    """Who is named in a document for a source that is a copy, by its source_id."""
    return parsed("producers", _producers)


def _producers(rows: tuple[dict[str, str], ...]) -> dict[str, str]:
    return {row["source_id"]: row["cite_as"] for row in rows}


def _by_source(rows: tuple[dict[str, str], ...]) -> dict[str, dict[str, str]]:
    return {row["source_id"]: row for row in rows}
