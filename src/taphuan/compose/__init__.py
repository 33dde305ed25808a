"""Composes one notebook per job from source notebooks: filters by day, resolves placeholders and citations, joins."""

from __future__ import annotations

# before anything else imports nbformat
import taphuan.data.light_jsonschema  # noqa: F401
from taphuan.compose.join import compose

__all__ = ["compose"]
