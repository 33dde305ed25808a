"""The HTML deck: one file that loads nothing, made by nbconvert with our own template.

`slide_view` decides the layout, `items` what stands on a slide; the markup is in slides/nbconvert/taphuan-deck/, the styles are
in slides/theme.css.
"""

from __future__ import annotations

import copy
import functools
import re
from collections.abc import Iterator
from typing import Any

from nbconvert.exporters.html import HTMLExporter
from nbconvert.exporters.templateexporter import TemplateExporter
from nbconvert.filters import Highlight2HTML
from traitlets import default
from traitlets.config import Config

from taphuan import paths
from taphuan.document.markdown import clean, title_html, to_html
from taphuan.export.html.markup import inline_svg, unbroken, unwrapped
from taphuan.export.html.phone import fits, heads_style, labelled, phone_figure
from taphuan.export.html.policy import page_policy
from taphuan.export.html.rendering import rendering
from taphuan.export.html.reveal import PageAssets, page_assets
from taphuan.export.html.slide_view import deck_view
from taphuan.export.shared.sources import is_remark
from taphuan.text import say
from taphuan.theme import theme

_SECTION_END = "</section>"


def write_deck(nb: Any) -> bytes:
    """The deck of a composed, executed notebook as one HTML file."""
    body, _ = _exporter().from_notebook_node(nb)
    return body.encode("utf-8")


def slide_markup(nb: Any, slide: str) -> str:
    """The `<section>` of one slide of an executed notebook, the same markup as in the whole deck."""
    alone = copy.copy(nb)
    alone.cells = [cell for cell in nb.cells if (cell.metadata.get("taphuan") or {}).get("slide") == slide]
    page, _ = _exporter().from_notebook_node(alone, {"assets": PageAssets("", "", "", "", "")})
    return page[page.index("<section") : page.rindex(_SECTION_END) + len(_SECTION_END)]


def slide_of(page: str, slide: str) -> str:
    """The `<section>` of one slide of a deck that `write_deck` made; empty where it has no such slide."""
    start = page.find(f'<section id="{slide}"')
    return "" if start < 0 else page[start : page.index(_SECTION_END, start) + len(_SECTION_END)]


def deck_scripts() -> tuple[str, ...]:
    """The scripts that the template writes into decks, as a browser reads them, of decks with and without planned minutes."""
    from nbformat.v4 import new_markdown_cell, new_notebook

    scripts: dict[str, None] = {}
    for minutes in (0, 1):
        ours = {"document": "deck", "slide": "s", "role": "heading", "minutes": minutes}
        cell = new_markdown_cell("## s", metadata={"taphuan": ours})
        page, _ = _exporter().from_notebook_node(new_notebook(cells=[cell]))
        scripts |= dict.fromkeys(re.findall(r"<script>(.*?)</script>", page, flags=re.DOTALL))
    return tuple(scripts)


@functools.cache
def _exporter() -> TaphuanDeckExporter:
    return TaphuanDeckExporter()  # type: ignore[no-untyped-call]


def _cell_html(cell: Any) -> str:
    return to_html(cell.source, cell.get("attachments"))


class TaphuanDeckExporter(HTMLExporter):
    """nbconvert's exporter `taphuan-deck`: slides in one HTML file."""

    export_from_notebook = say("export.html.deck.exporter")

    @default("template_name")
    def _template_name_default(self) -> str:
        return "taphuan-deck"

    @default("extra_template_basedirs")
    def _default_extra_template_basedirs(self) -> list[str]:
        return [str(paths.DECK_TEMPLATES), str(paths.PACKAGED_SLIDES / paths.DECK_TEMPLATES.name)]

    @property
    def default_config(self) -> Config:
        config = Config(
            {
                "HTMLExporter": {
                    # once behind all preprocessors and not behind each of them
                    "optimistic_validation": True,
                    "exclude_input": True,
                    "exclude_input_prompt": True,
                    "exclude_output_prompt": True,
                    "exclude_anchor_links": True,
                    "language_code": "vi",
                },
            }
        )
        inherited: Config = super().default_config.copy()
        inherited.merge(config)
        return inherited

    def _create_environment(self) -> Any:
        environment = super()._create_environment()  # type: ignore[no-untyped-call]
        environment.globals["say"] = say
        return environment

    def default_filters(self) -> Iterator[tuple[str, Any]]:
        yield from super().default_filters()  # type: ignore[no-untyped-call]
        # nbconvert's templates do not compile without it, although decks show no code
        yield "highlight_code", Highlight2HTML(parent=self)  # type: ignore[no-untyped-call]
        yield "deck_view", deck_view
        yield "inline_svg", inline_svg
        yield "title_html", title_html
        yield "cell_html", _cell_html
        yield "policy", page_policy
        yield "unwrapped", unwrapped
        yield "unbroken", unbroken
        yield "phone_figure", phone_figure
        yield "fits_phone", fits
        yield "heads_style", heads_style
        yield "labelled", labelled
        yield "is_remark", is_remark

    def from_notebook_node(  # type: ignore[override]
        self, nb: Any, resources: dict[str, Any] | None = None, **kw: Any
    ) -> tuple[str, dict[str, Any]]:
        """Render without the last step of HTMLExporter, which parses and serialises the whole page again to add alt texts
        in English; our template writes the alt text of every image.
        """
        resources = self._init_resources(resources)  # type: ignore[no-untyped-call]
        resources.setdefault("assets", page_assets())
        resources["house"], resources["face"] = theme().colours, theme().faces.screen
        with rendering():
            page, resources = TemplateExporter.from_notebook_node(self, nb, resources, **kw)
        return clean(page), resources
