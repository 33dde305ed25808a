"""The line at the foot of a slide: as many sources as fit, the rest counted once."""

from __future__ import annotations

from taphuan.export.shared.frame import foot_source

WHERE = "Quy định, số liệu đến 31/10/2024"
LONG = ("Luật Giao dịch điện tử", "NĐ 69/2024", "NĐ 82/2024", "Chỉ thị 34/CT-TTg", "Quyết định 1012/QĐ-TTg")


def test_sources_that_fit_stand_as_they_are() -> None:
    assert foot_source("Nguồn: NĐ 69/2024 và 3 nguồn khác", WHERE, 4) == "Nguồn: NĐ 69/2024 và 3 nguồn khác"


def test_what_is_left_out_is_counted_with_what_the_slide_has_counted() -> None:
    line = foot_source(f"Nguồn: {'; '.join(LONG * 2)} và 3 nguồn khác", WHERE, 4)
    named = line.removeprefix("Nguồn: ").partition(" và ")[0].split("; ")
    assert line.count("nguồn khác") == 1
    assert line.endswith(f"và {2 * len(LONG) - len(named) + 3} nguồn khác")
