"""Factories as data, the Dask configuration of dask-labextension's users, and the probe that reads it."""

import logging
import os
import sys
from importlib.metadata import EntryPoint

import pytest
from cluster_kit import FAKE
from jsonschema import Draft202012Validator

from jupyterlab_pangeo.adapters.dask import dask_config
from jupyterlab_pangeo.adapters.dask.factory import ClusterFactory, from_setting, load_factories
from jupyterlab_pangeo.adapters.dask.kernelspecs import Place
from jupyterlab_pangeo.adapters.dask.local import LOCAL, division
from jupyterlab_pangeo.adapters.dask.probe import run_probe
from jupyterlab_pangeo.errors import Upstream, UpstreamTimeout
from jupyterlab_pangeo.schemas.clusters import Adaptive, Fixed

HERE = Place(sys.executable, "server")


@pytest.mark.parametrize("factory", [LOCAL, FAKE], ids=lambda factory: factory.id)
def test_the_defaults_of_a_factory_fit_its_schema(factory):
    Draft202012Validator.check_schema(factory.options)
    Draft202012Validator(factory.options).validate(dict(factory.defaults))


def test_options_become_keywords_and_the_automatic_memory_limit_is_left_out():
    assert LOCAL.keywords({"threadsPerWorker": 3})["threads_per_worker"] == 3
    assert "memory_limit" not in LOCAL.keywords({})
    assert LOCAL.keywords({"memoryLimitBytes": 1 << 30})["memory_limit"] == 1 << 30


def test_an_option_wins_over_the_factorys_fixed_keywords():
    factory = ClusterFactory(id="a", title="A", module="m", class_name="C", kwargs={"queue": "short", "cores": 2})
    assert factory.keywords({"queue": "long"}) == {"queue": "long", "cores": 2}


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 8, 16, 64, 200])
def test_processors_are_shared_out_without_asking_for_more_than_there_are(count):
    workers, threads = division(count)
    assert workers >= 1
    assert 1 <= workers * threads <= count


def test_one_entry_point_that_fails_breaks_only_itself_and_is_logged_once(caplog):
    points = [
        EntryPoint("local", "jupyterlab_pangeo.adapters.dask.local:LOCAL", "g"),
        EntryPoint("missing", "not_there.at_all:FACTORY", "g"),
        EntryPoint("strange", "os:getcwd", "g"),
    ]
    with caplog.at_level(logging.WARNING):
        good, broken = load_factories(points)
    assert [factory.id for factory in good] == ["local"]
    assert [item.id for item in broken] == ["missing", "strange"]
    assert "No module named 'not_there'" in broken[0].reason
    assert len(caplog.records) == 2


def test_a_factory_of_the_settings_is_read_and_its_mistakes_are_named():
    item = {
        "id": "hpc",
        "module": "dask_jobqueue",
        "class": "SLURMCluster",
        "kwargs": {"cores": 4},
        "cannot": ["adapt"],
    }
    factory = from_setting(item)
    assert (factory.title, factory.class_name, factory.cannot) == ("hpc", "SLURMCluster", ("adapt",))
    with pytest.raises(ValueError, match=r"missing: \['class'\], not known: \['klass'\]"):
        from_setting({"id": "a", "module": "m", "klass": "C"})


def test_a_configuration_is_searched_only_where_it_may_speak_of_us(tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    environ = {"DASK_ROOT_CONFIG": str(tmp_path / "etc"), "DASK_CONFIG": str(tmp_path / "own.yaml")}
    assert not dask_config.is_mentioned(environ)
    folder = tmp_path / ".config" / "dask"
    folder.mkdir(parents=True)
    (folder / "labextension.yaml").write_text("# labextension:\n#   factory: {}\n")
    assert not dask_config.is_mentioned(environ)
    (tmp_path / "own.yaml").write_text("distributed: {}\nlabextension:\n  initial: []\n")
    assert dask_config.is_mentioned(environ)
    assert dask_config.is_mentioned({**environ, "DASK_CONFIG": "/x", "DASK_LABEXTENSION__DEFAULT__WORKERS": "3"})


def test_a_silent_section_means_a_local_cluster_as_dask_labextension_has_it():
    factory = dask_config.read_factory({})
    assert (factory.module, factory.class_name, factory.harden) == ("dask.distributed", "LocalCluster", True)
    assert factory.default_scaling == LOCAL.default_scaling
    assert dask_config.read_initial({}) == []


def test_factory_default_and_initial_of_the_configuration_are_read():
    section = {
        "factory": {"module": "dask_jobqueue", "class": "PBSCluster", "args": [1], "kwargs": {"cores": 36}},
        "default": {"workers": None, "adapt": {"minimum": 1, "maximum": 9}},
        "initial": [{"name": "small", "workers": 2}, {"name": "wide", "adapt": {"minimum": 0, "maximum": 4}}, {}],
    }
    factory = dask_config.read_factory(section)
    assert (factory.id, factory.class_name, factory.args, factory.harden) == ("dask-config", "PBSCluster", (1,), False)
    assert factory.keywords({}) == {"cores": 36}
    assert factory.default_scaling == Adaptive(minimum=1, maximum=9)
    initial = dask_config.read_initial(section)
    assert [(item.name, item.scaling) for item in initial] == [
        ("small", Fixed(workers=2)),
        ("wide", Adaptive(minimum=0, maximum=4)),
        (None, Adaptive(minimum=1, maximum=9)),
    ]


def test_workers_of_the_class_are_kept_where_the_configuration_names_none():
    factory = dask_config.read_factory({"factory": {"kwargs": {"n_workers": 7}}})
    assert factory.default_scaling == Fixed(workers=7)


@pytest.mark.parametrize(
    "section",
    [{"factory": []}, {"factory": {"class": 3}}, {"default": {"workers": -1}}, {"default": {"workers": "many"}}],
)
def test_a_section_of_the_wrong_shape_is_an_error_with_words(section):
    with pytest.raises(ValueError, match="labextension"):
        dask_config.read_factory(section)


async def test_the_probe_tells_versions_classes_and_the_configuration(tmp_path, monkeypatch):
    (tmp_path / "dask.yaml").write_text("labextension:\n  factory:\n    class: SpecCluster\n")
    monkeypatch.setenv("DASK_CONFIG", str(tmp_path))
    nowhere = ClusterFactory(id="nowhere", title="", module="not_there", class_name="X")
    wrong = ClusterFactory(id="wrong", title="", module="distributed", class_name="NoSuchCluster")
    probe = await run_probe(HERE, [LOCAL, nowhere, wrong])
    assert set(probe.versions) == {"python", "dask", "distributed"}
    assert probe.fault("local") is None
    assert "No module named 'not_there'" in probe.fault("nowhere")
    assert "NoSuchCluster" in probe.fault("wrong")
    assert probe.labextension == {"factory": {"class": "SpecCluster"}}


async def test_a_python_without_dask_is_told_from_one_that_does_not_start(tmp_path):
    bare = Place(sys.executable, "kernelspec", {"PYTHONHOME": "", "PYTHONPATH": str(tmp_path)})
    (tmp_path / "dask.py").write_text("raise ImportError('not here')")
    probe = await run_probe(bare, [LOCAL])
    assert "ImportError: not here" in probe.fault("local")
    with pytest.raises(Upstream, match="cannot start"):
        await run_probe(Place("/nowhere/python", "kernelspec"), [])
    false = Place("/bin/false", "kernelspec")
    with pytest.raises(Upstream, match="did not say"):
        await run_probe(false, [])


async def test_a_probe_that_hangs_is_ended(tmp_path):
    (tmp_path / "dask.py").write_text("import time; time.sleep(60)")
    slow = Place(sys.executable, "kernelspec", {"PYTHONPATH": str(tmp_path)})
    with pytest.raises(UpstreamTimeout):
        await run_probe(slow, [LOCAL], seconds=0.5)


async def test_modules_of_the_project_do_not_shadow_those_that_a_factory_imports(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "registry.py").write_text("class Own: pass")
    own = ClusterFactory(id="own", title="", module="registry", class_name="Own")
    assert (await run_probe(HERE, [own])).fault("own") is None
    assert os.listdir(tmp_path) != []
