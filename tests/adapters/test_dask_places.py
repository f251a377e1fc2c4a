"""Folders of hosts, and the Python that a kernelspec stands for."""

import os
import stat
import sys
from pathlib import Path

import pytest
from cluster_kit import Specs, python_spec

from jupyterlab_pangeo.adapters.dask.folders import NoFolder, default_roots, make_folder, usable_root
from jupyterlab_pangeo.adapters.dask.identity import is_alive, own_record
from jupyterlab_pangeo.adapters.dask.kernelspecs import find_place
from jupyterlab_pangeo.errors import Invalid


def test_the_runtime_folder_comes_first_then_the_temporary_one_of_this_user():
    roots = default_roots({"XDG_RUNTIME_DIR": "/run/user/7"})
    assert roots[0] == Path("/run/user/7/jupyterlab-pangeo")
    assert roots[-1] == Path(f"/tmp/jupyterlab-pangeo-{os.getuid()}")


def test_a_new_folder_and_its_root_are_for_the_owner_only(nothing_left):
    root = nothing_left.root / "run"
    folder = make_folder([root])
    assert [stat.S_IMODE(path.stat().st_mode) for path in (root, folder)] == [0o700, 0o700]
    assert len(str(folder / "dashboard.sock")) <= 107
    folder.rmdir()
    root.rmdir()


def test_a_root_too_long_for_a_socket_is_passed_over(nothing_left):
    short = nothing_left.root / "run"
    assert usable_root([nothing_left.root / ("long" * 30), short]) == short
    short.rmdir()


@pytest.mark.parametrize("kind", ["link", "open to others", "file", "missing parent"])
def test_a_root_that_cannot_be_trusted_is_refused_with_the_remedy(nothing_left, kind):
    root = nothing_left.root / "run"
    other = nothing_left.root / "other"
    if kind == "link":
        other.mkdir(mode=0o700)
        root.symlink_to(other)
    elif kind == "open to others":
        root.mkdir()
        root.chmod(0o750)
    elif kind == "file":
        root.write_text("")
    else:
        root = root / "below"
    with pytest.raises(NoFolder, match=r"Set XDG_RUNTIME_DIR or TMPDIR to a short path"):
        make_folder([root])
    for path in nothing_left.root.iterdir():
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


def test_a_root_of_another_user_is_refused(nothing_left, monkeypatch):
    root = nothing_left.root / "run"
    root.mkdir(mode=0o700)
    monkeypatch.setattr(os, "getuid", lambda: root.stat().st_uid + 1)
    with pytest.raises(NoFolder, match="belongs to another user"):
        make_folder([root])
    root.rmdir()


def test_only_the_same_process_of_the_same_boot_is_alive():
    record = own_record()
    assert is_alive(record)
    for change in ({"processStartTime": "1"}, {"bootId": "other"}, {"pid": -1}, {"pid": "1"}, {"processStartTime": ""}):
        assert not is_alive({**record, **change})


def test_a_kernelspec_of_a_python_is_run_by_that_python(tmp_path):
    python = tmp_path / "bin" / "python3.11"
    python.parent.mkdir()
    python.symlink_to(sys.executable)
    spec = python_spec(str(python), "-Xfrozen_modules=off", env={"DATA": "${HOME}/data"})
    place = find_place(Specs(own=spec), "own")
    assert (place.python, place.runs_in) == (str(python), "kernelspec")
    assert place.environment == {"DATA": os.environ["HOME"] + "/data"}


def test_the_bare_name_is_the_servers_python_as_jupyter_takes_it():
    assert find_place(Specs(own=python_spec("python3")), "own").python == sys.executable


@pytest.mark.parametrize(
    "spec",
    [
        python_spec("bash"),
        python_spec("/usr/bin/env", "python"),
        python_spec("/nowhere/bin/python3"),
        python_spec(sys.executable, metadata={"kernel_provisioner": {"provisioner_name": "yarn-provisioner"}}),
    ],
    ids=["wrapper", "env", "missing", "remote"],
)
def test_a_kernelspec_that_starts_no_local_python_falls_back_to_the_server(spec):
    place = find_place(Specs(own=spec), "own")
    assert (place.python, place.runs_in) == (sys.executable, "server")


def test_a_kernel_of_another_language_falls_back_to_the_server():
    spec = python_spec(sys.executable)
    spec.argv = ["/usr/bin/R", "-e", "IRkernel::main()"]
    assert find_place(Specs(r=spec), "r").runs_in == "server"


def test_kernelspecs_of_a_gateway_fall_back_to_the_server():
    class Gateway:
        async def get_kernel_spec(self, kernel_name):
            raise AssertionError("must not be run")

    assert find_place(Gateway(), "remote").runs_in == "server"


def test_an_unknown_kernelspec_is_invalid_unless_nobody_named_it():
    with pytest.raises(Invalid) as caught:
        find_place(Specs(), "cobol")
    assert caught.value.path == "$.kernelspec"
    assert find_place(Specs(), "cobol", is_named=False).runs_in == "server"
