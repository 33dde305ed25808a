"""Points, and lines through unevenly spaced places, as a chart with two axes of numbers and the workbook behind it."""

from __future__ import annotations

import io
from datetime import datetime
from xml.sax.saxutils import escape

from xlsxwriter.utility import xl_col_to_name

from taphuan.export.pptx.colours import fill_xml
from taphuan.export.pptx.drawing import LARGE, SMALL, axis_title, head, legend_xml, tail, text_xml
from taphuan.export.pptx.model import LINE, THIS, Chart, Series
from taphuan.export.pptx.template import Box
from taphuan.export.shared.zip import rezip
from taphuan.text import say
from taphuan.theme import theme

_SHEET = "Sheet1"
_ACROSS, _UP = 333333333, 444444444
# Excel counts days from the end of 1899
_EPOCH = 25569
_DAY = "dd/mm/yyyy"
_DASHED = '<a:prstDash val="sysDash"/>'


def points_workbook(chart: Chart, day: datetime) -> bytes:
    """The workbook: three columns a series, side by side: names, places, values."""
    import xlsxwriter

    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"title": say("export.pptx.charts.data"), "author": "taphuan", "created": day})
    worksheet = workbook.add_worksheet(_SHEET)
    dated = workbook.add_format({"num_format": _DAY})
    for n, series in enumerate(chart.series):
        for column, heading in enumerate((say("export.pptx.points.name"), chart.across, series.name)):
            worksheet.write_string(0, 3 * n + column, heading)
        for row, (name, at, value) in enumerate(
            zip(series.labels, _places(chart, series), series.values, strict=True), start=1
        ):
            worksheet.write_string(row, 3 * n, name)
            worksheet.write_number(row, 3 * n + 1, at, dated if chart.days else None)
            assert value is not None
            worksheet.write_number(row, 3 * n + 2, value)
    worksheet.set_column(0, 3 * len(chart.series) - 1, 18)
    workbook.close()
    return rezip(out.getvalue())


def _places(chart: Chart, series: Series) -> list[float]:
    return [at + _EPOCH if chart.days else at for at in series.at]


def points_xml(chart: Chart, sheet_relation: str, box: Box) -> bytes:
    """The chart's part of the file for its place."""
    # all as long as the longest, with empty cells: LibreOffice drops a series before a longer one
    last = 1 + max(len(series.values) for series in chart.series)
    inside = "".join(_series(chart, at, series, last) for at, series in enumerate(chart.series))
    plot = (
        f'<c:scatterChart><c:scatterStyle val="lineMarker"/><c:varyColors val="0"/>{inside}'
        f'<c:axId val="{_ACROSS}"/><c:axId val="{_UP}"/></c:scatterChart>'
    )
    axes = _axis(chart, _ACROSS, _UP, "b", chart.across, chart.logarithmic[0], chart.days) + _axis(
        chart, _UP, _ACROSS, "l", chart.value, chart.logarithmic[1], False
    )
    return (
        f'{head()}<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{_layout(box) if chart.span else "<c:layout/>"}{plot}{axes}'
        f"<c:spPr><a:noFill/></c:spPr></c:plotArea>{legend_xml() if chart.legend else ''}{tail(sheet_relation)}"
    ).encode()


def _layout(box: Box) -> str:
    """The place of the scales inside the chart: names have sides for just that room."""
    left, top, right, bottom = 96 / box.w, 16 / box.h, 20 / box.w, 92 / box.h
    return (
        '<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f'<c:x val="{left:.4f}"/><c:y val="{top:.4f}"/><c:w val="{1 - left - right:.4f}"/><c:h val="{1 - top - bottom:.4f}"/>'
        "</c:manualLayout></c:layout>"
    )


def _series(chart: Chart, at: int, series: Series, last: int) -> str:
    across, up = (xl_col_to_name(3 * at + one) for one in (1, 2))
    line = (
        f'<a:ln w="{28575 if series.marks else 12700}" cap="rnd">{fill_xml(series.colour)}{"" if series.marks else _DASHED}<a:round/></a:ln>'
        if series.line
        else "<a:ln><a:noFill/></a:ln>"
    )
    points = "".join(
        f'<c:dPt><c:idx val="{n}"/><c:marker><c:symbol val="circle"/><c:size val="11"/><c:spPr>{fill_xml(colour)}'
        '<a:ln><a:noFill/></a:ln></c:spPr></c:marker><c:bubble3D val="0"/></c:dPt>'
        for n, colour in series.points
    )
    marker = (
        f'<c:marker><c:symbol val="circle"/><c:size val="{7 if series.line else 9}"/>'
        f"<c:spPr>{fill_xml(series.colour)}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
        if series.marks
        else '<c:marker><c:symbol val="none"/></c:marker>'
    )
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef><c:f>{_SHEET}!${up}$1</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"<c:spPr>{line}</c:spPr>{marker}{points}{_labels(series, SMALL if chart.span else LARGE)}"
        f"<c:xVal>{_numbers(across, last, _places(chart, series))}</c:xVal>"
        f"<c:yVal>{_numbers(up, last, [value or 0.0 for value in series.values])}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def _labels(series: Series, points: int) -> str:
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
        side = series.sides[n] if series.sides else "r"
        look = f'<a:rPr lang="vi-VN" sz="{points}" b="{int(own)}">{fill_xml(THIS if own else LINE)}</a:rPr>'
        labels.append(
            f'<c:dLbl><c:idx val="{n}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:r>{look}<a:t>{escape(name)}</a:t>'
            f'</a:r></a:p></c:rich></c:tx><c:dLblPos val="{side}"/><c:showLegendKey val="0"/><c:showVal val="1"/>'
            '<c:showCatName val="0"/><c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/></c:dLbl>'
        )
    return f"<c:dLbls>{''.join(labels)}{flags}</c:dLbls>"


def _numbers(column: str, last: int, values: list[float]) -> str:
    points = "".join(f'<c:pt idx="{n}"><c:v>{float(value)!r}</c:v></c:pt>' for n, value in enumerate(values))
    return (
        f"<c:numRef><c:f>{_SHEET}!${column}$2:${column}${last}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{last - 1}"/>{points}</c:numCache></c:numRef>'
    )


def _axis(chart: Chart, own: int, other: int, side: str, title: str, logarithmic: bool, days: bool) -> str:
    doubled = '<c:majorUnit val="2"/>' if chart.span and side == "b" else ""
    ends = chart.span if side == "b" else (chart.lowest, chart.highest)
    # ticks that double, for a scale with ends of its own
    base = f'<c:logBase val="{2 if ends and side == "b" else 10}"/>' if logarithmic else ""
    limits = "".join(
        f'<c:{tag} val="{end!r}"/>'
        for tag, end in zip(("max", "min"), reversed(ends or ()), strict=False)
        if end is not None
    )
    rule = (
        f'<c:majorGridlines><c:spPr><a:ln w="9525">{fill_xml(theme().colours.line)}</a:ln></c:spPr></c:majorGridlines>'
    )
    return (
        f'<c:valAx><c:axId val="{own}"/><c:scaling>{base}<c:orientation val="minMax"/>{limits}</c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{side}"/>{rule if side == "l" else ""}{axis_title(title, side == "l") if title else ""}'
        f'<c:numFmt formatCode="{_DAY if days else "General"}" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="low"/><c:spPr><a:ln w="12700">{fill_xml("tx2")}</a:ln></c:spPr>{text_xml(LARGE)}'
        f'<c:crossAx val="{other}"/><c:crosses val="min"/><c:crossBetween val="midCat"/>{doubled}</c:valAx>'
    )
