"""A stand-in for Grafana, in the manner of one version, before a real Prometheus that scrapes a node exporter.

Arguments: the manner, and files with dashboards that it has too, by the names of the files; with any, all of a machine
is scraped. Prints the address of the stand-in; ends with its input.
"""

import asyncio
import json
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))
from grafana_stand_in import grafana
from prometheus_kit import scraping

FEW = ("loadavg", "meminfo")
ALL = (
    *FEW,
    *("arp", "cpu", "diskstats", "filefd", "filesystem", "netclass", "netdev", "netstat", "pressure", "processes"),
    *("schedstat", "sockstat", "softnet", "stat", "time", "timex", "uname", "vmstat"),
)
SOURCE = {"type": "prometheus", "uid": "prom"}


def panel(number, kind, title, expr, **more):
    """A panel with one expression."""
    place = {"x": 12 * (number % 2), "y": 8 * (number // 2), "w": 12, "h": 8}
    target = {"refId": "A", "expr": expr, "datasource": SOURCE, **more.pop("target", {})}
    return {"id": number + 1, "type": kind, "title": title, "gridPos": place, "targets": [target], **more}


DASHBOARDS = {
    "machines": {
        "title": "Machines",
        "schemaVersion": 39,
        "time": {"from": "now-2m", "to": "now"},
        "refresh": "",
        "templating": {
            "list": [{"name": "job", "type": "query", "datasource": SOURCE, "query": "label_values(up, job)"}]
        },
        "panels": [
            panel(0, "timeseries", "Load of $job", 'node_load1{job="$job"} or up{job="$job"}'),
            panel(1, "stat", "Targets", "count(up)"),
            panel(2, "piechart", "Shares", "up"),
            panel(
                3,
                "table",
                "State",
                "up",
                target={"format": "table", "instant": True},
                transformations=[
                    {"id": "organize", "options": {"excludeByName": {"Time": True}, "renameByName": {"Value": "Up"}}}
                ],
            ),
            panel(
                4,
                "heatmap",
                "Requests",
                "sum by (le) (prometheus_http_request_duration_seconds_bucket)",
                target={"format": "heatmap", "legendFormat": "{{le}}"},
                options={"yAxis": {"unit": "s"}, "color": {"mode": "scheme", "scheme": "Oranges"}},
            ),
            panel(5, "text", "Notes", "", options={"mode": "markdown", "content": "Of **$job** alone."}),
            # As the node exporter called it before 0.16.
            panel(6, "timeseries", "Renamed", "sum(rate(node_cpu[1m]))"),
        ],
    },
    "other": {"title": "Another one", "schemaVersion": 39, "panels": []},
}


async def main(manner: str, *files: str) -> None:
    """Serve until the input ends."""
    read = {Path(file).stem: json.loads(Path(file).read_text()) for file in files}
    collectors = ALL if files else FEW
    with tempfile.TemporaryDirectory() as folder, scraping("prometheus", Path(folder), (), collectors) as behind:
        dashboards = {**DASHBOARDS, **read}
        async with grafana(manner, behind, dashboards=dashboards, folders={"machines": "Operations"}) as stand_in:
            print(stand_in.url, flush=True)
            await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
