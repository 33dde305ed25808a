"""Firefox and WebKitGTK for tests of decks, each by the driver that Debian has: Firefox's own Marionette, WebKitWebDriver.

Both know the commands of WebDriver: Marionette as JSON over a socket of this machine, WebKitWebDriver over HTTP. geckodriver is
no package of Debian, and npm's fetches its program from elsewhere.
"""

from __future__ import annotations

import base64
import json
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

ENGINES = ("firefox", "webkit")
# seconds that only a hang takes
PATIENCE = 120
# what WebDriver calls the keys that are no letters
KEYS = {
    "Enter": "\ue007",
    "Escape": "\ue00c",
    "PageUp": "\ue00e",
    "PageDown": "\ue00f",
    "End": "\ue010",
    "Home": "\ue011",
}
# WebDriver's command over HTTP, by Marionette's name of it
_OVER_HTTP = {
    "Navigate": ("POST", "/url"),
    "SetTimeouts": ("POST", "/timeouts"),
    "SetWindowRect": ("POST", "/window/rect"),
    "ExecuteScript": ("POST", "/execute/sync"),
    "ExecuteAsyncScript": ("POST", "/execute/async"),
    "PerformActions": ("POST", "/actions"),
    "GetWindowHandle": ("GET", "/window"),
    "GetWindowHandles": ("GET", "/window/handles"),
    "SwitchToWindow": ("POST", "/window"),
    "CloseWindow": ("DELETE", "/window"),
    "Print": ("POST", "/print"),
}
_MINI_BROWSER = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"

Ask = Callable[[str, dict[str, Any]], Any]


class Failed(Exception):
    """The browser refused a command."""


def missing(engine: str) -> str:
    """Why this browser cannot be driven here; empty where it can."""
    if engine == "firefox":
        return "" if _firefox() else "no Firefox on this machine: apt-get install firefox-esr"
    lacks = [name for name in ("WebKitWebDriver", "Xvfb") if not shutil.which(name)]
    if not lacks and not _mini_browser():
        lacks = ["MiniBrowser"]
    return f"no {lacks[0]} on this machine: apt-get install webkit2gtk-driver xvfb" if lacks else ""


def _firefox() -> str | None:
    return shutil.which("firefox-esr") or shutil.which("firefox")


def _mini_browser() -> str | None:
    return next((str(path) for path in Path("/").glob(_MINI_BROWSER[1:])), None)


class Engine:
    """One window of a browser, 1280 × 720 inside."""

    def __init__(self, name: str, ask: Ask) -> None:
        self.name, self._ask = name, ask
        ask("SetTimeouts", {"script": PATIENCE * 1000, "pageLoad": PATIENCE * 1000})
        ask("SetWindowRect", {"width": 1280, "height": 720})
        inside = self.run("return innerHeight")
        ask("SetWindowRect", {"width": 1280, "height": 720 + 720 - inside})

    def open(self, url: str) -> None:
        self._ask("Navigate", {"url": url})

    def reload(self) -> None:
        """As F5 does; the driver's own command goes past the service worker in Firefox. Returns when it has begun."""
        self.run("window.beforeReload = true; setTimeout(() => location.reload())")
        self.until("return !window.beforeReload")

    def run(self, script: str, *arguments: Any) -> Any:
        """What the body of a function returns."""
        return self._ask("ExecuteScript", {"script": script, "args": list(arguments)})

    def awaited(self, program: str, *arguments: Any) -> Any:
        """What an async function of the page comes to."""
        script = (
            "const given = [...arguments], done = given.pop();"
            f"({program})(...given).then(value => done({{ value }}), error => done({{ error: String(error) }}));"
        )
        result = self._ask("ExecuteAsyncScript", {"script": script, "args": list(arguments)})
        if "error" in result:
            raise Failed(result["error"])
        return result.get("value")

    def until(self, script: str, *arguments: Any) -> Any:
        """The first value of the script that counts as true. Raises AssertionError where none came."""
        end = monotonic() + PATIENCE
        while not (value := self.run(script, *arguments)):
            assert monotonic() < end, f"{self.name}: never true: {script}"
            sleep(0.1)
        return value

    def press(self, *keys: str) -> None:
        """Keys by their names, or letters, one after the other."""
        actions = [
            {"type": kind, "value": KEYS.get(key, key)} for key in keys for kind in ("keyDown", "keyUp")
        ]  # fmt: skip
        self._ask("PerformActions", {"actions": [{"type": "key", "id": "keyboard", "actions": actions}]})

    @contextmanager
    def new_window(self, key: str) -> Iterator[None]:
        """The window that this key opens, for a while; then it is closed."""
        own, before = self._ask("GetWindowHandle", {}), set(self._ask("GetWindowHandles", {}))
        self.press(key)
        end = monotonic() + PATIENCE
        while not (opened := set(self._ask("GetWindowHandles", {})) - before):
            assert monotonic() < end, f"{self.name}: no window opened"
            sleep(0.1)
        (handle,) = opened
        self._ask("SwitchToWindow", {"handle": handle})
        yield
        self._ask("CloseWindow", {})
        self._ask("SwitchToWindow", {"handle": own})

    def pdf(self) -> bytes:
        """The page as the browser prints it; WebKitGTK's driver cannot."""
        page = {"width": 33.8667, "height": 19.05}
        none = dict.fromkeys(("top", "bottom", "left", "right"), 0)
        return base64.b64decode(self._ask("Print", {"page": page, "margin": none, "background": True}))


@contextmanager
def engine(name: str) -> Iterator[Engine]:
    """A running browser with an empty profile."""
    with ExitStack() as stack:
        # its processes write into it until they have ended
        home = Path(
            stack.enter_context(tempfile.TemporaryDirectory(prefix="t", dir="/tmp", ignore_cleanup_errors=True))
        )
        ask = _started_firefox(home, stack) if name == "firefox" else _started_webkit(home, stack)
        yield Engine(name, ask)


def _running(stack: ExitStack, *command: str, **options: Any) -> subprocess.Popen[bytes]:
    """A process that is ended with the stack."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, **options)

    def end() -> None:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    stack.callback(end)
    return process


# --- Firefox ----------------------------------------------------------------------------------------------------------


def _started_firefox(home: Path, stack: ExitStack) -> Ask:
    program = _firefox()
    assert program is not None
    (home / "user.js").write_text('user_pref("marionette.port", 0);\n')
    flags = ("--marionette", "--headless", "--no-remote", "--profile", str(home))
    process = _running(stack, program, *flags, env=os.environ | {"HOME": str(home)})
    told, end = home / "MarionetteActivePort", monotonic() + PATIENCE
    while not (told.exists() and told.read_text().strip()):
        assert process.poll() is None and monotonic() < end, "Firefox does not start"
        sleep(0.1)
    line = stack.enter_context(socket.create_connection(("127.0.0.1", int(told.read_text())), timeout=PATIENCE))
    answers = stack.enter_context(line.makefile("rb"))

    def answer() -> Any:
        length = b""
        while (byte := answers.read(1)) != b":":
            assert byte, "Firefox has ended"
            length += byte
        return json.loads(answers.read(int(length)))

    number = 0

    def ask(command: str, arguments: dict[str, Any]) -> Any:
        nonlocal number
        number += 1
        message = json.dumps([0, number, f"WebDriver:{command}", arguments]).encode()
        line.sendall(b"%d:%s" % (len(message), message))
        _, _, error, result = answer()
        if error:
            raise Failed(f"{error['error']}: {error['message']}")
        return result["value"] if isinstance(result, dict) and set(result) == {"value"} else result

    # it speaks first
    answer()
    ask("NewSession", {"capabilities": {}})
    return ask


# --- WebKitGTK --------------------------------------------------------------------------------------------------------


def _started_webkit(home: Path, stack: ExitStack) -> Ask:
    reading, writing = os.pipe()
    screen = ("-screen", "0", "1400x1000x24", "-nolisten", "tcp", "-displayfd", str(writing))
    _running(stack, "Xvfb", *screen, pass_fds=[writing])
    os.close(writing)
    with os.fdopen(reading) as told:
        display = told.readline().strip()
    # its sandbox needs a namespace that neither root nor a container has; only our own pages are opened
    settings = {
        "DISPLAY": f":{display}",
        "GDK_BACKEND": "x11",
        "HOME": str(home),
        "NO_AT_BRIDGE": "1",
        "WEBKIT_DISABLE_COMPOSITING_MODE": "1",
        "WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS": "1",
        "XDG_RUNTIME_DIR": str(home),
    }
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    _running(stack, "WebKitWebDriver", f"--port={port}", env=os.environ | settings)
    base, end = f"http://127.0.0.1:{port}", monotonic() + PATIENCE
    while True:
        with suppress(URLError):
            _over_http(f"{base}/status", "GET", None)
            break
        assert monotonic() < end, "WebKitWebDriver does not start"
        sleep(0.1)
    options = {"webkitgtk:browserOptions": {"binary": _mini_browser(), "args": ["--automation"]}}
    session = _over_http(f"{base}/session", "POST", {"capabilities": {"alwaysMatch": options}})
    address = f"{base}/session/{session['sessionId']}"
    stack.callback(lambda: _over_http(address, "DELETE", None))

    def ask(command: str, arguments: dict[str, Any]) -> Any:
        method, path = _OVER_HTTP[command]
        return _over_http(f"{address}{path}", method, arguments if method == "POST" else None)

    return ask


def _over_http(url: str, method: str, body: dict[str, Any] | None) -> Any:
    data = None if body is None else json.dumps(body).encode()
    try:
        with urlopen(Request(url, data, {"Content-Type": "application/json"}, method=method), timeout=PATIENCE) as got:
            return json.load(got)["value"]
    except HTTPError as error:
        said = json.load(error)["value"]
        raise Failed(f"{said['error']}: {said['message']}") from None
