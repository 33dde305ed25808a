"""Source notebooks → one notebook per job: filtered by the day, placeholders and citations resolved, joined."""

from __future__ import annotations

from taphuan import lean  # noqa: F401 - before anything else imports nbformat
from taphuan.compose.join import compose

__all__ = ["compose"]
