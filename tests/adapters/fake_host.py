"""A stand-in for the cluster host: speaks its protocol, does as the start's keyword arguments say, owns no cluster.

``behaviour`` is one of run, slow, fail, die, deaf, stubborn, idle; ``FAKE_HOST`` in the environment makes it die or
stay mute before it listens.
"""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

sys.path[0] = str(Path(__file__).parents[2])

from jupyterlab_pangeo.host.files import (  # noqa: E402  # run by path, with any working folder
    Folder,
    boot_id,
    listen_privately,
    process_start_time,
)

LONGEST_LIFE = 90
STEPS = ("launch", "import", "scheduler", "workers")


class FakeHost:
    def __init__(self, folder: Folder) -> None:
        self.folder = folder
        self.holder: asyncio.StreamWriter | None = None
        self.spec: dict = {}
        self.state: dict = {}
        self.keep = False
        self.ended = asyncio.Event()
        self.tasks: set[asyncio.Task] = set()

    @property
    def behaviour(self) -> str:
        return self.spec.get("kwargs", {}).get("behaviour", "run")

    async def connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.holder is not None:
            request = json.loads(await reader.readline())
            self.send(writer, {"id": request["id"], "error": {"code": -32001, "message": "held"}})
            writer.close()
            return
        self.holder = writer
        while line := await reader.readline():
            request = json.loads(line)
            if self.behaviour == "deaf" and request["method"] not in ("start",):
                continue
            try:
                answer = {"result": getattr(self, "do_" + request["method"])(request["params"])}
            except KeyError as error:
                answer = {"error": {"code": -32002, "message": f"not now: {error}"}}
            self.send(writer, {"id": request["id"], **answer})
        self.holder = None
        if not self.spec:
            self.ended.set()

    def send(self, writer: asyncio.StreamWriter, message: dict) -> None:
        if not writer.is_closing():
            writer.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")

    def notify(self, method: str, params: dict) -> None:
        if self.holder is not None:
            self.send(self.holder, {"method": method, "params": params})

    def set_state(self, state: str, reason: dict | None = None, **more: object) -> None:
        self.state.update(state=state, reason=reason or self.state.get("reason"), **more)
        self.notify("state", self.state)
        record = {
            "version": 1, "pid": os.getpid(), "processStartTime": process_start_time(os.getpid()),
            "bootId": boot_id(), "hostName": socket.gethostname(), "spec": self.spec, "jobs": {}, "keep": self.keep,
            **{name: self.state.get(name) for name in ("id", "name", "state", "reason", "address", "startedAt")},
        }  # fmt: skip
        self.folder.write_state(record)

    def run(self, work) -> None:
        task = asyncio.ensure_future(work)
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def do_hello(self, params: dict) -> dict:
        return {"pid": os.getpid(), "phase": "ready", "state": self.state or None}

    def do_start(self, params: dict) -> dict:
        self.spec = params
        self.state = {
            "id": params["id"], "name": params["name"], "scaling": params["scaling"], "reason": None,
            "steps": [{"id": name, "state": "done", "seconds": 0.1} for name in STEPS],
            "workers": {"asked": 0, "submitted": 0, "connected": 0}, "threads": 0, "memoryBytes": 0,
            "memoryLimitBytes": 0, "tasks": {"total": 0}, "address": None, "cannot": [], "warnings": [],
            "closesAt": None, "startedAt": "2026-01-31T10:00:00Z", "tls": params["tls"], "schedulerId": "Scheduler-1",
        }  # fmt: skip
        self.set_state("starting")
        for number in range(8):
            self.notify("log", {"line": f"line {number}"})
        print("the host says hello", flush=True)
        self.run(self.start())
        return {}

    async def start(self) -> None:
        options = self.spec["kwargs"]
        if "child" in options:
            subprocess.Popen(["sleep", "60"])
        if self.behaviour == "die":
            os._exit(3)
        if self.behaviour == "fail":
            self.set_state("failed", {"code": "factory", "message": "ValueError: no such queue"})
            return
        if self.behaviour in ("slow", "deaf"):
            await asyncio.sleep(options.get("seconds", 60))
        workers = self.spec["scaling"].get("workers", 1)
        self.up(workers)
        if self.behaviour == "idle":
            await asyncio.sleep(0.1)
            self.end({"code": "idle", "message": "idle for 30 minutes"})

    def up(self, workers: int) -> None:
        self.set_state(
            "running",
            address="tcp://127.0.0.1:1",
            workers={"asked": workers, "submitted": workers, "connected": workers},
            threads=2 * workers,
        )

    def do_scale(self, params: dict) -> dict:
        self.state["scaling"] = params["scaling"]
        self.up(params["scaling"].get("workers", 1))
        return {}

    def do_restart(self, params: dict) -> dict:
        return {}

    def do_rename(self, params: dict) -> dict:
        self.state["name"] = params["name"]
        self.set_state(self.state["state"])
        return {}

    def do_logs(self, params: dict) -> dict:
        return {"items": [{"source": "host", "lines": ["one", "two"][-params["tail"] :]}]}

    def do_workers(self, params: dict) -> dict:
        return {"items": [], "nextCursor": None, "total": 0}

    def do_sample(self, params: dict) -> dict:
        memory = {"managedBytes": 1, "unmanagedBytes": 2, "spilledBytes": 0, "limitBytes": 9}
        return {"time": time.time(), "workers": 1, "threads": 7, "cpuPercent": 1.5, "memory": memory, "tasks": {}}

    def do_plots(self, params: dict) -> dict:
        names = ("Individual Task Stream", "Individual Workers Memory", "Individual Gpu Memory", "Individual Own")
        return {"items": [{"name": name, "path": "/" + name.lower().replace(" ", "-")} for name in names]}

    def do_keep(self, params: dict) -> dict:
        self.keep = True
        self.set_state(self.state["state"])
        return {}

    def do_close(self, params: dict) -> dict:
        if self.behaviour != "stubborn":
            self.end(None)
        return {}

    def end(self, reason: dict | None) -> None:
        if self.state:
            self.set_state("closing", reason)
            self.set_state("closed")
        self.folder.clean(keep_state=False)
        asyncio.get_running_loop().call_later(0.02, self.ended.set)

    def signalled(self) -> None:
        if self.behaviour not in ("stubborn", "deaf"):
            self.end(None)


async def serve(folder: Folder, listener: socket.socket) -> None:
    host = FakeHost(folder)
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, host.signalled)
    await asyncio.start_unix_server(host.connected, sock=listener)
    with contextlib.suppress(asyncio.TimeoutError):
        await asyncio.wait_for(host.ended.wait(), LONGEST_LIFE)


def main() -> None:
    folder = Folder(sys.argv[1])
    wish = os.environ.get("FAKE_HOST")
    if wish == "die":
        sys.exit("cannot even listen")
    if wish == "mute":
        time.sleep(LONGEST_LIFE)
    asyncio.run(serve(folder, listen_privately(folder.control)))
    os._exit(0)


if __name__ == "__main__":
    main()
