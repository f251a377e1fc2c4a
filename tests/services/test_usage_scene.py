"""What the recorder sees of a Jupyter server: stand-ins of its managers, and real ones in tests/routes."""

import os
from pathlib import Path
from types import SimpleNamespace

from jupyterlab_pangeo.adapters.usage.source import Root
from jupyterlab_pangeo.services.usage_scene import Surroundings

FIRST, SECOND, THIRD = "11111111-a", "22222222-b", "33333333-c"


class Manager:
    """Of Jupyter's kernel and session managers and the terminals' what is asked of them."""

    def __init__(self):
        self.kernels = {FIRST: 101, SECOND: 102, THIRD: None}
        self.terminals = {"1": SimpleNamespace(ptyproc=SimpleNamespace(pid=201))}

    def list_kernel_ids(self):
        return list(self.kernels)

    def get_kernel(self, id):
        return SimpleNamespace(provisioner=SimpleNamespace(pid=self.kernels[id]))

    async def list_sessions(self):
        return [{"kernel": {"id": FIRST}, "path": path} for path in ("work/a.ipynb", "work/copy.ipynb")]


class NoSessions(Manager):
    async def list_sessions(self):
        raise RuntimeError("the base is closed")


async def no_clusters():
    return [], []


def server_with(manager, root):
    settings = {"terminal_manager": manager} if manager.terminals else {}
    return SimpleNamespace(
        root_dir=str(root),
        kernel_manager=manager,
        session_manager=manager,
        web_app=SimpleNamespace(settings=settings),
    )


async def roots_of(manager, root, *, with_names=True, clusters=no_clusters):
    seen = Surroundings(server_with(manager, root), clusters, with_names=with_names)
    return {root for root in (await seen.look()).roots if root.kind != "server"}, seen


async def test_kernels_are_named_by_their_notebook_and_without_one_by_their_id(tmp_path):
    roots, _ = await roots_of(Manager(), tmp_path)
    assert roots == {
        Root(101, "kernel", "work/a.ipynb"),
        Root(102, "kernel", "kernel 22222222"),
        Root(201, "terminal", "1"),
    }


async def test_a_kernel_that_starts_is_named_by_its_notebook_at_once(tmp_path):
    class Starting(Manager):
        async def list_sessions(self):
            waiting = {"path": "work/ea3152d5-5723-4c56-8edd-c1a2700f6746", "name": "a.ipynb"}
            return [{"kernel": {"id": FIRST}, **waiting}]

    roots, _ = await roots_of(Starting(), tmp_path)
    assert Root(101, "kernel", "work/a.ipynb") in roots


async def test_no_path_is_recorded_where_names_are_off(tmp_path):
    roots, _ = await roots_of(Manager(), tmp_path, with_names=False)
    assert Root(101, "kernel", "kernel 11111111") in roots
    assert not any("ipynb" in root.name for root in roots)


async def test_the_server_itself_and_its_folders_are_seen(tmp_path):
    scene = await Surroundings(server_with(Manager(), tmp_path), no_clusters, with_names=True).look()
    assert scene.roots[0] == Root(os.getpid(), "server", "")
    assert scene.folders == (("home", Path.home()), ("root", tmp_path))


async def test_a_part_that_cannot_be_seen_is_told_once_and_leaves_the_others_alone(tmp_path, caplog):
    roots, seen = await roots_of(NoSessions(), tmp_path)
    await seen.look()
    assert roots == {Root(201, "terminal", "1")}
    assert [problem.message for problem in seen.problems.values()] == ["kernels: RuntimeError: the base is closed"]
    assert len(caplog.records) == 1


async def test_a_server_without_terminals_has_none(tmp_path):
    manager = Manager()
    manager.terminals = {}
    roots, seen = await roots_of(manager, tmp_path)
    assert {root.kind for root in roots} == {"kernel"}
    assert not seen.problems


async def test_hosts_of_clusters_are_roots_of_their_own(tmp_path):
    async def clusters():
        return [Root(301, "cluster", "dask")], []

    roots, _ = await roots_of(Manager(), tmp_path, clusters=clusters)
    assert Root(301, "cluster", "dask") in roots


async def test_a_user_without_a_home_has_a_server_all_the_same(tmp_path, monkeypatch):
    def nobody(_):
        raise KeyError("getpwuid(): uid not found")

    monkeypatch.delenv("HOME", raising=False)
    monkeypatch.setattr("pwd.getpwuid", nobody)
    scene = await Surroundings(server_with(Manager(), tmp_path), no_clusters, with_names=True).look()
    assert dict(scene.folders)["root"] == tmp_path
