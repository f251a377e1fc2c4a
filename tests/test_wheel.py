"""What a person gets by pip: a wheel from a clean copy, in a bare environment, with both halves enabled."""

import json
import os
import shutil
import subprocess
import sys
import sysconfig
import zipfile
from pathlib import Path

import local_catalogs
import pytest
from closure import link
from jupyter_kit import Server

pytestmark = [pytest.mark.integration, pytest.mark.timeout(600)]

ROOT = Path(__file__).parent.parent
SHARE = "share/jupyter/labextensions/jupyterlab-pangeo"


def run(command, **options):
    """Run a program; its output is the message where it fails."""
    done = subprocess.run(command, capture_output=True, text=True, check=False, **options)
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout + done.stderr


def environment(home, bin_folder):
    """Return an environment without a Jupyter configuration of the person who runs the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "PYTHON", "VIRTUAL_"))}
    return kept | {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home / "config"),
        "JUPYTER_DATA_DIR": str(home / "data"),
        "JUPYTER_RUNTIME_DIR": str(home / "run"),
        "JUPYTER_NO_CONFIG": "1",
        "PATH": os.pathsep.join([str(bin_folder), kept["PATH"]]),
    }


@pytest.fixture(scope="module")
def copy(tmp_path_factory):
    """A copy of what is committed or will be, nothing built; only the installed Node packages are borrowed."""
    folder = tmp_path_factory.mktemp("clean") / "jupyterlab-pangeo"
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        source, target = ROOT / name, folder / name
        if source.is_file():
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(source, target)
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    assert not (folder / "lib").exists()
    assert not (folder / "jupyterlab_pangeo" / "labextension").exists()
    return folder


@pytest.fixture(scope="module")
def wheel(copy, tmp_path_factory):
    home = tmp_path_factory.mktemp("home")
    env = environment(home, Path(sys.executable).parent)
    run(["jlpm", "build:prod"], cwd=copy, env=env)
    run([sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(home)], cwd=copy, env=env)
    (built,) = home.glob("jupyterlab_pangeo-*.whl")
    return built


@pytest.fixture(scope="module")
def bare(wheel, tmp_path_factory):
    """An environment with the wheel alone, which then sees the dependencies that are installed already.

    A ``.pth`` file shows it our site-packages without processing the ``.pth`` files in there, so an editable install
    of this project stays invisible.
    """
    folder = tmp_path_factory.mktemp("bare") / "env"
    run([sys.executable, "-m", "venv", str(folder)])
    python = folder / "bin" / "python"
    run([str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)])
    site = run([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip()
    paths = {sysconfig.get_path("purelib"), sysconfig.get_path("platlib")}
    Path(site, "dependencies.pth").write_text("\n".join(sorted(paths)) + "\n")
    return folder


def ask(bare, tmp_path, code, *arguments):
    env = environment(tmp_path, bare / "bin")
    return run([str(bare / "bin" / "python"), "-c", code, *arguments], env=env, cwd=tmp_path)


def names(wheel):
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def data(wheel):
    """Names below the prefix of the environment, as the wheel carries them."""
    return {name.split(".data/data/", 1)[1] for name in names(wheel) if ".data/data/" in name}


def test_the_wheel_carries_both_halves(wheel):
    assert {
        "etc/jupyter/jupyter_server_config.d/jupyterlab_pangeo.json",
        f"{SHARE}/package.json",
        f"{SHARE}/install.json",
        f"{SHARE}/static/style.js",
    } <= data(wheel)
    assert "jupyterlab_pangeo/app.py" in names(wheel)
    assert any(name.endswith("licenses/LICENSE") for name in names(wheel))


def test_the_wheel_carries_every_settings_schema(wheel):
    schemas = {path.name for path in (ROOT / "schema").glob("*.json")}
    assert {Path(name).name for name in data(wheel) if f"{SHARE}/schemas/" in name} >= schemas


def test_the_bundle_is_the_production_one(wheel):
    assert not [name for name in data(wheel) if name.endswith(".map")]
    with zipfile.ZipFile(wheel) as archive:
        scripts = [name for name in archive.namelist() if SHARE in name and name.endswith(".js")]
        assert scripts
        for name in scripts:
            assert b"//# sourceMappingURL" not in archive.read(name), name
        (manifest,) = (name for name in archive.namelist() if name.endswith(f"{SHARE}/package.json"))
        built = json.loads(archive.read(manifest))["jupyterlab"]["_build"]
        assert any(name.endswith(f"{SHARE}/{built['load']}") for name in scripts)


def test_the_wheel_carries_nothing_else(wheel):
    foreign = ("tests/", "ui-tests/", "bench/", "tools/", "node_modules/", "src/", "examples/")
    assert not [name for name in names(wheel) if name.startswith(foreign)]
    assert not [name for name in names(wheel) if name.startswith("jupyterlab_pangeo/labextension/")]


def test_a_bare_environment_runs_the_installed_package(bare, tmp_path):
    code = "import jupyterlab_pangeo; print(jupyterlab_pangeo.__file__)"
    assert Path(ask(bare, tmp_path, code).strip()).is_relative_to(bare)


def test_the_front_end_is_enabled_and_ok(bare, tmp_path):
    code = "import sys; from jupyterlab.labextensions import main; sys.exit(main())"
    lines = ask(bare, tmp_path, code, "list").splitlines()
    (ours,) = (line for line in lines if "jupyterlab-pangeo" in line)
    assert "enabled" in ours
    assert "OK" in ours


def test_the_server_extension_is_enabled_and_ok(bare, tmp_path):
    code = "import sys; from jupyter_server.extension.serverextension import main; sys.exit(main())"
    shown = ask(bare, tmp_path, code, "list")
    version = json.loads((ROOT / "package.json").read_text())["version"]
    ours = [line for line in shown.splitlines() if line.strip().startswith("jupyterlab_pangeo")]
    assert any("enabled" in line for line in ours), shown
    assert any(f"jupyterlab_pangeo {version}" in line and "OK" in line for line in ours), shown


LIBRARIES = [
    *(
        "intake",
        "intake_esm",
        "intake_xarray",
        "pystac",
        "pystac_client",
        "siphon",
        "owslib",
        "xarray",
        "pandas",
        "numpy",
    ),
    *("dask", "distributed", "fsspec", "zarr", "netCDF4", "pyarrow", "lxml", "jupyterlab"),
]


@pytest.fixture(scope="module")
def lean(wheel, tmp_path_factory):
    """An environment with the wheel and what it requires, and nothing else."""
    folder = tmp_path_factory.mktemp("lean")
    run([sys.executable, "-m", "venv", str(folder / "env")])
    python = folder / "env" / "bin" / "python"
    run([str(python), "-m", "pip", "install", "--quiet", "--no-deps", "--no-index", str(wheel)])
    with zipfile.ZipFile(wheel) as archive:
        [metadata] = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        lines = archive.read(metadata).decode().splitlines()
    required = [line.partition(": ")[2] for line in lines if line.startswith("Requires-Dist: ")]
    linked = link([name for name in required if "extra ==" not in name], folder / "needed")
    assert len(linked) > 20
    site = run([str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]).strip()
    Path(site, "needed.pth").write_text(f"{folder / 'needed'}\n")
    return python


def test_local_catalogs_of_every_kind_open_without_any_library_of_theirs(lean, tmp_path, short_folder):
    code = "import importlib.util, sys; print([name for name in sys.argv[1:] if importlib.util.find_spec(name)])"
    assert run([str(lean), "-c", code, *LIBRARIES], env=environment(tmp_path, lean.parent)).strip() == "[]"
    hidden = {name: None for name in os.environ if name.startswith(("JUPYTER", "PYTHON", "VIRTUAL_"))}
    settings = {"catalog_cache_folder": str(tmp_path / "cache")}
    server = Server(tmp_path / "server", short_folder, hidden, settings, str(lean))
    try:
        for local in local_catalogs.write(tmp_path / "catalogs"):
            local_catalogs.check(server, local)
    finally:
        server.stop()
