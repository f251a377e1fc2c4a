"""What every catalog reader keeps to, whatever it reads: each runs through the same tests, by way of a job's index."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape, quoteattr

import pytest
import yaml

from jupyterlab_pangeo.adapters.catalogs import reader as index
from jupyterlab_pangeo.adapters.catalogs.reader import Full, Row
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.protocol import Job, Report
from jupyterlab_pangeo.worker.readers import BUILT_IN, Source, load

READERS, FAILURES = load(BUILT_IN)

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "[b](javascript:alert(1))",
    "{{ cycler.__init__.__globals__.os.popen('touch marker').read() }}",
    "{{ env(SECRET) }}",
    "'; import os; os.system('touch marker') #",
    "\"\"\"\n'''\\",
    "../../../../etc/passwd",
    "\u202e\u2066\u0000\ufeff",
    "x" * 5000,
]


class Kind(NamedTuple):
    """How documents of one reader are written.

    ``bad`` are values of entries that cannot be used; ``malformed`` are documents that are none, with the problem's
    code. ``nested`` is None where entries never lead to places relative to the document. ``holds`` is what the
    format can hold of a text; ``is_titled`` whether entries have a title beside their name. ``reader`` is told
    where one reader reads documents of several kinds.
    """

    suffix: str
    entries: Callable[[dict[str, Any]], str]
    good: Callable[[str], Any]
    nested: Callable[[str], Any] | None
    bad: Sequence[Any]
    malformed: Sequence[tuple[bytes, str]]
    deep: Callable[[int], str]
    holds: Callable[[str], str] = str
    is_titled: bool = True
    reader: str | None = None


def _intake(entries: dict[str, Any]) -> str:
    return yaml.safe_dump({"sources": entries}, sort_keys=False, allow_unicode=True)


def _intake_good(text: str) -> Any:
    return {
        "driver": "zarr",
        "description": text,
        "args": {"urlpath": text, "storage_options": {"k": text}, "group": text},
        "metadata": {"title": text, "license": text, "provider": text, "tags": [text], "url": text, text: text},
        "parameters": {"p": {"type": "str", "default": text, "description": text}},
    }


def _intake_2(entries: dict[str, Any]) -> str:
    document = {"aliases": {}, "data": {}, "entries": entries, "metadata": {}, "user_parameters": {}, "version": 2}
    return yaml.safe_dump(document, sort_keys=False, allow_unicode=True)


def _intake_2_good(text: str) -> Any:
    return {
        "reader": "intake.readers.readers:XArrayDatasetReader",
        "kwargs": {"args": [text], "group": text, "storage_options": {"k": text}},
        "metadata": {"description": text, "title": text, "license": text, "tags": [text], "url": text, text: text},
        "user_parameters": {"p": {"default": text, "description": text}},
        "output_instance": text,
    }


def _collection(assets: dict[str, Any], links: Sequence[Any] = ()) -> str:
    document = {
        "type": "Collection",
        "stac_version": "1.0.0",
        "id": "c",
        "description": "d",
        "license": "CC0-1.0",
        "extent": {"spatial": {"bbox": [[0, 0, 1, 1]]}, "temporal": {"interval": [[None, None]]}},
        "links": list(links),
        "assets": assets,
    }
    return json.dumps(document)


def _stac_good(text: str) -> Any:
    return {
        "href": f"https://h/{text}",
        "type": text,
        "title": text,
        "description": text,
        "roles": [text],
        "license": text,
        "xarray:open_kwargs": {"group": text, text: text},
        "xarray:storage_options": {text: text},
        text: text,
    }


def _links(entries: dict[str, Any]) -> str:
    """Entries by links: a value is a whole link, named by its address."""
    return _collection({}, list(entries.values()))


def _items(entries: dict[str, Any]) -> str:
    """A page that a search of STAC answers; items without assets are entries by themselves, whose id is their name."""
    features = [value | {"id": name} if isinstance(value, dict) else value for name, value in entries.items()]
    return json.dumps({"type": "FeatureCollection", "stac_version": "1.0.0", "features": features, "links": []})


def _item(text: str) -> Any:
    properties = {"datetime": text, "title": text, "description": text, "license": text, "keywords": [text], text: text}
    links = [{"href": text, "rel": "about", "title": text}, {"href": f"https://h/{text}", "rel": text, "title": text}]
    found = {"type": "Feature", "stac_version": "1.0.0", "geometry": None, "bbox": [text], "links": links}
    return found | {"properties": properties | {"providers": [{"name": text, "url": text}]}, "assets": {}}


def _page(entries: dict[str, Any]) -> str:
    """A page of OGC API Records; an object is a record's, whose id is its name."""
    features = [value | {"id": name} if isinstance(value, dict) else value for name, value in entries.items()]
    return json.dumps({"type": "FeatureCollection", "numberMatched": len(features), "features": features})


def _record(text: str) -> Any:
    return {
        "type": "Feature",
        "conformsTo": ["http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core", text],
        "geometry": None,
        "time": {"interval": [text, ".."]},
        "properties": {
            **{"type": text, "title": text, "description": text, "license": text, "keywords": [text], text: text},
            **{"contacts": [{"organization": text}], "themes": [{"concepts": [{"id": text}]}]},
        },
        "links": [
            {"href": text, "rel": "about", "title": text},
            {"href": "https://h/a.nc", "rel": text, "type": "application/netcdf", "title": text},
        ],
    }


def _catalogs(entries: dict[str, Any]) -> str:
    """Collections of records: a value is a whole one."""
    return json.dumps({"collections": list(entries.values()), "links": []})


def _thredds(entries: dict[str, Any]) -> str:
    """Datasets; a value is what stands inside, or attributes of the dataset or of a reference."""
    space = "http://www.unidata.ucar.edu/namespaces/thredds/InvCatalog/v1.0"
    service = '<service name="s" serviceType="OPENDAP" base="https://h/dods/"/>'
    inner = "".join(_dataset(name, value) for name, value in entries.items())
    return f'<?xml version="1.0"?><catalog xmlns="{space}">{service}{inner}</catalog>'


def _dataset(name: str, value: Any) -> str:
    if isinstance(value, str):
        return f'<dataset name={quoteattr(_without_null(name))} urlPath="x">{value}</dataset>'
    tag = "catalogRef" if "href" in value else "dataset"
    given = " ".join(f"{key}={quoteattr(said)}" for key, said in value.items())
    return f"<{tag} name={quoteattr(_without_null(name))} {given}/>"


def _thredds_good(text: str) -> Any:
    said = escape(_without_null(text))
    named = quoteattr(_without_null(text))
    return (
        f"<documentation>{said}</documentation><documentation type='rights'>{said}</documentation>"
        f"<documentation xlink:href={named} xlink:title={named} xmlns:xlink='http://www.w3.org/1999/xlink'/>"
        f"<keyword>{said}</keyword><creator><name>{said}</name><contact url={named}/></creator>"
        f"<property name={named} value={named}/><dataFormat>{said}</dataFormat>"
    )


def _response(entries: dict[str, Any]) -> str:
    """Records of a CSW; a value is what stands inside of one beside its identifier."""
    spaces = 'xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    records = "".join(
        f"<csw:Record><dc:identifier>{escape(_without_null(name))}</dc:identifier>{value}</csw:Record>"
        for name, value in entries.items()
    )
    return f"<csw:GetRecordsResponse {spaces}><csw:SearchResults>{records}</csw:SearchResults></csw:GetRecordsResponse>"


def _dublin(text: str) -> str:
    said, named = escape(_without_null(text)), quoteattr(_without_null(text))
    told = "".join(f"<dc:{name}>{said}</dc:{name}>" for name in ("title", "subject", "rights", "publisher", "type"))
    return (
        f"{told}<abstract>{said}</abstract><references scheme={named}>{said}</references>"
        f"<dc:URI name={named}>https://h/a.nc</dc:URI><temporal>start={said}</temporal>"
    )


_DATASETS = ["datasetID", "title", "institution", "summary", "infoUrl", "griddap", "minTime", "minLatitude", "class"]


def _table(entries: dict[str, Any]) -> str:
    """Rows of an ERDDAP's list of datasets; a value is what follows the id in one."""
    rows = [[name, *value] if isinstance(value, list) else [name, value] for name, value in entries.items()]
    return json.dumps({"table": {"columnNames": _DATASETS, "rows": rows}})


def _dataset_row(text: str) -> Any:
    return [text, text, text, text, f"https://h/erddap/griddap/{text}", text, text, text]


def _without_null(text: str) -> str:
    """XML has no way to write a null character."""
    return text.replace("\0", "")


KINDS = {
    "intake-v1": Kind(
        "yaml",
        _intake,
        _intake_good,
        lambda place: {"driver": "yaml_file_cat", "args": {"path": place}},
        [None, 5, "text", [1], {"driver": 5}, {"driver": "csv", "args": [1]}, {"cls": "os.system"}],
        [(b"", "no-reader"), (b"sources: {a: [}", "yaml-syntax"), (b"sources: \xff\xfe", "yaml-encoding")],
        lambda levels: "sources: {a: {driver: csv, metadata: {x: " + "[" * levels + "]" * levels + "}}}",
    ),
    "intake-v2": Kind(
        "yaml",
        _intake_2,
        _intake_2_good,
        lambda place: {"reader": "intake.readers.readers:YAMLCatalogReader", "kwargs": {"args": [place]}},
        [
            *(None, 5, "text", [1], {}, {"reader": 5}, {"reader": "os:system"}),
            {"reader": "intake.readers.readers:PandasCSV", "kwargs": [1]},
        ],
        [
            (b"", "no-reader"),
            (b"version: 2\nentries: {a: [}", "yaml-syntax"),
            (b"version: 2\nentries: \xff\xfe", "yaml-encoding"),
        ],
        lambda levels: "version: 2\nentries: {a: {metadata: {x: " + "[" * levels + "]" * levels + "}}}",
    ),
    "stac": Kind(
        "json",
        _collection,
        _stac_good,
        # Only links lead further, so a whole one stands where others have an asset.
        lambda place: {"rel": "child", "href": place},
        [None, 5, "text", [1], {}, {"href": 5}, {"href": ""}, {"href": "https://[bad"}],
        [(b"", "no-reader"), (b"[1]", "no-reader"), (b'{"stac_version": "1.0.0", "links": [}', "json-syntax")],
        lambda levels: '{"stac_version": "1.0.0", "a": ' + "[" * levels + "]" * levels + "}",
    ),
    "stac-page": Kind(
        "json",
        _items,
        _item,
        None,
        # What is no object has no name either; the reader's own tests show what becomes of it.
        [{}, {"properties": 5}, {"properties": {"title": 5}, "assets": 5, "links": 5, "geometry": 5, "bbox": 5}],
        [
            (b"", "no-reader"),
            (b'{"type": "FeatureCollection", "features": []}', "no-reader"),
            (b'{"type": "FeatureCollection", "stac_version": "1.0.0", "features": [}', "json-syntax"),
        ],
        lambda levels: '{"stac_version": "1.0.0", "features": ' + "[" * levels + "]" * levels + "}",
        reader="stac",
    ),
    "ogcapi-records": Kind(
        "json",
        _page,
        _record,
        lambda place: {"id": "c", "itemType": "record", "links": [{"rel": "self", "href": place}]},
        # What is no object has no name either; its own tests show what becomes of it.
        [{}, {"properties": 5}, {"properties": {"title": 5}, "links": 5, "geometry": 5}],
        [
            (b"", "no-reader"),
            (b'{"type": "FeatureCollection", "features": []}', "no-reader"),
            (b'{"conformsTo": "ogcapi-records", "features": [}', "json-syntax"),
        ],
        lambda levels: '{"conformsTo": "ogcapi-records", "features": ' + "[" * levels + "]" * levels + "}",
    ),
    "thredds": Kind(
        "xml",
        _thredds,
        _thredds_good,
        lambda place: {"href": place},
        [{}, {"href": ""}, {"href": "https://[bad"}, {"urlPath": "x", "serviceName": "none"}],
        [
            (b"", "no-reader"),
            (b"<book/>", "no-reader"),
            (b"<!DOCTYPE catalog><catalog/>", "xml-doctype"),
            (b"<catalog <dataset/>", "xml-syntax"),
        ],
        lambda levels: "<catalog>" + "<dataset>" * levels + "</dataset>" * levels + "</catalog>",
        _without_null,
        is_titled=False,
    ),
    "csw": Kind(
        "xml",
        _response,
        _dublin,
        None,
        ["", "text", "<title/>", "<BoundingBox><LowerCorner>1</LowerCorner></BoundingBox>", "<references/>"],
        [
            (b"", "no-reader"),
            (b"<Capabilities/>", "no-reader"),
            (b"<GetRecordsResponse <a/>", "xml-syntax"),
        ],
        lambda levels: "<GetRecordsResponse>" + "<a>" * levels + "</a>" * levels + "</GetRecordsResponse>",
        _without_null,
    ),
    "erddap": Kind(
        "json",
        _table,
        _dataset_row,
        None,
        [None, 5, "text", [1], [], [{}, [], 5, None, True, None, {}, []]],
        [
            (b"", "no-reader"),
            (b'{"table": {}}', "no-reader"),
            (b'{"table": {"columnNames": ["datasetID"], "rows": [}', "json-syntax"),
            (b'{"table": {"columnNames": ["datasetID"], "rows": 5}}', "not-a-catalog"),
            (b'{"table": {"columnNames": ["x", "\\"datasetID\\""], "rows": []}, "datasetID": 1}', "not-a-catalog"),
        ],
        lambda levels: '{"table": {"columnNames": ["datasetID"], "rows": ' + "[" * levels + "]" * levels + "}}",
    ),
}


@pytest.fixture(params=sorted(KINDS))
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def kind(name: str) -> Kind:
    return KINDS[name]


class Indexed(NamedTuple):
    """What became of a document."""

    report: Report
    path: Path

    @property
    def rows(self) -> dict[str, Row]:
        """Entries by name."""
        return {row.name: row for row in index.rows(self.path, 0, 100_000)}

    def full(self, name: str) -> Full:
        """An entry with its details."""
        found = index.full(self.path, self.rows[name].id)
        assert found is not None
        return found


@pytest.fixture
def indexed(tmp_path: Path, kind: Kind) -> Callable[..., Indexed]:
    """Index a document through a job, as a worker does; the reader is found by the content."""
    count = 0

    def indexed(document: str | bytes, **limits: Any) -> Indexed:
        nonlocal count
        count += 1
        place = tmp_path / f"catalog.{kind.suffix}"
        place.write_bytes(document if isinstance(document, bytes) else document.encode("utf-8", "surrogatepass"))
        output = tmp_path / f"{count}.sqlite"
        job = Job(catalog_id="c", location=str(place), output=str(output), limits=Limits(**limits))
        return Indexed(run(job, READERS), output)

    return indexed


def codes(row: Row) -> list[str]:
    return [problem.code for problem in row.problems]


def test_every_reader_of_the_package_can_be_imported() -> None:
    assert FAILURES == {}


def test_a_document_is_read_by_its_own_reader_only(name: str, kind: Kind) -> None:
    data = kind.entries({"a": kind.good("text")}).encode()
    source = Source(location=f"/catalog.{kind.suffix}", data=data, limits=Limits())
    assert [found for found, reader in READERS.items() if reader.matches(source)] == [kind.reader or name]


@pytest.mark.parametrize("data", [b"", b"\0", b"\xff\xfe", b"{", b"[" * 100_000, b'{"a": ' * 100_000, b"\x89PNG\r\n"])
def test_no_reader_takes_what_is_no_catalog_or_stumbles_over_it(data: bytes) -> None:
    source = Source(location="/x", data=data, limits=Limits())
    assert [name for name, reader in READERS.items() if reader.matches(source)] == []


def test_entries_are_listed_in_the_order_of_the_document(name: str, kind: Kind, indexed: Any) -> None:
    names = ["b", "a", "c d", "海", "2020", "a.b", "x/y"]
    found = indexed(kind.entries({each: kind.good(each) for each in names}))
    assert list(found.rows) == names
    assert (found.report.state, found.report.kind, found.report.entry_count) == (
        "ready",
        kind.reader or name,
        len(names),
    )


def test_ids_stay_when_entries_come_go_and_change_places(kind: Kind, indexed: Any) -> None:
    before = indexed(kind.entries({each: kind.good(each) for each in ("a", "b", "c")})).rows
    after = indexed(kind.entries({each: kind.good(f"new {each}") for each in ("d", "c", "a")})).rows
    assert before["a"].id == after["a"].id
    assert before["c"].id == after["c"].id
    assert len({row.id for row in [*before.values(), *after.values()]}) == 4


def test_a_bad_entry_costs_only_itself(kind: Kind, indexed: Any) -> None:
    for bad in kind.bad:
        found = indexed(kind.entries({"before": kind.good("x"), "bad": bad, "after": kind.good("y")}))
        assert list(found.rows) == ["before", "bad", "after"], bad
        assert found.rows["bad"].problems, bad
        plain = indexed(kind.entries({"before": kind.good("x")})).rows["before"]
        assert found.rows["before"].problems == plain.problems
        assert found.report.state == "ready"


def test_many_bad_entries_hide_no_good_one(kind: Kind, indexed: Any) -> None:
    entries = {}
    for number in range(200):
        entries[f"bad {number}"] = kind.bad[number % len(kind.bad)]
        entries[f"good {number}"] = kind.good(str(number))
    found = indexed(kind.entries(entries))
    assert list(found.rows) == list(entries)


def test_what_is_no_document_is_one_problem_and_leaves_no_file(kind: Kind, indexed: Any) -> None:
    for data, code in kind.malformed:
        found = indexed(data)
        assert (found.report.state, [each.code for each in found.report.problems]) == ("failed", [code]), data
        assert not found.path.exists()


def test_a_document_that_ends_early_is_one_problem(kind: Kind, indexed: Any) -> None:
    whole = kind.entries({"a": kind.good("text"), "b": kind.good("text")}).encode()
    for end in range(1, len(whole) - 2, max(1, len(whole) // 40)):
        report = indexed(whole[:end]).report
        if report.state != "ready":
            assert len(report.problems) == 1
            assert report.problems[0].code != "reader-failed", whole[:end]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_text_arrives_as_text_and_does_nothing(
    kind: Kind, indexed: Any, text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRET", "canary")
    found = indexed(kind.entries({"entry": kind.good(text), "after": kind.good("plain")}))
    assert list(found.rows) == ["entry", "after"]
    full = found.full("entry")
    assert full.details.description == kind.holds(text).strip()
    assert full.row.title == (kind.holds(text).strip()[:200] if kind.is_titled else "entry")
    assert not [link for link in full.details.links if not link.url.startswith(("http://", "https://"))]
    assert "canary" not in str(full)
    assert not (tmp_path / "marker").exists()


def test_a_hostile_name_is_a_name(kind: Kind, indexed: Any) -> None:
    for text in HOSTILE[:-1]:
        rows = indexed(kind.entries({text: kind.good("x"), "after": kind.good("y")})).rows
        assert list(rows) == [kind.holds(text), "after"]


def test_nesting_beyond_the_limit_is_one_problem(kind: Kind, indexed: Any) -> None:
    for levels in (70, 5000, 300_000):
        report = indexed(kind.deep(levels)).report
        assert [problem.code for problem in report.problems] == ["budget-depth"], levels
        assert "PangeoApp.catalog_limits['depth']" in report.problems[0].message


def test_more_values_than_the_limit_are_one_problem(kind: Kind, indexed: Any) -> None:
    document = kind.entries({str(number): kind.good("x") for number in range(200)})
    assert [problem.code for problem in indexed(document, max_nodes=500).report.problems] == ["budget-nodes"]
    assert [problem.code for problem in indexed(document, max_bytes=500).report.problems] == ["budget-bytes"]
    assert indexed(document).report.state == "ready"


def test_an_entry_beyond_the_limit_keeps_its_place(kind: Kind, indexed: Any) -> None:
    found = indexed(kind.entries({"large": kind.good("x" * 3000), "after": kind.good("y")}), max_entry_bytes=2000)
    assert list(found.rows) == ["large", "after"]
    assert "budget-entry" in codes(found.rows["large"])
    assert "budget-entry" not in codes(found.rows["after"])


@pytest.mark.parametrize("name", sorted(name for name, kind in KINDS.items() if kind.nested is not None))
@pytest.mark.parametrize(
    ("place", "leads"),
    [
        ("sub/d", "{folder}/sub/d"),
        ("./sub/d", "{folder}/sub/d"),
        ("../d", "{above}/d"),
        ("/other/d", "/other/d"),
        ("https://h/d?x=1", "https://h/d?x=1"),
        ("gone", "{folder}/gone"),
    ],
)
def test_a_nested_catalog_lies_relative_to_the_one_that_names_it(
    name: str, kind: Kind, indexed: Any, tmp_path: Path, place: str, leads: str
) -> None:
    entries = {"stac": _links, "ogcapi-records": _catalogs}.get(name, kind.entries)
    [row] = indexed(entries({"entry": kind.nested(place)})).rows.values()
    assert row.nested == leads.format(folder=tmp_path, above=tmp_path.parent)
    assert row.kind == "catalog"


def test_a_name_beyond_all_measure_hides_no_neighbour(kind: Kind, indexed: Any) -> None:
    rows = indexed(kind.entries({"x" * 5000: kind.good("a"), "x" * 5001: kind.good("b"), "after": kind.good("c")}))
    assert rows.report.entry_count == len(index.rows(rows.path, 0, 10)) == 3
    assert max(len(name) for name in rows.rows) <= 2000
