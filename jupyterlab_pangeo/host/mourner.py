"""Stands for the owner where dask cannot be imported: nothing but the way to the end."""

import asyncio
from typing import Any

from .control import Control
from .files import Folder
from .status import Status


class Owner:
    """An owner of nothing. The state says already why."""

    def __init__(self, folder: Folder, status: Status, control: Control) -> None:
        self.closed = asyncio.Event()
        self._control = control

    async def start(self, spec: dict[str, Any]) -> None:
        """Do nothing: the state is ``failed`` since the import."""

    async def abort(self) -> None:
        """Do nothing: there is no start to give up."""

    async def close(self) -> None:
        """Let the process end."""
        self._control.noticed()
        self.closed.set()
