"""How our kernels are started: over Unix sockets in the job's own folder, so that no port of the machine is taken."""

from __future__ import annotations

import subprocess
import uuid
from contextlib import suppress
from math import inf
from pathlib import Path
from queue import Empty
from time import monotonic
from typing import Any

from jupyter_client.asynchronous.client import AsyncKernelClient
from jupyter_client.manager import AsyncKernelManager
from jupyter_core.paths import jupyter_runtime_dir
from traitlets import DottedObjectName, Type, Unicode

from taphuan.run.warm_provisioner import WarmProvisioner


class PromptClient(AsyncKernelClient):
    """A client that is ready when the kernel is; the stock one listens to 0.2 s of silence first."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Until the kernel has answered and said on its output channel that it is idle. Raises RuntimeError."""
        deadline = monotonic() + (timeout or inf)
        while True:
            asked = self.kernel_info()
            with suppress(Empty):
                await self._heard(self.shell_channel, asked, "kernel_info_reply", 1)
                # nothing comes here before the subscription has reached the kernel
                await self._heard(self.iopub_channel, asked, "idle", 0.2)
                return
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it answered")
            if monotonic() > deadline:
                raise RuntimeError(f"the kernel did not answer within {timeout:g} s")

    async def _heard(self, channel: Any, asked: str, what: str, patience: float) -> None:
        """Read on until the message that ends `asked`. Raises Empty where none comes for `patience` seconds."""
        while True:
            message = await channel.get_msg(timeout=patience)
            state = message["content"].get("execution_state", message["msg_type"])
            if message["parent_header"].get("msg_id") == asked and state == what:
                return


class LocalKernelManager(AsyncKernelManager):
    """A stock kernel behind file sockets that only this user can reach; TCP would be open to every user of the machine."""

    transport = Unicode("ipc")
    client_class = DottedObjectName("taphuan.run.kernels.PromptClient")
    client_factory = Type(PromptClient)

    async def start_kernel(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Start it with its last words muted: a killed kernel would print the traceback of its own socket."""
        if not self.connection_file:
            # named before the sockets are, which else lie in the folder of whoever asks
            folder = Path(jupyter_runtime_dir())
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.connection_file = str(folder / f"kernel-{uuid.uuid4().hex[:12]}.json")
        await super().start_kernel(stderr=subprocess.DEVNULL, **kwargs)


class WarmKernelManager(LocalKernelManager):
    """The same kernel, forked from a warm process."""

    async def start_kernel(self, **kwargs: Any) -> None:  # type: ignore[override]
        if self.provisioner is None:
            self.kernel_id = self.kernel_id or str(uuid.uuid4())
            self.provisioner = WarmProvisioner(kernel_id=self.kernel_id, kernel_spec=self.kernel_spec, parent=self)
        await super().start_kernel(**kwargs)
