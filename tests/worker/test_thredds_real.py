"""Every real THREDDS catalog against what siphon reads of it: datasets, their addresses, references."""

import json
import subprocess
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from environments import environment

from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.readers import BUILT_IN, Facts, Found, Source, load
from jupyterlab_pangeo.worker.readers.thredds import READER

SHARED = Path(__file__).parents[3] / "shared" / "catalogs"
READERS, _ = load(BUILT_IN)
FILES = sorted(SHARED.glob("siphon/tests/fixtures/*")) + sorted(SHARED.glob("tds/**/*.xml"))

pytestmark = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real catalogs (../shared/catalogs) are not here"),
]

# siphon asks for a page; here it is given each text as if it came from its address.
SIPHON = """
import json, sys
from types import SimpleNamespace
from siphon import catalog
told = []
for url, text in json.load(sys.stdin):
    answer = SimpleNamespace(url=url, content=text.encode(), headers={"content-type": "application/xml"},
                             raise_for_status=lambda: None)
    session = SimpleNamespace(get=lambda _: answer, close=lambda: None)
    catalog.session_manager.create_session = lambda: session
    read = catalog.TDSCatalog(url)
    told.append({
        "title": read.catalog_name,
        "datasets": {name: dict(found.access_urls) for name, found in read.datasets.items()},
        "references": {name: found.href for name, found in read.catalog_refs.items()},
    })
json.dump(told, sys.stdout)
"""


class Loader(yaml.SafeLoader):
    """Recorded answers; some hold text as Python 2 wrote it."""


Loader.add_constructor("tag:yaml.org,2002:python/unicode", lambda loader, node: node.value)


class Real(NamedTuple):
    url: str
    text: str


def real(path: Path) -> Real:
    if path.suffix == ".xml":
        return Real(f"http://h/thredds/{path.name}", path.read_text())
    [recorded, *_] = yaml.load(path.read_text(), Loader)["interactions"]
    return Real(recorded["request"]["uri"], recorded["response"]["body"]["string"])


@pytest.fixture(scope="module")
def siphon() -> dict[Path, dict[str, Any]]:
    """What siphon reads of each."""
    done = subprocess.run(
        [str(environment("compare")), "-c", SIPHON],
        input=json.dumps([real(path) for path in FILES]),
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return dict(zip(FILES, json.loads(done.stdout), strict=True))


def read(path: Path) -> tuple[list[Found], Facts]:
    url, text = real(path)
    source = Source(location=url, data=text.encode(), limits=Limits().quarter())
    assert [name for name, reader in READERS.items() if reader.matches(source)] == ["thredds"]
    facts = Facts(problems=[])
    return list(READER.read(source, facts)), facts


def test_there_are_as_many_files_as_there_were() -> None:
    assert len(FILES) >= 9


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_catalog_lists_what_siphon_lists(path: Path, siphon: dict[Path, dict[str, Any]]) -> None:
    found, facts = read(path)
    theirs = siphon[path]
    assert facts.problems == []
    if theirs["title"] != "No name found":
        assert facts.title == theirs["title"]

    references = [entry for entry in found if entry.kind == "catalog" and not entry.driver]
    assert [entry.title.rpartition(" / ")[2] for entry in references] == list(theirs["references"])
    assert [entry.nested for entry in references] == list(theirs["references"].values())

    # siphon takes what leads to the latest for a dataset; and it reads none without an address.
    own = [entry for entry in found if entry not in references and "no-access" not in codes(entry)]
    assert len(own) == len(theirs["datasets"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_dataset_has_the_addresses_that_siphon_gives_it(path: Path, siphon: dict[Path, dict[str, Any]]) -> None:
    compared = 0
    for entry in read(path)[0]:
        theirs = siphon[path]["datasets"].get(entry.title.rpartition(" / ")[2])
        addresses = entry.details.metadata.get("access", {})
        # What a server does not understand it does not serve either, though its catalog names the services.
        for kind, address in addresses.items():
            if theirs and kind in theirs:
                # Of two services of a type siphon keeps the last.
                assert theirs[kind] in addresses.values()
                assert address.endswith(theirs[kind].rpartition("/")[2])
                compared += 1
    assert compared >= EXPECTED.get(path.name, 0)


# As many addresses at least are compared in the files that have many.
EXPECTED = {
    "cat_only_http": 10,
    "thredds-test-default-5-0": 30,
    "thredds-test-latest-gfs-0p5": 9,
    "top_level_20km_rap_catalog": 8,
    "test1.xml": 1,
}


def codes(entry: Found) -> list[str]:
    return [problem.code for problem in entry.problems]
