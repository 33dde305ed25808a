"""A content-addressed cache of drawings: a figure that many documents share is drawn once, in a build and live alike."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path
from typing import Any

from taphuan import files, paths, text
from taphuan.charts.map.geometry import Geometry
from taphuan.charts.text_measure import screen_font


def cached(draw: Callable[..., str], **arguments: Any) -> str:
    """The SVG of `draw(**arguments)`: read from the cache where a whole entry is, else drawn and stored.

    The key covers the function, its arguments, the charts package's own source, the theme and its font. An entry that
    was cut short or damaged no longer matches its checksum and is drawn anew. Arguments must be JSON values, tuples,
    sets or a Geometry, which its name and digest stand for: anything else is a TypeError, because the key could not
    cover its content.
    """

    def make() -> bytes:
        svg = draw(**arguments).encode()
        return svg + b"\n" + _checksum(svg)

    return files.cached(_entry(draw, arguments), _is_whole, make).rpartition(b"\n")[0].decode()


def _entry(draw: Callable[..., str], arguments: dict[str, Any]) -> Path:
    content = json.dumps(arguments, sort_keys=True, ensure_ascii=False, separators=(",", ":"), default=_as_json)
    whole = "\n".join((draw.__module__, draw.__qualname__, content, _source_digest()))
    key = hashlib.sha256(whole.encode()).hexdigest()
    return paths.CACHE / "figures" / key[:2] / f"{key}.svg"


def _as_json(value: object) -> list[Any]:
    if isinstance(value, set | frozenset):
        return sorted(value)
    if isinstance(value, Geometry):
        return [value.name, value.digest]
    raise TypeError(
        f"a figure's argument must be a JSON value, a tuple, a set or a Geometry, not {type(value).__name__}"
    )


@lru_cache(maxsize=1)
def _source_digest() -> str:
    """Of the source of this package and its fixed words, of `taphuan.text`, which writes numbers and dates, of the theme and of its face, which
    decides where labels go: a change of any makes old drawings stale."""
    digest = hashlib.sha256()
    for path in (
        *sorted(Path(__file__).parent.rglob("*.py")),
        Path(text.__file__),
        paths.taken(paths.THEME),
        screen_font(),
    ):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update(text.words_of("charts").encode())
    return digest.hexdigest()


def _checksum(svg: bytes) -> bytes:
    return f"<!-- sha256 {hashlib.sha256(svg).hexdigest()} -->".encode()


def _is_whole(content: bytes) -> bool:
    svg, _, checksum = content.rpartition(b"\n")
    return checksum == _checksum(svg)
