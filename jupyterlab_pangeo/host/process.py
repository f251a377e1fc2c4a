"""The host's main thread: imports dask, then runs the loop in which the cluster lives."""

import asyncio
import contextlib
import importlib
import os
import signal
import socket
import traceback
from types import FrameType

from . import ending, logs
from .control import END_SIGNALS, Control, Link
from .files import Folder
from .redact import explain
from .status import Status

# The scheduler's constructor imports these; a warmed host has done it before a start is asked for.
_DASHBOARD = (
    "distributed.dashboard.scheduler",
    "distributed.http.scheduler.prometheus",
    "distributed.http.scheduler.info",
    "distributed.http.scheduler.json",
    "distributed.http.health",
    "distributed.http.statics",
)


def run(folder: Folder, listener: socket.socket, launched: float) -> int:
    """Run a host to its end.

    Parameters
    ----------
    folder
        Checked, and ours alone.
    listener
        The control socket, listening.
    launched
        When the process began, on the monotonic clock.

    Returns
    -------
    int
        The exit status.
    """
    _lead_group()
    logs.adopt(folder.log)
    status = Status(launched)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    link = Link(loop)
    control = Control(folder, listener, status, link, _catch_signals())
    control.start()
    control.ready.wait()
    status.step("import")
    imported = _import_dask(status)
    try:
        loop.run_until_complete(_live(folder, status, control, link, imported))
    finally:
        control.finish()
        control.finished.wait(1)
        ending.kill_descendants()
    return 0


async def _live(folder: Folder, status: Status, control: Control, link: Link, imported: bool) -> None:
    if imported:
        owner_module = importlib.import_module(".owner", __package__)
    else:
        owner_module = importlib.import_module(".mourner", __package__)
    link.owner = owner_module.Owner(folder, status, control)
    await link.owner.closed.wait()


def _import_dask(status: Status) -> bool:
    try:
        importlib.import_module("dask")
        importlib.import_module("distributed")
        importlib.import_module(".schedulers", __package__)
    except Exception as error:
        logs.say(traceback.format_exc())
        status.move("failed", "import", explain(error))
        return False
    for name in _DASHBOARD:
        try:
            importlib.import_module(name)
        except Exception as error:
            # Without bokeh a cluster runs all the same; distributed answers its pages with a word about that.
            logs.say(f"{name} cannot be imported: {error!r}")
    status.phase = "ready"
    status.end_steps()
    return True


def _lead_group() -> None:
    """Have a process group of our own, so that what we leave can be found and killed."""
    if os.getpgrp() != os.getpid():
        os.setsid()


def _catch_signals() -> socket.socket:
    """Turn signals into bytes on a socket: they are seen there even while the main thread is blocked."""
    reading, writing = socket.socketpair()
    reading.setblocking(False)
    writing.setblocking(False)

    def pass_on(number: int, frame: FrameType | None) -> None:
        # Once more, in case a library has taken the wakeup descriptor for its own loop.
        with contextlib.suppress(BlockingIOError):
            writing.send(bytes([number]))

    for number in END_SIGNALS:
        signal.signal(number, pass_on)
    signal.set_wakeup_fd(writing.fileno(), warn_on_full_buffer=False)
    return reading
