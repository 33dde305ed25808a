"""Which sentences compare: none of good prose, all of what only a claim may say, and a citation that proves."""

from __future__ import annotations

import unicodedata

import pytest

from projects import Project
from taphuan import paths
from taphuan.check.language.comparing import unclaimed, unclaimed_in_notebook
from taphuan.check.language.texts import Text
from taphuan.compose.claims import own_claims
from taphuan.lesson.claims.comparing import UNIT, comparisons

GOOD = (
    "Chứng nhận dành cho người học đủ 5 chuyên đề bắt buộc và ít nhất 5 chuyên đề tự chọn.",
    "Hệ thống giải quyết thủ tục là nền tảng thống nhất, kết nối Cổng Dịch vụ công quốc gia (Nghị định 367/2025).",
    "Chương trình có hơn 800 đại biểu tại 96 điểm cầu tham dự.",
    "Chương trình 749 đã đi bốn năm, còn hơn một năm là hết giai đoạn đầu.",
    "Việc thứ nhất mất một buổi họp, việc thứ hai mất một ngày.",
    "Người đứng đầu tự kiểm tra nội bộ và báo cáo định kỳ (khoản 5 Điều 15).",
    "Bài học từ xã thí điểm năm 2020: chọn việc người dân dùng hằng ngày",
    "Tỉnh nào mạnh hơn ở kinh tế số, hay ở xã hội số?",
    "Chọn thủ tục có nhiều hồ sơ nhất; lãnh đạo tự nộp thử trên điện thoại.",
    "Câu thứ hai khó nhất, vì phải biết con số hôm nay.",
    "Hết tháng 3, mở buổi hướng dẫn đầu tiên.",
    "Từ ngày 01/3/2025, Bộ Thông tin và Truyền thông hợp nhất vào Bộ Khoa học và Công nghệ.",
    "Cao nhất",
    "Dấu gạch ngang là chỗ nguồn không nêu quy định cũ.",
    "Kế hoạch phải công khai, kết quả dùng để xếp hạng và ưu tiên kinh phí.",
)
COMPARING = (
    "Đà Nẵng xếp 2/63.",
    f"{UNIT} đứng đầu vùng.",
    "Tỉnh ta đứng thứ ba cả nước.",
    "Lai Châu xếp hạng 31.",
    "Quảng Nam tụt hạng so với năm trước.",
    "Nên học từ tỉnh bạn.",
    "Học cách làm của Tây Ninh.",
    "Điểm mạnh là hạ tầng số.",
    "Nhân lực số là thế mạnh của tỉnh.",
    "Chỉ số này thấp hơn trung bình.",
    "Giá trị của Huế nằm trên mức trung bình cả nước.",
    "Kinh tế số gấp đôi xã hội số.",
    "Đa số các tỉnh còn yếu.",
    "Hạ tầng số là chỉ số tốt nhất.",
    "Cần Thơ hơn An Giang.",
    f"{UNIT} kém Hải Phòng.",
    "Hà Nội ngang với Huế.",
    "Tỷ lệ này cao nhất trong ba năm.",
    "Bình Dương dẫn đầu.",
    "Cao nhất: Huế (80,0).",
    "Cà Mau ở nhóm cuối.",
    "Trao đổi cách làm với Tây Ninh.",
    "Hai chỉ số đạt điểm tối đa.",
    "Huế thứ 2 của vùng.",
    "An Giang đứng giữa Huế và Hà Nội.",
    "Kết quả cho thấy 58,1 so với 57,9.",
    "Đà Nẵng\u00a0đứng\u00a0đầu.",
    unicodedata.normalize("NFD", "Đà Nẵng đứng đầu."),
)


@pytest.mark.parametrize("sentence", GOOD)
def test_good_prose_is_no_comparison(sentence: str) -> None:
    assert comparisons(sentence) == ()


@pytest.mark.parametrize("sentence", COMPARING)
def test_a_comparison_is_found(sentence: str) -> None:
    (found, words), *_ = comparisons(sentence)
    assert words and found


def test_only_the_sentence_that_compares_is_told() -> None:
    text = "Bảng xếp từ cao đến thấp. Đà Nẵng đứng đầu về DTI. Xin hỏi hội trường?"
    assert comparisons(text) == (("Đà Nẵng đứng đầu về DTI.", "đứng đầu"),)


def test_a_citation_proves_what_stands_before_it_in_its_line() -> None:
    claims, unproved = own_claims("- Bắc Giang xếp 10/63. [@bac-giang-f01] Huế xếp 2/63.\n- Hà Nội xếp 43/63.")
    ((claim),) = claims
    assert (claim.id, claim.text) == ("cited/text", "Bắc Giang xếp 10/63.")
    assert claim.evidence == (("conferences/article_facts.csv", "fact_id=bac-giang-f01", "text_vi"),)
    assert [sentence for sentence, _ in unproved] == ["Huế xếp 2/63.", "Hà Nội xếp 43/63."]


@pytest.mark.parametrize("id_", ["dti", "hoi-nghi", "dti-truoc-sap-xep", "khong-co"])
def test_an_edition_or_the_conference_itself_says_no_sentence(id_: str) -> None:
    claims, unproved = own_claims(f"Bắc Giang xếp 10/63. [@{id_}]")
    assert claims == () and len(unproved) == 1


def test_a_citation_in_another_paragraph_or_point_proves_nothing() -> None:
    assert own_claims("Bắc Giang xếp 10/63.\n\nTheo báo. [@bac-giang-f01]")[1]
    assert own_claims("- Bắc Giang xếp 10/63.\n- Theo báo. [@bac-giang-f01]")[1]


@pytest.mark.parametrize(
    "text", ["Huế đứng  đầu.", "Huế đứng\nđầu.", "Huế đứng\u00a0đầu.", "Huế đ\u2060ứng đầu.", "Huế **đứng** đầu."]
)
def test_spaces_line_breaks_and_emphasis_hide_nothing(text: str) -> None:
    assert len(own_claims(text)[1]) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"source": "- Với {{ unit.phrase }}: thuộc nhóm đầu cả nước."}, "thuộc nhóm đầu cả nước."),
        ({"source": "- **{{ unit.name }}** *đứng*  đầu."}, f"{UNIT} đứng đầu."),
    ],
)
def test_a_planted_comparison_is_told_with_file_cell_and_remedy(
    project: Project, change: dict[str, str], sentence: str
) -> None:
    project.cell("frame/profile.ipynb", "viec-can-lam-2", **change)
    problems = list(unclaimed_in_notebook(paths.FRAME_NOTEBOOKS / "profile.ipynb"))
    assert [problem.found for problem in problems] == [sentence]
    assert problems[0].where == "cell viec-can-lam-2"
    assert problems[0].file.endswith("profile.ipynb") and "Take the sentence from a claim" in problems[0].remedy


def test_a_planted_comparison_in_code_is_told_and_one_in_the_claims_is_not() -> None:
    outside = Text("src/taphuan/lesson/wording.py", "line 3", "", f"{UNIT} đứng đầu vùng")
    inside = Text("src/taphuan/lesson/claims/standing.py", "line 3", "", f"{UNIT} đứng đầu vùng")
    assert [problem.file for problem in unclaimed([outside, inside])] == [outside.file]
