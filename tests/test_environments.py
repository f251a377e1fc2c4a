"""Environments of the tests' own are built once, from exact versions, and say why they cannot be."""

import subprocess
import sys
import threading
from pathlib import Path

import environments
import pytest
from environments import CannotBuild, environment


@pytest.fixture
def locks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of locks of which each is empty, so that no network is needed."""
    folder = tmp_path / "locks"
    folder.mkdir()
    for name in ("empty.in", "empty.lock", "empty-3.10.lock"):
        (folder / name).write_text("# nothing\n")
    monkeypatch.setattr(environments, "LOCKS", folder)
    return folder


def lock_of(folder: Path, name: str) -> Path:
    return folder / (f"{name}-3.10.lock" if sys.version_info < (3, 11) else f"{name}.lock")


def test_an_environment_is_built_once_for_all_who_ask_and_anew_when_its_lock_changes(locks, tmp_path, monkeypatch):
    built = []

    def build(place, lock):
        built.append(lock.name)
        (place / "bin").mkdir(parents=True)
        (place / "bin" / "python").touch()

    monkeypatch.setattr(environments, "build", build)
    askers = [threading.Thread(target=environment, args=("empty", tmp_path)) for _ in range(4)]
    for asker in askers:
        asker.start()
    for asker in askers:
        asker.join()
    assert len(built) == 1
    lock_of(locks, "empty").write_text("# another\n")
    assert environment("empty", tmp_path) == tmp_path / "empty" / "bin" / "python"
    assert len(built) == 2


def test_an_environment_has_a_python_of_its_own(locks, tmp_path):
    python = environment("empty", tmp_path)
    prefix = subprocess.run([python, "-c", "import sys; print(sys.prefix)"], capture_output=True, text=True, check=True)
    assert Path(prefix.stdout.strip()).resolve() == (tmp_path / "empty").resolve()


def test_packages_that_cannot_be_installed_are_named_with_the_remedy(locks, tmp_path, monkeypatch):
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    lock_of(locks, "empty").write_text("no-such-package==1.0\n")
    with pytest.raises(CannotBuild, match=r"(?s)'empty' cannot be made.*no-such-package.*tests/environments.py empty"):
        environment("empty", tmp_path)
    lock_of(locks, "empty").write_text("")
    assert environment("empty", tmp_path).exists()


def test_an_unknown_environment_is_refused_with_those_there_are():
    with pytest.raises(CannotBuild, match=r"no environment 'nowhere'.*compare, hub, moto, proxy, pycsw, pygeoapi"):
        environment("nowhere")


@pytest.mark.parametrize("name", environments.names())
@pytest.mark.parametrize("ending", [".lock", "-3.10.lock"])
def test_every_lock_has_exact_versions_only(name, ending):
    lines = (environments.LOCKS / f"{name}{ending}").read_text().splitlines()
    assert lines[1:]
    assert [line for line in lines[1:] if "==" not in line or "@" in line] == []
