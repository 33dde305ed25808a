"""The page of a package finds each damaged, missing and extra file offline, opened as a file."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engines import ENGINES, engine, missing
from taphuan.check.browser import find_chromium, launch_flags
from taphuan.export.html.verify import VerifyModel, write_verify

FOLDER = "quang-nam-2024-quang-nam"
FILES = {
    "tai-lieu/deck.html": b"<html>" + bytes(range(256)) * 40,
    "tai-lieu/deck.pptx": b"PK" + b"\0" * 5000,
    "DOC-DAU.txt": "Đọc đầu".encode(),
    "giay-phep/trong.txt": b"",
}
UNSUMMED = ("verify.html", "SHA256SUMS")
WHOLE = "Đủ 4 tệp, tất cả nguyên vẹn như lúc đóng gói."


def page_of(warnings: tuple[str, ...] = ()) -> bytes:
    sums = {name: hashlib.sha256(data).hexdigest() for name, data in FILES.items()}
    return write_verify(VerifyModel("Hội nghị <tập huấn> & “số”", FOLDER, sums, UNSUMMED, warnings))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "usb" / FOLDER
    for name, data in {**FILES, "verify.html": page_of(), "SHA256SUMS": b"x"}.items():
        (place / name).parent.mkdir(parents=True, exist_ok=True)
        (place / name).write_bytes(data)
    return place


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=find_chromium(), args=list(launch_flags()))
        yield started
        started.close()


def verdict(browser: Any, folder: Path, chosen: Path | None = None) -> tuple[str, list[str]]:
    """What the page in the folder says of what is chosen (by default the folder): the verdict, and the named files."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((folder / "verify.html").as_uri())
    page.set_input_files("#chosen", str(chosen or folder))
    # what goes on ends in an ellipsis; the policy of the page forbids to wait for an expression
    page.locator("#verdict", has_text=re.compile(r"[.]$")).wait_for()
    said = page.inner_text("#verdict"), page.locator("#found li").all_inner_texts()
    assert [url for url in asked if not url.startswith(("file:", "data:"))] == []
    context.close()
    return said


def _flip(folder: Path) -> None:
    file = folder / "tai-lieu/deck.pptx"
    data = bytearray(file.read_bytes())
    data[2500] ^= 1
    file.write_bytes(data)


@pytest.mark.browser
def test_one_flipped_byte_is_found_and_a_whole_folder_is_said_to_be_whole(browser: Any, folder: Path) -> None:
    assert verdict(browser, folder) == (WHOLE, [])
    _flip(folder)
    assert verdict(browser, folder) == ("Có 1 tệp cần xem lại: 1 khác bản gốc.", ["tai-lieu/deck.pptx"])


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize(
    ("spoil", "said", "named"),
    [
        (lambda f: (f / "DOC-DAU.txt").unlink(), "Có 1 tệp cần xem lại: 1 thiếu.", ["DOC-DAU.txt"]),
        (lambda f: (f / "SHA256SUMS").unlink(), "Có 1 tệp cần xem lại: 1 thiếu.", ["SHA256SUMS"]),
        (lambda f: (f / "tai-lieu/la.exe").write_bytes(b"x"), "Có 1 tệp cần xem lại: 1 thừa.", ["tai-lieu/la.exe"]),
        (lambda f: (f / "giay-phep/trong.txt").write_bytes(b" "), "Có 1 tệp cần xem lại: 1 khác bản gốc.", None),
        # what Windows and macOS leave in a folder
        (lambda f: (f / "tai-lieu/Thumbs.db").write_bytes(b"x"), WHOLE, []),
        (lambda f: (f / ".DS_Store").write_bytes(b"x"), WHOLE, []),
    ],
)
def test_what_is_missing_extra_or_emptied_is_named(
    browser: Any, folder: Path, spoil: Callable[[Path], object], said: str, named: list[str] | None
) -> None:
    spoil(folder)
    found, files = verdict(browser, folder)
    assert found == said
    assert named is None or files == named


@pytest.mark.browser
@pytest.mark.slow
def test_the_folder_above_will_do_and_another_one_is_refused(browser: Any, folder: Path) -> None:
    assert verdict(browser, folder, folder.parent) == (WHOLE, [])
    said, _ = verdict(browser, folder, folder / "giay-phep")
    assert said == f"Thư mục đã chọn không phải thư mục {FOLDER}. Hãy chọn lại."


@pytest.mark.browser
@pytest.mark.slow
def test_a_folder_may_be_dropped(browser: Any, folder: Path) -> None:
    page = browser.new_page()
    page.goto((folder / "verify.html").as_uri())
    _flip(folder)
    session = page.context.new_cdp_session(page)
    dragged = {"items": [], "files": [str(folder)], "dragOperationsMask": 1}
    for kind in ("dragEnter", "dragOver", "drop"):
        session.send("Input.dispatchDragEvent", {"type": kind, "x": 200, "y": 200, "data": dragged})
    page.locator("#verdict", has_text=re.compile(r"[.]$")).wait_for()
    assert page.inner_text("#verdict") == "Có 1 tệp cần xem lại: 1 khác bản gốc."
    assert page.locator("#found li").all_inner_texts() == ["tai-lieu/deck.pptx"]
    page.close()


# the dialog for a folder is no driver's: the page is given the files as the dialog would
_CHOOSE = """
const [folder, files] = arguments, chosen = document.getElementById("chosen");
const given = Object.entries(files).map(([path, text]) => {
  const file = new File([Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))], path.split("/").pop());
  return Object.defineProperty(file, "webkitRelativePath", {value: `${folder}/${path}`});
});
Object.defineProperty(chosen, "files", {configurable: true, value: given});
chosen.dispatchEvent(new Event("change"));
"""


@pytest.mark.browser
@pytest.mark.slow
@pytest.mark.parametrize("name", ENGINES)
def test_another_browser_finds_the_flipped_byte(name: str, folder: Path) -> None:
    if reason := missing(name):
        pytest.skip(reason)
    with engine(name) as browser:
        browser.open((folder / "verify.html").as_uri())
        for said, named in ((WHOLE, ""), ("Có 1 tệp cần xem lại: 1 khác bản gốc.", "tai-lieu/deck.pptx")):
            files = {file.relative_to(folder).as_posix(): file.read_bytes() for file in folder.rglob("*.*")}
            files["SHA256SUMS"] = b"x"
            browser.run(_CHOOSE, FOLDER, {path: base64.b64encode(data).decode() for path, data in files.items()})
            browser.until("return document.getElementById('verdict').textContent.endsWith('.')")
            assert browser.run("return document.getElementById('verdict').textContent") == said
            assert browser.run("return [...document.querySelectorAll('#found li')].map(e => e.textContent).join()") == (
                named
            )
            _flip(folder)


def test_the_page_loads_nothing_runs_its_own_script_alone_and_shows_texts_as_text() -> None:
    page = page_of(("Bản trình chiếu <b>chưa</b> được kiểm tra.",)).decode()
    assert "https://" not in page.replace("http://www.w3.org", "")
    assert "&lt;tập huấn&gt; &amp; “số”" in page and "&lt;b&gt;chưa&lt;/b&gt;" in page
    (policy,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', page)
    policy = policy.replace("&#39;", "'")
    assert "default-src 'none'" in policy
    script = re.findall(r"<script>(.*?)</script>", page, re.DOTALL)
    assert len(script) == 1 and "'unsafe-inline'" not in policy.partition("script-src")[2].partition(";")[0]
