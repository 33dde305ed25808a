"""The file of a new conference: what was said, and a blank with its explanation for everything else; held against all rules."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from taphuan import paths
from taphuan.check.add.writing import data_problems
from taphuan.check.language import text_problems
from taphuan.check.language.texts import yaml_texts
from taphuan.check.new.conference_answers import Answers
from taphuan.check.new.conference_lessons import not_taught
from taphuan.check.new.files import NotNew, shown
from taphuan.data.load import yaml_document
from taphuan.files import scratch
from taphuan.known.conferences import conference_of
from taphuan.text import day as printed_day

_HEAD = """\
# Hội nghị tập huấn. Ô null = chưa biết: giấy tờ chừa chỗ trống, trang chiếu bỏ qua. Điền khi biết, đừng đoán.
# as_of: ngày mà bài giảng được biết đến hết; ngày in ra là date_text_vi. Ý nghĩa từng khóa: README.md cạnh tệp này.
"""
_SAMPLE = """\
# Hội nghị mẫu (sample: true), không phải sự kiện có thật: mọi trang in ra mang chữ MẪU.
# as_of: ngày mà bài giảng được biết đến hết. Ý nghĩa từng khóa: README.md cạnh tệp này.
"""
# what stands behind a blank
_BLANKS = {
    "date_start": "ngày khai mạc, viết '2027-03-15'",
    "date_end": "ngày bế mạc, viết '2027-03-16'",
    "date_text_vi": "dòng ngày sẽ in ra: Ngày 15/3/2027, hoặc Dự kiến ngày 15/3/2027",
    "place": "nơi họp: hội trường, địa chỉ hoặc các điểm cầu",
    "mode": "truc-tiep, truc-tuyen hoặc ket-hop",
    "organiser": "cơ quan tổ chức, viết đủ tên",
    "audience": "ai dự: chức danh, cơ quan",
    "delegates": "số đại biểu, viết số nguyên",
    "points": "số điểm cầu, nếu họp trực tuyến",
    "start": "giờ bắt đầu, viết '08:00'; có giờ thì chương trình in đủ giờ từng phần",
    "issuer": "cơ quan ghi ở đầu giấy tờ: agency và, nếu có, authority là cơ quan cấp trên",
}
_ORGANISERS_PLAN = "kế hoạch của ban tổ chức"
_PLAIN_TITLE = "Hội nghị tập huấn"
# letters of a title that also serves as the short one
_SHORT = 40


def file_of(given: Answers) -> str:
    """The text of the file."""
    return (_SAMPLE if given.sample else _HEAD) + "".join(_lines(given))


def _lines(given: Answers) -> Iterator[str]:
    title = given.title or _PLAIN_TITLE
    yield f"slug: {given.slug}\n"
    if given.sample:
        yield "sample: true\n"
        yield _line("sample_note", "Hội nghị mẫu để chuẩn bị tài liệu; không phải sự kiện có thật.")
    yield _line("as_of", given.day.isoformat())
    if given.as_of or given.day.isoformat() == given.last_day:
        yield "as_of_basis: stated\n"
    else:
        yield "as_of_basis: assumed\n"
        yield _line("as_of_assumption", "Ngày soạn tài liệu; gần ngày họp thì ghi lại ngày này rồi dựng lại")
    yield from _participants(given)
    yield _line("title", title)
    yield _line("short_title", given.short_title or (title if len(title) <= _SHORT else _PLAIN_TITLE))
    if not given.title:
        yield _line("title_assumption", "Tên tạm, chưa có tên chính thức")
    values = {
        "date_start": given.date_start,
        "date_end": given.last_day,
        "date_text_vi": date_text(given),
        "place": given.place,
        "organiser": given.organiser,
        "audience": given.audience,
    }
    for key in _BLANKS:
        if key not in ("start", "issuer"):
            yield _line(key, values.get(key, ""))
    if given.level != "province":
        yield "level: cap-xa\n"
    yield f"minutes: {given.minutes}\n"
    yield "modules:\n" + "".join(f"- {slug}\n" for slug in given.modules)
    yield "speakers: []  # mỗi người một mục: name, role (chức vụ ngày ấy), summary\n"
    yield _line("start", "")
    yield _line("issuer", "")
    if given.sample or given.source:
        yield f"source_id: {given.source or 'null'}\n"
    else:
        yield f"{_line('plan', given.plan or _ORGANISERS_PLAN).rstrip()}  # sau hội nghị thay bằng source_id, mã bài trong data/sources.csv\n"
    yield "extra_sources: []\n"


def _participants(given: Answers) -> Iterator[str]:
    yield "participants:\n"
    for key, slugs in (("regions", given.regions), ("provinces", given.provinces)):
        if slugs:
            yield f"  {key}:\n" + "".join(f"  - {slug}\n" for slug in slugs)
    if not given.regions and not given.provinces:
        yield "  all: true\n"
    if given.level == "commune":
        yield "  level: commune\n"
    if not (given.regions or given.provinces or given.everyone):
        yield _line("participants_assumption", "Chưa có danh sách địa phương dự; tạm lấy mọi tỉnh, thành phố")


def _line(key: str, value: str) -> str:
    """A line of the file; a blank says what goes there."""
    if not value:
        return f"{key}: null  # {_BLANKS[key]}\n"
    return f"{key}: {quoted(value)}\n"


def quoted(text: str) -> str:
    """A text as YAML has it: in quotation marks, so that no sign in it means anything."""
    return "'" + text.replace("'", "''") + "'"


def date_text(given: Answers) -> str:
    """The line that is printed as the date; "" where there is none."""
    if given.sample:
        return "Hội nghị mẫu, chưa định ngày"
    if not given.date_start:
        return ""
    start, end = date.fromisoformat(given.date_start), date.fromisoformat(given.last_day)
    if start == end:
        text = f"ngày {printed_day(start)}"
    else:
        # 15, 15/3 or 15/3/2027: as much as the last day does not say
        shared = 1 if (start.year, start.month) == (end.year, end.month) else 2 if start.year == end.year else 3
        text = f"từ ngày {'/'.join(printed_day(start).split('/')[:shared])} đến ngày {printed_day(end)}"
    return f"Dự kiến {text}" if given.lies_ahead else f"{text[0].upper()}{text[1:]}"


def hold_against_the_rules(given: Answers, content: str) -> None:
    """Holds the file against all rules, the prose, and the lessons that it would make. Raises NotNew with all that is wrong."""
    file = paths.CONFERENCES / f"{given.slug}.yaml"
    with scratch() as folder:
        draft = folder / file.name
        draft.write_text(content, encoding="utf-8")
        problems = [
            *data_problems({file.relative_to(paths.DATA): content}),
            *text_problems(yaml_texts(draft, shown(file))),
        ]
        lines = [str(problem) for problem in problems] or [*not_taught(conference_of(yaml_document(draft)))]
    if lines:
        raise NotNew("\n".join(["nothing was written:", *(f"  {line}" for line in lines)]), code="TH856")
