"""What a conference teaches on a day: its modules, the questions and the law known by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from taphuan import law
from taphuan.conferences import Conference, Item, Module, module
from taphuan.law import LegalDocument, State
from taphuan.text import NBSP, hold

MOST_QUIZ = 5
MOST_QUESTIONS = 5


@dataclass(frozen=True)
class Teaching:
    """The taught part of a conference on `as_of`, the same for every unit; `only` narrows it to one module."""

    conference: Conference
    as_of: date
    only: str = ""

    @cached_property
    def programme(self) -> tuple[Module, ...]:
        """All modules in the order of the conference."""
        return tuple(map(module, self.conference.modules))

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """The modules that are taught and have a notebook, in the order of the conference."""
        return tuple(found for found in self.programme if found.written and self.only in ("", found.slug))

    @cached_property
    def programme_finding(self) -> str:
        return hold(f"Chương trình gồm {len(self.programme)}{NBSP}chuyên đề")

    @cached_property
    def speaker_lines(self) -> tuple[str, ...]:
        return tuple(f"{s.name}, {s.role}" for s in self.conference.speakers)

    def _spread(self, kind: str, most: int) -> tuple[Item, ...]:
        """Up to `most` usable items, taken from the modules in turn so that each has its share."""
        queues = [[item for item in m.of_kind(kind) if item.usable(self.as_of)] for m in self.modules]
        picked: list[Item] = []
        while len(picked) < most and any(queues):
            for queue in queues:
                if queue and len(picked) < most:
                    picked.append(queue.pop(0))
        order = {item.id: place for place, item in enumerate(item for m in self.modules for item in m.items)}
        return tuple(sorted(picked, key=lambda item: order[item.id]))

    @cached_property
    def questions(self) -> tuple[Item, ...]:
        return self._spread("question", MOST_QUESTIONS)

    @cached_property
    def quiz(self) -> tuple[Item, ...]:
        return self._spread("quiz", MOST_QUIZ)

    @cached_property
    def laws(self) -> tuple[tuple[LegalDocument, State], ...]:
        """The documents the modules rest on that are known on the day, each with its state, newest first."""
        ids = dict.fromkeys(id_ for m in self.modules for id_ in m.legal_documents)
        known = [doc for doc in map(law.document, ids) if law.is_known(doc, self.as_of)]
        known.sort(key=lambda doc: (doc.issued or doc.known_from or date.min, doc.id), reverse=True)
        return tuple((doc, law.state(doc, self.as_of)) for doc in known)

    @cached_property
    def law_finding(self) -> str:
        if not self.laws:
            return ""
        gone = sum(state.code in (law.EXPIRED, law.PERIOD_OVER) for _, state in self.laws)
        head = f"{len(self.laws)}{NBSP}văn bản cần biết"
        return hold(
            f"{head}, trong đó {gone}{NBSP}văn bản đã hết hiệu lực hoặc hết giai đoạn"
            if gone
            else f"{head} tại ngày này"
        )
