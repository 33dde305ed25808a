"""Audits the layout of any Word document by the rules of Nghị định 30/2020/NĐ-CP in `data/law/nd30_layout.yaml`.

Every rule of that file with `seen: true` is a key of CHECKS or of NOT_CHECKED; a test compares them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from taphuan import paths
from taphuan.check.decree30 import body, close, head, page
from taphuan.check.decree30.base import Case, Check, Finding, Rule, Stage
from taphuan.check.decree30.elements import find_elements
from taphuan.check.decree30.package import NotWordFile
from taphuan.check.decree30.reading import read_word
from taphuan.data.load import yaml_document
from taphuan.errors import coded

__all__ = ["CHECKS", "NOT_CHECKED", "Finding", "NotWordFile", "Report", "Stage", "audit", "grouped", "paper_findings"]

CHECKS: dict[str, Check] = {
    "kho-giay": page.paper,
    "huong-giay": page.orientation,
    "le-tren": page.margin,
    "le-duoi": page.margin,
    "le-trai": page.margin,
    "le-phai": page.margin,
    "phong-chu": page.font,
    "bo-ma": page.encoding,
    "mau-chu": page.colour,
    "so-trang": page.page_number,
    "so-trang-dau": page.first_page_number,
    "quoc-hieu": head.state,
    "tieu-ngu": head.motto,
    "tieu-ngu-ke": head.motto_line,
    "co-quan-chu-quan": head.superior,
    "co-quan-ban-hanh": head.agency,
    "co-quan-ke": head.agency_line,
    "so-ky-hieu": head.number,
    "dia-danh-ngay": head.dateline,
    "ten-loai": head.kind,
    "viet-tat-bao-cao": head.abbreviation,
    "trich-yeu": head.abstract,
    "trich-yeu-cong-van": head.letter_abstract,
    "o-vi-tri": head.positions,
    "muc-do-khan": head.urgency,
    "hinh-thuc-sao": head.copies,
    "can-cu": body.grounds,
    "kinh-gui": body.addressees,
    "noi-dung": body.content,
    "thut-dong": body.indent,
    "cach-doan": body.paragraph_gap,
    "cach-dong": body.line_gap,
    "chuong-muc-dieu": body.headings,
    "so-trang-phu-luc": body.appendices,
    "thanh-phan-chinh": body.parts,
    "chuc-vu": close.post,
    "ho-ten-ky": close.name,
    "quyen-han-ky": close.authority,
    "khong-hoc-ham": close.no_titles,
    "noi-nhan-nhan": close.recipients_head,
    "noi-nhan-ds": close.recipients,
    "dia-chi-cuoi-trang": page.contacts,
}
# The files of a document set to which the decree applies
PAPERS = ("briefing.docx", "report.docx")
_SIGNING = "stamps and signatures are on the issued copy, not in the Word file"
_COPY = "the rule is about a scanned or signed copy, not about a Word file"
NOT_CHECKED = {
    "vien-dan": "only a person can judge whether a citation is the first one and complete",
    "dau-so-co-quan": _SIGNING,
    "chu-ky-so-ca-nhan": _SIGNING,
    "ban-so-hoa": _COPY,
    "ban-sao-ky-so": _COPY,
    "vi-tri-chu-ky-so": _COPY,
    "thong-tin-chu-ky-so": _COPY,
    "ky-hieu-nguoi-soan": "in a Word file the drafter's mark cannot be distinguished from other short lines",
}


@dataclass(frozen=True)
class Report:
    """The result of an audit. `checked` are the ids of the checked rules, `not_checked` are (id, reason) of the others."""

    findings: tuple[Finding, ...]
    checked: tuple[str, ...]
    not_checked: tuple[tuple[str, str], ...]


def audit(data: bytes, name: str, stage: Stage = "draft") -> Report:
    """Audit the Word document in `data` by all rules that apply to its stage; `name` is its name in messages.

    Raises NotWordFile if the data are not a readable Word document.
    """
    try:
        word = read_word(data, name)
        case = Case(word, find_elements(word), stage)
    except (ValueError, RecursionError) as error:
        raise NotWordFile(
            f"{name} cannot be read as a Word document: it has an invalid measure ({error})", code="TH652"
        ) from error
    rules = {rule["id"]: rule for rule in _rules()}
    findings = tuple(finding for id_, rule in rules.items() if id_ in CHECKS for finding in CHECKS[id_](rule, case))
    checked = tuple(id_ for id_ in rules if id_ in CHECKS)
    return Report(findings, checked, tuple((id_, NOT_CHECKED[id_]) for id_ in rules if id_ in NOT_CHECKED))


def paper_findings(files: Mapping[str, bytes]) -> tuple[str, ...]:
    """The findings in the papers among the files (name → content) of a document set, audited as drafts, as lines."""
    return tuple(
        f"{name}: {line}" for name in PAPERS if name in files for line in grouped(audit(files[name], name).findings)
    )


@coded("TH651")
def grouped(findings: tuple[Finding, ...]) -> Iterator[str]:
    """The findings as lines; findings that differ only in their place become one line."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for finding in findings:
        groups.setdefault((finding.rule, finding.found, finding.wanted), []).append(finding.where)
    for (rule, found, wanted), places in groups.items():
        more = f" and {len(places) - 1} more" if len(places) > 1 else ""
        yield f"{rule}: found {found}, wanted {wanted} ({places[0]}{more})"


def _rules() -> list[Rule]:
    """The rules whose source was read (`seen: true`)."""
    return [rule for rule in yaml_document(paths.DATA / "law" / "nd30_layout.yaml")["rules"] if rule["seen"]]
