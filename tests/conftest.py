"""Fixtures of every kind of test."""

import asyncio
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
import pytest_asyncio

from jupyterlab_pangeo.adapters.dask.identity import FOLDER_VARIABLE

pytest_plugins = ["pytest_jupyter.jupyter_server", "metadata_servers"]


@dataclass(frozen=True)
class Leftovers:
    """What clusters leave below ``root``: a private folder, short enough for sockets."""

    root: Path

    def processes(self) -> list[psutil.Process]:
        """Processes that carry a folder below the root in their environment."""
        found = []
        for process in psutil.process_iter():
            try:
                if process.environ().get(FOLDER_VARIABLE, "").startswith(f"{self.root}/"):
                    found.append(process)
            except (psutil.Error, OSError):
                continue
        return found

    def files(self) -> list[str]:
        """Whatever lies below the root, sockets too."""
        found = [Path(at, name) for at, folders, files in os.walk(self.root) for name in (*folders, *files)]
        return sorted(str(path.relative_to(self.root)) for path in found)

    def describe(self) -> str:
        """Say what is left, empty where nothing is."""
        return "\n".join([*(_line(process) for process in self.processes()), *self.files()])


def _line(process: psutil.Process) -> str:
    """Its number and the begin of its command, which one that ended since it was found does not say."""
    try:
        return f"{process.pid}: {' '.join(process.cmdline()[:4])}"
    except psutil.Error:
        return f"{process.pid}: ending"


@pytest.fixture
def nothing_left() -> Iterator[Leftovers]:
    """A root for clusters; after the test no process, socket or file of them may be left."""
    root = Path(tempfile.mkdtemp(prefix="jp-test-"))
    leftovers = Leftovers(root)
    try:
        yield leftovers
        end = time.monotonic() + 5
        while (left := leftovers.describe()) and time.monotonic() < end:
            time.sleep(0.02)
        assert left == ""
    finally:
        for process in leftovers.processes():
            process.kill()
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """A folder whose path is short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="jp"))
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def pangeo_config(short_folder: Path) -> dict[str, Any]:
    """Settings of a server with the extension, in folders of the test's own."""
    return {
        "ServerApp": {
            "jpserver_extensions": {"jupyterlab_pangeo": True, "jupyter_server_terminals": False},
            "allow_unauthenticated_access": False,
        },
        "PangeoApp": {
            "runtime_folder": str(short_folder / "run"),
            "catalog_cache_folder": str(short_folder / "cache"),
            "usage_folder": str(short_folder / "usage"),
            "use_dask_configuration": False,
            # Each server would start a process to read them.
            "sample_catalogs": [],
        },
    }


@pytest_asyncio.fixture
async def jp_asyncio_loop():
    """The loop of pytest-asyncio for Jupyter's fixtures too: test and server must share one."""
    return asyncio.get_running_loop()
