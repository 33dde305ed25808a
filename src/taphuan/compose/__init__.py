"""Composes one notebook per job from source notebooks: filters by day, resolves placeholders and citations, joins."""

from __future__ import annotations

from taphuan.compose.join import compose
from taphuan.data import light_jsonschema  # noqa: F401 - before anything else imports nbformat

__all__ = ["compose"]
