"""Imports jsonschema without its optional parser of IRIs. Import this module before nbformat or frictionless, which
import jsonschema.

If the package rfc3987_syntax is installed (JupyterLab depends on it), jsonschema builds that parser at import, which
takes 0.6 s in every process. No schema of a notebook or of a table contains an IRI.
"""

from __future__ import annotations

import importlib
import sys

_PARSER = "rfc3987_syntax"

if _PARSER not in sys.modules:
    # an import of a module that is None here fails, and jsonschema concludes that it is not installed
    sys.modules[_PARSER] = None  # type: ignore[assignment]
    try:
        importlib.import_module("jsonschema")
    finally:
        del sys.modules[_PARSER]
