"""`taphuan lab`: JupyterLab on a copy of a composed notebook, in Vietnamese, with our exporters in its menu and RISE.

Nothing of the user's own Jupyter is read or changed: settings and signatures lie in the cache. No request leaves the machine.
"""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import Any

# before Jupyter's server imports jsonschema
import taphuan.data.light_jsonschema  # noqa: F401  # isort: skip
from jupyter_server.serverapp import ServerApp
from traitlets.config import Config

from taphuan import paths
from taphuan.build import spine
from taphuan.build.need import NOTEBOOK
from taphuan.build.plan import DEFAULT_TIMEOUT, Job, plan
from taphuan.build.plan_communes import plan_communes
from taphuan.build.publish import read_manifest
from taphuan.errors import EnvironmentLacks, ExecutionFailed
from taphuan.export.shared import fonts
from taphuan.files import scratch, write_whole
from taphuan.live.lab.exports import PREFIX, add_exports
from taphuan.live.lab.working_copy import changed_parameters, put_copy
from taphuan.live.server.kernel import LIBRARIES
from taphuan.run.execute import kernel_environment
from taphuan.text import say
from taphuan.theme import forms

# below the folder of the build: the copies that people work on
FOLDER = "lab"

_SERVER_EXTENSIONS = ("jupyterlab", "jupyterlab_rise")
_REINSTALL = "install requirements.lock: rm -rf .venv && make"


def lab(
    conference: str,
    province: str,
    module: str,
    commune: str,
    out: Path,
    port: int,
    open_browser: bool,
    refresh: bool,
    tell: Callable[[str], None],
) -> None:
    """Serve JupyterLab until Ctrl-C; with `refresh` on the set that the parameters in the copy name. Raises what `plan` raises,
    NotComposed for a copy that is no notebook any more, ExecutionFailed, EnvironmentLacks."""
    job = _job(conference, province, module, commune, None, out)
    target = _copy_of(job)
    if changed := changed_parameters(target) if refresh or target.exists() else {}:
        said = ", ".join(f"{name} {value}" for name, value in changed.items())
        if not refresh:
            tell(f"the first cell of {target} says {said}: --refresh opens the notebook composed for that")
        else:
            asked = {"conference": conference, "province": province, "commune": commune, **changed}
            job = _job(asked["conference"], asked["province"], module, asked["commune"], changed.get("as_of"), out)
            tell(f"{target} says {said}; it stays as it is, with all that you changed in it")
            target = _copy_of(job)
    elif refresh:
        tell(f"the parameters in {target} are those that it was composed for")
    _check_installed()
    _bring_up_to_date(job, tell)
    copy = put_copy(job.folder / NOTEBOOK, target)
    # RISE reads a file of this name in the notebook's folder
    styles = f"{fonts.face_css()}\n{forms.css()}\n{paths.taken(paths.RISE_CSS).read_text(encoding='utf-8')}"
    write_whole(copy.path.with_name("rise.css"), styles.encode("utf-8"))
    with scratch() as folder, kernel_environment(folder):
        server = _server(copy.path, folder, port, open_browser)

        def announce() -> None:
            if copy.note:
                tell(copy.note)
            tell(f"your copy, which no build overwrites: {copy.path}")
            tell(f"what you change there goes back into the notebooks with: taphuan import {copy.path}")
            tell(f"JupyterLab: {_address(server)}")
            tell("Ctrl-C ends it with its kernels, without a question: save first")

        # runs after the loop has bound the port
        server.io_loop.add_callback(announce)
        server.start()


def _job(conference: str, province: str, module: str, commune: str, day: str | None, out: Path) -> Job:
    """The set that is opened. Raises what `plan` raises."""
    if commune:
        (job,) = plan_communes((conference,), (), (commune,), (), day, out, DEFAULT_TIMEOUT, date.today())
    else:
        provinces, modules = ((), (module,)) if module else ((province,), ())
        (job,) = plan((conference,), provinces, modules, (), day, out, DEFAULT_TIMEOUT, date.today())
    return job


def _copy_of(job: Job) -> Path:
    """The copy of a set."""
    return job.out / FOLDER / f"{job.name.replace('/', '-')}.ipynb"


def _check_installed() -> None:
    """Raises EnvironmentLacks."""
    missing = [name for name in _SERVER_EXTENSIONS if find_spec(name) is None]
    if missing:
        raise EnvironmentLacks(f"not installed: {', '.join(missing)}; {_REINSTALL}", code="TH908")


def _bring_up_to_date(job: Job, tell: Callable[[str], None]) -> None:
    """Build the notebook and the files that the set has already. Raises ExecutionFailed."""
    manifest = read_manifest(job.folder)
    built = manifest.files if manifest else {}
    needed = replace(job, formats=tuple(name for name in job.formats if name in built or name == NOTEBOOK))
    (outcome,) = spine.build((needed,), 1, spine.Effects(tell, lambda outcome: None))
    if outcome.failure:
        raise ExecutionFailed(f"{job.name} cannot be built: {outcome.failure}", code="TH872")


class LabServer(ServerApp):
    """jupyter_server for JupyterLab, without the user's configuration, which may open a server to the network."""

    name = "taphuan-lab"

    def load_config_file(self, *_: Any, **__: Any) -> None:
        """Nothing is read."""

    def init_logging(self) -> None:
        """Log errors only. Jupyter logs its address as critical; `taphuan lab` prints its own lines."""
        super().init_logging()
        self.log.addFilter(lambda record: record.levelno == logging.ERROR)

    def init_webapp(self) -> None:
        """Add the addresses of our exporters."""
        super().init_webapp()
        add_exports(self)

    def init_signal(self) -> None:
        """Ctrl-C ends the server and its kernels at once."""
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, self._signal_stop)


def _server(notebook: Path, scratch_folder: Path, port: int, open_browser: bool) -> LabServer:
    """A server with our settings, ready to start, that opens `notebook` and trusts it."""
    _set_folders(paths.CACHE / FOLDER, scratch_folder)
    from jupyterlab.handlers.announcements import NeverCheckForUpdate

    config = Config()
    config.ServerApp.ip = "127.0.0.1"
    config.ServerApp.port = port
    config.ServerApp.open_browser = open_browser
    config.ServerApp.allow_root = True
    config.ServerApp.allow_remote_access = False
    config.ServerApp.root_dir = str(notebook.parent)
    config.ServerApp.default_url = f"/lab/tree/{notebook.name}"
    config.ServerApp.jpserver_extensions = dict.fromkeys(_SERVER_EXTENSIONS, True)
    config.Application.log_level = logging.ERROR
    config.LabApp.news_url = None
    config.LabApp.check_for_updates_class = NeverCheckForUpdate
    config.LabApp.extension_manager = "readonly"
    if os.name == "posix":
        # file sockets that only this user can reach
        config.KernelManager.transport = "ipc"
    config.WarmProvisioner.libraries = list(LIBRARIES)
    # a new token every time
    for name in ("JUPYTER_TOKEN", "JUPYTER_TOKEN_FILE"):
        os.environ.pop(name, None)
    server = LabServer.instance(config=config)
    server.initialize(argv=[], find_extensions=False)
    _trust(server, notebook)
    return server


def _trust(server: LabServer, notebook: Path) -> None:
    """Sign the notebook, so that JupyterLab shows its figures before any cell has run."""
    import nbformat

    server.contents_manager.notary.sign(nbformat.read(notebook, as_version=4))


def _address(server: LabServer) -> str:
    return f"http://127.0.0.1:{server.port}{server.default_url}?token={server.identity_provider.token}"


def _set_folders(folder: Path, scratch_folder: Path) -> None:
    """Set Jupyter's folders and write our settings there. JupyterLab reads them when it is imported, so call this before."""
    config = folder / "config"
    folders = {
        "JUPYTER_CONFIG_DIR": config,
        "JUPYTER_DATA_DIR": folder / "data",
        "JUPYTERLAB_SETTINGS_DIR": folder / "settings",
        # the panels of JupyterLab are in their default places every time
        "JUPYTERLAB_WORKSPACES_DIR": scratch_folder / "workspaces",
    }
    os.environ.update({name: str(path) for name, path in folders.items()})
    os.environ.pop("JUPYTERLAB_DIR", None)
    if sys.platform == "linux":
        os.environ["JUPYTER_DEFAULT_PROVISIONER_NAME"] = "taphuan-warm-provisioner"
    labconfig = config / "labconfig"
    labconfig.mkdir(parents=True, exist_ok=True)
    for name, content in (("default_setting_overrides", _settings()), ("page_config", _PAGE)):
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (labconfig / f"{name}.json").write_text(f"{text}\n", encoding="utf-8")


# extensions that fetch news or ask for language servers, which are not installed
_DISABLED = (
    "@jupyterlab/apputils-extension:announcements",
    "@jupyterlab/lsp-extension",
    "@jupyterlab/notebook-extension:language-server",
    "@jupyterlab/fileeditor-extension:language-server",
)
_PAGE = {"disabledExtensions": dict.fromkeys(_DISABLED, True)}


def _settings() -> dict[str, Any]:
    """Defaults of JupyterLab for a presenter; changes in its dialogs take precedence."""
    return {
        "@jupyterlab/translation-extension:plugin": {"locale": "vi_VN"},
        "@jupyterlab/apputils-extension:notification": {
            "fetchNews": "false",
            "checkForUpdates": False,
        },
        # the other themes fetch fonts from the network
        "jupyterlab-rise:plugin": {
            "theme": "white",
            "transition": "none",
            "start_slideshow_at": "selected",
            "scroll": True,
        },
        "@jupyterlab/mainmenu-extension:plugin": {
            "menus": [{"id": "jp-mainmenu-file", "items": [_exports()]}],
        },
    }


def _exports() -> dict[str, Any]:
    """A submenu with our exporters by their Vietnamese names; JupyterLab's own menu shows "Taphuan-deck"."""
    items = [
        {"command": "notebook:export-to-format", "args": {"format": name, "label": label}}
        for name, label in exporters()
    ]
    return {
        "type": "submenu",
        "rank": 10.5,
        "submenu": {"id": "jp-mainmenu-file-taphuan", "label": say("live.lab.lab.export"), "items": items},
    }


def exporters() -> tuple[tuple[str, str], ...]:
    """(name for nbconvert, Vietnamese name) of each of our exporters."""
    found = metadata.entry_points(group="nbconvert.exporters")
    own = sorted(point.name for point in found if point.name.startswith(PREFIX))
    return tuple((name, found[name].load().export_from_notebook) for name in own)
