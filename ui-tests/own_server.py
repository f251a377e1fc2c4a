"""A Jupyter server that one test has to itself, to be killed and started again; its cluster hosts are counted.

Reads one word a line, answers each with a line of JSON. When its input ends, so also when the test dies, it ends and
removes everything. Environment: as ``server.py``, but the port is chosen here.

``start``
    Start Jupyter (again, on the same port); the address of the page.
``SIGKILL``, ``SIGTERM``
    Send the signal to Jupyter and wait for its end; its exit status.
``left``
    What is there of clusters: processes (a list of pid, parent's pid and command), and what lies in
    the runtime folder.
"""

import json
import os
import subprocess
import sys
from pathlib import Path
from signal import SIGTERM, Signals, signal
from types import FrameType

import psutil
import server

from jupyterlab_pangeo.adapters.dask.identity import FOLDER_VARIABLE


class OwnServer:
    """Jupyter, and the front end before it where the profile asks for one."""

    def __init__(self, home: Path) -> None:
        self._home = home
        self._environment = server.make_environment(home)
        _decline_news(Path(self._environment["JUPYTERLAB_SETTINGS_DIR"]))
        self._jupyter: subprocess.Popen[bytes] | None = None
        self._front: subprocess.Popen[bytes] | None = None

    def start(self) -> str:
        """Start Jupyter; the front end stays from the first start on."""
        self._jupyter = server.start_jupyter(self._environment, self._home)
        server.wait_for(self._jupyter, self._environment)
        if server.is_proxied() and self._front is None:
            self._front = server.start_front(self._environment, self._home)
        prefix = self._environment["LAB_TEST_PREFIX"].rstrip("/")
        return f"http://127.0.0.1:{self._environment['LAB_TEST_PORT']}{prefix}"

    def stop(self, name: str) -> int:
        """Send a signal and wait for the end."""
        if self._jupyter is None:
            raise RuntimeError("Jupyter was not started")
        self._jupyter.send_signal(Signals[name])
        return self._jupyter.wait(server.GRACE)

    def left(self) -> dict[str, object]:
        """Count what belongs to clusters."""
        run = self._home / "run"
        return {
            "processes": [
                {"pid": process.pid, "parent": process.ppid(), "command": " ".join(process.cmdline())}
                for process in self._members(FOLDER_VARIABLE)
            ],
            "files": sorted(str(path.relative_to(run)) for path in run.rglob("*")),
        }

    def end(self) -> None:
        """End Jupyter, then whatever outlived it."""
        server.end([process for process in (self._jupyter, self._front) if process])
        for process in self._members("HOME"):
            process.kill()

    def _members(self, variable: str) -> list[psutil.Process]:
        """Live processes in whose environment the variable is the home, or lies below it."""
        found = []
        for process in psutil.process_iter():
            try:
                value = Path(process.environ().get(variable, "/"))
                if process.status() != psutil.STATUS_ZOMBIE and value.is_relative_to(self._home):
                    found.append(process)
            except (psutil.Error, OSError):
                continue
        return found


def _decline_news(settings: Path) -> None:
    """Answer Lab's question about news, which would lie over what a test looks at."""
    folder = settings / "@jupyterlab" / "apputils-extension"
    folder.mkdir(parents=True)
    (folder / "notification.jupyterlab-settings").write_text('{"fetchNews": "false", "checkForUpdates": false}')


def _exit(_signal: int, _frame: FrameType | None) -> None:
    sys.exit(0)


def main() -> None:
    """Do what is asked until the input ends."""
    signal(SIGTERM, _exit)
    # What Jupyter prints must not come between the answers.
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    os.environ["LAB_TEST_PORT"] = server.free_port()
    with server.make_home() as home:
        own = OwnServer(home)
        try:
            for line in sys.stdin:
                word = line.strip()
                answer = own.start() if word == "start" else own.left() if word == "left" else own.stop(word)
                print(json.dumps(answer), file=answers, flush=True)
        finally:
            own.end()


if __name__ == "__main__":
    main()
