"""Source notebooks → one notebook per job: filtered by the day, placeholders and citations resolved, joined."""

from __future__ import annotations

from taphuan.compose.join import compose
from taphuan.data import light_jsonschema  # noqa: F401 - before anything else imports nbformat

__all__ = ["compose"]
