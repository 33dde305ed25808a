"""What a conference teaches on a day: its modules, the questions and the law known by then."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from taphuan.known import law
from taphuan.known.conferences import Conference, Module, module
from taphuan.known.items import Item
from taphuan.known.law import LegalDocument, State
from taphuan.text import hold, say

MOST_QUIZ = 5
# questions of the paper for a hall, by its minutes: half a day, a day; and of those asked before and after it
_ON_PAPER, _A_DAY = {False: 12, True: 15}, 180
MOST_TESTED = 10
# what is asked first where not all can be: what an official does, and why; a remembered number last
_ASKED_FIRST = ("situation", "why", "rule", "memory")
MOST_QUESTIONS = 5
# What a briefing of four pages has room for
MOST_LAWS = 6
# documents that a slide names, to be read first
READ_FIRST = 4


@dataclass(frozen=True)
class Teaching:
    """The taught part of a conference on `as_of`, the same for every unit; `only` narrows it to one module.

    `taught` are the ids that the slides of the modules cite, known once they are composed; only what they teach is asked.
    `minutes` are those of the deck of a hall, 0 for a deck without a budget.
    """

    conference: Conference
    as_of: date
    only: str = ""
    taught: frozenset[str] | None = None
    minutes: int = 0

    def asked(self, module: Module) -> tuple[Item, ...]:
        """The quiz questions of a module that may be asked: usable on the day, tied to no other conference, and about
        something that a slide teaches. Those of a draft are in its own set alone."""
        return tuple(
            item
            for item in module.of_kind("quiz")
            if (module.written or self.only)
            and item.usable(self.as_of)
            and self.conference.slug in item.detail("conferences", (self.conference.slug,))
            and (self.taught is None or item.detail("key_point") in self.taught)
        )

    @cached_property
    def programme(self) -> tuple[Module, ...]:
        """All modules in the order of the conference."""
        return tuple(map(module, self.conference.modules))

    @cached_property
    def modules(self) -> tuple[Module, ...]:
        """The modules that are taught, in the order of the conference: those that are written, and drafts that have a notebook."""
        return tuple(
            module
            for module in self.programme
            if (module.written or module.has_notebook) and self.only in ("", module.slug)
        )

    @cached_property
    def programme_finding(self) -> str:
        return hold(say("lesson.teaching.parts", number=len(self.programme)))

    @cached_property
    def speaker_lines(self) -> tuple[str, ...]:
        return tuple(f"{s.name}, {s.role}" for s in self.conference.speakers)

    def _spread(self, queues: list[list[Item]], most: int) -> tuple[Item, ...]:
        """Up to `most` items, taken from the modules' queues in turn so that each has its share."""
        picked: list[Item] = []
        while len(picked) < most and any(queues):
            for queue in queues:
                if queue and len(picked) < most:
                    picked.append(queue.pop(0))
        order = {item.id: place for place, item in enumerate(item for m in self.modules for item in m.items)}
        return tuple(sorted(picked, key=lambda item: order[item.id]))

    @cached_property
    def questions(self) -> tuple[Item, ...]:
        modules = [m for m in self.modules if m.written or self.only]
        usable = [[item for item in m.of_kind("question") if item.usable(self.as_of)] for m in modules]
        return self._spread(usable, MOST_QUESTIONS)

    @cached_property
    def quiz(self) -> tuple[Item, ...]:
        return self._spread(list(map(self._asked_first, self.modules)), MOST_QUIZ)

    @cached_property
    def on_paper(self) -> tuple[Item, ...]:
        """The questions of the paper that the hall is given."""
        return self._spread(list(map(self._asked_first, self.modules)), _ON_PAPER[self.minutes >= _A_DAY])

    @cached_property
    def tested(self) -> tuple[Item, ...]:
        """Those of `on_paper` that are asked before and after the day."""
        ids = {item.id for item in self.on_paper}
        return self._spread([[i for i in self._asked_first(m) if i.id in ids] for m in self.modules], MOST_TESTED)

    def _asked_first(self, module: Module) -> list[Item]:
        return sorted(self.asked(module), key=lambda item: _ASKED_FIRST.index(item.detail("asks")))

    @cached_property
    def laws(self) -> tuple[tuple[LegalDocument, State], ...]:
        """The documents the modules rest on that are known on the day, each with its state, newest first."""
        ids = dict.fromkeys(id_ for m in self.modules for id_ in m.legal_documents)
        known = [doc for doc in map(law.document, ids) if law.is_known(doc, self.as_of)]
        known.sort(key=lambda doc: (doc.issued or doc.known_from or date.min, doc.id), reverse=True)
        return tuple((doc, law.state(doc, self.as_of)) for doc in known)

    @cached_property
    def laws_gone(self) -> tuple[tuple[LegalDocument, State], ...]:
        """Those of `laws` that are out of force or whose period is over; none of them is ever left out of a briefing."""
        return tuple(pair for pair in self.laws if pair[1].code in (law.EXPIRED, law.PERIOD_OVER))

    @cached_property
    def laws_standing(self) -> tuple[tuple[LegalDocument, State], ...]:
        """Those of `laws` that are not gone."""
        return tuple(pair for pair in self.laws if pair not in self.laws_gone)

    @cached_property
    def laws_first(self) -> tuple[tuple[LegalDocument, State], ...]:
        """What a briefing has room for, see `first_laws`."""
        return self.first_laws(MOST_LAWS)

    def first_laws(self, most: int) -> tuple[tuple[LegalDocument, State], ...]:
        """Up to `most` of `laws_standing`: those most modules rest on, then the newest; newest first.

        A document that changes another comes with it, or stays behind: its title names the other.
        """
        taught = {doc.id: sum(doc.id in m.legal_documents for m in self.modules) for doc, _ in self.laws_standing}
        first: set[str] = set()
        for doc, state in sorted(self.laws_standing, key=lambda pair: -taught[pair[0].id]):
            named = (*(other.id for other in law.named_in(doc.title, self.as_of)), *state.by)
            together = first | {doc.id} | {id_ for id_ in named if id_ in taught}
            first = together if len(together) <= most else first
        return tuple(pair for pair in self.laws_standing if pair[0].id in first)

    @cached_property
    def law_reading(self) -> str:
        """What the table of the documents to read first shows, of how many."""
        shown, cited = len(self.first_laws(READ_FIRST)), len(self.laws)
        if not shown:
            return ""
        if shown == cited:
            return hold(say("lesson.teaching.laws_cited", cited=cited))
        return hold(say("lesson.teaching.laws_shown", shown=shown, cited=cited))

    @cached_property
    def law_finding(self) -> str:
        if not self.laws:
            return ""
        gone = say("lesson.teaching.laws_gone", number=len(self.laws_gone))
        return hold(
            say("lesson.teaching.laws_cited_and_gone", number=len(self.laws), gone=gone if self.laws_gone else "")
        )
