"""Drives a real host process over its control socket."""

import contextlib
import itertools
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil

MAIN = Path(__file__).parents[2] / "jupyterlab_pangeo" / "host" / "main.py"

State = dict[str, Any]


class RpcFailure(Exception):
    """The host said no."""

    def __init__(self, error: dict[str, Any]) -> None:
        super().__init__(error["message"])
        self.code = error["code"]


class Connection:
    """One connection to a control socket; notifications are kept as they come."""

    def __init__(self, path: Path) -> None:
        self.states: list[State] = []
        self.lines: list[str] = []
        self._ids = itertools.count(1)
        self._answers: dict[int | None, dict[str, Any]] = {}
        self._news = threading.Condition()
        self._ended = False
        self._socket = socket.socket(socket.AF_UNIX)
        self._socket.connect(str(path))
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        with self._socket.makefile("rb") as lines:
            try:
                for line in lines:
                    self._take(json.loads(line))
            except OSError:
                pass
        with self._news:
            self._ended = True
            self._news.notify_all()

    def _take(self, document: dict[str, Any]) -> None:
        with self._news:
            if document.get("method") == "state":
                self.states.append(document["params"])
            elif document.get("method") == "log":
                self.lines.append(document["params"]["line"])
            else:
                self._answers[document["id"]] = document
            self._news.notify_all()

    def send_raw(self, data: bytes) -> None:
        self._socket.sendall(data)

    def answer(self, identity: int | None, seconds: float = 30) -> dict[str, Any]:
        with self._news:
            assert self._news.wait_for(lambda: identity in self._answers or self._ended, seconds), "no answer"
            document = self._answers.pop(identity)
        if "error" in document:
            raise RpcFailure(document["error"])
        result: dict[str, Any] = document["result"]
        return result

    def call(self, method: str, **params: Any) -> Any:
        identity = next(self._ids)
        request = {"jsonrpc": "2.0", "id": identity, "method": method, "params": params}
        self.send_raw(json.dumps(request).encode() + b"\n")
        return self.answer(identity)

    def wait_for(self, fits: Callable[[State], bool], seconds: float = 60) -> State:
        """The first state, of those already here or to come, that fits."""
        with self._news:
            found: list[State] = []

            def look() -> bool:
                found[:] = [state for state in self.states if fits(state)]
                return bool(found)

            came = self._news.wait_for(look, seconds)
            assert came, f"the state does not come; last: {self.states[-1:]}"
            return found[0]

    def wait_until(self, state: str, seconds: float = 60) -> State:
        return self.wait_for(lambda seen: seen["state"] == state, seconds)

    def forget_states(self) -> None:
        with self._news:
            self.states.clear()

    def wait_end(self, seconds: float = 10) -> None:
        with self._news:
            assert self._news.wait_for(lambda: self._ended, seconds), "the connection stays open"

    def close(self) -> None:
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._reader.join(5)


class Host:
    """A host process in a folder of its own."""

    def __init__(self, folder: Path, environment: dict[str, str] | None = None) -> None:
        self.folder = folder
        folder.chmod(0o700)
        with (folder / "host.log").open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, str(MAIN), str(folder)],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                env={**os.environ, "PYTHONPATH": str(Path(__file__).parent), **(environment or {})},
            )
        self.pid = self.process.pid
        self.connection = self.connect()

    def connect(self) -> Connection:
        wait_for((self.folder / "control.sock").exists, 30, "the control socket")
        return Connection(self.folder / "control.sock")

    def start(self, **changes: Any) -> None:
        self.connection.call("start", **spec(**changes))

    def children(self) -> list[psutil.Process]:
        """Processes of the host's session but the host, also when it is gone."""
        return [
            process for process in psutil.process_iter() if process.pid != self.pid and _session(process) == self.pid
        ]

    def workers(self) -> list[psutil.Process]:
        return [child for child in self.children() if "spawn_main" in " ".join(_command(child))]

    def wait_gone(self, seconds: float) -> float:
        """Seconds until host and children have ended."""
        begun = time.monotonic()
        self.process.wait(seconds)
        wait_for(lambda: not self.children(), seconds, "the end of all children")
        return time.monotonic() - begun

    def log(self) -> str:
        return (self.folder / "host.log").read_text()

    def end(self) -> None:
        self.connection.close()
        for process in [*self.children(), *([self.process] if self.process.poll() is None else [])]:
            os.kill(process.pid, signal.SIGKILL)
        self.process.wait(5)


def spec(**changes: Any) -> dict[str, Any]:
    return {
        "id": "c-1",
        "name": "Test",
        "factory": "local",
        "module": "distributed",
        "class": "LocalCluster",
        "args": [],
        "kwargs": {"threads_per_worker": 1, "memory_limit": "500MB"},
        "scaling": {"mode": "fixed", "workers": 2},
        "tls": True,
        "harden": True,
        "idleTimeoutSeconds": 0,
        "orphanTimeoutSeconds": 1800,
        "kernelspec": "python3",
        "options": {},
        **changes,
    }


def wait_for(fits: Callable[[], bool], seconds: float, what: str) -> None:
    end = time.monotonic() + seconds
    while not fits():
        assert time.monotonic() < end, f"waited {seconds} s for {what}"
        time.sleep(0.02)


def _session(process: psutil.Process) -> int:
    try:
        return os.getsid(process.pid) if process.status() != psutil.STATUS_ZOMBIE else -1
    except (ProcessLookupError, psutil.NoSuchProcess):
        return -1


def _command(process: psutil.Process) -> list[str]:
    try:
        command: list[str] = process.cmdline()
    except psutil.NoSuchProcess:
        return []
    return command
