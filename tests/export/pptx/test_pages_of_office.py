"""LibreOffice opens every form of deck, and shows a page for each shown slide."""

from __future__ import annotations

from pathlib import Path

import pikepdf
import pytest

import libreoffice
from pptx_decks import Deck


@pytest.mark.slow
@pytest.mark.skipif(libreoffice.missing(), reason="LibreOffice is not installed (apt: libreoffice-impress)")
def test_where_libreoffice_is_installed_the_pdf_has_a_page_for_each_shown_slide(
    decks: dict[str, Deck], tmp_path: Path
) -> None:
    files = [tmp_path / f"{name}.pptx" for name in decks]
    for file, deck in zip(files, decks.values(), strict=True):
        file.write_bytes(deck.data)
    for pdf, (name, deck) in zip(libreoffice.converted(files, "pdf", tmp_path), decks.items(), strict=True):
        shown = sum(slide.element.get("show") != "0" for slide in deck.slides)
        assert len(pikepdf.open(pdf).pages) == shown, name
