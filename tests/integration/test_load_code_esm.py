"""Load code of collections, run by a real Python with intake-esm, gives the values of the files."""

import csv
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import xarray as xr
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from load_code_support import render

pytest.importorskip("intake_esm")
pytestmark = pytest.mark.integration

CHECK = """
import json
print(json.dumps({key: {"member": data.sizes.get("member_id", 1), "mean": float(data.T.mean())}
                  for key, data in lens.items()}))
"""


def recipe(path: Path) -> dict[str, Any]:
    return {
        "reader": "esm", "driver": "esm_datastore", "format": "esm_datastore", "urls": [str(path)], "isLocal": True,
        "isLiteral": True, "arguments": {}, "storageOptions": {},
    }  # fmt: skip


def request(path: Path, chosen: dict[str, list[str]], kind: str = "netcdf", example: str = "/x.nc") -> dict[str, Any]:
    columns = [{"name": name, "type": "text", "values": values} for name, values in chosen.items()]
    return {
        "recipe": recipe(path), "userParameters": [], "parameters": {}, "style": "intake", "variable": "lens",
        "collection": {"columns": columns, "format": kind, "example": example, "datasetCount": 1},
    }  # fmt: skip


def collection(folder: Path, kind: str) -> Path:
    """Three members in two experiments, each of a constant value; one experiment's name looks like a pattern."""
    rows = []
    for experiment in ("20C", "RCP8.5*"):
        for member in (1, 2, 3):
            data = xr.Dataset({"T": (("x", "y"), np.full((2, 2), member + 10.0 * (experiment != "20C")))})
            path = folder / f"{experiment[0]}{member}.{'nc' if kind == 'netcdf' else 'zarr'}"
            if kind == "netcdf":
                data.to_netcdf(path)
            else:
                data.to_zarr(path, zarr_format=2, consolidated=True)
            rows.append([experiment, f"{member:03d}" if member < 3 else "", "T", str(path)])
    with (folder / "table.csv").open("w", newline="") as file:
        csv.writer(file).writerows([["experiment", "member_id", "variable", "path"], *rows])
    made = {
        "esmcat_version": "0.1.0", "id": "lens", "catalog_file": "table.csv", "attributes": [],
        "assets": {"column_name": "path", "format": kind},
        "aggregation_control": {
            "variable_column_name": "variable", "groupby_attrs": ["experiment", "variable"],
            "aggregations": [{"type": "join_new", "attribute_name": "member_id", "options": {}}],
        },
    }  # fmt: skip
    path = folder / "lens.json"
    path.write_text(json.dumps(made))
    return path


def run(code: str, folder: Path) -> Any:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code + CHECK], capture_output=True, cwd=folder, timeout=100, check=False
    )
    assert done.returncode == 0, done.stderr.decode()[-3000:]
    return json.loads(done.stdout.decode().splitlines()[-1])


@pytest.mark.parametrize("kind", ["netcdf", "zarr"])
def test_chosen_facets_load_the_chosen_members(tmp_path: Path, kind: str) -> None:
    path = collection(tmp_path, kind)
    made = render([request(path, {"experiment": ["20C"], "member_id": ["001", "002"]}, kind, str(tmp_path / "x"))])
    assert run(made[0]["text"], tmp_path) == {"20C.T": {"member": 2, "mean": 1.5}}


def test_a_value_that_looks_like_a_pattern_and_an_empty_cell_are_found_as_they_are(tmp_path: Path) -> None:
    path = collection(tmp_path, "netcdf")
    made = render([request(path, {"experiment": ["RCP8.5*"], "member_id": ["001"]})])
    assert run(made[0]["text"], tmp_path) == {"RCP8.5*.T": {"member": 1, "mean": 11.0}}
    searched = render([request(path, {"member_id": [""]})])[0]["text"].partition(".to_dataset_dict")[0]
    code = searched + "\nprint(sorted(lens.df.experiment))"
    done = subprocess.run([sys.executable, "-W", "ignore", "-c", code], capture_output=True, timeout=60, check=True)
    assert done.stdout.decode().strip().endswith("['20C', 'RCP8.5*']")


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.text(min_size=1), st.lists(st.text(), min_size=1)), min_size=1, max_size=20))
def test_no_value_of_a_table_gets_out_of_its_literal(found: list[tuple[str, list[str]]]) -> None:
    """The code is run with a stand-in for intake, which sees exactly the values and nothing else."""
    chosen = dict(found)
    made = render([request(Path("/x.json"), chosen)])[0]["text"]
    seen: dict[str, Any] = {}

    class Found:
        def to_dataset_dict(self, **_: Any) -> None:
            return None

    class Intake:
        @staticmethod
        def open_esm_datastore(_: str) -> Any:
            return Intake()

        def search(self, /, **query: Any) -> Found:
            seen.update(query)
            return Found()

    space = {"intake": Intake, "__builtins__": {}}
    exec(compile(made.replace("import intake\n", "", 1), "code", "exec"), space)
    assert set(space) <= {"intake", "__builtins__", "cat", "lens"}
    assert set(seen) == set(chosen)
    for name, values in chosen.items():
        for value, given_ in zip(values, seen[name], strict=True):
            assert given_ is None if value == "" else isinstance(given_, str)
            if value and not set("*?$^") & set(value):
                assert given_ == value
