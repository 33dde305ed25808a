"""Charts of a slide as DrawingML with the workbook in which they are edited.

Labels come from cells of the workbook, where a formula writes the number with a decimal comma: a number format would show
a point on a machine with other settings, and a fixed text would not change with the number.
"""

from __future__ import annotations

import io
from datetime import datetime
from xml.sax.saxutils import escape

from taphuan.export.pptx.colours import fill_xml
from taphuan.export.pptx.drawing import (
    C15,
    FIELD,
    LARGE,
    SMALL,
    axis_title,
    cache,
    head,
    label_range,
    legend_xml,
    tail,
    text_xml,
)
from taphuan.export.pptx.model import LINE, THIS, Chart, Series
from taphuan.export.pptx.template import Box
from taphuan.export.shared.zip import rezip
from taphuan.text import say
from taphuan.theme import theme

_SHEET = "Sheet1"
_CATEGORY_AXIS, _VALUE_AXIS = 111111111, 222222222


def workbook_of(chart: Chart, day: datetime) -> bytes:
    """The workbook of the chart: categories, a column for each series, a column of further numbers, the labels."""
    import xlsxwriter

    if chart.kind == "dots":
        from taphuan.export.pptx.dots import dots_workbook

        return dots_workbook(chart, day)
    if chart.kind == "points":
        from taphuan.export.pptx.points import points_workbook

        return points_workbook(chart, day)
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    # the day of the content, not of the clock: the same content gives the same file
    workbook.set_properties({"title": say("export.pptx.charts.data"), "author": "taphuan", "created": day})
    worksheet = workbook.add_worksheet(_SHEET)
    style = workbook.add_format({"num_format": "0." + "0" * chart.decimals if chart.decimals else "0"})
    for row, name in enumerate(chart.categories, start=1):
        worksheet.write_string(row, 0, name)
    for at, series in enumerate(chart.series):
        worksheet.write_string(0, 1 + at, series.name)
        for row, value in enumerate(series.values, start=1):
            if value is not None:
                worksheet.write_number(row, 1 + at, value, style)
        extra = _extra_column(chart)
        heading, numbers = series.extra
        if numbers:
            worksheet.write_string(0, extra, heading)
            for row, value in enumerate(numbers, start=1):
                worksheet.write_number(row, extra, value)
        labels = _label_column(chart, at)
        worksheet.write_string(0, labels, say("export.pptx.charts.label", name=series.name))
        last = max((row for row, label in enumerate(series.labels, start=1) if label), default=0)
        for row, label in enumerate(series.labels, start=1):
            if label:
                cells = (("{name}", 0), ("{value}", 1 + at), ("{next}", 2 + at), ("{extra}", extra))
                formula = series.formula
                if series.named and row == last:
                    formula = f'{_column_letter(1 + at)}$1&": "&{formula}'
                for place, column in cells:
                    formula = formula.replace(place, f"{_column_letter(column)}{row + 1}")
                worksheet.write_formula(row, labels, f"={formula}", None, label)
    worksheet.set_column(0, 0, 28)
    worksheet.set_column(1, _label_column(chart, len(chart.series) - 1), 16)
    workbook.close()
    return rezip(out.getvalue())


def _extra_column(chart: Chart) -> int:
    return 1 + len(chart.series)


def _label_column(chart: Chart, at: int) -> int:
    return 2 + len(chart.series) + at


def _column_letter(column: int) -> str:
    return chr(ord("A") + column)


def chart_xml(chart: Chart, sheet_relation: str, box: Box) -> bytes:
    """The chart's part of the file for its place: marks without effects, axes without lines of values, labels at the marks."""
    if chart.kind == "dots":
        from taphuan.export.pptx.dots import dots_xml

        return dots_xml(chart, sheet_relation, box)
    if chart.kind == "points":
        from taphuan.export.pptx.points import points_xml

        return points_xml(chart, sheet_relation, box)
    columns = [(at, series) for at, series in enumerate(chart.series) if not series.line]
    lines = [(at, series) for at, series in enumerate(chart.series) if series.line]
    plot = _plot(chart.kind, chart, columns)
    if lines:
        plot += _plot("line", chart, lines)
    legend = legend_xml("t") if chart.legend else ""
    return (
        f'{head()}<c:chart><c:autoTitleDeleted val="1"/><c:plotArea><c:layout/>{plot}{_axes(chart)}'
        f"<c:spPr><a:noFill/></c:spPr></c:plotArea>{legend}{tail(sheet_relation)}"
    ).encode()


def _plot(kind: str, chart: Chart, series: list[tuple[int, Series]]) -> str:
    inside = "".join(_series(kind, chart, at, one) for at, one in series)
    axes = f'<c:axId val="{_CATEGORY_AXIS}"/><c:axId val="{_VALUE_AXIS}"/>'
    if kind == "line":
        return f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{inside}<c:marker val="1"/>{axes}</c:lineChart>'
    grouping = "stacked" if chart.stacked else "clustered"
    direction = "bar" if kind == "bar" else "col"
    overlap = '<c:overlap val="-5"/>' if len(series) > 1 else ""
    if chart.stacked:
        overlap = '<c:overlap val="100"/>'
    return (
        f'<c:barChart><c:barDir val="{direction}"/><c:grouping val="{grouping}"/>'
        f'<c:varyColors val="0"/>{inside}'
        f'<c:gapWidth val="{chart.gap}"/>{overlap}{axes}</c:barChart>'
    )


def _series(kind: str, chart: Chart, at: int, series: Series) -> str:
    last = len(chart.categories) + 1
    name = f"{_SHEET}!${_column_letter(1 + at)}$1"
    values = "".join(
        f'<c:pt idx="{n}"><c:v>{value!r}</c:v></c:pt>' for n, value in enumerate(series.values) if value is not None
    )
    form = "0." + "0" * chart.decimals if chart.decimals else "0"
    smooth = '<c:smooth val="0"/>' if kind == "line" else ""
    return (
        f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/><c:tx><c:strRef><c:f>{name}</c:f><c:strCache>'
        f'<c:ptCount val="1"/><c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"{_look(kind, at, series)}{_points(kind, series)}{_labels(kind, at, series)}"
        f"<c:cat><c:strRef><c:f>{_SHEET}!$A$2:$A${last}</c:f>{cache('c:strCache', chart.categories)}</c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>{_SHEET}!${_column_letter(1 + at)}$2:${_column_letter(1 + at)}${last}</c:f><c:numCache>"
        f'<c:formatCode>{form}</c:formatCode><c:ptCount val="{len(series.values)}"/>{values}</c:numCache></c:numRef></c:val>'
        f"{smooth}{_label_range(chart, at, series, last)}</c:ser>"
    )


def _look(kind: str, at: int, series: Series) -> str:
    if kind in ("bar", "column"):
        return f'<c:spPr>{fill_xml(series.colour)}</c:spPr><c:invertIfNegative val="0"/>'
    dash = "dash" if series.line else "solid"
    line = f'<a:ln w="{38100 if not at else 28575}" cap="rnd">{fill_xml(series.colour)}<a:prstDash val="{dash}"/><a:round/></a:ln>'
    if series.line:
        return f'<c:spPr>{line}</c:spPr><c:marker><c:symbol val="none"/></c:marker>'
    return (
        f'<c:spPr>{line}</c:spPr><c:marker><c:symbol val="circle"/><c:size val="13"/>'
        f"<c:spPr>{fill_xml(series.colour)}<a:ln><a:noFill/></a:ln></c:spPr></c:marker>"
    )


def _points(kind: str, series: Series) -> str:
    points = [
        f'<c:dPt><c:idx val="{n}"/><c:invertIfNegative val="0"/><c:bubble3D val="0"/><c:spPr>{fill_xml(colour)}</c:spPr></c:dPt>'
        for n, colour in series.points
    ]
    return "".join(points)


def _labels(kind: str, at: int, series: Series) -> str:
    """Labels from the cells of the workbook; a program without labels from cells shows the texts stored here."""
    flags = "".join(
        f'<c:show{what} val="0"/>' for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    )
    if not any(series.labels):
        return f"<c:dLbls>{flags}</c:dLbls>"
    colours = dict(series.points)
    moved = {n: (right, down) for n, right, down in series.moved}
    place = "outEnd" if kind in ("bar", "column") else "t" if series.line else "b"
    bare = "<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>"
    labels = []
    for n, label in enumerate(series.labels):
        if not label:
            labels.append(f'<c:dLbl><c:idx val="{n}"/><c:delete val="1"/></c:dLbl>')
            continue
        colour = colours.get(n, series.colour if series.colour == THIS or series.line else LINE)
        heavy = int(colour != LINE)
        look = f'<a:rPr lang="vi-VN" sz="{SMALL if len(series.values) > 8 else LARGE}" b="{heavy}">{fill_xml(colour)}</a:rPr>'
        labels.append(
            f'<c:dLbl><c:idx val="{n}"/>{_moved(moved.get(n))}<c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:fld id="{FIELD % at}" '
            f'type="CELLRANGE">{look}<a:pPr/><a:t>{escape(label)}</a:t></a:fld></a:p></c:rich></c:tx>{bare}'
            f'<c:dLblPos val="{place}"/>{flags}<c:extLst><c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}" '
            f'xmlns:c15="{C15}"><c15:dlblFieldTable/><c15:showDataLabelsRange val="1"/></c:ext></c:extLst></c:dLbl>'
        )
    return (
        f'<c:dLbls>{"".join(labels)}{bare}{text_xml(SMALL)}<c:dLblPos val="{place}"/>{flags}<c:extLst>'
        f'<c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}" xmlns:c15="{C15}"><c15:showDataLabelsRange val="1"/>'
        '<c15:showLeaderLines val="1"/></c:ext></c:extLst></c:dLbls>'
    )


def _moved(by: tuple[float, float] | None) -> str:
    if by is None:
        return ""
    return f'<c:layout><c:manualLayout><c:x val="{by[0]}"/><c:y val="{by[1]}"/></c:manualLayout></c:layout>'


def _label_range(chart: Chart, at: int, series: Series, last: int) -> str:
    if not any(series.labels):
        return ""
    column = _column_letter(_label_column(chart, at))
    return label_range(f"{_SHEET}!${column}$2:${column}${last}", series.labels)


def _axes(chart: Chart) -> str:
    """An axis of categories; the axis of values is hidden where the labels show the values."""
    horizontal = chart.kind == "bar"
    # with 1 on top the years are at the other end
    tick_labels = "nextTo" if chart.reverse else "low"
    limits = "".join(
        f'<c:{tag} val="{value!r}"/>'
        for tag, value in (("max", chart.highest), ("min", chart.lowest))
        if value is not None
    )
    thin = f'<c:spPr><a:ln w="12700">{fill_xml("tx2")}</a:ln></c:spPr>'
    large = SMALL if len(chart.categories) * len(chart.series) > 16 else LARGE
    # horizontal bars begin at the top
    order = "maxMin" if horizontal else "minMax"
    grid = ""
    shown = chart.axis or chart.reverse
    base = '<c:logBase val="10"/>' if chart.logarithmic[1] else ""
    if chart.axis:
        grid = f'<c:majorGridlines><c:spPr><a:ln w="9525">{fill_xml(theme().colours.track)}</a:ln></c:spPr></c:majorGridlines>'
    # of ranks only the first and the last are shown
    step = f'<c:majorUnit val="{(chart.highest or 2.0) - 1.0}"/>' if chart.reverse else ""
    crosses = "max" if chart.reverse else "autoZero"
    return (
        f'<c:catAx><c:axId val="{_CATEGORY_AXIS}"/><c:scaling><c:orientation val="{order}"/></c:scaling><c:delete val="0"/>'
        f'<c:axPos val="{"l" if horizontal else "b"}"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="{tick_labels}"/>{thin}{text_xml(large)}'
        f'<c:crossAx val="{_VALUE_AXIS}"/><c:crosses val="{crosses}"/><c:auto val="0"/><c:lblAlgn val="ctr"/>'
        '<c:lblOffset val="100"/><c:tickLblSkip val="1"/><c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="{_VALUE_AXIS}"/><c:scaling>{base}<c:orientation val="{"maxMin" if chart.reverse else "minMax"}"/>'
        f'{limits}</c:scaling><c:delete val="{int(not shown)}"/><c:axPos val="{"b" if horizontal else "l"}"/>{grid}'
        f"{axis_title(chart.value, not horizontal) if chart.value and chart.axis else ''}"
        '<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/><c:minorTickMark val="none"/>'
        f'<c:tickLblPos val="{"nextTo" if shown else "none"}"/><c:spPr><a:ln><a:noFill/></a:ln></c:spPr>'
        f'{text_xml(LARGE) if shown else ""}<c:crossAx val="{_CATEGORY_AXIS}"/>'
        f'<c:crosses val="{"max" if horizontal and shown else "autoZero"}"/><c:crossBetween val="between"/>{step}</c:valAx>'
    )
