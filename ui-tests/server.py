"""Start the UI tests' Jupyter server, alone in the world: its own home, folders, token; remove them at the end.

Environment: ``LAB_TEST_PORT`` (where the page is served), ``LAB_TEST_TOKEN``, ``LAB_TEST_PREFIX`` (begins and ends
with a slash), ``LAB_PROFILE``; ``LAB_TEST_ARGUMENTS`` (more arguments for Jupyter, a JSON list). Behind the front proxy
Jupyter itself listens on another, free port. ``own_server.py`` gives a test a server of its own with these functions.
"""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from types import FrameType

HERE = Path(__file__).parent
GRACE = 15.0  # seconds that Jupyter gets to end its clusters


def free_port() -> str:
    """Return a port that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


def make_environment(home: Path) -> dict[str, str]:
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
        "LAB_TEST_JUPYTER_PORT": free_port() if is_proxied() else os.environ["LAB_TEST_PORT"],
    }


@contextlib.contextmanager
def make_home() -> Iterator[Path]:
    """Make a home of the tests' own, its work folder holding a copy of the samples."""
    home = Path(tempfile.mkdtemp(prefix="pangeo-ui-"))
    try:
        shutil.copytree(HERE.parent / "examples", home / "work" / "samples")
        yield home
    finally:
        shutil.rmtree(home, ignore_errors=True)


def is_proxied() -> bool:
    """Tell whether the page is served by a front end before Jupyter."""
    return os.environ.get("LAB_PROFILE") == "front-proxy"


def start_jupyter(environment: dict[str, str], home: Path) -> subprocess.Popen[bytes]:
    """Start Jupyter alone."""
    config = str(HERE / "jupyter_server_test_config.py")
    more = json.loads(environment.get("LAB_TEST_ARGUMENTS", "[]"))
    command = [sys.executable, "-m", "jupyterlab", f"--config={config}", *more]
    return subprocess.Popen(command, env=environment, cwd=home)


def start_front(environment: dict[str, str], home: Path) -> subprocess.Popen[bytes]:
    """Start the front end."""
    return subprocess.Popen([sys.executable, str(HERE / "front_proxy.py")], env=environment, cwd=home)


def wait_for(jupyter: subprocess.Popen[bytes], environment: dict[str, str]) -> None:
    """Return once Jupyter answers, or has ended."""
    port = int(environment["LAB_TEST_JUPYTER_PORT"])
    while jupyter.poll() is None and not _answers(port):
        time.sleep(0.1)


def _start(environment: dict[str, str], home: Path) -> Iterator[subprocess.Popen[bytes]]:
    """Start Jupyter, and where it is asked for the front end once Jupyter answers."""
    jupyter = start_jupyter(environment, home)
    yield jupyter
    if is_proxied():
        wait_for(jupyter, environment)
        yield start_front(environment, home)


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def end(processes: list[subprocess.Popen[bytes]]) -> None:
    """End processes, by force where they take too long."""
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
    with make_home() as home:
        environment = make_environment(home)
        processes: list[subprocess.Popen[bytes]] = []
        try:
            for process in _start(environment, home):
                processes.append(process)  # noqa: PERF402 - what is started must be known before the next one is
            os.waitpid(-1, 0)
        finally:
            end(processes)


if __name__ == "__main__":
    main()
