"""What there is to be measured: kernels by notebook, terminals, the server, clusters."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import UUID

from ..adapters.usage.source import ClusterUse, Root, Scene
from ..schemas.common import Reason

# What gives a cluster's sample, and the first process of those on this machine.
Clusters = Callable[[], Awaitable[tuple[list[Root], list[ClusterUse]]]]

_log = logging.getLogger(__name__)


def _path_of(session: dict[str, Any]) -> str:
    """Path of what a session belongs to.

    While a kernel starts, JupyterLab's `SessionContext` has a random UUID in the place of the file's name, in the right
    folder; the name that it already gives beside it is that of the file.
    """
    path = PurePosixPath(session["path"])
    try:
        UUID(path.name)
    except ValueError:
        return str(session["path"])
    return str(path.with_name(session.get("name") or path.name))


class Surroundings:
    """Looks at a Jupyter server on its event loop, reading what the managers hold.

    Parameters
    ----------
    server
        Jupyter's application, with its kernel and session managers.
    with_names
        Whether kernels are named by the path of their notebook, or by the begin of their id.
    """

    def __init__(self, server: Any, clusters: Clusters, *, with_names: bool) -> None:
        self._server = server
        self._clusters = clusters
        self._with_names = with_names
        # Unlike Path.home this does not raise where the user has no entry in the system's table.
        home = Path(os.path.expanduser("~"))  # noqa: PTH111
        self._folders = (("home", home), ("root", Path(server.root_dir)))
        self.problems: dict[str, Reason] = {}

    async def look(self) -> Scene:
        """What is there now; a part that cannot be looked at is noted among the problems and left out."""
        server = [Root(os.getpid(), "server", "")]
        kernels = await self._part("kernels", self._kernels, [])
        terminals = await self._part("terminals", self._terminals, [])
        hosts, clusters = await self._part("clusters", self._clusters, ([], []))
        return Scene(roots=(*server, *kernels, *terminals, *hosts), clusters=tuple(clusters), folders=self._folders)

    async def _part(self, name: str, look: Callable[[], Awaitable[Any]], nothing: Any) -> Any:
        try:
            found = await look()
        except Exception as error:
            # Managers of other packages may stand here, whose faults are not ours to know.
            reason = Reason(code="not-seen", message=f"{name}: {type(error).__name__}: {error}")
            if self.problems.get(name) != reason:
                _log.warning("usage of %s is not recorded: %s", name, error)
            self.problems[name] = reason
            return nothing
        self.problems.pop(name, None)
        return found

    async def _kernels(self) -> list[Root]:
        manager = self._server.kernel_manager
        paths = await self._paths() if self._with_names else {}
        roots = []
        for id in manager.list_kernel_ids():
            # Kernels elsewhere, as behind a gateway, have no process here.
            pid = getattr(getattr(manager.get_kernel(id), "provisioner", None), "pid", None)
            if isinstance(pid, int) and pid > 0:
                roots.append(Root(pid, "kernel", paths.get(id, f"kernel {id[:8]}")))
        return roots

    async def _paths(self) -> dict[str, str]:
        """Path of each kernel's notebook; of a kernel that several use, the first."""
        paths: dict[str, str] = {}
        sessions = self._server.session_manager.list_sessions()
        for session in await sessions if asyncio.iscoroutine(sessions) else sessions:
            paths.setdefault(session["kernel"]["id"], _path_of(session))
        return paths

    async def _terminals(self) -> list[Root]:
        manager = self._server.web_app.settings.get("terminal_manager")
        terminals = getattr(manager, "terminals", {})
        return [Root(terminal.ptyproc.pid, "terminal", name) for name, terminal in terminals.items()]
