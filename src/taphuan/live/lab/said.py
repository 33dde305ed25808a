"""The findings that a trainer meets most, in Vietnamese: the page of a refused export is for trainers, the command for authors."""

from __future__ import annotations

import re

from taphuan.errors import CODE

# what is shown of a cell, by the word of the findings
_KINDS = {
    "title": "tiêu đề",
    "text": "lời",
    "notes": "lời giảng",
    "table": "bảng",
    "printed text": "chữ in ra",
    "drawing": "hình vẽ",
}
_PLACE = re.compile(
    r"^(ô số \d+ \((?:“.*?”|ô trống)\): )?slide [\w-]+(?:, cell [\w-]+)?(?:, output \d+)?(?: \([^()]*\))?: (.*)$",
    re.DOTALL,
)
_SAID = tuple(
    (re.compile(pattern), words)
    for pattern, words in (
        (r"has a title and no content below it", "trang chỉ có tiêu đề; hãy thêm nội dung dưới tiêu đề, hoặc xóa trang"),
        (r"empty text", "ô không có chữ; hãy viết nội dung hoặc xóa ô"),
        (r"an unresolved placeholder", "còn tên trong ngoặc {{{{ }}}} chưa thay; hãy ghi hẳn chữ hoặc số cần nói"),
        (r"an unresolved citation", "còn mã dẫn [@…] chưa thay; trong bản sao hãy ghi hẳn tên văn bản"),
        (r"the cell has no output; .*", "ô mã chưa có kết quả; hãy chạy ô và kết thúc ô bằng hình hoặc bảng cần hiện"),
        (r"a warning that would be printed on the slide: (.*)", "ô mã in ra lời cảnh báo, sẽ hiện trên trang: {0}; hãy sửa mã rồi chạy lại"),
        (r"shows nothing(?: but an object \((.*?)\))?; .*", "ô mã không hiện gì; hãy kết thúc ô bằng chính hình, bảng hoặc câu chữ"),
        (r"(\w*(?:Error|Exception|Interrupt|Exit)): (.*)", "ô mã báo lỗi {0}: {1}; hãy sửa ô rồi chạy lại"),
        (r"the claim “(.*?)” is not in the text of its slide.*", "câu “{0}” đã bị sửa hoặc xóa; câu này tính từ số liệu, hãy ghi lại nguyên văn"),
        (r"the ([\w ]+?) names (.+?) \(“(.*?)”\); .*", "{0} nêu tên {1} (“{2}”), không phải địa phương của tài liệu này; hãy bỏ tên đó"),
        (r"(\d+) lines of printed text need (\d+) on the slide, which has (\d+); .*", "chữ in ra dài {1} dòng, trang chỉ có chỗ cho {2}; hãy chỉ in những dòng cần nói"),
        (r"is of the unit .*", "hình hoặc bảng thuộc địa phương khác; hãy chạy lại ô với tham số của tài liệu này"),
    )
)  # fmt: skip


def in_vietnamese(finding: str) -> str:
    """The finding in Vietnamese; as it is where there are no such words for it."""
    code = CODE.search(finding)
    placed = _PLACE.match(CODE.sub("", finding))
    if placed is None:
        return finding
    for pattern, words in _SAID:
        if found := pattern.fullmatch(placed[2]):
            said = words.format(*(_KINDS.get(group, group) for group in found.groups()))
            return f"{placed[1] or ''}{said}{code[0] if code else ''}"
    return finding
