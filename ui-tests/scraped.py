"""A real store that scrapes a node exporter, a Dask cluster and a Jupyter server each second, for one test.

Arguments: the program of the store, the address of the Jupyter server, its token. Prints the address of the store;
ends with its input.
"""

import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

from distributed import LocalCluster

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from prometheus_kit import scraping

COLLECTORS = ("cpu", "filesystem", "loadavg", "meminfo", "netdev")


def main(kind: str, jupyter: str, token: str) -> None:
    """Serve until the input ends."""
    with (
        tempfile.TemporaryDirectory() as folder,
        LocalCluster(
            n_workers=1, threads_per_worker=2, dashboard_address="127.0.0.1:0", worker_dashboard_address="127.0.0.1:0"
        ) as cluster,
    ):
        login = {"authorization": {"type": "token", "credentials": token}}
        (worker,) = cluster.scheduler_info["workers"].values()
        jobs = [
            ("dask", cluster.scheduler.http_server.port),
            ("dask-workers", worker["services"]["dashboard"]),
            ("jupyter", urlsplit(jupyter).port, login),
        ]
        with scraping(kind, Path(folder), jobs, COLLECTORS) as url:
            print(url, flush=True)
            sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
