"""Small cloud-optimised GeoTIFFs, and a real STAC API over them; as a program it serves until its input ends."""

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
from environments import environment

SERVER = Path(__file__).with_name("stac_api_server.py")
COG = "image/tiff; application=geotiff; profile=cloud-optimized"
PROJECTION = "https://stac-extensions.github.io/projection/v2.0.0/schema.json"
# One tile of 64 by 64 pixels of 10 m in UTM zone 32, and where that is in degrees.
SIZE = 64
WEST, NORTH = 500_000.0, 5_300_000.0
BBOX = [9.0, 47.846, 9.0087, 47.8519]
COUNT = 12


def make(folder: Path) -> None:
    """Write scenes of twelve days, each of one value that is its number, and records of no picture."""
    files = folder / "files"
    files.mkdir(parents=True, exist_ok=True)
    scenes = [_scene(files, number) for number in range(1, COUNT + 1)]
    (folder / "items.json").write_text(json.dumps([*scenes, _table()]))


def _scene(files: Path, number: int) -> dict[str, Any]:
    assets = {}
    for band, factor in (("red", 1), ("nir", 10)):
        name = f"{band}-{number:02}.tif"
        _cog(files / name, number * factor)
        assets[band] = {"href": f"{{base}}/files/{name}", "type": COG, "roles": ["data"]}
    return {
        **_item(f"scene-{number:02}", "scenes", number, assets),
        "stac_extensions": [PROJECTION],
        "properties": {
            "datetime": f"2020-01-{number:02}T10:00:00Z",
            "eo:cloud_cover": 5.0 * (number - 1),
            "proj:code": "EPSG:32632",
            "proj:shape": [SIZE, SIZE],
            "proj:transform": [10.0, 0.0, WEST, 0.0, -10.0, NORTH],
        },
    }


def _table() -> dict[str, Any]:
    asset = {"href": "{base}/files/stations.csv", "type": "text/csv"}
    return _item("stations", "tables", 1, {"stations": asset})


def _item(name: str, collection: str, day: int, assets: dict[str, Any]) -> dict[str, Any]:
    west, south, east, north = BBOX
    ring = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature", "stac_version": "1.0.0", "id": name, "collection": collection, "bbox": BBOX,
        "geometry": {"type": "Polygon", "coordinates": [ring]}, "links": [], "assets": assets,
        "properties": {"datetime": f"2020-01-{day:02}T10:00:00Z"},
    }  # fmt: skip


def _cog(path: Path, value: int) -> None:
    import rasterio  # type: ignore[import-untyped]

    profile = {
        "driver": "COG", "dtype": "uint16", "count": 1, "width": SIZE, "height": SIZE, "crs": "EPSG:32632",
        "transform": rasterio.Affine(10, 0, WEST, 0, -10, NORTH), "blocksize": 64,
    }  # fmt: skip
    with rasterio.open(path, "w", **profile) as file:
        file.write(np.full((1, SIZE, SIZE), value, dtype="uint16"))


@contextmanager
def stac_api(folder: Path) -> Iterator[str]:
    """Address of a server over what is made in a folder."""
    make(folder)
    process = subprocess.Popen(
        [str(environment("stac-api")), str(SERVER), str(folder)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None and process.stdout is not None
    try:
        base = process.stdout.readline().strip()
        assert base, f"the STAC API ended with {process.wait(10)}"
        yield base
    finally:
        process.stdin.close()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(10)
        process.stdout.close()


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as made, stac_api(Path(made)) as address:
        print(address, flush=True)
        sys.stdin.read()
