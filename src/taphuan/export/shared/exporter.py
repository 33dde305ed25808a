"""nbconvert's side of the writers whose files are bytes, on a composed, executed notebook."""

from __future__ import annotations

from typing import Any, ClassVar

from nbconvert.exporters import Exporter


class BytesExporter(Exporter):
    """A subclass says what menus call it, the type and the ending of its file, and what writes it."""

    ending: ClassVar[str]

    def written(self, nb: Any) -> bytes:
        """The file of the notebook."""
        raise NotImplementedError

    def _file_extension_default(self) -> str:
        return self.ending

    # An exporter of a binary format returns bytes, as nbconvert's own PDF exporters do.
    def from_notebook_node(self, nb: Any, resources: Any = None, **kw: Any) -> tuple[bytes, Any]:  # type: ignore[override]
        nb, resources = super().from_notebook_node(nb, resources, **kw)
        return self.written(nb), resources
