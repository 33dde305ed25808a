"""Makes a notebook show frames of pandas as tables of ours; pandas itself is not imported for it."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

# pandas 3 says that its classes are of the package, pandas 2 names their modules
_SHOWN = {
    ("pandas", "DataFrame"): "show_frame",
    ("pandas.core.frame", "DataFrame"): "show_frame",
    ("pandas", "Series"): "show_series",
    ("pandas.core.series", "Series"): "show_series",
    ("pandas.io.formats.style", "Styler"): "show_styler",
}


def register() -> None:
    """Inside a kernel, let its display call `shown` for frames, columns and Stylers; elsewhere do nothing."""
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython else None
    if shell is None:
        return
    formatter = shell.display_formatter.mimebundle_formatter
    for (module, name), function in _SHOWN.items():
        formatter.for_type_by_name(module, name, _shown_by(function))


def _shown_by(function: str) -> Callable[..., dict[str, Any]]:
    def show(value: Any, **_: Any) -> dict[str, Any]:
        from taphuan.lesson.frames import shown

        bundle: dict[str, Any] = getattr(shown, function)(value)
        return bundle

    return show
