"""The previewer, run for real by this Python: what it shows, what it may use, and that nothing of it stays."""

import asyncio
import base64
import os
import runpy
import sys
import tempfile
from array import array
from pathlib import Path
from typing import Any

import psutil
import pytest

from jupyterlab_pangeo.adapters.dask.kernelspecs import Place
from jupyterlab_pangeo.adapters.previews import MIB, Bounds, Child
from jupyterlab_pangeo.schemas.previews import PreviewFailure, PreviewResult

EXAMPLES = Path(__file__).parents[2] / "examples"
# Below the folder of the samples, which `run` puts in the place of "@".
ZARR = "import xarray as xr\nx = xr.open_zarr('@/ocean/data/monthly.zarr')"
NETCDF = "import xarray as xr\nx = xr.open_dataset('@/climate/data/lens_001.nc', chunks={})"
CSV = "import pandas as pd\nx = pd.read_csv('@/argo/data/profiles.csv', parse_dates=['time'])"
PARQUET = "import pandas as pd\nx = pd.read_parquet('@/argo/data/profiles.parquet')"
COG = "import rioxarray\nx = rioxarray.open_rasterio('@/imagery/data/scene.tif', chunks={})"
SAMPLES: list[str] = []
CANARY = "canary-3f9a2c77d1"

pytestmark = pytest.mark.integration


@pytest.fixture(scope="module", autouse=True)
def samples(tmp_path_factory: pytest.TempPathFactory) -> None:
    """The sample data."""
    folder = tmp_path_factory.mktemp("samples")
    runpy.run_path(str(EXAMPLES / "generate.py"))["main"](folder)
    SAMPLES[:] = [str(folder)]


@pytest.fixture(autouse=True)
def nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Folders are the test's own; after it none of them, and no process that was told of them, may be left."""
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    yield
    assert list(tmp_path.glob("pangeo-preview-*")) == []
    assert marked(tmp_path) == []


def marked(folder: Path) -> list[psutil.Process]:
    """Processes of previews below a folder."""
    found = []
    for process in psutil.process_iter():
        try:
            if process.environ().get("TMPDIR", "").startswith(f"{folder}/pangeo-preview-"):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


async def run(code: str, environment: dict[str, str] | None = None, **bounds: Any) -> PreviewResult | PreviewFailure:
    place = Place(sys.executable, "kernelspec", environment or {})
    return await Child(place, Bounds(**bounds), lambda _: None).run(code.replace("'@/", f"'{SAMPLES[0]}/"), "x")


async def shown(code: str, environment: dict[str, str] | None = None, **bounds: Any) -> PreviewResult:
    result = await run(code, environment, **bounds)
    assert isinstance(result, PreviewResult), result
    return result


async def failed(code: str, environment: dict[str, str] | None = None, **bounds: Any) -> PreviewFailure:
    failure = await run(code, environment, **bounds)
    assert isinstance(failure, PreviewFailure), failure
    return failure


def numbers(text: str) -> list[float]:
    return array("f", base64.b64decode(text)).tolist()


async def test_a_zarr_store_shows_its_html_sizes_and_a_map() -> None:
    result = await shown(ZARR)
    assert "xr-wrap" in result.html
    assert result.facts is not None
    assert result.facts.dimensions == [("time", 24), ("z_l", 5), ("yh", 60), ("xh", 120)]
    sizes = {variable.name: variable for variable in result.facts.variables}
    assert (sizes["thetao"].shape, sizes["thetao"].chunks) == ([24, 5, 60, 120], [6, 5, 60, 120])
    grid = result.grid
    assert grid is not None
    assert (grid.width, grid.height, grid.x.name, grid.y.name) == (120, 60, "xh", "yh")
    assert len(numbers(grid.values)) == 120 * 60
    assert grid.fixed == ["time 2000-01-15", "z_l 2.5"]
    assert grid.x.values is not None and len(grid.x.values) == 120


async def test_a_netcdf_file_shows_the_values_that_are_in_it() -> None:
    grid = (await shown(NETCDF)).grid
    assert grid is not None
    assert (grid.name, grid.width, grid.height, grid.units) == ("TREFHT", 64, 32, "K")
    values = numbers(grid.values)
    assert grid.range is not None
    assert 200 < min(values) <= grid.range[0] < grid.range[1] <= max(values) < 330


@pytest.mark.parametrize("code", [CSV, PARQUET], ids=["csv", "parquet"])
async def test_a_table_shows_its_head(code: str) -> None:
    table = (await shown(code)).table
    assert table is not None
    assert [column.name for column in table.columns][:3] == ["platform", "cycle", "time"]
    assert len(table.rows) == 20
    assert table.rows[0][:2] == ["5900000", "1"]


async def test_of_a_large_text_only_the_beginning_is_read(tmp_path: Path) -> None:
    (tmp_path / "large.csv").write_text("a\n" + "1\n" * 5000 + "no number\n")
    table = (await shown(f"import pandas as pd\nx = pd.read_csv({str(tmp_path / 'large.csv')!r})")).table
    assert table is not None
    # The line at the end would have made texts of all.
    assert (table.columns[0].dtype, table.row_count) == ("int64", None)


async def test_a_raster_is_drawn_from_an_overview() -> None:
    result = await shown(COG)
    assert result.grid is not None
    assert (result.grid.width, result.grid.height, result.grid.fixed) == (256, 256, ["band 1"])


async def test_values_along_one_dimension_are_a_line() -> None:
    code = "import xarray as xr, numpy as np\nx = xr.DataArray(np.arange(5000.0), dims='t', name='v').to_dataset()"
    line = (await shown(code)).line
    assert line is not None
    values = numbers(line.values)
    assert len(values) == 1000
    assert values[:2] == [0.0, 5.0]


async def test_a_picture_that_would_read_too_much_is_refused_with_the_size() -> None:
    code = (
        "import dask.array as da, xarray as xr\ndef no(block): raise RuntimeError('read')\n"
        "a = da.zeros((20000, 20000), chunks=20000).map_blocks(no, dtype='f8', meta=da.zeros(1).compute())\n"
        "x = xr.Dataset({'v': (('y', 'x'), a)})"
    )
    result = await shown(code)
    assert (result.grid, result.refusal) == (None, "a picture would read 3.2 GB")


async def test_limits_and_the_score_are_what_the_kernel_holds_the_child_to() -> None:
    code = (
        "import os, resource\nfrom pathlib import Path\n"
        "limits = [resource.getrlimit(kind)[0] for kind in (resource.RLIMIT_DATA, resource.RLIMIT_CORE)]\n"
        "x = [Path('/proc/self/oom_score_adj').read_text().strip(), limits, os.nice(0), os.getpgid(0) == os.getsid(0)]"
    )
    text = (await shown(code, memory_bytes=700 * MIB)).text
    assert text.splitlines()[1].startswith(f"['1000', [{700 * MIB}, 0], ")
    assert text.endswith("True]")


async def test_who_takes_too_much_memory_is_told_so() -> None:
    assert (await failed("x = bytearray(3 * 1024**3)")).code == "memory"


async def test_what_never_ends_is_ended_at_the_deadline() -> None:
    failure = await failed("print('on and on', flush=True)\nwhile True: pass", seconds=4)
    assert (failure.code, failure.message, failure.detail) == ("deadline", "it took longer than 4 s", "on and on\n")


async def test_what_dies_is_told_from_what_fails() -> None:
    assert (await failed("import os\nos._exit(3)")).code == "crashed"
    killed = await failed("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)")
    assert killed.code == "memory"
    assert (await failed("raise ValueError('no such thing')")).message == "ValueError: no such thing"
    missing = await failed("import no_such_package.part")
    assert (missing.code, missing.package) == ("missing-package", "no_such_package")
    assert (await failed("raise PermissionError('403 Forbidden')")).code == "denied"


@pytest.mark.parametrize("leaves", [False, True], ids=["in-the-group", "in-a-session-of-its-own"])
async def test_a_cancelled_one_is_gone_with_all_of_its_children(tmp_path: Path, leaves: bool) -> None:
    code = (
        "import subprocess, sys, time\nfrom pathlib import Path\n"
        f"subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'], start_new_session={leaves})\n"
        f"Path({str(tmp_path / 'begun')!r}).touch()\ntime.sleep(600)"
    )
    task = asyncio.ensure_future(run(code))
    while not (tmp_path / "begun").exists():
        await asyncio.sleep(0.02)
    assert len(marked(tmp_path)) >= 3
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task

    async def gone() -> None:
        while marked(tmp_path):
            await asyncio.sleep(0.02)

    await asyncio.wait_for(gone(), 2)


async def test_all_of_it_ends_with_a_server_that_is_killed(tmp_path: Path) -> None:
    begun = tmp_path / "begun"
    code = (
        "import subprocess, sys, time\nfrom pathlib import Path\n"
        "subprocess.Popen([sys.executable, '-c', 'import time; time.sleep(600)'])\n"
        f"Path({str(begun)!r}).touch()\ntime.sleep(600)"
    )
    server = (
        "import asyncio, sys, tempfile\nfrom jupyterlab_pangeo.adapters.previews import *\n"
        f"tempfile.tempdir = {str(tmp_path)!r}\n"
        f"asyncio.run(Child(Place(sys.executable, 'kernelspec'), Bounds(), print).run({code!r}, 'x'))"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", server)
    while not begun.exists():
        await asyncio.sleep(0.02)
    process.kill()
    await process.wait()

    async def gone() -> None:
        while marked(tmp_path):
            await asyncio.sleep(0.02)

    await asyncio.wait_for(gone(), 5)
    for folder in tmp_path.glob("pangeo-preview-*"):
        # Nobody is left to take it away.
        folder.rmdir()


async def test_a_secret_of_the_environment_is_in_no_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CANARY_API_TOKEN", CANARY)
    own = {"AWS_SECRET_ACCESS_KEY": f"{CANARY}-own"}
    told = "import os, sys\ns = os.environ['CANARY_API_TOKEN'] + os.environ['AWS_SECRET_ACCESS_KEY']\n"
    answers = [
        await run(f"{told}print(s, file=sys.stderr, flush=True)\nraise ValueError('url?key=' + s)", own),
        await run(f"{told}import pandas as pd\nx = pd.DataFrame({{s: [s]}})", own),
        await run(f"{told}import xarray as xr\nx = xr.Dataset({{s: 1.0}}, attrs={{'a': s}})", own),
        await run(f"{told}x = s", own),
    ]
    for answer in answers:
        assert CANARY not in str(answer)
        assert "***" in str(answer)


async def test_text_that_is_hostile_stays_text() -> None:
    code = (
        "import xarray as xr, numpy as np\nbad = '<script>alert(1)</script>' + chr(0xd800) + chr(0)\n"
        "x = xr.Dataset({bad: (('y', 'x'), np.ones((3, 3)))}, attrs={bad: bad})"
    )
    result = await shown(code)
    assert result.grid is not None
    assert result.grid.name.startswith("<script>")
    assert "<script>" not in result.html


async def test_an_answer_that_is_too_large_is_refused() -> None:
    assert (await failed("x = 'y' * 15000", answer_bytes=4096)).code == "too-large"


async def test_a_python_that_is_not_there_is_told(tmp_path: Path) -> None:
    answer = await Child(Place(str(tmp_path / "python"), "kernelspec"), Bounds(), lambda _: None).run("x = 1", "x")
    assert isinstance(answer, PreviewFailure)
    assert answer.code == "no-python"


async def test_steps_are_told_and_no_file_of_the_user_is_in_the_way() -> None:
    steps: list[str] = []
    code = "import os\nx = os.getcwd()"
    result = await Child(Place(sys.executable, "kernelspec"), Bounds(), steps.append).run(
        code.replace("'@/", f"'{SAMPLES[0]}/"), "x"
    )
    assert isinstance(result, PreviewResult)
    assert steps == ["opening", "drawing"]
    assert "pangeo-preview-" in result.text
    assert os.getcwd() not in result.text
