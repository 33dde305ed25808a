"""A difference as JSON: everything that is told, by names that stay."""

from __future__ import annotations

import json
from typing import Any

from taphuan.build.diff.edits import Edit
from taphuan.build.diff.result import SAME, Diff, PageDiff, SetDiff
from taphuan.build.diff.unexpected import RULES, Finding

SCHEMA = 1


def to_json(diff: Diff) -> str:
    """The whole difference; sets that did not change by name alone."""
    content = {
        "schema": SCHEMA,
        "old": diff.old,
        "new": diff.new,
        "notes": [note.said for note in diff.notes],
        "edits": None if diff.edits is None else [_edit(edit) for edit in diff.edits],
        "unexpected": [
            {**_finding(finding), "edit": at, "where": diff.edits[at].where if diff.edits else ""}
            for at, finding in diff.edited
        ],
        "sets": [_set(one) for one in diff.changed],
        "unchanged": [one.name for one in diff.sets if one.state == SAME],
    }
    return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _edit(edit: Edit) -> dict[str, Any]:
    return {
        "file": edit.file,
        "line": edit.line,
        "place": edit.place,
        "what": edit.what,
        "state": edit.state,
        "fields": [{"name": field.name, "old": field.old, "new": field.new} for field in edit.fields],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "says": RULES[finding.rule][0],
        "about": finding.about,
        "old": finding.old,
        "new": finding.new,
    }


def _set(one: SetDiff) -> dict[str, Any]:
    return {
        "name": one.name,
        "conference": one.conference,
        "province": one.province,
        "module": one.module,
        "who": one.who,
        "as_of": one.as_of,
        "state": one.state,
        "note": one.note.said if one.note else "",
        "unexpected": [_finding(finding) for finding in one.findings],
        "pages": [_page(page) for page in one.pages],
    }


def _page(page: PageDiff) -> dict[str, Any]:
    return {
        "document": page.document,
        "id": page.id,
        "title": page.title,
        "old_number": page.old_number,
        "new_number": page.new_number,
        "states": list(page.states),
        "changes": [
            {
                "mark": change.mark,
                "old": change.old,
                "new": change.new,
                "numbers": [
                    {"old": number.old, "new": number.new, "kind": number.kind, "context": number.context}
                    for number in change.numbers
                ],
            }
            for change in page.changes
        ],
        "figures": [
            {"alt": drawing.caption, "old": drawing.old, "new": drawing.new, "only_drawn": drawing.alone}
            for drawing in page.drawings
        ],
        "law": [{"id": state.law, "old": state.old, "new": state.new} for state in page.law],
        "because": [{"how": reason.how, **_edit(reason.edit)} for reason in page.reasons],
        "unexpected": [_finding(finding) for finding in page.findings],
    }
