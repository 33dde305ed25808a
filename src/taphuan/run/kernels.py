"""Kernel managers whose kernels listen on Unix sockets, so that they use no port of the machine."""

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
    """A client that is ready as soon as the kernel is; the stock one first waits for 0.2 s without messages."""

    async def wait_for_ready(self, timeout: float | None = None) -> None:
        """Wait for the kernel's reply and for `idle` on its output channel. Raises RuntimeError."""
        deadline = monotonic() + (timeout or inf)
        while True:
            request = self.kernel_info()
            with suppress(Empty):
                await self._receive(self.shell_channel, request, "kernel_info_reply", 1)
                # silent until the subscription has reached the kernel
                await self._receive(self.iopub_channel, request, "idle", 0.2)
                return
            if not await self.is_alive():
                raise RuntimeError("the kernel died before it answered")
            if monotonic() > deadline:
                raise RuntimeError(f"the kernel did not answer within {timeout:g} s")

    async def _receive(self, channel: Any, request: str, kind: str, timeout: float) -> None:
        """Read until the message of this kind for the request. Raises Empty after `timeout` seconds without a message."""
        while True:
            message = await channel.get_msg(timeout=timeout)
            state = message["content"].get("execution_state", message["msg_type"])
            if message["parent_header"].get("msg_id") == request and state == kind:
                return


class LocalKernelManager(AsyncKernelManager):
    """A stock kernel on Unix sockets that only this user can open; TCP would be open to every user of the machine."""

    transport = Unicode("ipc")
    client_class = DottedObjectName("taphuan.run.kernels.PromptClient")
    client_factory = Type(PromptClient)

    async def start_kernel(self, **kwargs: Any) -> None:  # type: ignore[override]
        """Start it without standard error: a killed kernel would print a traceback of its socket."""
        if not self.connection_file:
            # set before the sockets, which would otherwise lie in the current folder
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
