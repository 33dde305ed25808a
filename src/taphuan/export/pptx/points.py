"""Points, and lines through unevenly spaced places, as a chart with two axes of numbers and the workbook behind it."""

from __future__ import annotations

import io
from datetime import datetime
from xml.sax.saxutils import escape

from taphuan.export.pptx.drawing import LARGE, axis_title, fill, head, legend_xml, tail, text_xml
from taphuan.export.pptx.model import LINE, THIS, Chart, Series
from taphuan.export.shared.zip import rezip
from taphuan.theme import theme
from taphuan.theme.forms import digits

_SHEET = "Sheet1"
_ACROSS, _UP = 333333333, 444444444
# Excel counts days from the end of 1899
_EPOCH = 25569
_DAY = "dd/mm/yyyy"


def points_workbook(chart: Chart, day: datetime) -> bytes:
    """The workbook: a row for each point, its name, its two numbers; the series below each other."""
    import xlsxwriter

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"title": "Số liệu của biểu đồ", "author": "taphuan", "created": day})
    worksheet = workbook.add_worksheet(_SHEET)
    dated = workbook.add_format({"num_format": _DAY})
    for column, heading in enumerate(("Tên", chart.across, chart.value, "Nhóm")):
        worksheet.write_string(0, column, heading)
    row = 0
    for series in chart.series:
        for name, at, value in zip(series.labels, _places(chart, series), series.values, strict=True):
            row += 1
            worksheet.write_string(row, 0, name)
            worksheet.write_number(row, 1, at, dated if chart.days else None)
            assert value is not None
            worksheet.write_number(row, 2, value)
            worksheet.write_string(row, 3, series.name)
    worksheet.set_column(0, 3, 18)
    workbook.close()
    return rezip(out.getvalue())


def _places(chart: Chart, series: Series) -> list[float]:
    return [at + _EPOCH if chart.days else at for at in series.at]


def points_xml(chart: Chart, sheet_relation: str) -> bytes:
    """The chart's part of the file."""
    inside, first = "", 2
    for at, series in enumerate(chart.series):
        inside += _series(chart, at, series, first)
        first += len(series.values)
    plot = (
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{inside}'
        f'<c:axId val="{_ACROSS}"/><c:axId val="{_UP}"/></c:scatterChart>'
    )
    axes = _axis(chart, _ACROSS, _UP, "b", chart.across, chart.logarithmic[0], chart.days) + _axis(
        chart, _UP, _ACROSS, "l", chart.value, chart.logarithmic[1], False
    )
    return (
        f'{head()}<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot}{axes}'
        f"<c:spPr><a:noFill/></c:spPr></c:plotArea>{legend_xml() if chart.legend else ''}{tail(sheet_relation)}"
    ).encode()


def _series(chart: Chart, at: int, series: Series, first: int) -> str:
    last = first + len(series.values) - 1
    line = (
        f'<a:ln w="28575" cap="rnd">{fill(series.colour)}<a:round/></a:ln>'
        if series.line
        else "<a:ln><a:noFill/></a:ln>"
    )
    points = "".join(
        f'<c:dPt><c:idx val="{n}"/><c:marker><c:symbol val="circle"/><c:size val="11"/><c:spPr>{fill(colour)}'
        '<a:ln><a:noFill/></a:ln></c:spPr></c:marker><c:bubble3D val="0"/></c:dPt>'
        for n, colour in series.points
    )
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef><c:f>{_SHEET}!$D${first}</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f'<c:spPr>{line}</c:spPr><c:marker><c:symbol val="circle"/><c:size val="{7 if series.line else 9}"/>'
        f"<c:spPr>{fill(series.colour)}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>{points}{_labels(series)}"
        f"<c:xVal>{_numbers('B', first, last, _places(chart, series))}</c:xVal>"
        f"<c:yVal>{_numbers('C', first, last, [value or 0.0 for value in series.values])}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def _labels(series: Series) -> str:
    """The names beside their points, as texts: a label does not change with its number here."""
    flags = "".join(
        f'<c:show{what} val="0"/>' for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    )
    colours = dict(series.points)
    labels = []
    for n, name in enumerate(series.labels):
        if not name:
            continue
        own = colours.get(n, series.colour) == THIS
        look = f'<a:rPr lang="vi-VN" sz="{LARGE}" b="{int(own)}">{fill(THIS if own else LINE)}</a:rPr>'
        labels.append(
            f'<c:dLbl><c:idx val="{n}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:r>{look}<a:t>{escape(name)}</a:t>'
            f'</a:r></a:p></c:rich></c:tx><c:dLblPos val="r"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
            '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbl>'
        )
    return f"<c:dLbls>{''.join(labels)}{flags}</c:dLbls>"


def _numbers(column: str, first: int, last: int, values: list[float]) -> str:
    points = "".join(f'<c:pt idx="{n}"><c:v>{float(value)!r}</c:v></c:pt>' for n, value in enumerate(values))
    return (
        f"<c:numRef><c:f>{_SHEET}!${column}${first}:${column}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _axis(chart: Chart, own: int, other: int, side: str, title: str, logarithmic: bool, days: bool) -> str:
    base = '<c:logBase val="10"/>' if logarithmic else ""
    rule = f'<c:majorGridlines><c:spPr><a:ln w="9525"><a:solidFill><a:srgbClr val="{digits(theme().colours.line)}"/></a:solidFill></a:ln></c:spPr></c:majorGridlines>'
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling>{base}<c:orientation val="minMax"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/>{rule if side == "l" else ""}{axis_title(title, side == "l") if title else ""}'
        f'<c:numFmt formatCode="{_DAY if days else "General"}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr><a:ln w="12700">{fill("tx2")}</a:ln></c:spPr>{text_xml(LARGE)}'
        f'<c:crossAx val="{other}"/><c:crosses val="min"/><c:crossBetween val="midCat"/></c:valAx>'
    )
