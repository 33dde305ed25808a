"""A build folder in which everything is built: the files of every document set, each of one byte, and their manifests."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from taphuan.build.plan import Job, plan
from taphuan.build.publish import publish

TODAY = date(2026, 11, 28)


def full_build(out: Path, as_of: str | None = None, conferences: tuple[str, ...] = ()) -> tuple[Job, ...]:
    """Publish every set of these conferences (none: of all) below `out`; the jobs they stand for."""
    jobs = plan(conferences, (), (), (), as_of, out, 60, TODAY)
    for job in jobs:
        publish(job.folder, dict.fromkeys(job.formats, b"-"), {"conference": {"slug": job.conference}}, {})
    return jobs
