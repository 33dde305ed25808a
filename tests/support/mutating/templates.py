"""Mutations of what slides/ holds: templates, style sheets, the theme, drawings, and a template of PowerPoint."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from random import Random

from mutating.base import TEMPLATE, Change, Kind, as_text, files

JINJA = ("slides/*.j2", "slides/nbconvert/*/*.j2")
TYPST = ("slides/blocks.typ", "slides/checkup.typ", "slides/deck.typ", "slides/handout.typ", "slides/report.typ", "slides/slide.typ")  # fmt: skip
THEME = "slides/theme.toml"
POWERPOINT = "slides/deck-template.pptx"
_Text = Callable[[str, Random], str]


def _without_one(pattern: str) -> _Text:
    """Without one of the places that fit a pattern."""

    def change(text: str, draw: Random) -> str:
        found = draw.choice([*re.finditer(pattern, text)])
        return text[: found.start()] + text[found.end() :]

    return change


def _with(piece: str) -> _Text:
    """With a piece at the beginning of a line somewhere in the file."""

    def change(text: str, draw: Random) -> str:
        lines = text.split("\n")
        at = draw.randrange(len(lines))
        return "\n".join([*lines[:at], piece, *lines[at:]])

    return change


TEXTS: dict[str, tuple[tuple[str, ...], _Text]] = {
    "jinja: a block without its end": (JINJA, _without_one(r"\{%-? *end\w+ *-?%\}")),
    "jinja: a block without its begin": (JINJA, _without_one(r"\{%-? *(?:if|for|block) .*?%\}")),
    "jinja: an open brace": (JINJA, lambda text, draw: text + "\n{{ "),
    "jinja: an unknown name": (JINJA, lambda text, draw: text + "\n{{ khong_co.gi.het }}"),
    "jinja: an unknown filter": (JINJA, lambda text, draw: text + "\n{{ 'x' | khong_co }}"),
    "jinja: a template that is not there": (JINJA, lambda text, draw: "{% include 'khong-co.j2' %}\n" + text),
    "jinja: a division by zero": (JINJA, lambda text, draw: text + "\n{{ 1 // 0 }}"),
    "typst: an open bracket": (TYPST, lambda text, draw: text + draw.choice(("\n#(", "\n#[", "\n#{", '\n#"'))),
    "typst: a bracket is gone": (TYPST, _without_one(r"[)}\]]\n")),
    "typst: an unknown name": (TYPST, lambda text, draw: text + "\n#khong-co(1)"),
    "typst: a file that is not there": (TYPST, lambda text, draw: '#import "khong-co.typ": x\n' + text),
    "typst: another type": (TYPST, lambda text, draw: text + '\n#(1 + "a")'),
    "typst: no end": (TYPST, lambda text, draw: text + "\n#let f(x) = f(x)\n#f(1)"),
    "style: a brace is gone": (("slides/theme.css", "slides/phone.css", "slides/index.css"), _without_one(r"\}\n")),
    "style: an import": (("slides/theme.css", "slides/index.css"), lambda text, draw: '@import "http://127.0.0.1:9/x.css";\n' + text),
    "style: the end of the element": (("slides/theme.css", "slides/index.css"), lambda text, draw: text + "\n</style><script>window.struck=1</script>"),
    "style of plots: an unknown name": (("slides/house.mplstyle",), lambda text, draw: text + "\nkhong.co: 1\n"),
    "style of plots: a value that is none": (("slides/house.mplstyle",), lambda text, draw: re.sub(r"(?m)^([\w.]+ *: *)\S.*$", r"\1khong", text, count=draw.randint(1, 4))),
    "theme: a key is gone": ((THEME,), _without_one(r"(?m)^\w+ *=.*\n")),
    "theme: a key is misspelt": ((THEME,), lambda text, draw: re.sub(r"(?m)^(\w)(\w)(\w* *=)", r"\2\1\3", text, count=draw.randint(1, 9))),
    "theme: another value": ((THEME,), lambda text, draw: _value(text, draw)),
    "theme: a colour that cannot be read": ((THEME,), lambda text, draw: re.sub(r'(?m)^((?:ink|grey_text|red_text|teal_text)\s*=\s*)"#\w+"', r'\1"#FEFEFE"', text)),
    "theme: no TOML": ((THEME,), _with("= x")),
    "theme: a table twice": ((THEME,), lambda text, draw: text + "\n[colours]\nink = '#000000'\n"),
    "settings of the template": (("slides/nbconvert/taphuan-deck/conf.json",), lambda text, draw: draw.choice((text[:-4], "[]", '"x"', "{}", "null", '{"base_template": "khong-co"}', '{"mimetypes": 7}'))),
    "drawing: a script": (("slides/drawings/*.svg",), lambda text, draw: text.replace("</svg>", "<script>window.struck=1</script></svg>")),
    "drawing: an address": (("slides/drawings/*.svg",), lambda text, draw: text.replace("</svg>", '<image href="http://127.0.0.1:9/x.png"/></svg>')),
    "drawing: an element without its end": (("slides/drawings/*.svg",), _without_one(r"/>")),
    "drawing: no content": (("slides/drawings/*.svg",), lambda text, draw: re.sub(r"(?s)(<svg[^>]*>).*(</svg>)", r"\1\2", text)),
    "drawing: an entity": (("slides/drawings/*.svg",), lambda text, draw: '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/hostname">]>\n' + text.replace("</svg>", "<text>&a;</text></svg>")),
}  # fmt: skip


def _value(text: str, draw: Random) -> str:
    found = draw.choice([*re.finditer(r"(?m)^(\w+ *= *)([^\s#]\S*|\"[^\"]*\")", text)])
    value = draw.choice(
        ("0", "-5", "7.5", '"x"', "true", "[1]", "{}", "nan", "9" * 30, '""', '"#12345G"', "1979-05-27")
    )
    return text[: found.start(2)] + value + text[found.end(2) :]


def _kind(name: str, patterns: tuple[str, ...], change: _Text) -> Kind:
    def draw(root: Path, random: Random) -> Change:
        file = random.choice(files(root, *patterns))
        state = random.getstate()

        def mutate(text: str) -> str:
            random.setstate(state)
            return change(text, random)

        return Change(file, name, as_text(file, mutate))

    return Kind(name, TEMPLATE, draw)


def _parts(change: Callable[[dict[str, bytes], Random], object]) -> Callable[[bytes, Random], bytes]:
    def apply(content: bytes, draw: Random) -> bytes:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = {name: package.read(name) for name in package.namelist()}
        change(parts, draw)
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, part in parts.items():
                package.writestr(name, part)
        return out.getvalue()

    return apply


def _one(parts: dict[str, bytes], draw: Random, pattern: str) -> str:
    return draw.choice(sorted(name for name in parts if re.search(pattern, name)))


def _broken(parts: dict[str, bytes], draw: Random) -> None:
    name = _one(parts, draw, r"\.xml$|\.rels$")
    parts[name] = parts[name][: len(parts[name]) // 2]


def _slide_size(parts: dict[str, bytes], draw: Random) -> None:
    name = "ppt/presentation.xml"
    parts[name] = re.sub(rb"<p:sldSz [^>]*>", b'<p:sldSz cx="1000" cy="1000"/>', parts[name])


# of a template of PowerPoint that a ministry puts into slides/
PACKAGES: dict[str, Callable[[bytes, Random], bytes]] = {
    "powerpoint: is empty": lambda content, draw: b"",
    "powerpoint: is a text": lambda content, draw: b"Chuy\xe1\xbb\x83n \xc4\x91\xe1\xbb\x95i s\xe1\xbb\x91",
    "powerpoint: is cut short": lambda content, draw: content[: int(len(content) * draw.uniform(0.1, 0.9))],
    "powerpoint: a part is broken": _parts(_broken),
    "powerpoint: a part is gone": _parts(lambda parts, draw: parts.pop(_one(parts, draw, r"\.xml$"))),
    "powerpoint: relations are gone": _parts(lambda parts, draw: parts.pop(_one(parts, draw, r"\.rels$"))),
    "powerpoint: no list of types": _parts(lambda parts, draw: parts.pop("[Content_Types].xml")),
    "powerpoint: another size": _parts(_slide_size),
    "powerpoint: a layout without its name": _parts(lambda parts, draw: _renamed(parts, draw)),
    "powerpoint: a layout without its places": _parts(lambda parts, draw: _emptied(parts, draw)),
}


def _renamed(parts: dict[str, bytes], draw: Random) -> None:
    name = _one(parts, draw, r"slideLayout\d+\.xml$")
    parts[name] = re.sub(rb'(<p:cSld) name="[^"]*"', rb'\1 name="khong"', parts[name])


def _emptied(parts: dict[str, bytes], draw: Random) -> None:
    name = _one(parts, draw, r"slideLayout\d+\.xml$")
    parts[name] = re.sub(rb"(?s)<p:sp>.*</p:sp>", b"", parts[name])


def _package_kind(name: str, change: Callable[[bytes, Random], bytes]) -> Kind:
    def draw(root: Path, random: Random) -> Change:
        state = random.getstate()

        def plant(copy: Path) -> None:
            from taphuan.export.pptx.house_template import house_template

            random.setstate(state)
            (copy / POWERPOINT).write_bytes(change(house_template(), random))

        return Change(POWERPOINT, name, plant)

    return Kind(name, TEMPLATE, draw)


def kinds() -> Iterator[Kind]:
    for name, (patterns, change) in TEXTS.items():
        yield _kind(name, patterns, change)
    for name, alter in PACKAGES.items():
        yield _package_kind(name, alter)
