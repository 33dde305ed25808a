"""What lies in a build folder, as the model of its start page: every conference, built, waiting or failed."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from taphuan.conferences import Conference, conferences, module, participants
from taphuan.jobs import FORMATS, ready_conferences
from taphuan.publish import read_manifest
from taphuan.text import day, hold

if TYPE_CHECKING:
    from taphuan.export.index import IndexConference, IndexModel, IndexProvince

_LABELS = {
    "deck.html": "Bản trình chiếu",
    "briefing.docx": "Báo cáo tóm tắt (Word)",
    "briefing.pdf": "Báo cáo tóm tắt (PDF)",
    "notebook.ipynb": "Sổ tay Jupyter",
}


def index_model(out: Path) -> IndexModel:
    """Every conference on its own day and on each other day it was built for, the newest first."""
    from taphuan.export.index import IndexModel

    found: list[IndexConference] = []
    for conf in sorted(conferences(), key=lambda c: (c.as_of, c.slug), reverse=True):
        days = {conf.as_of: out / conf.slug}
        for folder in sorted(out.glob(f"{conf.slug}@*")):
            days[date.fromisoformat(folder.name.partition("@")[2])] = folder
        found.extend(_conference(conf, on, days[on], out) for on in sorted(days))
    return IndexModel(tuple(found))


def _conference(conf: Conference, on: date, folder: Path, out: Path) -> IndexConference:
    from taphuan.export.index import IndexConference

    built = any(folder.glob("*/manifest.json"))
    provinces = (
        tuple(
            _province(unit.slug, unit.name, unit.full_name, folder / unit.slug, out) for unit in participants(conf, on)
        )
        if built
        else ()
    )
    return IndexConference(
        slug=conf.slug,
        title=conf.title,
        date_text=conf.date_text,
        as_of_text=hold(f"Theo quy định và số liệu đến ngày {day(on)}"),
        sample=conf.sample,
        status="" if built else _status(conf),
        provinces=provinces,
    )


def _province(slug: str, name: str, full_name: str, folder: Path, out: Path) -> IndexProvince:
    from taphuan.export.index import IndexFile, IndexProvince

    manifest = read_manifest(folder)
    if manifest is None:
        return IndexProvince(slug, name, full_name, failed="Chưa dựng hoặc dựng không thành công")
    files = tuple(
        IndexFile(_LABELS[file], quote((folder / file).relative_to(out).as_posix()), (folder / file).stat().st_size)
        for file in FORMATS
        if (folder / file).is_file() and file in manifest["files"]
    )
    return IndexProvince(slug, name, full_name, files)


def _status(conf: Conference) -> str:
    if conf.slug in ready_conferences():
        return "Chưa dựng tài liệu"
    missing = sum(not module(slug).written for slug in conf.modules)
    return hold(f"Chưa biên soạn: còn thiếu {missing}/{len(conf.modules)} chuyên đề")
