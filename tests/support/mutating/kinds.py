"""All kinds of mutations."""

from __future__ import annotations

from mutating import documents, maps, notebooks, tables, templates, whole_files

KINDS = (
    *whole_files.kinds(),
    *tables.kinds(),
    *documents.kinds(),
    *maps.kinds(),
    *notebooks.kinds(),
    *templates.kinds(),
)
