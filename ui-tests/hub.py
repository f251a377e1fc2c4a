"""A real JupyterHub that a real Prometheus scrapes; its servers are never started.

Prints the address of the Prometheus. Each line of its input is a name and a password: somebody logs in, and the status
that the hub answers is printed. Ends with its input.
"""

import sys
import tempfile
import time
import urllib.parse
import urllib.request
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from hub_kit import hub_in
from prometheus_kit import scraping

COUNT = 'sum(jupyterhub_request_duration_seconds_count{method="POST",code="302"})'


def has_scraped(store: str) -> bool:
    """Whether the store knows of the login before its first scrape: what was before is in no increase."""
    query = urllib.parse.urlencode({"query": COUNT})
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(f"{store}/api/v1/query?{query}", timeout=10) as answer:
        return b'"1"' in answer.read()


def main() -> None:
    """Serve until the input ends."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as data, hub_in(Path(home)) as hub:
        assert hub.login("eve") == 302
        jobs = [("hub", hub.port, {"metrics_path": "/hub/metrics"})]
        with scraping("prometheus", Path(data), jobs) as store:
            while not has_scraped(store):
                time.sleep(0.2)
            print(store, flush=True)
            for line in sys.stdin:
                print(hub.login(*line.split()), flush=True)


if __name__ == "__main__":
    main()
