"""Reads files of document sets for what a text must not bring into them: markup, scripts, fields, formulas, addresses."""

from __future__ import annotations

import io
import json
import re
import unicodedata
import zipfile
from collections import Counter
from xml.etree import ElementTree

import pikepdf
from bs4 import BeautifulSoup
from markdown_it import MarkdownIt

from pdf_reading import page_text

# elements of Word, PowerPoint and Excel that do something when a file is opened, and the mark of a relation that leaves it
_DOING = re.compile(
    r"<(w:instrText|w:fldSimple|w:object|a:fld|a:hlinkClick|a:hlinkHover|w:hyperlink|f|hyperlink|ddeLink|p:oleObj)\b[^>]*>"
)
_LEAVING = re.compile(r'TargetMode="External"')
# elements of a page whose number depends on how long its texts are
_OF_ROOM = frozenset(("div", "p", "span", "text", "tspan", "i", "line", "rect", "path", "g"))
# letters that a form adds where a line or a number must hold together, or leaves out
_FREE = dict.fromkeys(map(ord, "\u200b\u2060\u00ad\ufeff\u00a0"))


def tight(text: str) -> str:
    """The text without blanks, in one case: how lines break and whether a sentence begins with it is a form's own matter."""
    return "".join(unicodedata.normalize("NFC", text).translate(_FREE).split()).casefold()


def words_and_counts(name: str, content: bytes) -> tuple[str, Counter[str]]:
    """(what a reader sees, how often each kind of thing stands there that a text must not bring along)."""
    kind = name.rpartition(".")[2]
    if kind == "html":
        return _of_html(content.decode())
    if kind in ("docx", "pptx", "xlsx"):
        return _of_package(content)
    if kind == "pdf":
        return _of_pdf(content)
    if kind == "xml":
        return _of_moodle(content)
    if kind == "txt":
        return _of_gift(content.decode())
    return _of_notebook(content) if kind == "ipynb" else _of_markdown(content.decode())


def _of_html(page: str) -> tuple[str, Counter[str]]:
    soup = BeautifulSoup(page, "lxml")
    found = Counter(element.name for element in soup.find_all(True) if element.name not in _OF_ROOM)
    for element in soup.find_all(True):
        for attribute, value in element.attrs.items():
            text = " ".join(value) if isinstance(value, list) else str(value)
            if attribute.startswith("on") or (
                attribute in ("href", "src", "srcdoc", "action", "xlink:href") and not text.startswith(("#", "data:"))
            ):
                found[f"{attribute}={text[:60]}"] += 1
    texts = " ".join(
        str(element.attrs[name])
        for element in soup.find_all(True)
        for name in ("alt", "aria-label", "title")
        if name in element.attrs
    )
    for hidden in soup.find_all(("script", "style")):
        hidden.decompose()
    return f"{soup.get_text()} {texts}", found


def _of_package(content: bytes) -> tuple[str, Counter[str]]:
    found: Counter[str] = Counter()
    words = []
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(package.namelist()):
            if name.endswith((".xml", ".rels")):
                part = package.read(name).decode()
                root = ElementTree.fromstring(part)
                # the number of a slide is a field, and from a page that goes on one jumps as from the one before
                found.update(
                    match[1]
                    for match in _DOING.finditer(part)
                    if 'type="slidenum"' not in match[0] and 'action="ppaction://hlinksldjump"' not in match[0]
                )
                found["external"] += len(_LEAVING.findall(part))
                if not name.endswith(".rels"):
                    # runs of one paragraph belong together
                    words += [
                        "".join(element.itertext())
                        for element in root.iter()
                        if element.tag.rpartition("}")[2] in ("p", "si", "c")
                    ]
                    words += [
                        value for element in root.iter() for key, value in element.attrib.items() if key == "descr"
                    ]
    # Excel's own way to write a text that looks like one of its letters by number
    return re.sub("_x005F_", "_", "\n".join(words)), found


def _of_pdf(content: bytes) -> tuple[str, Counter[str]]:
    found: Counter[str] = Counter()
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Dictionary):
                found.update(f"{key} {thing[key]}" for key in ("/URI",) if key in thing)
                found.update(
                    str(thing[key])
                    for key in ("/S",)
                    if key in thing and str(thing[key]) in ("/JavaScript", "/Launch", "/SubmitForm", "/GoToR")
                )
        return "\n".join(page_text(page) for page in pdf.pages), found


def _of_moodle(content: bytes) -> tuple[str, Counter[str]]:
    root = ElementTree.fromstring(content)
    found = Counter(element.tag for element in root.iter())
    # neither is HTML; in a path of categories a name doubles its strokes
    bare = {*root.iterfind(".//name/text"), *root.iterfind(".//category/text")}
    words = [(element.text or "").replace("//", "/") for element in bare]
    for element in set(root.iter("text")) - bare:
        said = element.text or ""
        soup = BeautifulSoup(said, "html.parser")
        found.update(f"<{inner.name}>" for inner in soup.find_all(True) if inner.name != "p")
        words.append(soup.get_text() if "<p>" in said else said)
    return "\n".join(words), found


def _of_gift(text: str) -> tuple[str, Counter[str]]:
    # a sign of GIFT that belongs to a text has a backslash before it
    questions = re.sub(r"(?m)^(?:\$CATEGORY|//).*$", "", text)
    bare = re.sub(r"\\[\\~=#{}:]|\\n", "", questions)
    found = Counter(
        {
            "braces": bare.count("{"),
            "closing": bare.count("}"),
            "right": len(re.findall(r"(?m)^\s*=", bare)),
            "wrong": len(re.findall(r"(?m)^\s*~", bare)),
            "categories": len(re.findall(r"(?m)^\$CATEGORY", text)),
        }
    )
    paths = "\n".join(line.replace("//", "/") for line in text.splitlines() if line.startswith("$CATEGORY"))
    return paths + re.sub(r"\\([\\~=#{}:])", r"\1", questions), found


def _of_markdown(text: str) -> tuple[str, Counter[str]]:
    found: Counter[str] = Counter()
    letters = []
    for token in MarkdownIt("commonmark").enable("table").parse(text):
        found[token.type] += token.type in ("html_block", "fence", "code_block", "hr")
        for child in token.children or ():
            found[child.type] += child.type in (
                "html_inline",
                "link_open",
                "image",
                "code_inline",
                "em_open",
                "strong_open",
            )
            letters.append(" " if child.type.endswith("break") else child.content)
        letters.append("\n")
    return "".join(letters), found


def _of_notebook(content: bytes) -> tuple[str, Counter[str]]:
    """The Markdown of its cells as JupyterLab reads it, with HTML, and what its outputs show."""
    notebook = json.loads(content)
    found: Counter[str] = Counter(cells=len(notebook["cells"]))
    words = []
    for cell in notebook["cells"]:
        if cell["cell_type"] == "markdown":
            shown, things = _of_html(
                MarkdownIt("commonmark", {"html": True}).enable("table").render("".join(cell["source"]))
            )
            words.append(shown)
            found.update(things)
        for output in cell.get("outputs", ()):
            for mime in ("text/html", "image/svg+xml"):
                markup = output.get("data", {}).get(mime)
                if markup:
                    shown, things = _of_html("".join(markup))
                    words.append(shown)
                    found.update(things)
    return "\n".join(words), found
