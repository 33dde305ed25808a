"""The days on which something is taught: those of all conferences, and a late one."""

from __future__ import annotations

from datetime import date

from taphuan.known.conferences import conference, conference_slugs

LATEST = date(2026, 11, 28)
DAYS = sorted({*(conference(slug).as_of for slug in conference_slugs()), LATEST})
