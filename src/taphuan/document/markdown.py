"""The Markdown of a notebook as clean HTML: the one reading that the HTML deck shows and all other forms are read from.

mistune parses, as in nbconvert, with footnotes, formulas and task lists added. HTML between the Markdown is allowed; all of
it passes the allow-list of `cleaning`. Nothing in the result causes a request: pictures are in it, and a picture that is not
there leaves a line that says so.
"""

from __future__ import annotations

import base64
import binascii
import re
import unicodedata
from collections.abc import Mapping
from functools import cache, lru_cache
from html import escape, unescape
from typing import Any

from taphuan.document import formulas
from taphuan.document.cleaning import clean_markup, is_name_of_html
from taphuan.document.pictures import UNREADABLE, fitted
from taphuan.text import say

# Longer addresses are refused by office programs; such a link stays as its text.
LONGEST_LINK = 2000
_DEEPEST_LIST = 24
# attachments of a cell: {name: {MIME type: base64}}
Attachments = Mapping[str, Mapping[str, Any]]

# What a terminal obeys: colours, moves of the cursor, links, titles of windows. Colours are dropped, in all forms alike: those of a
# terminal have no contrast of ours and no meaning that the words lack.
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|[\]PX^_].*?(?:\x07|\x1b\\|$)|[ -/]*[0-~])", re.DOTALL)
# Characters that change the direction of the text; Vietnamese does not use them, and they can display a text reversed.
_BIDI = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff]")
_INLINE_FORMULA = r"(?<![\\$])\$(?![\s$])(?P<tex>(?:[^$\\\n]|\\.)+?)(?<!\s)\$(?![\d$])"
_OWN_FORMULA = r"(?<!\\)\$\$(?P<tex_own>(?:[^$\\]|\\.)+?)\$\$"
_BLOCK_FORMULA = (
    r"^ {0,3}\$\$(?P<tex_block>[^$]+?)\$\$[ \t]*(?:\n|$)"
    r"|^ {0,3}(?P<tex_named>\\begin\{(?P<tex_name>[a-z]+\*?)\}[\s\S]+?\\end\{(?P=tex_name)\})[ \t]*(?:\n|$)"
)
_TAG = re.compile(r"</?([A-Za-z][\w-]*)[^<>]*>")
_SVG = re.compile(r"^.*?(<svg\b.*</svg>).*$", re.DOTALL | re.IGNORECASE)
_IMG = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_SRC = re.compile(r"""\bsrc\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>]+))""", re.IGNORECASE)
_ALT = re.compile(r"""\balt\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)


def clean(text: str) -> str:
    """The text in a form that every format can contain: NFC, without control characters, ANSI codes and direction marks."""
    plain = _CONTROL.sub("", _BIDI.sub("", _ANSI.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))))
    return unicodedata.normalize("NFC", plain)


def to_html(source: str, attachments: Attachments | None = None) -> str:
    """The HTML of a Markdown text; `attachments` are the pictures pasted into its cell."""
    return _html(source, attachments) if attachments else _remembered(source)


def removed_elements(source: str) -> tuple[str, ...]:
    """The names of the elements in a Markdown text that the allow-list removes."""
    rendered = str(_parser()(clean(source)))
    before, after = ({tag.lower() for tag in _TAG.findall(markup)} for markup in (rendered, to_html(source)))
    return tuple(sorted(name for name in before - after - {"img"} if is_name_of_html(name)))


@lru_cache(maxsize=1024)
def title_html(source: str) -> str:
    """The HTML of a title: one line, in which "1. Hội nghị" does not begin a list."""
    parser = _parser()
    line = parser.inline(clean(source), {"ref_links": {}})
    return clean_markup(parser.renderer(line, _state(parser))).markup


def note_html(line: str) -> str:
    """A line about something that cannot be shown."""
    return f'<p><span class="note">{escape(line)}</span></p>'


# each text is read for the HTML deck and for the other forms
@lru_cache(maxsize=4096)
def _remembered(source: str) -> str:
    return _html(source, None)


def _html(source: str, attachments: Attachments | None) -> str:
    rendered = str(_parser()(clean(source)))
    return clean_markup(_IMG.sub(lambda tag: _picture_tag(tag[0], attachments or {}), rendered)).markup


def _state(parser: Any) -> Any:
    return parser.block.state_cls()


@cache
def _parser() -> Any:
    import mistune
    from mistune import BlockParser, HTMLRenderer
    from mistune.plugins import import_plugin
    from mistune.plugins.footnotes import INLINE_FOOTNOTE, parse_inline_footnote
    from mistune.util import unikey

    class Renderer(HTMLRenderer):
        """nbconvert's HTML, but for what would not reach all forms."""

        def __init__(self) -> None:
            # the allow-list decides about markup and addresses
            super().__init__(escape=False, allow_harmful_protocols=True)

        def link(self, text: str, url: str, title: str | None = None) -> str:
            return text if len(url) > LONGEST_LINK else super().link(text, url, title)

        def inline_html(self, html: str) -> str:
            return _without_brackets(html)

        def block_html(self, html: str) -> str:
            return _without_brackets(html) + "\n"

        def block_code(self, code: str, info: str | None = None) -> str:
            markup = f"<pre><code>{escape(code, quote=False)}</code></pre>\n"
            # ```mermaid, and ```{mermaid} as Quarto and MyST write it
            drawing = re.split(r"[\s{}]+", (info or "").lower().strip("{ "))[0] in _DRAWN_LANGUAGES
            return markup + (note_html(_DRAWN_CODE) if drawing else "")

    def formula(_: Any, tex: str) -> str:
        text = formulas.in_line(tex)
        return f"<code>{escape(tex)}</code>" if text is None else text

    def own_formula(_: Any, tex: str) -> str:
        svg = formulas.drawn(tex)
        if svg is None:
            return f"<pre><code>{escape(tex.strip())}</code></pre>{note_html(NO_FORMULA)}"
        said = formulas.in_line(tex) or escape(tex.strip())
        alt = escape(unescape(re.sub(r"<[^>]*>", "", said.replace("<sup>", "^").replace("<sub>", "_"))), quote=True)
        named = svg.replace("<svg", f'<svg class="formula" aria-label="{alt}"', 1)
        return f'<figure class="formula">{named}</figure>\n'

    def parse_inline(inline: Any, match: Any, state: Any) -> int:
        if formulas.is_formula(match["tex"]):
            state.append_token({"type": "formula", "raw": match["tex"]})
        else:
            state.append_token({"type": "text", "raw": match[0]})
        return int(match.end())

    def reference(inline: Any, match: Any, state: Any) -> int:
        key = match["footnote_key"]
        if unikey(key) in state.env.get("ref_footnotes", {}) or not key.isalnum():
            return int(parse_inline_footnote(inline, match, state))
        missing = state.env.setdefault("missing_footnotes", [])
        missing += [key] if key not in missing else []
        state.append_token({"type": "footnote_ref", "raw": key, "attrs": {"index": key}})
        return int(match.end())

    def parse_own(_: Any, match: Any, state: Any) -> int:
        state.append_token({"type": "own_formula", "raw": match["tex_own"]})
        return int(match.end())

    def parse_block(_: Any, match: Any, state: Any) -> int:
        state.append_token({"type": "own_formula", "raw": match["tex_block"] or match["tex_named"]})
        return int(match.end())

    def house(md: Any) -> None:
        md.block.register("own_formula", _BLOCK_FORMULA, parse_block, before="list")
        md.inline.register("formula", _INLINE_FORMULA, parse_inline, before="codespan")
        md.inline.register("own_formula", _OWN_FORMULA, parse_own, before="formula")
        md.renderer.register("formula", formula)
        md.renderer.register("own_formula", own_formula)
        md.inline.register("footnote", INLINE_FOOTNOTE, reference, before="link")
        md.after_render_hooks.append(_left_over)
        md.renderer.register("footnote_ref", lambda _, key, index: f"<sup>[{index}]</sup>")
        md.renderer.register("footnotes", lambda _, text: text)
        md.renderer.register("footnote_item", _footnote)
        md.renderer.register("task_list_item", _task)

    names = ("strikethrough", "table", "url", "task_lists", "def_list", "footnotes")
    block = BlockParser(max_nested_level=_DEEPEST_LIST)
    return mistune.Markdown(Renderer(), block=block, plugins=[*map(import_plugin, names), house])


def _without_brackets(html: str) -> str:
    """HTML in which the brackets around what is no name of HTML are letters."""
    return _TAG.sub(lambda tag: tag[0] if is_name_of_html(tag[1]) else escape(tag[0]), html)


def _left_over(md: Any, result: str, state: Any) -> str:
    """The page with what footnotes of one cell alone lack: those that no text in it calls, and a line for each call of one
    that has no text in it. Another cell may hold the other half."""
    from mistune.plugins.footnotes import parse_footnote_item

    called = state.env.get("footnotes") or ()
    items = [
        parse_footnote_item(md.block, key, key.lower(), state)
        for key in state.env.get("ref_footnotes") or ()
        if key not in called
    ]
    if items:
        state.tokens = items
        result += md.render_state(state)
    return result + "".join(
        note_html(say("document.markdown.no_footnote", key=key)) for key in state.env.get("missing_footnotes", ())
    )


def _footnote(_: Any, text: str, key: str, index: int) -> str:
    inside = re.sub(r"</?p>", " ", text).strip()
    return f'<p><span class="note">[{index}] {inside}</span></p>\n'


def _task(_: Any, text: str, checked: bool = False) -> str:
    box = "☑ " if checked else "☐ "
    return f"<li>{text.replace('<p>', f'<p>{box}', 1) if text.startswith('<p>') else box + text}</li>\n"


NO_FORMULA = say("document.markdown.no_formula")
_DRAWN_LANGUAGES = ("mermaid", "dot", "graphviz", "plantuml", "d2")
_DRAWN_CODE = say("document.markdown.drawn_code")


def _picture_tag(tag: str, attachments: Attachments) -> str:
    """An `<img>` with its picture in it, or a line in its place."""
    source, alt = _first(_SRC.search(tag)), _first(_ALT.search(tag))
    named = f" “{unescape(alt)}”" if alt else ""
    if not (data := picture_data(unescape(source), attachments)):
        what = (
            say("document.markdown.on_the_net")
            if re.match(r"(?:https?:)?//", source.strip())
            else say("document.markdown.not_in_notebook")
        )
        line = say("document.markdown.picture", named=named, what=what)
        return f'<span class="note">{escape(line)}</span>'
    if b"<svg" in data[:1000]:
        label = f'aria-label="{alt.replace(chr(34), "&quot;")}"'
        return re.sub(
            r"<svg\b", lambda start: f"{start[0]} {label}", _SVG.sub(r"\1", data.decode("utf-8", "replace")), count=1
        )
    if (picture := fitted(data)) is None:
        return f'<span class="note">{UNREADABLE}{escape(f": {unescape(alt)}" if alt else "")}.</span>'
    kind = "png" if picture[0].startswith(b"\x89PNG") else "jpeg"
    return f'<img src="data:image/{kind};base64,{base64.b64encode(picture[0]).decode()}" alt="{alt.replace(chr(34), "&quot;")}">'


def _first(match: re.Match[str] | None) -> str:
    return next((group for group in match.groups() if group is not None), "") if match else ""


def picture_data(address: str, attachments: Attachments) -> bytes:
    """The bytes of a picture that is in the notebook: attached, or as a data URL; empty if it is elsewhere."""
    from urllib.parse import unquote

    address = address.strip()
    if address.lower().startswith("attachment:"):
        name = address.partition(":")[2]
        bundle = attachments.get(name) or attachments.get(unquote(name)) or {}
        encoded = next((value for mime, value in bundle.items() if mime.startswith("image/")), "")
        return decoded(encoded)
    if beside := attachments.get(address):  # a file in the notebook's folder
        return decoded(next(iter(beside.values())))
    head, comma, body = address.partition(",")
    return decoded(body) if comma and re.fullmatch(r"data:image/[\w.+-]+;base64", head, re.IGNORECASE) else b""


def decoded(value: Any) -> bytes:
    """The bytes of a base64 text, which may be a list of its lines; empty if it is not base64."""
    text = value if isinstance(value, str) else "".join(value or ())
    try:
        return base64.b64decode(text)
    except (ValueError, binascii.Error):
        return b""
