"""Cleaning of markup: allowed markup does not change, scripts and requests are removed, visible losses are reported."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest

import hostile_markup
from taphuan.document.cleaning import clean_markup

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9"'


class Content(HTMLParser):
    """The elements and the attributes (element, name, value) of some markup."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.elements: set[str] = set()
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.add(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]


ALLOWED = (
    # figures and tables of this package
    '<section id="x" class="slide content" data-timing="60"><div class="frame"><figure class="chart" data-cell="a" data-kind="map"></figure></div></section>',
    '<figure class="table" data-cell="a" data-kind="law"><table><thead><tr><th scope="col" class="left">Năm</th></tr></thead>'
    '<tbody><tr class="here"><th scope="row">A</th><td colspan="2">1</td></tr></tbody></table></figure>',
    f'{SVG} role="img" aria-label="a &lt; b" preserveAspectRatio="xMidYMid meet"><title>a</title><g aria-hidden="true">'
    '<defs><pattern id="p" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)"></pattern></defs>'
    '<rect x="0" y="0" width="9" height="9" fill="url(#p)" stroke-linejoin="round"></rect>'
    '<text x="1" y="2" font-size="20" text-anchor="middle" paint-order="stroke">Đắk&nbsp;Lắk</text></g></svg>',
    # matplotlib
    f'{SVG} version="1.1"><g id="axes_1"><path d="M0 0 L1 1" clip-path="url(#c)" style="fill: none; stroke: #c8102e; stroke-width: 1.5"></path>'
    '<defs><path id="m" d="M0 0" style="stroke: #000000"></path></defs><use xlink:href="#m" x="1" y="2" style="fill: #c8102e"></use>'
    '<image xlink:href="data:image/png;base64,iVBORw0KGgo=" width="9" height="9" transform="scale(1 -1) translate(0 -9)"></image>'
    '<text style="font: 10px \'Be Vietnam Pro\', sans-serif; text-anchor: middle" transform="rotate(-90 1 2)">x</text></g>'
    '<defs><clipPath id="c"><rect x="0" y="0" width="9" height="9"></rect></clipPath></defs></svg>',
    # other libraries
    f'{SVG}><defs><linearGradient id="l" gradientUnits="userSpaceOnUse" x1="0"><stop offset="0" stop-color="red"></stop></linearGradient>'
    '<radialGradient id="r" fx="1" href="#l"></radialGradient><marker id="k" markerWidth="4" refX="2" orient="auto"></marker>'
    '<mask id="n" maskUnits="userSpaceOnUse"></mask><path id="t" d="M0 0"></path></defs>'
    '<text><textPath href="#t" startOffset="5">a<tspan dx="1">b</tspan></textPath></text>'
    '<path d="M0 0" marker-end="url(\'#k\')" mask="url(#n)" fill="rgba(1, 2, 3, .5)"></path></svg>',
    # pandas and Markdown
    '<table border="1" class="dataframe"><thead><tr style="text-align: right;"><th></th><th>x</th></tr></thead><tbody></tbody></table>',
    '<div class="text"><p><a href="https://vanban.chinhphu.vn/?id=1&amp;x=2">a</a> <strong>b</strong><br><code>c</code></p>'
    '<ol start="3"><li>d</li></ol><img alt="e" src="data:image/png;base64,iVBORw0KGgo="></div>',
)


@pytest.mark.parametrize("markup", ALLOWED, ids=range(len(ALLOWED)))
def test_allowed_markup_does_not_change(markup: str) -> None:
    cleaned = clean_markup(markup)
    assert cleaned.markup == markup
    assert cleaned.complete


def test_the_style_that_pandas_adds_to_a_table_is_removed_without_a_loss() -> None:
    table = '<table border="1" class="dataframe"><tbody><tr><td>1</td></tr></tbody></table>'
    cleaned = clean_markup(f"<div><style scoped>.dataframe tbody tr th {{ vertical-align: top; }}</style>{table}</div>")
    assert (cleaned.markup, cleaned.complete) == (f"<div>{table}</div>", True)


def test_a_real_data_frame_and_a_real_plot_lose_nothing() -> None:
    import matplotlib as mpl
    import pandas as pd
    from matplotlib.figure import Figure

    from taphuan.charts.own.draw import svg_of
    from taphuan.charts.own.style import use_house_style

    with mpl.rc_context():
        use_house_style()
        figure = Figure()
        axes = figure.subplots()
        axes.plot([1, 2, 3], [2, 1, 3], marker="o", label="a < b")
        axes.fill_between([1, 2, 3], [1, 1, 1], hatch="//")
        axes.imshow([[1, 2], [3, 4]], extent=(1, 3, 0, 1))
        axes.legend()
        svg = svg_of(figure, "half")
    cleaned = clean_markup(svg)
    assert cleaned.complete
    # the CSS rule of matplotlib became attributes of the drawing
    assert "<style" in svg and "<style" not in cleaned.markup
    assert re.match(r'<svg [^>]*stroke-linejoin="round" stroke-linecap="butt"', cleaned.markup)
    before, after = Content(svg), Content(cleaned.markup)
    added = {("svg", "stroke-linejoin", "round"), ("svg", "stroke-linecap", "butt")}
    assert {a for a in before.attributes if a[0] != "style"} == set(after.attributes) - added
    frame = pd.DataFrame({"Tỉnh": ["Quảng Nam"], "DTI": [0.5]})
    assert clean_markup(frame.to_html()).complete
    assert clean_markup(str(frame._repr_html_())).complete  # type: ignore[operator]


LOST = (
    "<div><p>x</p><script>1</script></div>",
    "<style>p { color: red }</style><p>x</p>",
    f"{SVG}><style>.a {{ fill: red }}</style><path class='a'/></svg>",
    f"{SVG}><foreignObject><p>nhãn</p></foreignObject></svg>",
    f"{SVG}><use href='https://example.org/a.svg#b'/></svg>",
    f"{SVG}><path style='fill: url(https://example.org/a.svg#b)'/></svg>",
    f"{SVG}><rect filter='url(#f)'/><filter id='f'></filter></svg>",
    "<p style='position: fixed'>x</p>",
    "<img src='https://example.org/a.png'>",
    "<iframe src='https://example.org'></iframe>",
    "<p><video></video></p>",
)


@pytest.mark.parametrize("markup", LOST, ids=range(len(LOST)))
def test_a_visible_loss_is_reported(markup: str) -> None:
    assert not clean_markup(markup).complete


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("color: red; position: fixed", "color: red"),
        ("color: red; background: url(https://example.org/a.png)", "color: red"),
        ("background: u\\72l(https://example.org/a.png); color: red", " color: red"),
        ("background: url(https://example.org/a.png", None),
        ("fill: url( '#a' )", "fill: url( '#a' )"),
        ("fill: url('#a\\') url(https://example.org)')", None),
        ("color: red /* */", None),
        ("width: calc(100% - 2px); color: rgb(1, 2, 3)", "width: calc(100% - 2px); color: rgb(1, 2, 3)"),
        ("background: image-set('https://example.org/a.png' 1x)", None),
        ("color: var(--red)", None),
        ("--x: url(https://example.org)", None),
        (
            "border-left-color: red; margin: 0 auto; padding-top: 1px",
            "border-left-color: red; margin: 0 auto; padding-top: 1px",
        ),
    ],
)
def test_only_harmless_declarations_of_a_style_remain(value: str, expected: str | None) -> None:
    styles = [style for _, name, style in Content(clean_markup(f'<p style="{value}">x</p>').markup).attributes]
    assert styles == ([expected] if expected else [])


HOSTILE = (*hostile_markup.SVG, *hostile_markup.HTML)


@pytest.mark.parametrize("markup", HOSTILE, ids=range(len(HOSTILE)))
def test_nothing_hostile_remains_and_cleaning_again_changes_nothing(markup: str) -> None:
    cleaned = clean_markup(markup).markup
    content = Content(cleaned)
    forbidden = "script style iframe object embed foreignobject base link meta form math animate set filter template"
    assert not content.elements & set(forbidden.split())
    assert not [
        name for _, name, _ in content.attributes if name.startswith("on") or name in ("srcset", "ping", "background")
    ]
    assert not [value for _, name, value in content.attributes if name.endswith("href") and "script:" in value]
    assert not [value for _, name, value in content.attributes if hostile_markup.LURE in value and name != "title"]
    assert clean_markup(cleaned).markup == cleaned
