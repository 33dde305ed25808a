"""What a briefing proposes: a task for each of the two indices furthest below the mean, and the next day that the law sets.

The tasks are suggestions of ours and say so; the day is what the article asks for, which is named.
"""

from __future__ import annotations

from dataclasses import dataclass

from taphuan.known.provisions import Deadline
from taphuan.lesson.claims.briefing import PLACE, below_mean
from taphuan.lesson.claims.claim import Claim
from taphuan.lesson.claims.indices import OneIndex
from taphuan.lesson.figures.days import based_on, next_deadlines, until
from taphuan.lesson.markdown import Markdown, escape
from taphuan.lesson.profile import Comparison, Profile
from taphuan.text import exact, hold, upper_first

_MOST_INDICES = 2
# index → (the task, the same in a few words), for those who work for the whole province
_OF_PROVINCE = {
    "awareness": (
        "Rà soát việc người đứng đầu cơ quan trực tiếp chỉ đạo chuyển đổi số và việc tuyên truyền tới người dân",
        "Rà soát việc chỉ đạo, tuyên truyền",
    ),
    "institutions": (
        "Rà soát nghị quyết, kế hoạch, quy chế về chuyển đổi số đã ban hành; lập danh mục văn bản còn thiếu",
        "Rà soát, bổ sung văn bản",
    ),
    "infrastructure": (
        "Lập danh sách nơi sóng yếu, nơi chưa có cáp quang và hệ thống cần nâng cấp; xếp thứ tự việc phải làm",
        "Lập danh sách hạ tầng cần bổ sung",
    ),
    "human_resources": (
        "Rà soát cán bộ chuyên trách và kỹ năng số của cán bộ, công chức; lập kế hoạch bồi dưỡng theo vị trí việc làm",
        "Lập kế hoạch bồi dưỡng kỹ năng số",
    ),
    "cybersecurity": (
        "Kiểm tra an toàn thông tin mạng của các hệ thống đang vận hành",
        "Kiểm tra an toàn các hệ thống",
    ),
    "digital_government": (
        "Chọn một việc về dịch vụ công trực tuyến hoặc dữ liệu dùng chung để làm trước",
        "Một việc về dịch vụ công, dữ liệu",
    ),
    "digital_economy": (
        "Chọn một nhóm doanh nghiệp, hộ kinh doanh để hỗ trợ chuyển đổi số trước, đo kết quả rồi mở rộng",
        "Hỗ trợ trước một nhóm doanh nghiệp",
    ),
    "digital_society": (
        "Chọn một nhóm người dân để phổ cập kỹ năng số trước, đo số người dùng được dịch vụ rồi mở rộng",
        "Phổ cập kỹ năng số cho một nhóm",
    ),
}
# the same for those who work in a commune
_OF_COMMUNE = {
    "awareness": (
        "Ủy ban nhân dân cấp xã đưa chuyển đổi số vào nội dung giao ban hằng tháng, Chủ tịch trực tiếp chỉ đạo",
        "Đưa chuyển đổi số vào giao ban",
    ),
    "institutions": (
        "Ủy ban nhân dân cấp xã đối chiếu kế hoạch chuyển đổi số của xã, phường với kế hoạch của cấp tỉnh, bổ sung phần còn thiếu",
        "Bổ sung kế hoạch của xã, phường",
    ),
    "infrastructure": (
        "Ủy ban nhân dân cấp xã lập danh sách thôn, tổ dân phố sóng yếu hoặc chưa có cáp quang, gửi cơ quan chuyên môn cấp tỉnh",
        "Lập danh sách nơi sóng yếu",
    ),
    "human_resources": (
        "Ủy ban nhân dân cấp xã giao một công chức làm đầu mối chuyển đổi số và đăng ký nhu cầu bồi dưỡng kỹ năng số",
        "Giao đầu mối, đăng ký bồi dưỡng",
    ),
    "cybersecurity": (
        "Ủy ban nhân dân cấp xã rà soát tài khoản, mật khẩu và máy tính đang dùng để xử lý hồ sơ",
        "Rà soát tài khoản, mật khẩu",
    ),
    "digital_government": (
        "Ủy ban nhân dân cấp xã chọn một thủ tục có nhiều hồ sơ để hướng dẫn người dân nộp trực tuyến trước",
        "Hướng dẫn nộp hồ sơ trực tuyến",
    ),
    "digital_economy": (
        "Ủy ban nhân dân cấp xã chọn một nhóm hộ kinh doanh, hợp tác xã để hướng dẫn bán hàng, thanh toán trực tuyến trước",
        "Hướng dẫn một nhóm hộ kinh doanh",
    ),
    "digital_society": (
        "Ủy ban nhân dân cấp xã giao tổ công nghệ số cộng đồng phổ cập kỹ năng số cho một nhóm người dân trước",
        "Phổ cập kỹ năng số cho một nhóm",
    ),
}
SUGGESTED = "tài liệu đề xuất"
LETTERS = "abcd"


@dataclass(frozen=True)
class Proposal:
    """`text` is a sentence without its full stop, `short` the task in a few words, `when` its day ("" where none is set)."""

    text: str
    short: str
    when: str = ""
    claim: Claim | None = None


def proposals(profile: Profile) -> tuple[Proposal, ...]:
    """One for each of the two indices furthest below the mean, or for the one furthest from 100 where none is; then the next day
    that the law sets. () where neither is known."""
    rows = below_mean(profile)[:_MOST_INDICES] or _furthest(profile)
    found = [_of_index(profile, row) for row in rows]
    due = next((each for each in next_deadlines(profile) if each.sense in ("truoc", "den")), None)
    if due is not None:
        basis = based_on(due, profile.as_of)
        found.append(
            Proposal(hold(f"{upper_first(due.what)}; hạn: {until(due)} (căn cứ {basis})"), due.short, _by(due))
        )
    return tuple(found)


def _by(due: Deadline) -> str:
    """ "trước 15/12/2026": the day of a deadline in a column of days."""
    return until(due).replace("ngày ", "").removeprefix("đến ")


def _furthest(profile: Profile) -> tuple[Comparison, ...]:
    """The index furthest from 100; () where all are there."""
    rows = [row for row in profile.comparisons if row.value < 1]
    return tuple(sorted(rows, key=lambda row: exact(row.value))[:1])


def _of_index(profile: Profile, row: Comparison) -> Proposal:
    task, short = (_OF_COMMUNE if profile.conference.for_communes else _OF_PROVINCE)[row.key]
    claim = PLACE.claim(OneIndex(profile, row))
    parts = [task, *([claim.text] if claim else []), f"hoàn thành trong ………… ({SUGGESTED})"]
    return Proposal(hold("; ".join(parts)), short, "", claim)


def proposed(profile: Profile) -> Markdown | None:
    """The proposals as paragraphs a), b), c)."""
    found = proposals(profile)
    lines = [f"{letter}) {escape(each.text)}." for letter, each in zip(LETTERS, found, strict=False)]
    return Markdown("\n\n".join(lines), tuple(each.claim for each in found if each.claim)) if found else None
