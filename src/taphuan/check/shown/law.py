"""Documents of law that a set names anywhere, beside those it cites: known on its day, and shown with their state."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from taphuan.check.shown.memory import remembered
from taphuan.check.shown.reading import SOURCES, UNSEEN, Piece
from taphuan.errors import coded
from taphuan.known import law
from taphuan.known.law import LegalDocument

if TYPE_CHECKING:
    from nbformat import NotebookNode

# what every name of a document has: Luật …, NĐ 82, 749/QĐ-TTg, 57-NQ/TW
_MAY_NAME = re.compile(r"Luật|\d/[\dA-ZĐ]|\d-[A-Z]|(?:NĐ|TT|QĐ|NQ|định|tư|quyết|thị|văn|hoạch|báo|dẫn) \d")
_SENTENCE = re.compile(r"(?<=[.!?…;])\s+|\n+")
_IN_FORCE = re.compile(
    r"(?:đang|còn|vẫn|hiện)(?: còn| đang)? (?:có )?hiệu lực|\bhiện hành\b|(?:đang|vẫn|còn) (?:được )?(?:áp dụng|thi hành)"
    r"|có hiệu lực (?:thi hành )?(?:hiện nay|đến nay|như cũ)",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"(?:không|chưa|hết|thôi|từng|trước đây|trước kia|khi đó|lúc đó|khi còn)(?: \w+){0,2} *$|chưa có hiệu lực",
    re.IGNORECASE,
)
_CHANGED_ANOTHER = re.compile(r"(?:được sửa đổi, bổ sung bởi|có văn bản sửa đổi:) [^;|\n]*")
_GONE = (law.EXPIRED, law.PERIOD_OVER, law.NOT_YET)


@coded("TH722")
def findings(notebook: NotebookNode, pieces: tuple[Piece, ...]) -> Iterator[str]:
    """Each document that is named before it was issued, called in force while it is not, or named without its state."""
    day = date.fromisoformat(notebook.metadata["taphuan"]["as_of"])
    visible = _visible(pieces)
    # a document without its state is told once a slide; where the slide cites it, check.content tells it
    told = {
        (cell["metadata"]["taphuan"]["slide"], entry["id"])
        for cell in notebook.cells
        for entry in (cell["metadata"].get("taphuan") or {}).get("law", ())
    }
    for piece in pieces:
        if piece.kind in SOURCES or piece.kind == "code" or not _MAY_NAME.search(piece.text):
            continue
        for name in not_issued(piece.text, day):
            yield f"{piece.place}: the {piece.kind} names {name}, which was not issued on {day.isoformat()}; leave it out"
        for document, sentence in called_in_force(piece.text, day):
            yield (
                f"{piece.place}: the {piece.kind} calls {document.short} in force (“{sentence[:120]}”), "
                f"but it is “{_state(document.id, day).detail}” on {day.isoformat()}; say its state"
            )
        for document in _with_states(piece.text, day):
            if piece.kind == "notes" and _of_the_past(document, piece, day):
                continue
            if (piece.slide[1], document.id) in told:
                continue
            if not any(_is_said(document.id, day, text) for text in (piece.text, *visible[piece.slide])):
                told.add((piece.slide[1], document.id))
                label = _state(document.id, day).label
                yield f"{piece.place}: the {piece.kind} names {document.short} without its state; write “{label}” beside it"


def _visible(pieces: tuple[Piece, ...]) -> dict[tuple[str, str], list[str]]:
    """The texts that can be read on each slide."""
    texts: dict[tuple[str, str], list[str]] = defaultdict(list)
    for piece in pieces:
        if piece.kind not in UNSEEN | SOURCES:
            texts[piece.slide].append(piece.text)
    return texts


def _of_the_past(document: LegalDocument, piece: Piece, day: date) -> bool:
    """Whether notes need no state of a document: it is in force, though changed, or they cite it, so that its state stands
    in the list of sources."""
    cited = (piece.cell["metadata"].get("taphuan") or {}).get("citations", ())
    return document.id in cited or _state(document.id, day).code not in _GONE


@remembered
def _state(id_: str, day: date) -> law.State:
    return law.state(law.document(id_), day)


@remembered
def _named_in(text: str, day: date) -> tuple[LegalDocument, ...]:
    return law.named_in(text, day)


@remembered
def not_issued(text: str, day: date) -> tuple[str, ...]:
    """The documents of the register that a text names and that were not known on the day."""
    known = {document.id for document in _named_in(text, day)}
    return tuple(
        document.short
        for document in _named_in(text, date.max)
        if document.id not in known and not law.is_known(document, day)
    )


@remembered
def called_in_force(text: str, day: date) -> tuple[tuple[LegalDocument, str], ...]:
    """(document, sentence) where a sentence calls a document in force that is not, and names no other one."""
    if not _IN_FORCE.search(text):
        return ()
    found: list[tuple[LegalDocument, str]] = []
    for sentence in _SENTENCE.split(text):
        named = _named_in(sentence, day)
        if not named or any(_state(document.id, day).code not in _GONE for document in named):
            continue
        if any(not _NOT.search(sentence[: match.start()]) for match in _IN_FORCE.finditer(sentence)):
            found += [(document, sentence.strip()) for document in named if not _is_said(document.id, day, sentence)]
    return tuple(found)


@remembered
def _with_states(text: str, day: date) -> tuple[LegalDocument, ...]:
    """The documents that a text names and whose state must stand beside them."""
    # that it once changed another one stays true whatever becomes of it
    text = _CHANGED_ANOTHER.sub("", text)
    return tuple(document for document in _named_in(text, day) if not _state(document.id, day).simply_in_force)


@remembered
def _is_said(id_: str, day: date, text: str) -> bool:
    """Whether a text says the state of the document, in the words of its badge or in those of a sentence."""
    state, text = _state(id_, day), text.lower()
    if state.label.lower() in text or state.detail.lower() in text:
        return True
    last = re.escape(state.label.split()[-1])
    return state.code == law.EXPIRED and bool(re.search(rf"(?:thay|bãi bỏ|hết hiệu lực).*{last}", text))
