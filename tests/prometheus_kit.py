"""Real stores that scrape a real node exporter and themselves, and a stand-in for what no real one does on demand."""

import gzip
import json
import shutil
import socket
import subprocess
import time
import urllib.request
from contextlib import ExitStack, asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import aiohttp.test_utils
import aiohttp.web
import pytest

from jupyterlab_pangeo.adapters.usage.prometheus_kept import KeptSources
from jupyterlab_pangeo.adapters.usage.prometheus_settings import settings_of
from jupyterlab_pangeo.services.prometheus import PrometheusService

EXPORTER, SERVERS = "prometheus-node-exporter", ("prometheus", "victoria-metrics")
_READY_SECONDS = 60


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def need(*programs):
    """Skip by name where a program is absent."""
    for program in programs:
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed (Debian package {program})")


@contextmanager
def running(*command, folder, ready):
    """A process, once an address answers; ended with the block."""
    told = folder / f"{Path(command[0]).name}.log"
    with told.open("wb") as log:
        process = subprocess.Popen(command, stdout=log, stderr=log, cwd=folder)
        try:
            end = time.monotonic() + _READY_SECONDS
            while not _answers(ready):
                if process.poll() is not None or time.monotonic() > end:
                    raise AssertionError(f"{command[0]}: {told.read_text()[-2000:]}")
                time.sleep(0.05)
            yield process
        finally:
            process.kill()
            process.wait()


def _answers(url):
    try:
        with urllib.request.build_opener(urllib.request.ProxyHandler({})).open(url, timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def _job(name, port, more=()):
    return {"job_name": name, "static_configs": [{"targets": [f"127.0.0.1:{port}"]}], **dict(more)}


@contextmanager
def scraping(kind, folder, jobs=(), collectors=("loadavg", "meminfo")):
    """Address of a store of a kind that scrapes itself, a node exporter and more each second.

    ``jobs`` are names and ports, with further fields of a job's configuration if there are any.
    """
    need(kind, EXPORTER)
    port, node = free_port(), free_port()
    config = folder / "prometheus.yml"
    scraped = [_job("self", port), _job("node", node), *(_job(*job) for job in jobs)]
    # JSON is YAML.
    config.write_text(
        json.dumps({"global": {"scrape_interval": "1s", "scrape_timeout": "1s"}, "scrape_configs": scraped})
    )
    url, data = f"http://127.0.0.1:{port}", folder / "data"
    commands = {
        "prometheus": [
            f"--config.file={config}",
            f"--storage.tsdb.path={data}",
            f"--web.listen-address=127.0.0.1:{port}",
        ],
        "victoria-metrics": [
            f"-promscrape.config={config}",
            f"-storageDataPath={data}",
            f"-httpListenAddr=127.0.0.1:{port}",
            "-search.latencyOffset=0s",
            "-memory.allowedBytes=64MB",
        ],
    }
    ready = {"prometheus": f"{url}/-/ready", "victoria-metrics": f"{url}/health"}
    with ExitStack() as stack:
        stack.enter_context(
            running(
                EXPORTER,
                f"--web.listen-address=127.0.0.1:{node}",
                "--collector.disable-defaults",
                *(f"--collector.{name}" for name in collectors),
                folder=folder,
                ready=f"http://127.0.0.1:{node}/metrics",
            )
        )
        stack.enter_context(running(kind, *commands[kind], folder=folder, ready=ready[kind]))
        yield url


def service_of(folder, *raw, may_add=False):
    """The service with sources of these settings."""
    return PrometheusService([settings_of(one, "") for one in raw], KeptSources(folder / "kept.json"), may_add=may_add)


SCALAR = '{"status":"success","data":{"resultType":"scalar","result":[1800000000,"1"]}}'


@dataclass
class StandIn:
    """A stand-in for a store: answers whatever a test says, and remembers how it was asked."""

    url: str = ""
    status: int = 200
    body: "str | bytes" = SCALAR
    headers: dict = field(default_factory=dict)
    stall: object = None
    is_packed: bool = False
    is_endless: bool = False
    asked: list = field(default_factory=list)

    async def answer(self, request):
        self.asked.append((request.method, request.raw_path, dict(request.headers), await request.text()))
        if self.stall is not None:
            await self.stall.wait()
        if self.is_endless:
            answer = aiohttp.web.StreamResponse()
            await answer.prepare(request)
            while True:
                await answer.write(b" " * 65_536)
        raw = self.body.encode() if isinstance(self.body, str) else self.body
        headers = {"Content-Type": "application/json", **self.headers}
        if self.is_packed:
            raw, headers = gzip.compress(raw), {**headers, "Content-Encoding": "gzip"}
        return aiohttp.web.Response(status=self.status, body=raw, headers=headers)

    @property
    def forms(self):
        """Bodies of the requests."""
        return [body for *_, body in self.asked]


@asynccontextmanager
async def standing_in(tls=None):
    """A stand-in at an address."""
    stand_in = StandIn()
    app = aiohttp.web.Application()
    app.router.add_route("*", "/{path:.*}", stand_in.answer)
    server = aiohttp.test_utils.TestServer(app, scheme="https" if tls else "http")
    await server.start_server(ssl=tls)
    try:
        stand_in.url = str(server.make_url("")).rstrip("/")
        yield stand_in
    finally:
        if stand_in.stall is not None:
            stand_in.stall.set()
        await server.close()
