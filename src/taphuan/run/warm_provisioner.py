"""The kernel provisioner for Jupyter: it forks kernels from the warm process if it can, otherwise it starts them."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from jupyter_client.connect import KernelConnectionInfo
from jupyter_client.provisioning.local_provisioner import LocalProvisioner
from traitlets import List, Unicode

from taphuan import paths
from taphuan.run.warm_client import NoWarmKernel, WarmProcess, fork_kernel
from taphuan.run.warm_wire import Request

_LAUNCHER = ["-m", "ipykernel_launcher"]
# the arguments that a request can carry; with any other a kernel is started without a fork
_ARGUMENTS = {"env", "cwd", "stdout", "stderr", "kernel_id", "extra_arguments"}


class WarmProvisioner(LocalProvisioner):
    """A local kernel, warm. All but its start is inherited."""

    libraries = List(
        Unicode(),
        default_value=["numpy", "pandas", "taphuan.charts.own.preload"],
        help="Libraries that the warm process imports; the first kernel waits for them.",
    ).tag(config=True)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> KernelConnectionInfo:
        """Fork the kernel. One of another interpreter or language, or one that cannot be forked, is started."""
        try:
            self.process = await self._fork(cmd, kwargs)
        except NoWarmKernel as reason:
            self.log.warning("Kernel started without a fork: %s", reason)
            return await super().launch_kernel(cmd, **kwargs)
        # the kernel leads its process group
        self.pid = self.pgid = self.process.pid
        self.cwd = kwargs.get("cwd") or Path.cwd()
        return self.connection_info

    async def kill(self, restart: bool = False) -> None:
        """Kill it and wait for its end; jupyter_client would check ten times a second."""
        await super().kill(restart=restart)
        if isinstance(self.process, WarmProcess):
            await self.process.ended()

    async def _fork(self, cmd: list[str], kwargs: dict[str, Any]) -> Any:
        if cmd[0] != sys.executable or _LAUNCHER[1] not in cmd:
            raise NoWarmKernel(f"{cmd[0]} is not the interpreter of this process, or runs no IPython kernel")
        if not kwargs.keys() <= _ARGUMENTS:
            raise NoWarmKernel(f"a forked kernel cannot be given {', '.join(sorted(kwargs.keys() - _ARGUMENTS))}")
        cwd = Path(kwargs.get("cwd") or Path.cwd()).absolute()
        if not cwd.is_dir():
            raise NoWarmKernel(f"{cwd} is not a folder")
        place = cmd.index(_LAUNCHER[1])
        spec = find_spec(_LAUNCHER[1])
        assert spec is not None and spec.origin is not None
        # the warm process itself works in no folder
        env = {**paths.handed_on_in(cwd), **kwargs["env"]}
        request = Request(argv=(spec.origin, *cmd[place + 1 :]), env=env, cwd=str(cwd), modules=tuple(self.libraries))
        with ExitStack() as opened:
            out, err = (_descriptor(kwargs.get(name), own, opened) for name, own in (("stdout", 1), ("stderr", 2)))
            return await fork_kernel(tuple(cmd[: place - 1]), request, out, err)


def _descriptor(target: Any, own: int, opened: ExitStack) -> int:
    """The descriptor for the kernel's output, given as for `subprocess`."""
    if target is None:
        return own
    if target == subprocess.DEVNULL:
        return opened.enter_context(Path(os.devnull).open("wb")).fileno()
    if isinstance(target, int) and target < 0:
        raise NoWarmKernel("its output is to go to a pipe")
    return target if isinstance(target, int) else int(target.fileno())
