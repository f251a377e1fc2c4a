"""Where the index lies, and on what kind of file system it may."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from jupyter_kit import Server

pytestmark = [pytest.mark.integration, pytest.mark.timeout(180)]


def test_the_index_lies_on_local_scratch_and_the_home_has_the_list_only(tmp_path: Path, short_folder: Path) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    place = tmp_path / "c.yaml"
    place.write_text("sources: {a: {driver: zarr, args: {urlpath: 'gs://b/x'}}}")
    server = Server(tmp_path / "home", short_folder, {"TMPDIR": str(scratch)})
    try:
        added = server.add(place)
        assert added["state"] == "ready"
    finally:
        server.stop()
    indexes = list(tmp_path.rglob(f"{added['id']}/*"))
    assert sorted(path.suffix for path in indexes) == [".json", ".sqlite"]
    assert all(path.is_relative_to(scratch) for path in indexes)
    at_home = [path for path in (tmp_path / "home").rglob("*") if path.is_file() and added["id"] in str(path)]
    assert at_home == []
    kept = {path.name for path in (tmp_path / "home").rglob("jupyterlab_pangeo/*")}
    assert kept - {"usage"} == {"catalogs.json"}


@pytest.mark.skipif(sys.platform != "linux", reason="needs a library loaded before the C library, as Linux does it")
@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler (Debian and Ubuntu: apt-get install gcc)")
def test_list_and_index_survive_on_a_file_system_without_locks(tmp_path: Path) -> None:
    source = Path(__file__).with_name("without_locks.c")
    library = tmp_path / "without_locks.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"], check=True, timeout=60)
    folder = tmp_path / "home"
    folder.mkdir()
    done = subprocess.run(
        [sys.executable, str(source.with_suffix(".py")), str(folder)],
        env={**os.environ, "LD_PRELOAD": str(library), "LOCKLESS": str(folder)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr[-3000:]
