"""jsonschema without a grammar that nobody here uses; import it before nbformat or frictionless, which import jsonschema.

Where JupyterLab brought it along, jsonschema builds a parser for international web addresses: 0.6 s in every process.
No schema of a notebook or of a table has such an address to check.
"""

from __future__ import annotations

import importlib
import sys

_PARSER = "rfc3987_syntax"

if _PARSER not in sys.modules:
    # a module that is None there cannot be imported, which jsonschema takes for not installed
    sys.modules[_PARSER] = None  # type: ignore[assignment]
    try:
        importlib.import_module("jsonschema")
    finally:
        del sys.modules[_PARSER]
