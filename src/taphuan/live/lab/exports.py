"""What JupyterLab's server answers at our export addresses: the file, or a page in Vietnamese that says what is to be mended.

`taphuan lab` has it; any other JupyterLab after `jupyter server extension enable taphuan.live.lab.exports`. Jupyter's own rule
allows no hyphen in the name of a format, and its page for a refusal says "500 : Internal Server Error".
"""

from __future__ import annotations

import logging
from html import escape
from typing import Any

from jupyter_server.base.handlers import path_regex
from jupyter_server.nbconvert.handlers import NbconvertFileHandler
from tornado.web import HTTPError

from taphuan.errors import AuditFailed, TaphuanError
from taphuan.live.lab.said import in_vietnamese
from taphuan.text import say

PREFIX = "taphuan-"
# the request was understood, its content cannot be written
_REFUSED = 422
_TITLE = say("live.lab.exports.title")
_PAGE = """<!DOCTYPE html>
<html lang="vi">
<head><meta charset="utf-8"><title>{title}</title>
<style>body {{ max-width: 46em; margin: 3em auto; padding: 0 1em; font: 18px/1.5 sans-serif; }} li {{ margin: .6em 0; }}</style>
</head>
<body>
<h1>{title}</h1>
<p>{asked}</p>
<ol>
{items}
</ol>
</body>
</html>
"""


def refusal_page(name: str, error: TaphuanError) -> str:
    """The page for a notebook that is refused."""
    lines = error.findings if isinstance(error, AuditFailed) else tuple(error.told().splitlines())
    items = "\n".join(f"<li>{escape(in_vietnamese(line))}</li>" for line in lines)
    asked = escape(say("live.lab.exports.asked", name=name, count=len(lines)))
    return _PAGE.format(title=_TITLE, asked=asked, items=items)


class ExportHandler(NbconvertFileHandler):
    """Jupyter's handler, with a page for what we refuse."""

    async def get(self, format: str, path: str) -> None:
        try:
            answer = super().get(format, path)
            if answer is not None:
                await answer
        except HTTPError as error:
            if not isinstance(error.__cause__, TaphuanError):
                raise
            self.set_status(_REFUSED)
            self.set_header("Content-Type", "text/html; charset=utf-8")
            self.set_header("Cache-Control", "no-store")
            self.finish(refusal_page(path.rpartition("/")[2], error.__cause__))


def is_defect(record: logging.LogRecord) -> bool:
    """Whether a line of the log tells of more than a notebook that was refused, which the page says."""
    return not (record.exc_info and isinstance(record.exc_info[1], TaphuanError))


def add_exports(app: Any) -> None:
    """Serve our formats in a Jupyter server."""
    rule = rf"/nbconvert/(?P<format>{PREFIX}[\w-]+){path_regex}"
    base = app.web_app.settings.get("base_url", "/").rstrip("/")
    app.web_app.add_handlers(".*$", [(f"{base}{rule}", ExportHandler)])
    app.log.addFilter(is_defect)


def _jupyter_server_extension_points() -> list[dict[str, str]]:
    return [{"module": "taphuan.live.lab.exports"}]


def _load_jupyter_server_extension(app: Any) -> None:
    add_exports(app)
