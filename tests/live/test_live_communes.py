"""The deck of a commune on stage: it has a place of its own beside the hall's and its province's, and its cells run."""

from __future__ import annotations

import json
import re
from contextlib import closing
from datetime import date
from pathlib import Path

import pytest

from live_lines import ask, next_message, socket
from live_server import BuiltTalk, live
from projects import copied
from taphuan.build.plan import plan
from taphuan.build.plan_communes import plan_communes
from taphuan.live.present import chosen
from taphuan.live.server.presentation import presentation_of

TODAY = date(2026, 11, 30)
CONFERENCE, CODE = "tp-hcm-2025", "27592"
PLACE = f"{CONFERENCE}/ho-chi-minh/27592-ba-diem"


def test_a_commune_has_a_place_of_its_own_and_stands_for_no_province(tmp_path: Path) -> None:
    jobs = plan((CONFERENCE,), (), (), (), None, tmp_path, 120, TODAY)
    jobs += plan_communes((CONFERENCE,), (), (CODE,), (), None, tmp_path, 120, TODAY)
    presentation = presentation_of(jobs)
    deck = chosen(presentation, "hoi-nghi", "", CODE)
    assert (deck.place, deck.label, deck.of_province) == (PLACE, "Xã Bà Điểm", False)
    assert deck.folder == tmp_path / PLACE
    assert presentation.provinces["ho-chi-minh"].place == f"{CONFERENCE}/ho-chi-minh"
    assert chosen(presentation, "ho-chi-minh", "").commune == ""


@pytest.mark.slow
def test_the_deck_of_a_commune_is_served_and_its_figure_is_run_again(tmp_path: Path) -> None:
    root = copied(tmp_path / "project")
    talk = BuiltTalk(root, tmp_path / "build", tmp_path / "cache", CONFERENCE)
    with live(talk, commune="Bà Điểm") as served:
        assert f"/{PLACE}?" in served.url
        page = ask(served, f"/taphuan/{PLACE}").text
        found = re.search(r'id="taphuan-live">(.*?)</script>', page)
        assert found
        settings = json.loads(found[1])
        assert (settings["commune"], settings["label"]) == (CODE, "Xã Bà Điểm")
        assert [deck["place"] for deck in settings["decks"] if deck["commune"]] == [PLACE]
        with closing(socket(served, f"/taphuan/kernel/{PLACE}")) as line:
            cells = next_message(line, type="hello")["cells"]
            assert isinstance(cells, list)
            (cell,) = [one for one in cells if str(one).endswith("gom-hinh")]
            next_message(line, kernel="idle")
            line.send(json.dumps({"do": "run", "cells": [cell]}))
            ran = next_message(line, type="figure")
            assert "Bà Điểm" in json.dumps(ran, ensure_ascii=False)
