"""What the tests of authors' own plots share: the house style, which each of them leaves as it was, and a lesson."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from taphuan.lesson.lesson import Lesson, open_lesson


@pytest.fixture
def house_style() -> Iterator[None]:
    import matplotlib.pyplot as plt

    from taphuan.charts.own.style import use_house_style

    with plt.rc_context():
        plt.switch_backend("agg")
        use_house_style()
        plt.close("all")
        yield
        plt.close("all")


@pytest.fixture(scope="module")
def lesson() -> Lesson:
    return open_lesson("quang-nam-2024", "quang-nam", "2024-10-31")
