"""nbformat without a grammar that it never uses.

nbformat imports jsonschema, and that builds, where JupyterLab brought it along, a parser for international web addresses:
0.6 s in every process that reads a notebook. A notebook's schema has no such address to check.
"""

from __future__ import annotations

import sys

_PARSER = "rfc3987_syntax"

if _PARSER not in sys.modules:
    # a module that is None there cannot be imported, which jsonschema takes for not installed
    sys.modules[_PARSER] = None  # type: ignore[assignment]
    try:
        import nbformat  # noqa: F401
    finally:
        del sys.modules[_PARSER]
