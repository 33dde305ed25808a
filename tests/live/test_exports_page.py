"""The page of a refused export, and the extension that gives it to any JupyterLab."""

from __future__ import annotations

import logging
import sys
from types import SimpleNamespace

import pytest

from taphuan.errors import AuditFailed, NotComposed
from taphuan.live.lab import exports
from taphuan.live.lab.said import in_vietnamese

PLACE = "ô số 12 (“Ba câu hỏi…”): slide a, cell b, output 2 (frame/story.ipynb): "


def test_each_finding_is_a_line_that_cannot_be_markup() -> None:
    page = exports.refusal_page("<b>.ipynb", AuditFailed(("slide a: lỗi <script>", "hai")))
    assert page.count("<li>") == 2
    assert "&lt;script&gt;" in page
    assert "<script" not in page
    assert "&lt;b&gt;.ipynb" in page
    assert exports.refusal_page("x", NotComposed("một")).count("<li>") == 1


@pytest.mark.parametrize(
    ("finding", "said"),
    [
        ("slide a: has a title and no content below it", "trang chỉ có tiêu đề"),
        (f"{PLACE}empty text", "ô số 12 (“Ba câu hỏi…”): ô không có chữ"),
        (f"{PLACE}an unresolved placeholder", "còn tên trong ngoặc {{ }} chưa thay"),
        (f"{PLACE}ZeroDivisionError: division by zero", "ô mã báo lỗi ZeroDivisionError: division by zero"),
        (f"{PLACE}shows nothing but an object (<Axes>); end the cell with x", "ô mã không hiện gì"),
        (f"{PLACE}the printed text names Đà Nẵng (“Đà Nẵng 1”); show Huế", "chữ in ra nêu tên Đà Nẵng (“Đà Nẵng 1”)"),
        ("a finding of another kind", "a finding of another kind"),
    ],
)
def test_what_trainers_meet_most_is_said_in_vietnamese(finding: str, said: str) -> None:
    assert said in in_vietnamese(finding)


def test_a_refusal_is_no_error_in_the_log_and_a_defect_is() -> None:
    def record(error: Exception) -> logging.LogRecord:
        try:
            raise error
        except Exception:
            return logging.LogRecord("x", logging.ERROR, "", 0, "nbconvert failed", None, sys.exc_info())

    assert not exports.is_defect(record(AuditFailed(("x",))))
    assert exports.is_defect(record(ValueError("x")))


def test_any_jupyter_server_can_load_it() -> None:
    rules: list[str] = []
    web_app = SimpleNamespace(
        settings={"base_url": "/nhà/"}, add_handlers=lambda host, given: rules.extend(rule for rule, _ in given)
    )
    exports._load_jupyter_server_extension(SimpleNamespace(web_app=web_app, log=logging.getLogger("của-ai")))
    assert exports._jupyter_server_extension_points() == [{"module": exports.__name__}]
    assert [rule[:28] for rule in rules] == ["/nhà/nbconvert/(?P<format>ta"]
