"""Measure a collection in the manner of the public CMIP6 one: CPU of a cold open, and of a click on a facet.

``python bench/esm_open.py ROWS`` prints ``{"cpu": s, "memory": bytes, "click": s, "rows": n}``; the click is the
slowest of several choices, from hardly narrowing to a single model.
"""

import csv
import json
import random
import sys
import tempfile
import time
from pathlib import Path

from jupyterlab_pangeo.adapters.catalogs.facets import facets
from jupyterlab_pangeo.schemas.catalogs import FacetQuery
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.protocol import Job
from jupyterlab_pangeo.worker.readers import BUILT_IN, load

COLUMNS = [
    *("activity_id", "institution_id", "source_id", "experiment_id", "member_id", "table_id", "variable_id"),
    *("grid_label", "zstore", "dcpp_init_year", "version"),
]
ACTIVITIES = {"CMIP": 8, "ScenarioMIP": 10, "DAMIP": 14, "DCPP": 6, "CFMIP": 20, "AerChemMIP": 14, "HighResMIP": 6}
TABLES = {"Amon": 70, "Omon": 60, "day": 30, "Lmon": 40, "SImon": 30, "Emon": 60, "fx": 8, "3hr": 10, "AERmon": 25}
CHOICES: list[dict[str, list[str]]] = [
    {"activity_id": ["CMIP"]},
    {"activity_id": ["CMIP", "ScenarioMIP"]},
    {"grid_label": ["gn", "gr"]},
    {"activity_id": ["CMIP", "ScenarioMIP"], "table_id": ["Amon", "Omon", "day", "3hr"]},
    {"activity_id": ["CMIP"], "source_id": ["MODEL-1"], "variable_id": ["Amon-1"]},
]


def write(folder: Path, rows: int) -> Path:
    """Write a collection with a table of so many rows; answers its JSON file."""
    rng = random.Random(1)
    with (folder / "table.csv").open("w", newline="") as file:
        table = csv.writer(file, lineterminator="\n")
        table.writerow(COLUMNS)
        count = 0
        while count < rows:
            model = rng.randrange(88)
            activity = rng.choices(list(ACTIVITIES), (30, 30, 8, 10, 8, 8, 6))[0]
            group = rng.choices(list(TABLES), (35, 20, 12, 8, 5, 10, 4, 3, 3))[0]
            run_of = [
                activity,
                f"INST-{model % 36}",
                f"MODEL-{model}",
                f"{activity}-{rng.randrange(ACTIVITIES[activity])}",
            ]
            run_of += [f"r{rng.randint(1, 50)}i1p1f{rng.randint(1, 3)}", group]
            grid, year = rng.choice(["gn", "gr", "gr1"]), f"{rng.randint(1960, 2018)}.0" if activity == "DCPP" else ""
            version = f"20{rng.randint(18, 21)}{rng.randint(1, 12):02}{rng.randint(1, 28):02}"
            for variable in rng.sample(range(TABLES[group]), rng.randint(1, min(20, TABLES[group], rows - count))):
                name = f"{group}-{variable}"
                store = "/".join(["gs://cmip6/CMIP6", *run_of, name, grid, f"v{version}/"])
                table.writerow([*run_of, name, grid, store, year, version])
                count += 1
    groupby = ["activity_id", "institution_id", "source_id", "experiment_id", "table_id", "grid_label"]
    made = {
        "esmcat_version": "0.1.0",
        "id": "synthetic",
        "catalog_file": "table.csv",
        "attributes": [],
        "assets": {"column_name": "zstore", "format": "zarr"},
        "aggregation_control": {"variable_column_name": "variable_id", "groupby_attrs": groupby, "aggregations": []},
    }
    path = folder / "collection.json"
    path.write_text(json.dumps(made))
    return path


def _click(index: Path, chosen: dict[str, list[str]]) -> float:
    taken = []
    for _ in range(3):
        started = time.process_time()
        facets(index, FacetQuery(chosen=chosen))
        taken.append(time.process_time() - started)
    return sorted(taken)[1]


def main() -> None:
    """Measure, and print one line."""
    rows = int(sys.argv[1])
    with tempfile.TemporaryDirectory() as name:
        path, index = write(Path(name), rows), Path(name) / "index.sqlite"
        job = Job(catalog_id="c", location=str(path), output=str(index))
        report = run(job, load(BUILT_IN)[0])
        if report.asset_count != rows:
            raise RuntimeError(str(report))
        click = max(_click(index, chosen) for chosen in CHOICES)
    print(json.dumps({"cpu": report.cpu_seconds, "memory": report.peak_bytes, "click": click, "rows": rows}))


if __name__ == "__main__":
    main()
