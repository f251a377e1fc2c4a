"""A Jupyter server of its own, as an operator starts one, and ways to ask it."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Any

TOKEN = "canary-of-the-token"


class Server:
    """`jupyter server` with the extension, on a port of its own.

    Parameters
    ----------
    folder
        Home, configuration and log; ``work`` in it is what the server shows.
    runtime
        Folder of the clusters' sockets: a short path.
    environment
        More of the environment; None takes a variable away.
    settings
        More of ``PangeoApp``.
    python
        What the server runs with.
    """

    def __init__(
        self,
        folder: Path,
        runtime: Path,
        environment: Mapping[str, str | None] | None = None,
        settings: Mapping[str, Any] | None = None,
        python: str = sys.executable,
    ) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        (folder / "work").mkdir(parents=True, exist_ok=True)
        names = ("JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR", "IPYTHONDIR", "HOME")
        pangeo = {"runtime_folder": str(runtime), "use_dask_configuration": False, "sample_catalogs": []}
        config = {
            "ServerApp": {
                "jpserver_extensions": {"jupyterlab_pangeo": True, "jupyter_server_terminals": False},
                "port": self.port,
                "port_retries": 0,
                "open_browser": False,
                "allow_root": True,
                "root_dir": str(folder / "work"),
            },
            "PangeoApp": pangeo | dict(settings or {}),
            # Lab's own manager writes the address of a proxy to the log, with its password.
            "LabApp": {"extension_manager": "readonly"},
        }
        (folder / "config").mkdir(exist_ok=True)
        (folder / "config" / "jupyter_server_config.json").write_text(json.dumps(config))
        own: dict[str, str | None] = {name: str(folder / name.lower()) for name in names}
        own["JUPYTER_CONFIG_DIR"] = str(folder / "config")
        # Not on the command line, where everybody on the machine may read it.
        own["JUPYTER_TOKEN"] = TOKEN
        every = {**os.environ, **(environment or {}), **own}
        self.log = folder / "server.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [python, "-m", "jupyter_server"],
                env={name: value for name, value in every.items() if value is not None},
                stdout=log,
                stderr=log,
            )
        self.wait(self.is_up, 60)

    def is_up(self) -> bool:
        """Whether it answers."""
        assert self.process.poll() is None, self.log.read_text()
        try:
            self.ask("status")
        except OSError:
            return False
        return True

    def ask(self, path: str, method: str = "GET", body: Any = None) -> Any:
        """Ask a route of the extension; its answer as data."""
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}/pangeo/{path}",
            data=None if body is None else json.dumps(body).encode(),
            headers={"Authorization": f"token {TOKEN}", "Content-Type": "application/json"},
            method=method,
        )
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=20) as answer:
            return json.loads(answer.read() or b"null")

    def wait(self, condition: Any, seconds: float) -> None:
        """Wait until it is so."""
        end = time.monotonic() + seconds
        while not condition():
            assert time.monotonic() < end, self.log.read_text()[-3000:]
            time.sleep(0.05)

    def add(self, location: str | Path) -> Any:
        """Add a catalog and wait until it is read."""
        return self.settled(self.ask("catalogs", "POST", {"location": str(location)})["id"])

    def settled(self, catalog_id: str) -> Any:
        """A catalog, once it is not loading."""
        self.wait(lambda: self.ask(f"catalogs/{catalog_id}")["state"] != "loading", 60)
        return self.ask(f"catalogs/{catalog_id}")

    def entries(self, catalog_id: str, parent: str | None = None) -> dict[str, Any]:
        """Entries below a parent by name, at most a page of them."""
        query = f"&parent={parent}" if parent else ""
        page = self.ask(f"catalogs/{catalog_id}/entries?limit=200{query}")
        return {entry["name"]: entry for entry in page["items"]}

    def expand(self, catalog_id: str, entry_id: str) -> Any:
        """Expand an entry and wait until that is done; its details."""
        self.ask(f"catalogs/{catalog_id}/entries/{entry_id}/expand", "POST", {})
        path = f"catalogs/{catalog_id}/entries/{entry_id}"
        self.wait(lambda: self.ask(path)["childState"] != "loading", 60)
        return self.ask(path)

    def stop(self) -> None:
        """End it, if it has not ended."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
        self.process.wait(10)
