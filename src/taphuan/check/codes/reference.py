"""Prints docs/errors.md: every code with its meaning and its remedy (`make reference`)."""

from __future__ import annotations

from taphuan.check.codes.register import Group, groups

_HEAD = """\
# Codes of problems · Mã lỗi

Made from `src/taphuan/check/codes/` by `make reference`; change it there.

Every problem that a command prints ends in the code of its kind, as in `data/law/provisions.csv, row 7, law: … [TH215]`. `taphuan explain TH215`
prints its entry. A code never changes its meaning. How a program reads them: `taphuan check --format json` ([checks.md](checks.md)).

Mỗi lỗi mà lệnh in ra kết thúc bằng mã của loại lỗi, đặt trong ngoặc vuông. Lệnh `taphuan explain TH215 --lang vi` in phần giải thích
bằng tiếng Việt. Ý nghĩa của một mã không thay đổi qua các phiên bản.
"""


def reference() -> str:
    """The page as Markdown."""
    return "\n".join([_HEAD, *(line for group in groups() for line in _section(group))])


def _section(group: Group) -> list[str]:
    number = next(iter(group.entries))[:3]
    lines = [f"## {number}xx {group.title} · {group.vi_title}", ""]
    for entry in group.entries.values():
        lines += [f"### {entry.code}", "", f"**{entry.title}.** {entry.why} *{entry.remedy}*", ""]
        lines += [f"**{entry.vi_title}.** {entry.vi_remedy}", ""]
        # two marks, since a line may hold one
        lines += [f"`` {entry.printed} ``", ""] if entry.printed else []
    return lines


if __name__ == "__main__":
    print(reference(), end="")
