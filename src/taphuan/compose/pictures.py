"""The pictures of Markdown cells: pasted ones, files beside the notebook, drawings of the house; all as attachments of the
composed cell.

So a composed notebook holds all that it shows. A picture on the network or elsewhere on the machine is refused: it would be
missing in the hall.
"""

from __future__ import annotations

import base64
import io
import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from taphuan import paths
from taphuan.compose.drawings import SCHEME, drawing, drawing_files

_MOST_BYTES = 20_000_000
LONGEST_LINK = 2000
_KINDS = {".png": "image/png", ".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".gif": "image/gif", ".webp": "image/webp", ".svg": "image/svg+xml"}  # fmt: skip
_CODE = r"(?P<code>^( *)(?P<fence>```+|~~~+).*?^\2(?P=fence)[`~]*[ \t]*$|(?P<tick>`+)[^`].*?(?P=tick))"
_PICTURE = re.compile(
    rf"{_CODE}|!\[(?P<alt>[^\]]*)\]\(\s*(?:<(?P<long>[^<>]*)>|(?P<address>[^\s)]*))(?P<title>[^)]*)\)"
    r"|<img\b[^>]*?\bsrc\s*=\s*[\"'](?P<src>[^\"']*)[\"']",
    re.MULTILINE | re.DOTALL | re.IGNORECASE,
)
_LINK = re.compile(
    rf"{_CODE}|(?<!!)\[(?P<text>[^\[\]]*)\]\(\s*(?:<(?P<long>[^<>]*)>|(?P<address>[^\s)]*))", re.MULTILINE | re.DOTALL
)
_REMOTE = re.compile(r"(?:https?:|ftp:)?//", re.IGNORECASE)
_LOCAL = re.compile(r"file:|[A-Za-z]:[\\/]|[\\/~]", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]+:", re.IGNORECASE)


def picture_files() -> tuple[Path, ...]:
    """Every file that a notebook can show as a picture: what stands beside the notebooks, and the drawings of the house."""
    found = [
        Path(folder, file)
        for folder, _, files in os.walk(paths.NOTEBOOKS)
        for file in files
        if not file.endswith(".ipynb")
    ]
    return tuple(sorted((*found, *drawing_files())))


def with_pictures(
    text: str, pasted: dict[str, Any], cell: str, folder: Path
) -> tuple[str, dict[str, dict[str, str]], list[str]]:
    """(text whose pictures are attachments, the attachments, the faults) of a Markdown cell of a notebook in `folder`."""
    attachments: dict[str, dict[str, str]] = {}
    faults: list[str] = []

    def attached(match: re.Match[str]) -> str:
        address = next((match[name] for name in ("long", "address", "src") if match[name] is not None), None)
        if address is None or address.lower().startswith("data:image/") or "{{" in match[0]:
            return match[0]
        shown, title = match[0], ""
        if address.startswith(SCHEME):
            svg, title, wrong = drawing(address.removeprefix(SCHEME))
            bundle = {_KINDS[".svg"]: base64.b64encode(svg.encode()).decode()}
        else:
            bundle, fault = _bundle(address, pasted, folder)
            wrong = [fault] if fault else []
        if wrong:
            faults.extend(wrong)
            return match[0]
        if title and match["alt"] is not None and not match["alt"].strip():
            shown = f"![{title}]{shown.partition(']')[2]}"
        name = f"{cell}-{len(attachments) + 1}{next(ending for ending, mime in _KINDS.items() if mime in bundle)}"
        attachments[name] = bundle
        return shown.replace(f"<{address}>" if match["long"] is not None else address, f"attachment:{name}", 1)

    if "![" in text or "<img" in text.lower():
        text = _PICTURE.sub(attached, text)
    return text, attachments, [*faults, *_link_faults(text)]


def _bundle(address: str, pasted: dict[str, Any], folder: Path) -> tuple[dict[str, str], str]:
    """({MIME type: base64} of a picture, ""), or ({}, what is wrong)."""
    if address.lower().startswith("attachment:"):
        name = address.partition(":")[2]
        bundle = pasted.get(name, pasted.get(unquote(name)))
        if not isinstance(bundle, dict):
            return {}, f"the pasted picture '{name}' is not in the cell any more; paste it again"
        for mime, content in bundle.items():
            try:
                data = base64.b64decode(content if isinstance(content, str) else "".join(content))
            except (ValueError, TypeError):
                data = b""
            if mime in _KINDS.values():
                return _checked(data, mime, f"the pasted picture '{name}'")
        return {}, f"the pasted picture '{name}' is {', '.join(bundle) or 'empty'}; paste it as PNG or JPEG"
    if _REMOTE.match(address):
        return (
            {},
            f"the picture {address[:80]} is on the network, and a hall may have none; save it, and paste it into the cell",
        )
    if _LOCAL.match(address):
        return (
            {},
            f"the picture {address[:80]} is elsewhere on this machine; copy it into {folder.name}/ and name it alone",
        )
    path = (folder / unquote(address)).resolve()
    if not path.is_relative_to(paths.NOTEBOOKS.resolve()) or not path.is_file():
        return {}, f"there is no picture {address[:80]} beside the notebook; copy it there, or paste it into the cell"
    if path.stat().st_size > _MOST_BYTES:
        return (
            {},
            f"the picture {address} has {path.stat().st_size // 1_000_000} MB; shrink it to {_MOST_BYTES // 1_000_000} MB at most",
        )
    mime = _KINDS.get(path.suffix.lower())
    if mime is None:
        return {}, f"the picture {address} is no {', '.join(ending[1:] for ending in _KINDS)}; save it as PNG or JPEG"
    return _checked(path.read_bytes(), mime, f"the picture {address}")


def _checked(data: bytes, mime: str, name: str) -> tuple[dict[str, str], str]:
    if len(data) > _MOST_BYTES:
        return {}, f"{name} has {len(data) // 1_000_000} MB; shrink it to {_MOST_BYTES // 1_000_000} MB at most"
    if not (b"<svg" in data if mime == "image/svg+xml" else _is_picture(data)):
        return {}, f"{name} cannot be read ({len(data)} bytes); save it anew as PNG or JPEG"
    return {mime: base64.b64encode(data).decode()}, ""


def _is_picture(data: bytes) -> bool:
    from PIL import Image

    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.verify()
    except Exception:  # Pillow raises what its readers of formats raise: struct.error, SyntaxError, OSError, …
        return False
    return True


def _link_faults(text: str) -> Iterator[str]:
    if "](" not in text:
        return
    for match in _LINK.finditer(text):
        address = match["long"] if match["long"] is not None else match["address"]
        if not address or "{{" in address:
            continue
        if len(address) > LONGEST_LINK:
            yield f"a link has {len(address)} letters, and office programs take {LONGEST_LINK}; link a shorter address"
        elif not re.match(r"https?://|mailto:|#", address, re.IGNORECASE):
            what = "would run a script" if _is_script(address) else "leads to a file that nobody in the hall has"
            yield f"the link [{match['text'][:40]}]({address[:80]}) {what}; link an address that begins with https://"


def _is_script(address: str) -> bool:
    return bool(_SCHEME.match(address)) and not _LOCAL.match(address)
