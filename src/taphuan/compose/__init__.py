"""Source notebooks → one notebook per job: filtered by the day, placeholders and citations resolved, joined."""

from __future__ import annotations

# before anything else imports nbformat
import taphuan.data.light_jsonschema  # noqa: F401
from taphuan.compose.join import compose

__all__ = ["compose"]
