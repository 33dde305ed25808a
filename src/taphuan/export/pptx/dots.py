"""Rows of dots beside a mean as a chart of points: a scale above, the mean as an upright tick, the gap as a bar to the dot.

A chart of points has no names of rows and no columns of numbers: two series without marks at the ends of the scale carry them as
labels, which come from cells of the workbook, so that they change with the numbers. The bars are a line that is broken behind each row.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import datetime
from xml.sax.saxutils import escape

from taphuan.charts.text_measure import text_width
from taphuan.export.pptx.colours import fill_xml
from taphuan.export.pptx.drawing import C15, FIELD, LARGE, cache, head, label_range, tail, text_xml
from taphuan.export.pptx.model import LINE, OTHER, THIS, Chart
from taphuan.export.pptx.template import Box
from taphuan.export.shared.zip import rezip
from taphuan.text import say
from taphuan.theme import theme

_SHEET = "Sheet1"
_ACROSS, _UP = 555555555, 666666666
_PX = LARGE / 75
# px: above the rows for the scale, below them for the legend, between the scale and the words at its ends
_SCALE, _LEGEND, _APART = 34.0, 44.0, 18.0
# the scale goes on a little behind its last tick, so that a dot there stands off the words
_BEHIND = 1.04
# columns of the workbook; a bar takes three rows: the dot, the mean, an empty one
_NAME, _OWN, _MEAN, _ROW, _SAID, _START, _END, _EXTRA = "ABCDEFGH"
# of the red bars and of the others: the values, the rows
_BARS = (("I", "J"), ("K", "L"))


def dots_workbook(chart: Chart, day: datetime) -> bytes:
    """The workbook: a row for each row of dots; what the chart needs beside the two values is computed from them."""
    import xlsxwriter

    own, mean = chart.series
    out = io.BytesIO()
    workbook = xlsxwriter.Workbook(out, {"in_memory": True})
    workbook.set_properties({"title": say("export.pptx.charts.data"), "author": "taphuan", "created": day})
    sheet = workbook.add_worksheet(_SHEET)
    number = workbook.add_format({"num_format": "0." + "0" * chart.decimals})
    heads = (
        "",
        own.name,
        mean.name,
        say("export.pptx.dots.row"),
        say("export.pptx.dots.text_right"),
        say("export.pptx.dots.left_edge"),
        say("export.pptx.dots.right_edge"),
        own.extra[0],
        say("export.pptx.dots.lacking_value"),
        say("export.pptx.dots.row_of"),
        say("export.pptx.dots.other_value"),
        say("export.pptx.dots.row_of"),
    )
    for column, heading in enumerate(heads):
        sheet.write_string(0, column, heading)
    for at, name in enumerate(chart.categories):
        row, value, beside = at + 1, own.values[at], mean.values[at]
        sheet.write_string(row, 0, name)
        for column, one in ((1, value), (2, beside)):
            if one is not None:
                sheet.write_number(row, column, one, number)
        for column, one in ((3, float(at + 1)), (5, chart.lowest or 0.0), (6, _end(chart))):
            sheet.write_number(row, column, one)
        if own.extra[1]:
            sheet.write_number(row, 7, own.extra[1][at])
        formula = own.formula
        for place, letter in (("{value}", _OWN), ("{next}", _MEAN), ("{extra}", _EXTRA)):
            formula = formula.replace(place, f"{letter}{row + 1}")
        sheet.write_formula(row, 4, f"={formula}", None, own.labels[at])
        for step, (letter, one) in enumerate(((_OWN, value), (_MEAN, beside))):
            if value is not None and beside is not None:
                column = 8 if at < _far(chart) else 10
                sheet.write_formula(3 * at + 1 + step, column, f"={letter}{row + 1}", None, one)
                sheet.write_formula(3 * at + 1 + step, column + 1, f"={_ROW}{row + 1}", None, at + 1)
    sheet.set_column(0, 0, 32)
    sheet.set_column(1, 11, 14)
    workbook.close()
    return rezip(out.getvalue())


def _far(chart: Chart) -> int:
    """How many rows, from the top, have red bars."""
    return sum(colour == THIS for _, colour in chart.series[0].points)


def _end(chart: Chart) -> float:
    return round(_BEHIND * (chart.highest or 0.0), 4)


def dots_xml(chart: Chart, sheet_relation: str, box: Box) -> bytes:
    """The chart's part of the file for a place of that size."""
    own, mean = chart.series
    rows, far = len(chart.categories), _far(chart)
    names = max(text_width(name, _PX, 700) for name in chart.categories) + _APART
    said = max(text_width(label, _PX, 700) for label in own.labels) + _APART
    # letters of another face may be wider
    left, right = 1.04 * names / box.w, 1.04 * said / box.w
    plot = (
        f'<c:layout><c:manualLayout><c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/><c:x val="{left:.4f}"/>'
        f'<c:y val="{_SCALE / box.h:.4f}"/><c:w val="{1 - left - right:.4f}"/><c:h val="{1 - (_SCALE + _LEGEND) / box.h:.4f}"/>'
        "</c:manualLayout></c:layout>"
    )
    ends = ([chart.lowest or 0.0] * rows, [_end(chart)] * rows)
    bold = [at < far or at == rows - 1 > 0 for at in range(rows)]
    # the longest series first: LibreOffice drops a series before a longer one
    series = [
        _bar_series(0, chart, range(far), THIS),
        _bar_series(1, chart, range(far, rows), OTHER),
        _series(2, (_START, ends[0]), rows, labels=_labels(chart.categories, "l", bold, 0), cells=(_NAME, chart.categories)),
        _series(3, (_END, ends[1]), rows, labels=_labels(own.labels, "r", bold, far), cells=(_SAID, own.labels)),
        _series(4, (_MEAN, mean.values), rows, name=mean.name, mark=("square", 5, LINE), bars=_TICK),
        _series(5, (_OWN, own.values), rows, name=own.name, mark=("circle", 12, THIS)),
    ]  # fmt: skip
    entries = "".join(f'<c:legendEntry><c:idx val="{at}"/><c:delete val="1"/></c:legendEntry>' for at in range(4))
    legend = f'<c:legend><c:legendPos val="b"/>{entries}<c:overlay val="0"/>{text_xml(LARGE)}</c:legend>'
    return (
        f'{head()}<c:chart><c:autoTitleDeleted val="1"/><c:plotArea>{plot}<c:scatterChart><c:scatterStyle val="lineMarker"/>'
        f'<c:varyColors val="0"/>{"".join(series)}<c:axId val="{_ACROSS}"/><c:axId val="{_UP}"/></c:scatterChart>'
        f"{_axes(chart, rows)}<c:spPr><a:noFill/></c:spPr></c:plotArea>{legend}{tail(sheet_relation)}"
    ).encode()


_NO_LINE = "<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>"
# the mean: an upright tick, as long as a dot is high and a little more
_TICK = (
    '<c:errBars><c:errDir val="y"/><c:errBarType val="both"/><c:errValType val="fixedVal"/><c:noEndCap val="1"/>'
    f'<c:val val="0.3"/><c:spPr><a:ln w="38100">{fill_xml(LINE)}</a:ln></c:spPr></c:errBars>'
)


def _series(
    at: int,
    across: tuple[str, Sequence[float | None]],
    rows: int,
    *,
    name: str = "",
    mark: tuple[str, int, str] | None = None,
    labels: str = "",
    bars: str = "",
    cells: tuple[str, Sequence[str]] | None = None,
) -> str:
    """A series of a point a row: `across` are the column of the workbook and its numbers; without `mark` it has only labels."""
    column, values = across
    marker = '<c:marker><c:symbol val="none"/></c:marker>'
    if mark:
        symbol, size, colour = mark
        marker = (
            f'<c:marker><c:symbol val="{symbol}"/><c:size val="{size}"/><c:spPr>{fill_xml(colour)}'
            f'<a:ln w="12700">{fill_xml("bg1" if symbol == "circle" else colour)}</a:ln></c:spPr></c:marker>'
        )
    extension = label_range(f"{_SHEET}!${cells[0]}$2:${cells[0]}${rows + 1}", cells[1]) if cells else ""
    downwards = [float(row + 1) for row in range(rows)]
    return (
        f"{_opened(at, name, column)}{_NO_LINE}{marker}{labels}{bars}<c:xVal>{_numbers(column, 1, rows, values)}</c:xVal>"
        f'<c:yVal>{_numbers(_ROW, 1, rows, downwards)}</c:yVal><c:smooth val="0"/>{extension}</c:ser>'
    )


def _bar_series(at: int, chart: Chart, mine: range, colour: str) -> str:
    """The bars of those rows, in a series over all rows."""
    own, mean = chart.series
    across: list[float | None] = []
    rows: list[float | None] = []
    for row, ends in enumerate(zip(own.values, mean.values, strict=True)):
        shown = row in mine and None not in ends
        across += [*(ends if shown else (None, None)), None]
        rows += [*((row + 1.0,) * 2 if shown else (None, None)), None]
    line = f'<c:spPr><a:ln w="47625" cap="flat">{fill_xml(colour)}<a:round/></a:ln></c:spPr>'
    columns = _BARS[0] if colour == THIS else _BARS[1]
    return (
        f'{_opened(at, "", "")}{line}<c:marker><c:symbol val="none"/></c:marker>'
        f"<c:xVal>{_numbers(columns[0], 1, len(rows), across)}</c:xVal><c:yVal>{_numbers(columns[1], 1, len(rows), rows)}</c:yVal>"
        '<c:smooth val="0"/></c:ser>'
    )


def _opened(at: int, name: str, column: str) -> str:
    title = (
        f"<c:tx><c:strRef><c:f>{_SHEET}!${column}$1</c:f>{cache('c:strCache', (name,))}</c:strRef></c:tx>"
        if name
        else ""
    )
    return f'<c:ser><c:idx val="{at}"/><c:order val="{at}"/>{title}'


def _numbers(column: str, first: int, last: int, values: Sequence[float | None]) -> str:
    """The cells of the rows `first` to `last`, counted without the heading."""
    points = "".join(f'<c:pt idx="{n}"><c:v>{one!r}</c:v></c:pt>' for n, one in enumerate(values) if one is not None)
    return (
        f"<c:numRef><c:f>{_SHEET}!${column}${first + 1}:${column}${last + 1}</c:f><c:numCache><c:formatCode>General</c:formatCode>"
        f'<c:ptCount val="{len(values)}"/>{points}</c:numCache></c:numRef>'
    )


def _labels(texts: Sequence[str], place: str, bold: Sequence[bool], far: int) -> str:
    """A label a row, from the cells of the workbook; those of the first `far` rows are red."""
    flags = "".join(
        f'<c:show{what} val="0"/>' for what in ("LegendKey", "Val", "CatName", "SerName", "Percent", "BubbleSize")
    )
    labels = "".join(
        f'<c:dLbl><c:idx val="{n}"/><c:tx><c:rich><a:bodyPr wrap="none"/><a:lstStyle/><a:p><a:fld id="{FIELD % (16 + n)}" '
        f'type="CELLRANGE"><a:rPr lang="vi-VN" sz="{LARGE}" b="{int(bold[n])}">{fill_xml(THIS if n < far else LINE)}</a:rPr><a:pPr/>'
        f'<a:t>{escape(text)}</a:t></a:fld></a:p></c:rich></c:tx><c:dLblPos val="{place}"/>{flags}{_FROM_CELLS}</c:dLbl>'
        for n, text in enumerate(texts)
    )
    return f'<c:dLbls>{labels}{text_xml(LARGE)}<c:dLblPos val="{place}"/>{flags}</c:dLbls>'


_FROM_CELLS = (
    f'<c:extLst><c:ext uri="{{CE6537A1-D6FC-4f65-9D91-7224C49458BB}}" xmlns:c15="{C15}">'
    '<c15:dlblFieldTable/><c15:showDataLabelsRange val="1"/></c:ext></c:extLst>'
)


def _axes(chart: Chart, rows: int) -> str:
    """The scale on top with three ticks; the rows count from the top and have no axis."""
    rule = f'<c:majorGridlines><c:spPr><a:ln w="12700">{fill_xml(theme().colours.track)}</a:ln></c:spPr></c:majorGridlines>'
    low, high = chart.lowest or 0.0, chart.highest or 0.0
    return (
        f'<c:valAx><c:axId val="{_ACROSS}"/><c:scaling><c:orientation val="minMax"/><c:max val="{_end(chart)!r}"/><c:min val="{low!r}"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="t"/>{rule}<c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>{_NO_LINE}{text_xml(LARGE)}<c:crossAx val="{_UP}"/>'
        f'<c:crosses val="min"/><c:crossBetween val="midCat"/><c:majorUnit val="{(high - low) / 2!r}"/></c:valAx>'
        f'<c:valAx><c:axId val="{_UP}"/><c:scaling><c:orientation val="maxMin"/><c:max val="{rows + 0.5!r}"/><c:min val="0.5"/></c:scaling>'
        '<c:delete val="1"/><c:axPos val="l"/><c:numFmt formatCode="General" sourceLinked="0"/><c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="none"/><c:crossAx val="{_ACROSS}"/><c:crosses val="min"/>'
        '<c:crossBetween val="midCat"/></c:valAx>'
    )
