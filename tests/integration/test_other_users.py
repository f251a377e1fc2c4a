"""Another user of the machine, for real: a child that has given up root for the account `nobody` (S31, S62)."""

import asyncio
import json
import os
import pwd
import socket
import sys
import tempfile
from pathlib import Path

import pytest
from cluster_kit import make_service, until_state

from jupyterlab_pangeo.schemas.catalogs import CatalogSpec
from jupyterlab_pangeo.schemas.clusters import ClusterSpec, Fixed
from jupyterlab_pangeo.services.catalogs import CatalogService
from jupyterlab_pangeo.services.changes import Changes

pytestmark = [
    pytest.mark.integration,
    pytest.mark.skipif(os.geteuid() != 0, reason="only root can become another user"),
]

NOBODY = pwd.getpwnam("nobody")

# What it could do to each path that it is given on stdin; everything is imported before it becomes another user.
VISITOR = """
import json, os, socket, stat, sys

def tried(call, *arguments):
    try:
        call(*arguments)
    except PermissionError:
        return "refused"
    except OSError as error:
        return type(error).__name__
    return "done"

def connect(path):
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(path)

def append(path):
    os.close(os.open(path, os.O_WRONLY | os.O_APPEND))

kinds = {path: kind for path, kind in json.load(sys.stdin)}
os.setgroups([])
os.setgid(int(sys.argv[2]))
os.setuid(int(sys.argv[1]))
calls = {"socket": [connect, os.unlink], "folder": [os.listdir, os.rmdir], "file": [open, append, os.unlink]}
print(json.dumps({
    path: {call.__name__: tried(call, path) for call in calls[kind]} for path, kind in kinds.items()
}))
"""


def kind_of(path: Path) -> str:
    return "socket" if path.is_socket() else "folder" if path.is_dir() else "file"


async def visit(paths):
    """What another user can do with each of the paths."""
    child = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", VISITOR, str(NOBODY.pw_uid), str(NOBODY.pw_gid)),
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    wanted = json.dumps([(str(path), kind_of(path)) for path in paths]).encode()
    answer, _ = await asyncio.wait_for(child.communicate(wanted), 30)
    assert child.returncode == 0
    return {path: outcomes for path, outcomes in json.loads(answer).items() if outcomes}


def everything(root: Path) -> list[Path]:
    return [root, *sorted(root.rglob("*"))]


def all_refused(found) -> bool:
    return all(outcome == "refused" for outcomes in found.values() for outcome in outcomes.values())


async def test_the_visitor_gets_in_where_everybody_may(short_folder):
    """That the next tests can fail."""
    short_folder.chmod(0o755)
    file = short_folder / "file"
    file.write_text("for all")
    file.chmod(0o644)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(short_folder / "socket"))
        listener.listen()
        (short_folder / "socket").chmod(0o666)
        found = await visit(everything(short_folder))
    assert found[str(short_folder)] == {"listdir": "done", "rmdir": "refused"}
    assert found[str(file)] == {"open": "done", "append": "refused", "unlink": "refused"}
    assert found[str(short_folder / "socket")] == {"connect": "done", "unlink": "refused"}


async def test_another_user_gets_at_nothing_of_a_cluster(nothing_left):
    nothing_left.root.chmod(0o755)
    root = nothing_left.root / "run"
    service = make_service(root, real=True)
    await service.start()
    cluster = await service.create(ClusterSpec(factory="local", scaling=Fixed(workers=1)))
    assert (await until_state(service, cluster.id, "running", "failed", seconds=60)).state == "running"
    (folder,) = (path for path in root.iterdir())
    names = {path.name for path in folder.rglob("*")}
    assert names >= {"control.sock", "dashboard.sock", "state.json", "owner.json", "host.log", "ca.pem", "key.pem"}
    found = await visit(everything(root))
    assert len(found) == len(everything(root))
    assert all_refused(found), found
    connection = service.connection(cluster.id)
    assert {connection.ca_file, connection.cert_file, connection.key_file} <= set(found)

    # Were the folders open by mistake, each file and socket in them still says no.
    folders = [path for path in everything(root) if path.is_dir()]
    for path in folders:
        path.chmod(0o755)
    found = await visit(path for path in everything(root) if not path.is_dir())
    assert all_refused(found), found
    for path in folders:
        path.chmod(0o700)

    await service.stop()
    root.rmdir()


async def test_another_user_gets_at_nothing_of_a_catalog():
    with tempfile.TemporaryDirectory(prefix="jp") as name:
        folder = Path(name)
        folder.chmod(0o755)
        file = folder / "catalog.yaml"
        file.write_text("sources:\n  one: {driver: zarr, args: {urlpath: 's3://secret-place'}}\n")
        store, cache = folder / "store", folder / "cache"
        service = CatalogService(changes=Changes(), root_dir=folder, store=store, cache=cache)
        await service.start()
        added = service.add(CatalogSpec(location=str(file)))
        while service.get(added.id).state == "loading":
            await asyncio.sleep(0.02)
        assert service.get(added.id).state == "ready"
        await service.stop()
        paths = [*everything(store), *everything(cache)]
        assert len([path for path in paths if path.is_file()]) >= 2
        found = await visit(paths)
        assert all_refused(found), found
