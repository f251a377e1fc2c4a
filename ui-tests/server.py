"""Start the UI tests' Jupyter server, alone in the world: its own home, folders, token; remove them at the end.

Environment: ``LAB_TEST_PORT`` (where the page is served), ``LAB_TEST_TOKEN``, ``LAB_TEST_PREFIX`` (begins and ends
with a slash), ``LAB_PROFILE``. Behind the front proxy Jupyter itself listens on another, free port.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

HERE = Path(__file__).parent
GRACE = 15.0  # seconds that Jupyter gets to end its clusters


def _free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def _environment(home: Path) -> dict[str, str]:
    """Return the present environment without anything of the person who runs the tests."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("JUPYTER", "JPY_", "IPYTHON", "DASK", "XDG_"))
    }
    runtime = home / "run"
    runtime.mkdir(mode=0o700)
    scripts = str(Path(sys.executable).parent)
    return kept | {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "jupyter-run"),
        "JUPYTERLAB_SETTINGS_DIR": str(home / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(home / "workspaces"),
        "IPYTHONDIR": str(home / "ipython"),
        "XDG_RUNTIME_DIR": str(runtime),
        "PATH": os.pathsep.join([scripts, kept.get("PATH", "")]),
        "LAB_TEST_WORK": str(home / "work"),
    }


@contextlib.contextmanager
def _home() -> Iterator[Path]:
    """Make a home of the tests' own, its work folder holding a copy of the samples."""
    home = Path(tempfile.mkdtemp(prefix="pangeo-ui-"))
    try:
        shutil.copytree(HERE.parent / "examples", home / "work" / "samples")
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def _commands(environment: dict[str, str]) -> list[list[str]]:
    config = str(HERE / "jupyter_server_test_config.py")
    jupyter = [sys.executable, "-m", "jupyterlab", f"--config={config}"]
    if os.environ.get("LAB_PROFILE") != "front-proxy":
        environment["LAB_TEST_JUPYTER_PORT"] = os.environ["LAB_TEST_PORT"]
        return [jupyter]
    environment["LAB_TEST_JUPYTER_PORT"] = _free_port()
    return [jupyter, [sys.executable, str(HERE / "front_proxy.py")]]


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(GRACE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _stop(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def main() -> None:
    """Run until a signal comes or one of the processes ends."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    with _home() as home:
        environment = _environment(home)
        processes = [subprocess.Popen(command, env=environment, cwd=home) for command in _commands(environment)]
        try:
            os.waitpid(-1, 0)
        finally:
            _end(processes)


if __name__ == "__main__":
    main()
