"""How our kernels are started: over Unix sockets in the job's own folder, so that no port of the machine is taken."""

from __future__ import annotations

import subprocess
from typing import Any

from jupyter_client.manager import AsyncKernelManager
from traitlets import Unicode


class LocalKernelManager(AsyncKernelManager):
    """A stock kernel behind file sockets that only this user can reach; TCP would be open to every user of the machine."""

    transport = Unicode("ipc")

    async def start_kernel(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Start it with its last words muted: a killed kernel would print the traceback of its own socket."""
        await super().start_kernel(stderr=subprocess.DEVNULL, **kwargs)
