"""Every real catalog against the library of its format: it opens, and holds what the library finds in it."""

import json
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml
from environments import environment

from jupyterlab_pangeo.adapters.catalogs import reader as index
from jupyterlab_pangeo.adapters.catalogs.facets import facets
from jupyterlab_pangeo.adapters.catalogs.reader import Full
from jupyterlab_pangeo.schemas.catalogs import FacetQuery
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.protocol import Job, Report
from jupyterlab_pangeo.worker.readers import BUILT_IN, load

SHARED = Path(__file__).parents[3] / "shared" / "catalogs"
READERS, _ = load(BUILT_IN)

pytestmark = [
    pytest.mark.integration,
    pytest.mark.shared,
    pytest.mark.timeout(600),
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real catalogs (../shared/catalogs) are not here"),
]

# The library that reads a kind of file, which files those are, how many there are, and the reader of ours.
TABLE = [
    ("intake", ("intake/**/*.y*ml", "intake-xarray/**/*.yaml", "pangeo-datastore/**/*.yaml"), 14, "intake-v1"),
    ("intake_esm", ("intake-esm/**/*.json",), 8, "esm"),
    ("pystac", ("pystac/**/*.json", "stac-spec/**/*.json"), 67, "stac"),
    ("siphon", ("siphon/tests/fixtures/*", "tds/**/*.xml"), 9, "thredds"),
    ("owslib", ("pycsw/**/*.xml", "pygeoapi/**/*.xml"), 22, "csw"),
    ("pandas", ("**/*.csv", "**/*.csv.gz"), 7, "plain"),
]
# Files that no library of catalogs reads, with what becomes of them.
NO_CATALOGS = {
    "README.md": "no-reader",
    "pygeoapi/tests/data/open.canada.ca/sample-records.tinydb": "no-reader",
    "pystac/tests/data-files/catalogs/test-case-2/1a8c1632-fa91-4a62-b33e-3a87c2ebdf16/"
    "5b922d42-9a77-4f79-a672-86096f7f849e/cf73ec1a-d790-4b59-b077-e101738571ed/data.geojson": "",
}
# Where the library reads nothing at all, with the beginning of its reason, and as many entries as we list.
LIBRARY_FAILS = {
    # Imports the modules that an entry names, of which one is not there; we import nothing.
    "intake/intake/catalog/tests/catalog1.yml": ("ModuleNotFoundError", 9),
    # A key that is there twice costs the whole file; here it is a warning of its entry.
    "intake/intake/catalog/tests/catalog_hierarchy.yml": ("DuplicateKeyError", 4),
    # An id that is null costs the collection; here it is a warning.
    "intake-esm/tests/sample-catalogs/cesm1-lens-zarr.json": ("ValidationError", 1),
}


class Opened(NamedTuple):
    """What a job made of a file."""

    report: Report
    path: Path
    seconds: float

    @property
    def entries(self) -> list[Full]:
        """All entries with their details, in order."""
        found = [index.full(self.path, row.id) for row in index.rows(self.path, 0, 10_000)]
        return [full for full in found if full is not None]


def files_of(patterns: tuple[str, ...]) -> list[Path]:
    found = {path for pattern in patterns for path in SHARED.glob(pattern) if path.is_file()}
    return sorted(path for path in found if "malicious" not in path.parts)


ROWS = [(library, path) for library, patterns, _, _ in TABLE for path in files_of(patterns)]


def name_of(path: Path) -> str:
    return str(path.relative_to(SHARED))


class Loader(yaml.SafeLoader):
    """Recorded answers; some hold text as Python 2 wrote it."""


Loader.add_constructor("tag:yaml.org,2002:python/unicode", lambda loader, node: node.value)


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, Path], Path]:
    """Where a file is read from: where it lies, but the answer itself of a recorded one."""
    folder = tmp_path_factory.mktemp("recorded")

    def place(library: str, path: Path) -> Path:
        if library != "siphon" or path.suffix == ".xml":
            return path
        [recorded, *_] = yaml.load(path.read_text(), Loader)["interactions"]
        answer = folder / f"{path.name}.xml"
        answer.write_text(recorded["response"]["body"]["string"])
        return answer

    return place


@pytest.fixture(scope="module")
def ask() -> Callable[[list[tuple[str, Path]]], list[dict[str, Any]]]:
    """Ask libraries for what they read."""
    script = Path(__file__).with_name("compare_formats.py")

    def ask(questions: list[tuple[str, Path]]) -> list[dict[str, Any]]:
        done = subprocess.run(
            [str(environment("compare")), str(script)],
            input=json.dumps([(library, str(path)) for library, path in questions]),
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr
        found: list[dict[str, Any]] = json.loads(done.stdout.splitlines()[-1])
        return found

    return ask


@pytest.fixture(scope="module")
def theirs(ask: Any, place: Any) -> dict[Path, dict[str, Any]]:
    """What the libraries read of each file."""
    told = ask([(library, place(library, path)) for library, path in ROWS])
    return dict(zip((path for _, path in ROWS), told, strict=True))


@pytest.fixture
def opened(tmp_path: Path) -> Callable[[Path], Opened]:
    """Do the job of a file, as a worker does."""

    def opened(path: Path) -> Opened:
        begun = time.process_time()
        output = tmp_path / "index.sqlite"
        report = run(Job(catalog_id="c", location=str(path), output=str(output)), READERS)
        return Opened(report, output, time.process_time() - begun)

    return opened


def test_the_table_names_every_file_once() -> None:
    assert [(library, len(files_of(patterns))) for library, patterns, _, _ in TABLE] == [
        (library, count) for library, _, count, _ in TABLE
    ]
    there = {path for path in SHARED.rglob("*") if path.is_file() and "malicious" not in path.parts}
    named = [path for _, path in ROWS] + [SHARED / name for name in NO_CATALOGS]
    assert sorted(named) == sorted(there)


@pytest.mark.parametrize("name", NO_CATALOGS)
def test_what_is_no_catalog_is_said_so(name: str, opened: Any) -> None:
    report = opened(SHARED / name).report
    assert [problem.code for problem in report.problems] == ([NO_CATALOGS[name]] if NO_CATALOGS[name] else [])
    if not NO_CATALOGS[name]:
        assert (report.kind, report.entry_count) == ("plain", 1)


@pytest.mark.parametrize(("library", "path"), ROWS, ids=[name_of(path) for _, path in ROWS])
def test_a_file_holds_what_the_library_of_its_format_finds(
    library: str, path: Path, opened: Any, place: Any, theirs: dict[Path, dict[str, Any]]
) -> None:
    ours, told = opened(place(library, path)), theirs[path]
    [expected] = [reader for each, _, _, reader in TABLE if each == library]
    assert (ours.report.state, ours.report.kind) == ("ready", expected), ours.report.problems
    assert ours.seconds < 2
    assert len(ours.entries) == ours.report.entry_count
    if name_of(path) in LIBRARY_FAILS:
        reason, count = LIBRARY_FAILS[name_of(path)]
        assert told.get("error", "").startswith(reason), told
        assert ours.report.entry_count == count
        return
    assert "error" not in told, told
    COMPARE[library](ours, told, path)


def test_a_catalog_of_version_two_that_intake_wrote_has_the_names_it_answers_to(
    opened: Any, ask: Any, tmp_path: Path
) -> None:
    path = tmp_path / "two.yaml"
    [told] = ask([("intake_two", path)])
    entries = {full.row.name: full for full in opened(path).entries if full.row.name in told}
    assert set(entries) == set(told)
    assert len(told) == 41
    for name, full in entries.items():
        assert full.row.driver.rpartition(":")[2] == told[name]["driver"]
        assert full.details.description == told[name]["description"]
        assert [parameter.name for parameter in full.details.user_parameters] == told[name]["parameters"]


def _intake(ours: Opened, told: dict[str, Any], path: Path) -> None:
    assert [full.row.name for full in ours.entries] == list(told)
    for full in ours.entries:
        said = told[full.row.name]
        # Intake says a class by its short name, where it has one; and nothing of a driver that is not installed.
        assert not said["driver"] or said["driver"][0] in (full.row.driver, full.row.format, None)
        assert full.details.description == said["description"].strip()
        tags = said["metadata"].get("tags", [])
        assert full.details.keywords == ([tags] if isinstance(tags, str) else tags)


def _intake_esm(ours: Opened, told: dict[str, Any], path: Path) -> None:
    found = facets(ours.path, FacetQuery(limit=1000))
    assert found is not None
    assert ours.report.title == told["id"]
    assert ours.report.asset_count == found.total_assets == told["rows"]
    assert found.total_datasets == told["datasets"]
    for column in found.columns:
        assert column.name in told["columns"]
        assert len(column.values) == min(told["values"][column.name], 1000)


def _pystac(ours: Opened, told: dict[str, Any], path: Path) -> None:
    assert ours.report.title == (told["title"] or told["id"])
    leading = [full.row.format for full in ours.entries if full.row.nested]
    assert leading == [{"child": "stac", "item": "stac-item"}[rel] for rel in told["children"]]
    assets = {full.row.name: full for full in ours.entries if not full.row.nested}
    assert list(assets) == list(told["assets"])
    for name, said in told["assets"].items():
        recipe = assets[name].details.recipe
        assert recipe is not None
        assert recipe.urls[0].endswith(said["href"].removeprefix("./"))
        assert recipe.driver == (said["type"] or "")
        assert assets[name].row.title == (said["title"] or name)
    about = ours.report.about
    if about is not None:
        assert about.bbox == told.get("bbox")
        # pystac brings what it reads to the newest version, where words for other licences are one; of items it keeps
        # the licence among the properties.
        assert told["licence"] in (about.licence, "other" if about.licence in ("proprietary", "various") else "")


def _siphon(ours: Opened, told: dict[str, Any], path: Path) -> None:
    references = [full for full in ours.entries if full.row.kind == "catalog" and not full.row.driver]
    assert len(references) == told["references"]
    if told["title"] != "No name found":
        assert ours.report.title == told["title"]
    own = [full for full in ours.entries if full not in references]
    lost = [full for full in own if "no-access" in [problem.code for problem in full.row.problems]]
    assert len(own) - len(lost) == told["datasets"]


def _owslib(ours: Opened, told: dict[str, Any], path: Path) -> None:
    # Each link to data is an entry; a record without one is an entry by itself.
    for full in ours.entries:
        assert full.row.name.startswith(told["id"])
        if told["title"]:
            assert full.row.title.startswith(told["title"].strip()[:150])
        assert full.details.bbox == (pytest.approx(told["bbox"]) if told["bbox"] else None)
        addresses = [link.url for link in full.details.links] + (
            full.details.recipe.urls if full.details.recipe else []
        )
        assert {address.partition("?")[0] for address in addresses} <= {
            link.strip().partition("?")[0] for link in told["links"]
        }


def _pandas(ours: Opened, told: dict[str, Any], path: Path) -> None:
    [full] = ours.entries
    assert full.row.format == "csv"
    assert told["columns"]


COMPARE: dict[str, Callable[[Opened, dict[str, Any], Path], None]] = {
    "intake": _intake,
    "intake_esm": _intake_esm,
    "pystac": _pystac,
    "siphon": _siphon,
    "owslib": _owslib,
    "pandas": _pandas,
}
