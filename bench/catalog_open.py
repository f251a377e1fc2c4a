"""Opening a large Intake catalog: CPU and memory against a bare CSafeLoader with the collector off, in the same run.

    python bench/catalog_open.py [ENTRIES | v2:ENTRIES ...]

Prints one JSON object for each size; medians of interleaved runs, each in a process of its own. Times are CPU
seconds except where the name says wall; sizes are bytes.
"""

import asyncio
import json
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

_ANCHOR = """
import gc, json, sys, time, yaml
gc.disable()
def peak():
    return int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])
before = peak()
data = open(sys.argv[1], "rb").read()
started = time.process_time()
names = list(yaml.load(data, yaml.CSafeLoader)["sources"])
spent = time.process_time() - started
grown = (peak() - before) * 1024
print(json.dumps({"cpu": spent, "memory": grown, "entries": len(names)}))
"""
OURS = """
import gc, json, os, sys, tempfile, time
from pathlib import Path
from jupyterlab_pangeo.adapters.catalogs import reader
from jupyterlab_pangeo.worker import readers
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.protocol import Job
gc.disable()
known = readers.load(readers.BUILT_IN)[0]
def peak():
    return int(open('/proc/self/status').read().split('VmHWM:')[1].split()[0])
before = peak()
with tempfile.TemporaryDirectory() as folder:
    output = Path(folder, "index.part")
    started = time.process_time()
    report = run(Job(catalog_id="0" * 12, location=sys.argv[1], output=str(output)), known)
    page = reader.rows(output, 0, 200)
    spent = time.process_time() - started
grown = (peak() - before) * 1024
print(json.dumps({"cpu": spent, "memory": grown, "entries": report.entry_count, "page": len(page)}))
"""


def write(path: Path, entries: int) -> None:
    """Write a synthetic catalog, ten lines an entry."""
    with path.open("w") as file:
        file.write("sources:\n")
        for number in range(entries):
            file.write(
                f"  entry_{number}:\n    description: Synthetic data set number {number} of the ocean model\n"
                f"    driver: zarr\n    args:\n      urlpath: gs://bucket-{number % 50}/store/{number}.zarr\n"
                "      consolidated: true\n      storage_options: {requester_pays: true}\n    metadata:\n"
                f"      tags: [ocean, model, t{number % 100}]\n      url: https://example.org/{number}\n"
            )


def write_two(path: Path, entries: int) -> None:
    """Write a synthetic catalog of Intake 2 as Intake does, a block of data and one of a reader for each entry."""
    with path.open("w") as file:
        file.write("aliases: {}\ndata:\n")
        for number in range(entries):
            file.write(
                f"  'd{number:015x}':\n    datatype: intake.readers.datatypes:Zarr\n    kwargs:\n      root: ''\n"
                f"      storage_options: {{requester_pays: true}}\n      url: gs://bucket-{number % 50}/{number}.zarr\n"
                "    metadata: {}\n    user_parameters: {}\n"
            )
        file.write("entries:\n")
        for number in range(entries):
            file.write(
                f"  entry_{number}:\n    kwargs:\n      args:\n      - '{{data(d{number:015x})}}'\n    metadata:\n"
                f"      description: Synthetic data set number {number} of the ocean model\n"
                f"      tags: [ocean, model, t{number % 100}]\n    output_instance: xarray:Dataset\n"
                "    reader: intake.readers.readers:XArrayDatasetReader\n    user_parameters: {}\n"
            )
        file.write("metadata: {}\nuser_parameters: {}\nversion: 2\n")


def measure(code: str, path: Path) -> dict[str, Any]:
    """Run code in a process of its own; answers what it prints."""
    done = subprocess.run([sys.executable, "-c", code, str(path)], cwd=ROOT, capture_output=True, check=True)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


async def serve(path: Path, folder: Path) -> dict[str, float]:
    """Wall times of the service: cold, warm, first page, search."""
    from jupyterlab_pangeo.schemas.catalogs import CatalogSpec
    from jupyterlab_pangeo.services.catalogs import CatalogService

    class Waking:
        changed = asyncio.Event()

        def emit(self, topic: str, id: str | None) -> None:
            self.changed.set()

    def service() -> CatalogService:
        return CatalogService(changes=Waking(), store=folder / "store", cache=folder / "cache", root_dir=folder)

    async def wall(work: Callable[[], Any]) -> float:
        started = time.perf_counter()
        await work()
        return time.perf_counter() - started

    cold = service()
    await cold.start()
    started = time.perf_counter()
    added = cold.add(CatalogSpec(location=str(path)))
    while cold.get(added.id).state == "loading":
        Waking.changed.clear()
        await Waking.changed.wait()
    found = {"cold_open_wall": time.perf_counter() - started}
    await cold.stop()
    warm = service()

    async def open_warm() -> None:
        await warm.start()
        await warm.entries(added.id, None, None, 200)

    found["warm_open_and_page_wall"] = await wall(open_warm)
    found["page_wall"] = await wall(lambda: warm.entries(added.id, None, "5000", 200))
    words = ["ocean", "entry_77", "model t5", "synthetic", "data set number 12", "nowhere", "t9", "77"] * 5
    times = [await wall(lambda word=word: warm.search(word, None, None, None, 50)) for word in words]
    found["search_p95_wall"] = sorted(times)[int(len(times) * 0.95)]
    await warm.stop()
    return found


def main() -> None:
    """Measure each size."""
    for argument in sys.argv[1:] or ["10000", "100000", "v2:10000"]:
        is_two, entries = argument.startswith("v2:"), int(argument.removeprefix("v2:"))
        bare = _ANCHOR.replace('["sources"]', '["entries"]') if is_two else _ANCHOR
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            path = folder / "catalog.yaml"
            (write_two if is_two else write)(path, entries)
            pairs = [(measure(bare, path), measure(OURS, path)) for _ in range(5 if entries <= 20_000 else 3)]
            anchor, ours = (
                {key: statistics.median(pair[side][key] for pair in pairs) for key in ("cpu", "memory", "entries")}
                for side in (0, 1)
            )
            ratios = {key: round(ours[key] / anchor[key], 3) for key in ("cpu", "memory")}
            walls = asyncio.run(serve(path, folder))
            print(
                json.dumps(
                    {
                        "version": 1 + is_two,
                        "entries": entries,
                        "anchor": anchor,
                        "ours": ours,
                        "ratio": ratios,
                        **walls,
                    }
                ),
                flush=True,
            )


if __name__ == "__main__":
    main()
