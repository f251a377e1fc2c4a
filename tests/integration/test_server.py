"""A Jupyter server of its own with two real clusters: its sockets, its secrets, its end (R12, S30, S60)."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import psutil
import pytest

pytestmark = pytest.mark.integration

TOKEN = "canary-of-the-token"


class Server:
    """`jupyter server` with the extension, on a port of its own."""

    def __init__(self, folder: Path, runtime: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        (folder / "work").mkdir()
        names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "HOME")
        config = {
            "ServerApp": {
                "jpserver_extensions": {"jupyterlab_pangeo": True, "jupyter_server_terminals": False},
                "port": self.port,
                "port_retries": 0,
                "open_browser": False,
                "allow_root": True,
                "root_dir": str(folder / "work"),
            },
            "PangeoApp": {"runtime_folder": str(runtime), "use_dask_configuration": False, "sample_catalogs": []},
        }
        (folder / "config").mkdir()
        (folder / "config" / "jupyter_server_config.json").write_text(json.dumps(config))
        own = {name: str(folder / name.lower()) for name in names}
        own["JUPYTER_CONFIG_DIR"] = str(folder / "config")
        # Not on the command line, where everybody on the machine may read it.
        own["JUPYTER_TOKEN"] = TOKEN
        self.log = folder / "server.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "jupyter_server"], env={**os.environ, **own}, stdout=log, stderr=log
            )
        self.wait(self.is_up, 60)

    def is_up(self) -> bool:
        assert self.process.poll() is None, self.log.read_text()
        try:
            self.ask("status")
        except OSError:
            return False
        return True

    def ask(self, path, method="GET", body=None):
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/pangeo/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
            method=method,
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")

    def wait(self, condition, seconds):
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.log.read_text()[-3000:]
            time.sleep(0.05)

    def start_two(self):
        spec = {"factory": "local", "scaling": {"mode": "fixed", "workers": 1}}
        started = [self.ask("clusters", "POST", spec)["id"] for _ in range(2)]
        self.wait(lambda: all(self.ask(f"clusters/{id}")["state"] == "running" for id in started), 90)
        return started


@pytest.fixture
def server(tmp_path, nothing_left):
    server = Server(tmp_path, nothing_left.root)
    yield server
    if server.process.poll() is None:
        server.process.kill()
    server.process.wait(10)


def family(server, nothing_left):
    return [psutil.Process(server.process.pid), *nothing_left.processes()]


def test_sigterm_ends_the_server_and_both_clusters_within_five_seconds(server, nothing_left):
    server.start_two()
    assert len(nothing_left.processes()) >= 4
    begun = time.monotonic()
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(10)
    assert time.monotonic() - begun < 5
    assert nothing_left.describe() == ""


def test_sockets_and_secrets_of_a_server_with_clusters(server, nothing_left, tmp_path):
    server.start_two()
    listening = {
        connection.laddr.ip
        for process in family(server, nothing_left)
        for connection in process.net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    }
    assert listening == {"127.0.0.1"}
    with pytest.raises(OSError):
        server.ask(f"clusters/none/dashboard/status?token={TOKEN}")
    logs = [server.log, *nothing_left.root.rglob("*.log"), *nothing_left.root.rglob("*.json")]
    assert len(logs) >= 7
    assert [str(path) for path in logs if TOKEN in path.read_text()] == []
    hosts = [process for process in nothing_left.processes() if "main.py" in " ".join(process.cmdline())]
    assert len(hosts) == 2
    assert [process.pid for process in hosts if TOKEN in " ".join(process.cmdline())] == []
    server.process.send_signal(signal.SIGTERM)
    server.process.wait(10)
