"""Opening a large collection of STAC items: CPU and memory against bare JSON, and against pystac, in the same run.

    python bench/stac_open.py [ITEMS]

Prints a JSON object; medians of interleaved runs, each in a process of its own. Times are CPU seconds, sizes bytes.
pystac is measured once: it takes long.
"""

import json
import statistics
import sys
import tempfile
from pathlib import Path
from typing import Any

from catalog_open import OURS, measure

RUNS = 3

_ANCHOR = """
import json, sys, time
def peak():
    return int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])
before = peak()
data = open(sys.argv[1], "rb").read()
started = time.process_time()
names = [item["id"] for item in json.loads(data)["features"]]
spent = time.process_time() - started
grown = (peak() - before) * 1024
print(json.dumps({"cpu": spent, "memory": grown, "entries": len(names)}))
"""
_PYSTAC = """
import json, sys, time, pystac
def peak():
    return int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])
before = peak()
started = time.process_time()
names = [item.id for item in pystac.ItemCollection.from_file(sys.argv[1])]
spent = time.process_time() - started
grown = (peak() - before) * 1024
print(json.dumps({"cpu": spent, "memory": grown, "entries": len(names)}))
"""


def item(number: int) -> dict[str, Any]:
    """A small item with one asset, as an index of scenes has them."""
    west, south = number % 360 - 180.0, number % 170 - 85.0
    return {
        "type": "Feature",
        "stac_version": "1.0.0",
        "id": f"scene-{number}",
        "geometry": {"type": "Point", "coordinates": [west, south]},
        "bbox": [west, south, west + 1, south + 1],
        "properties": {"datetime": f"2020-01-{number % 28 + 1:02}T00:00:00Z", "eo:cloud_cover": number % 100},
        "links": [],
        "assets": {"data": {"href": f"https://example.org/scenes/{number}.tif", "type": "image/tiff"}},
    }


def main() -> None:
    """Measure and print."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "items.json")
        with path.open("w") as file:
            file.write('{"type": "FeatureCollection", "features": [')
            for number in range(count):
                file.write(("," if number else "") + json.dumps(item(number)))
            file.write("]}")
        found: dict[str, list[dict[str, Any]]] = {"anchor": [], "ours": []}
        for _ in range(RUNS):
            for side, code in (("anchor", _ANCHOR), ("ours", OURS)):
                found[side].append(measure(code, path))
                if found[side][-1]["entries"] != count:
                    raise SystemExit(f"{side} read {found[side][-1]['entries']} entries")
        printed: dict[str, Any] = {
            side: {key: statistics.median(run[key] for run in runs) for key in ("cpu", "memory")}
            for side, runs in found.items()
        }
        printed["pystac"] = measure(_PYSTAC, path)
        print(json.dumps({**printed, "items": count, "bytes": path.stat().st_size}))


if __name__ == "__main__":
    main()
