"""The live server as others see it: users of this machine, other sites in the presenter's browser, and hostile input."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
from html.parser import HTMLParser
from pathlib import Path

import pytest
import websocket

from live_lines import PAGE, STAGE, Answer, ask, family, next_message, refusal, socket
from live_server import CONFERENCE, MODULE, OTHER, PROVINCE, BuiltTalk, Live, live
from taphuan.export.html.deck import deck_scripts
from taphuan.export.html.reveal import speaker_script

ASSET = "/taphuan/assets/live.js"


def listening(pids: list[int]) -> set[tuple[str, int]]:
    """Addresses (as the kernel writes them) and ports that these processes listen on, whatever the protocol."""
    links = set()
    for pid in pids:
        for link in Path(f"/proc/{pid}/fd").iterdir():
            with contextlib.suppress(FileNotFoundError):
                links.add(str(link.readlink()))
    found = set()
    for table in ("tcp", "tcp6", "udp", "udp6"):
        for line in Path(f"/proc/net/{table}").read_text().splitlines()[1:]:
            fields = line.split()
            if f"socket:[{fields[9]}]" in links and (fields[3] == "0A" or table.startswith("udp")):
                address, port = fields[1].split(":")
                found.add((address, int(port, 16)))
    return found


# --- who may ask ------------------------------------------------------------------------------------------------------


def test_it_listens_on_this_machine_alone(served: Live) -> None:
    with contextlib.closing(socket(served)) as line:
        next_message(line, kernel="idle")
        assert listening([served.process.pid]) == {("0100007F", served.port)}
        # a kernel hears what processes of its own print
        assert {address for address, _ in listening(family(served.process.pid))} == {"0100007F"}


EVERYTHING = ("/", PAGE, f"/taphuan/{CONFERENCE}/modules/{MODULE}", ASSET, STAGE, "/login", "/files/x", "/api/kernels")


@pytest.mark.parametrize("path", EVERYTHING)
@pytest.mark.parametrize("token", ["", "0" * 48, "null"])
def test_nothing_is_told_without_the_token(served: Live, path: str, token: str) -> None:
    for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
        answer = ask(served, path, method, token or "")
        assert answer.status == 403, method
        assert "reveal" not in answer.text and served.token not in answer.text
        assert "Set-Cookie" not in answer.headers or "username" not in str(answer.headers["Set-Cookie"])
    assert ask(served, f"{path}?token={token}", token="").status == 403
    assert ask(served, f"{path}?ticket={token}", token="").status == 403


def test_a_forged_cookie_opens_nothing(served: Live) -> None:
    name = f"username-127-0-0-1-{served.port}"
    value = base64.b64encode(b'{"username": "x"}').decode()
    for cookie in ("", value, f"2|1:0|10:1|{len(name)}:{name}|{len(value)}:{value}|{'0' * 64}"):
        assert ask(served, PAGE, token="", Cookie=f'{name}="{cookie}"').status == 403


def test_a_socket_needs_the_token_too(served: Live) -> None:
    assert refusal(served, header={}) == 403
    assert refusal(served, header={"Authorization": "token wrong"}) == 403
    assert refusal(served, f"{STAGE}?token=", header={}) == 403


HOSTILE_CONFIG = """
c.ServerApp.ip = "0.0.0.0"
c.ServerApp.token = ""
c.ServerApp.password = ""
c.IdentityProvider.token = ""
c.PasswordIdentityProvider.token = ""
c.PresentationIdentity.token = ""
c.ServerApp.allow_origin = "*"
c.ServerApp.allow_origin_pat = ".*"
c.ServerApp.local_hostnames = ["evil.example"]
c.ServerApp.allow_remote_access = True
c.ServerApp.disable_check_xsrf = True
c.ServerApp.allow_unauthenticated_access = True
c.ServerApp.default_services = ["contents", "kernels", "sessions", "shutdown"]
c.ServerApp.jpserver_extensions = {"jupyterlab": True, "jupyter_server_terminals": True}
c.ServerApp.tornado_settings = {"headers": {"Content-Security-Policy": "", "Access-Control-Allow-Origin": "*"}}
"""


@pytest.mark.parametrize("token", ["", "known"])
def test_a_users_configuration_opens_nothing(
    talk: BuiltTalk, folder: Path, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    for place in (folder, folder / ".jupyter"):
        place.mkdir(exist_ok=True)
        for name in ("jupyter_server_config", "jupyter_config", "taphuan_config"):
            (place / f"{name}.py").write_text(HOSTILE_CONFIG)
        (place / "jupyter_server_config.json").write_text(json.dumps({"ServerApp": {"ip": "0.0.0.0"}}))
    (folder / "token").write_text("known")
    settings = {
        "HOME": folder,
        "JUPYTER_CONFIG_DIR": folder,
        "JUPYTER_CONFIG_PATH": folder,
        "JUPYTER_TOKEN": token,
        "JUPYTER_TOKEN_FILE": folder / "token",
        "JUPYTER_SERVER_ALLOW_UNAUTHENTICATED_ACCESS": "true",
        "JUPYTER_PORT": "1",
    }
    for name, value in settings.items():
        monkeypatch.setenv(name, str(value))
    with live(talk) as served:
        assert listening(family(served.process.pid)) == {("0100007F", served.port)}
        assert ask(served, PAGE, token="").status == 403
        assert ask(served, PAGE, token="known").status == 403
        answer = ask(served, PAGE, Origin="http://evil.example")
        assert answer.status == 200 and "Access-Control-Allow-Origin" not in answer.headers
        assert "script-src 'self' 'sha256-" in answer.headers["Content-Security-Policy"]
        assert ask(served, "/api/contents").status == 404
        assert ask(served, PAGE, Host="evil.example").status == 403


OTHER_SERVICES = (
    *(
        "/api",
        "/api/kernels",
        "/api/contents",
        "/api/contents/runtime",
        "/api/sessions",
        "/api/terminals",
        "/api/status",
    ),
    *("/api/kernelspecs", "/api/config/x", "/api/shutdown", "/api/me", "/api/nbconvert", "/api/events/subscribe"),
    *("/api/security/csp-report", "/files/", "/files/runtime", "/view/x", "/nbconvert/html/x", "/edit/x", "/metrics"),
    *("/tree", "/lab", "/terminals/1", "/static/", "/static/logo/logo.png", "/custom/custom.css", "/login", "/logout"),
    *("/", "/taphuan", "/taphuan/", "/taphuan/assets/", "/favicon.ico", "/robots.txt", f"{PAGE}/"),
)


def test_nothing_but_the_talk_is_served(served: Live) -> None:
    for path in OTHER_SERVICES:
        for method in ("GET", "POST", "DELETE"):
            assert ask(served, path, method).status == 404, f"{method} {path}"
    assert ask(served, PAGE).status == 200


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "10.0.0.1", "127.0.0.1; script-src *"])
def test_a_foreign_host_is_refused(served: Live, host: str) -> None:
    for path in (PAGE, ASSET, "/anything"):
        assert ask(served, path, Host=f"{host}:{served.port}").status in (400, 403)
    assert refusal(served, host=f"{host}:{served.port}") in (400, 403)


def test_a_foreign_origin_gets_no_socket(served: Live) -> None:
    login = ask(served, PAGE, Origin=served.origin).headers["Set-Cookie"].partition(";")[0]
    for origin in (
        "http://evil.example",
        f"http://127.0.0.1:{served.port + 1}",
        "null",
        f"https://localhost:{served.port}",
    ):
        assert refusal(served, origin=origin) == 403
        assert refusal(served, f"{STAGE}?token={served.token}", origin=origin, header={}) == 403
        assert refusal(served, origin=origin, header={}, cookie=login) == 403
    with contextlib.closing(socket(served, origin=served.origin, header={}, cookie=login)) as line:
        assert next_message(line, type="hello")["cells"]


def test_other_sites_read_nothing(served: Live) -> None:
    """The cookie goes along with what another port of this machine asks for; the answer must be of no use to it."""
    for path in (PAGE, ASSET, "/nothing", f"{PAGE}?token={served.token}"):
        answer = ask(served, path, Origin="http://127.0.0.1:1", Sec_Fetch_Site="same-site")
        assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert not [name for name in answer.headers if name.startswith("Access-Control-")]
    preflight = ask(
        served, PAGE, "OPTIONS", Origin="http://evil.example", Access_Control_Request_Headers="authorization"
    )
    assert not [name for name in preflight.headers if name.startswith("Access-Control-")]


# --- what a page may do -----------------------------------------------------------------------------------------------


class _Scripts(HTMLParser):
    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self._inside = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._inside = tag == "script" and not attrs
        if self._inside:
            self.found.append("")

    def handle_endtag(self, tag: str) -> None:
        self._inside = False

    def handle_data(self, data: str) -> None:
        if self._inside:
            self.found[-1] += data


def _rules(answer: Answer) -> dict[str, list[str]]:
    rules = (rule.split() for rule in answer.headers["Content-Security-Policy"].split(";"))
    return {name: sources for name, *sources in rules}


def test_a_page_runs_the_decks_own_scripts_and_no_others(served: Live) -> None:
    # the template writes one of two, by whether minutes are planned
    own = {_hash(script) for script in deck_scripts()}
    for place in (PROVINCE, f"modules/{MODULE}"):
        scripts = _Scripts(served.talk.deck(place).read_text(encoding="utf-8")).found
        assert scripts
        assert {_hash(script) for script in scripts} <= own
        rules = _rules(ask(served, f"/taphuan/{CONFERENCE}/{place}"))
        allowed = rules["script-src"]
        assert set(allowed) == own | {"'self'", _hash(speaker_script())}
    assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == ["'none'"]
    reached = [source for name, sources in rules.items() for source in sources if name != "script-src"]
    assert set(reached) <= {"'none'", "'self'", "data:", "'unsafe-inline'", f"ws://127.0.0.1:{served.port}"}
    assert "unsafe-eval" not in str(rules)


def _hash(script: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()}'"


@pytest.mark.parametrize(("path", "token"), [(PAGE, ""), ("/login", ""), (ASSET, None), ("/nothing", None)])
def test_what_is_no_deck_runs_nothing(served: Live, path: str, token: str | None) -> None:
    rules = _rules(ask(served, path, token=token))
    assert rules["default-src"] == ["'none'"] and "script-src" not in rules


# --- names that a page sends ------------------------------------------------------------------------------------------

STRAYS = (
    *("../../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc%2fpasswd", f"{PROVINCE}/../{OTHER}", "./x"),
    *(f"{PROVINCE}%00", f"{PROVINCE}%00.html", f"{PROVINCE}/deck.html", f"{PROVINCE}.html", f"{PROVINCE}%0a"),
    *(PROVINCE.upper(), f"{PROVINCE}-", "b" * 5000, "ha-noi", "bac-ninh", "hue", "modules", "modules/..", "modules/x"),
    *("notebook.ipynb", "manifest.json", "index.html", "Bắc-Giang".encode().hex(), "%F0%28%8C%28", "*", "{}"),
)


@pytest.mark.parametrize("stray", STRAYS, ids=range(len(STRAYS)))
def test_a_path_is_looked_up_and_never_opened(served: Live, stray: str) -> None:
    for path in (f"/taphuan/{CONFERENCE}/{stray}", f"/taphuan/quang-nam-2024/{stray}", f"/taphuan/assets/{stray}"):
        answer = ask(served, path)
        assert answer.status == 404, path
        assert "reveal" not in answer.text and "root:" not in answer.text and len(answer.text) < 1000
    assert refusal(served, f"/taphuan/kernel/{CONFERENCE}/{stray}") == 404


def test_another_conference_is_not_there(served: Live) -> None:
    for place in ("quang-nam-2024/quang-nam", "quang-nam-2024/hoi-nghi", f"quang-nam-2024/modules/{MODULE}"):
        assert ask(served, f"/taphuan/{place}").status == 404


def test_strange_requests_run_nothing(served: Live, folder: Path) -> None:
    trace = folder / "trace"
    code = f"{OTHER}'); open({str(trace)!r}, 'w'); ('"
    with contextlib.closing(socket(served)) as line:
        cells = next_message(line, type="hello")["cells"]
        assert isinstance(cells, list)
        next_message(line, kernel="idle")
        for province in (code, "hue", "..", "x" * 5000, "__import__('os')", f"{OTHER}\u0000"):
            line.send(json.dumps({"do": "compare", "slide": "profile-the-hang", "province": province}))
            answer = next_message(line, type="compared")
            assert (answer["html"], answer["province"]) == ("", province[:80])
        for cell in (code, "nothing", "x" * 5000, "<script>"):
            line.send(json.dumps({"do": "run", "cells": [cell]}))
            assert next_message(line, type="refused")["cell"] == cell[:80]
            line.send(json.dumps({"do": "compare", "slide": cell, "province": OTHER}))
            assert next_message(line, type="compared")["html"] == ""
        line.send(json.dumps({"do": "run", "cells": cells[:1]}))
        assert next_message(line, type="figure")["cell"] == cells[0]
    assert not trace.exists()


NO_REQUESTS = (
    *("", "run", "[]", "1", "null", '{"do": "die"}', '{"do": "run"}', '{"do": "run", "cells": "all"}'),
    *(
        '{"do": "run", "cells": [1]}',
        '{"do": "run", "cells": [["x"]]}',
        '{"do": "compare", "slide": 1, "province": ""}',
    ),
    *(
        '{"do": "compare", "slide": "x", "province": null}',
        "[" * 30_000,
        '{"do": "run", "cells": ["\\ud800"]}',
        "\u0000",
    ),
    *('{"do": "run", "cells": ["' + "x" * (1 << 20) + '"]}', b'{"do": "run", "cells": []}', b"\xff\xfe\x00"),
)


@pytest.mark.parametrize("message", NO_REQUESTS, ids=range(len(NO_REQUESTS)))
def test_what_is_no_request_closes_the_socket(served: Live, message: str | bytes) -> None:
    with contextlib.closing(socket(served)) as line:
        opcode = websocket.ABNF.OPCODE_BINARY if isinstance(message, bytes) else websocket.ABNF.OPCODE_TEXT
        line.send(message, opcode)
        # what is too long is not even read
        with contextlib.suppress(ConnectionResetError):
            while line.recv_data()[0] != websocket.ABNF.OPCODE_CLOSE:
                pass
    assert ask(served, PAGE).status == 200


def test_a_flood_of_requests_runs_each_cell_but_once_more(served: Live) -> None:
    with contextlib.closing(socket(served)) as line:
        cells = next_message(line, type="hello")["cells"]
        assert isinstance(cells, list)
        next_message(line, kernel="idle")
        for _ in range(1000):
            line.send(json.dumps({"do": "run", "cells": []}))
        done = 0
        while True:
            message = json.loads(line.recv())
            done += message["type"] == "figure"
            if message.get("kernel") == "idle" and done >= len(cells):
                break
        # the requests come while the first ones are worked off
        assert done < 1000


# --- the token --------------------------------------------------------------------------------------------------------


def test_the_token_leaves_the_address_bar(served: Live) -> None:
    answer = ask(served, f"{PAGE}?token={served.token}", token="")
    assert (answer.status, answer.headers["Location"]) == (302, PAGE)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie and "SameSite=Lax" in cookie and served.token not in cookie
    page = ask(served, PAGE, token="", Cookie=cookie.partition(";")[0])
    assert page.status == 200 and served.token not in page.text
    assert page.headers["Referrer-Policy"] == "no-referrer" and page.headers["Cache-Control"] == "no-store"
