"""The reader of Intake's first format: every quirk of real files, and a bad entry costs only itself."""

from typing import Any

import pytest

from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.problems import Fault
from jupyterlab_pangeo.worker.readers import BUILT_IN, Facts, ReaderSpec, Source, load
from jupyterlab_pangeo.worker.readers.intake_v1 import READER

TEMPLATED = """
sources:
  blanks: {driver: zarr, args: {urlpath: "{{ CATALOG_DIR }}/a.zarr"}}
  tight: {driver: zarr, args: {urlpath: "{{CATALOG_DIR}}/a.zarr"}}
  slashless: {driver: zarr, args: {urlpath: "{{ CATALOG_DIR }}a.zarr"}}
  doubled: {driver: zarr, args: {urlpath: "{{ CATALOG_DIR }}//a.zarr"}}
  folder: {driver: zarr, args: {urlpath: "{{ CATALOG_DIR }}"}}
  many:
    driver: netcdf
    args: {urlpath: ["{{CATALOG_DIR}}/1.nc", "{{CATALOG_DIR}}/2.nc"], path_as_pattern: "{{CATALOG_DIR}}/{n}.nc"}
  deep: {driver: zarr, args: {urlpath: x://a, more: {b: [{c: "{{CATALOG_DIR}}/d"}]}}}
  chained: {driver: netcdf, args: {urlpath: "simplecache::{{CATALOG_DIR}}/a.nc"}}
"""


def codes(found: Any) -> list[str]:
    return [problem.code for problem in found.problems]


def test_catalog_dir_is_filled_in_wherever_it_stands(read: Any) -> None:
    found, _ = read(TEMPLATED)
    assert [found[name].details.recipe.urls for name in ("blanks", "tight", "slashless", "doubled", "folder")] == [
        ["/data/cat/a.zarr"],
        ["/data/cat/a.zarr"],
        ["/data/cat/a.zarr"],
        ["/data/cat/a.zarr"],
        ["/data/cat"],
    ]
    many = found["many"].details.recipe
    assert many.urls == ["/data/cat/1.nc", "/data/cat/2.nc"]
    assert many.is_list
    assert many.is_local
    assert many.arguments == {"path_as_pattern": "/data/cat/{n}.nc"}
    assert found["deep"].details.recipe.arguments == {"more": {"b": [{"c": "/data/cat/d"}]}}
    assert found["chained"].details.recipe.is_local
    assert all(entry.details.recipe.templates == [] for entry in found.values())


def test_catalog_dir_of_a_remote_catalog_is_its_url(read: Any) -> None:
    found, _ = read(TEMPLATED, location="https://example.org/cats/main.yaml?token=x/y")
    assert found["tight"].details.recipe.urls == ["https://example.org/cats/a.zarr"]
    assert not found["tight"].details.recipe.is_local


def test_other_template_text_stays_as_it_is_and_is_named(read: Any) -> None:
    found, _ = read(
        """
sources:
  parameter: {driver: csv, args: {urlpath: "x-{{ part }}.csv"}, parameters: {part: {type: str, default: a}}}
  formatted: {driver: rasterio, args: {urlpath: "s3://b/{{ '%01d' % level }}.tif"}}
  env: {driver: csv, args: {urlpath: "http://h/?k={{ env(SECRET) }}"}}
  escape: {driver: csv, args: {urlpath: "{{ cycler.__init__.__globals__.os.popen('id').read() }}"}}
  block: {driver: csv, args: {urlpath: "http://h/{% if x %}y{% endif %}"}}
  default: {driver: csv, args: {urlpath: "http://h/{{ p }}"}, parameters: {p: {type: str, default: "shell(id)"}}}
"""
    )
    assert found["parameter"].details.recipe.urls == ["x-{{ part }}.csv"]
    assert found["parameter"].details.recipe.templates == ["{{ part }}"]
    assert "template" not in codes(found["parameter"])
    assert found["formatted"].details.recipe.templates == ["{{ '%01d' % level }}"]
    assert codes(found["formatted"]) == []
    assert found["env"].details.recipe.urls == ["http://h/?k={{ env(SECRET) }}"]
    assert found["env"].details.recipe.templates == ["{{ env(SECRET) }}"]
    assert "popen" in found["escape"].details.recipe.urls[0]
    assert found["block"].details.recipe.templates == ["{% if x %}", "{% endif %}"]
    assert found["default"].details.user_parameters[0].default == "shell(id)"
    assert "shell(id)" in found["default"].details.recipe.templates
    for name in ("env", "escape", "block", "default"):
        assert "template" in codes(found[name]), name


@pytest.mark.parametrize(
    ("driver", "form", "kind"),
    [
        ("zarr", "zarr", "grid"),
        ("intake_xarray.xzarr.ZarrSource", "zarr", "grid"),
        ("intake_xarray.netcdf.NetCDFSource", "netcdf", "grid"),
        ("opendap", "opendap", "grid"),
        ("intake_xarray.raster.RasterIOSource", "rasterio", "image"),
        ("intake.source.csv.CSVSource", "csv", "table"),
        ("intake_parquet.source.ParquetSource", "parquet", "table"),
        ("intake.catalog.local.YAMLFileCatalog", "yaml_file_cat", "catalog"),
        ("intake_esm.esm_datastore", "esm_datastore", "catalog"),
        ("thredds_cat", "thredds_cat", "service"),
        ("[zarr, netcdf]", "zarr", "grid"),
        ("{first: {class: csv}, second: {class: parquet}}", "csv", "table"),
        ("grib9", "grib9", "other"),
        ("evil.module.Thing", "other", "other"),
    ],
)
def test_every_driver_is_shown_with_its_canonical_format(read: Any, driver: str, form: str, kind: str) -> None:
    found, _ = read(f"sources: {{x: {{driver: {driver}, args: {{urlpath: 'http://h/x', path: 'http://h/y'}}}}}}")
    assert (found["x"].format, found["x"].kind) == (form, kind)
    assert found["x"].details.recipe.format == form
    if not driver.startswith(("[", "{")):
        assert found["x"].driver == driver


def test_a_driver_that_names_a_class_is_a_warning_and_is_not_imported(read: Any) -> None:
    found, _ = read("sources: {x: {driver: antigravity.Thing, args: {}}}")
    assert [(problem.code, problem.severity) for problem in found["x"].problems] == [("unknown-driver", "warning")]


def test_alternatives_are_told_of(read: Any) -> None:
    found, _ = read("sources: {x: {driver: [zarr, netcdf], args: {urlpath: 'http://h'}}}")
    assert found["x"].driver == "zarr"
    assert codes(found["x"]) == ["driver-alternatives"]


@pytest.mark.parametrize(
    ("entry", "code"),
    [
        ("{args: {urlpath: x}}", "no-driver"),
        ("{driver: 5}", "no-driver"),
        ("{driver: {}}", "no-driver"),
        ("just text", "bad-entry"),
        ("[1, 2]", "bad-entry"),
        ("", "bad-entry"),
        ("{driver: csv, args: [1]}", "bad-arguments"),
        ("{driver: csv, metadata: [1]}", "bad-metadata"),
        ("{driver: csv, parameters: [1]}", "bad-parameters"),
        ("{driver: csv, parameters: {p: 1}}", "bad-parameters"),
        ("{driver: csv, args: {storage_options: [1]}}", "bad-arguments"),
        ("{driver: yaml_file_cat}", "bad-nested"),
        ("{driver: yaml_file_cat, args: {path: [a.yml, b.yml]}}", "bad-nested"),
        ("{driver: yaml_file_cat, args: {path: '{{ which }}.yml'}}", "bad-nested"),
        ("{cls: subprocess.check_output, args: [[id]]}", "inert-code"),
        ("{driver: yaml_file_cat, args: {path: a.yml, getshell: true}}", "inert-code"),
        ("{driver: csv, plugins: {source: [{module: x}]}}", "inert-code"),
        ("{driver: csv, cache: [{type: file}]}", "obsolete"),
        ("{driver: csv, direct_access: allow}", "obsolete"),
        ("{driver: intake_esm.esm_datastore, args: {esmcol_obj: 'http://h/x.json'}}", "obsolete"),
        ("{driver: csv, desciption: x}", "unknown-key"),
        ("{driver: csv, args: {urlpath: !!python/name:os.system x}}", "unknown-tag"),
        ("{driver: csv, driver: zarr}", "duplicate-key"),
        ("{driver: csv, args: {urlpath: data.csv}}", "relative-path"),
        ("{driver: csv, metadata: {when: 2001-99-99}}", "bad-value"),
    ],
)
def test_a_bad_entry_costs_only_itself(read: Any, entry: str, code: str) -> None:
    found, facts = read(
        "sources:\n  before: {driver: zarr, args: {urlpath: 'http://h'}}\n"
        f"  bad: {entry}\n  after: {{driver: zarr}}\n"
    )
    assert list(found) == ["before", "bad", "after"]
    assert code in codes(found["bad"])
    assert codes(found["before"]) == codes(found["after"]) == facts.problems == []


def test_an_entry_that_calls_a_class_is_inert(read: Any) -> None:
    found, _ = read("sources: {pwn: {cls: subprocess.check_output, args: [[sh, -c, id]]}}")
    assert found["pwn"].driver == "subprocess.check_output"
    assert found["pwn"].details.recipe is None
    assert found["pwn"].problems[0].severity == "warning"


def test_a_remote_catalog_that_names_local_paths_is_warned_of(read: Any) -> None:
    text = (
        "sources: {a: {driver: csv, args: {urlpath: /etc/passwd}}, b: {driver: csv, args: {urlpath: 'file:///etc/x'}}}"
    )
    found, _ = read(text, location="https://example.org/c.yaml")
    assert codes(found["a"]) == codes(found["b"]) == ["local-path"]
    found, _ = read(text)
    assert codes(found["a"]) == []


def test_details_are_complete(read: Any) -> None:
    found, facts = read(
        """
name: cat name
description: of the catalog
metadata: {test: true}
parameters: {shared: {type: int, default: 3}}
plugins: {source: [{module: intake_xarray}, {module: evilmod}, {dir: x}]}
sources:
  entry:
    description: >
      folded
      text
    driver: csv
    args:
      urlpath: gs://bucket/x.csv
      csv_kwargs: {sep: ";"}
      storage_options: {requester_pays: true}
    metadata:
      title: A title
      tags: Soil
      url: https://example.org/page
      doi: "10.1/2"
      license: CC-BY-4.0
      institution: Some Institute
      when: 2001-02-03
      nothing: .nan
      huge: 123456789012345678901234567890
    parameters:
      part: {description: which, type: int, default: 1, allowed: [1, 2], min: 0, max: 9}
      since: {type: datetime, default: 2001-01-01}
"""
    )
    entry = found["entry"]
    details = entry.details
    assert (entry.title, entry.kind, entry.format) == ("A title", "table", "csv")
    assert details.description == "folded text"
    assert details.keywords == ["Soil"]
    assert (details.licence, details.provider) == ("CC-BY-4.0", "Some Institute")
    assert [(link.url, link.title) for link in details.links] == [("https://example.org/page", "url")]
    assert details.metadata["when"] == "2001-02-03"
    assert details.metadata["nothing"] is None
    assert details.metadata["huge"] == "123456789012345678901234567890"
    part, since = details.user_parameters
    assert (part.name, part.type, part.default, part.allowed, part.minimum, part.maximum) == (
        "part",
        "int",
        1,
        [1, 2],
        0,
        9,
    )
    assert since.default == "2001-01-01"
    assert details.recipe.arguments == {"csv_kwargs": {"sep": ";"}}
    assert details.recipe.storage_options == {"requester_pays": True}
    assert details.recipe.auth == "requester-pays"
    assert (facts.title, facts.description, facts.metadata) == ("cat name", "of the catalog", {"test": True})
    assert [parameter.name for parameter in facts.user_parameters] == ["shared"]
    assert [(problem.code, problem.severity) for problem in facts.problems] == [
        ("plugins", "information"),
        ("plugins", "warning"),
        ("plugins", "warning"),
    ]


@pytest.mark.parametrize(
    ("args", "auth"),
    [
        ("{urlpath: 'http://h/x'}", "none"),
        ("{urlpath: 's3://b', storage_options: {profile: me}}", "s3-profile"),
        ("{urlpath: 'https://h/x?X-Amz-Signature=abc'}", "signed-url"),
        ("{urlpath: 'https://data.earthdata.nasa.gov/x'}", "earthdata"),
        ("{urlpath: 'https://h/x', storage_options: {headers: {Authorization: x}}}", "bearer"),
    ],
)
def test_what_an_entry_needs_to_be_opened_is_told(read: Any, args: str, auth: str) -> None:
    found, _ = read(f"sources: {{x: {{driver: zarr, args: {args}}}}}")
    assert found["x"].details.recipe.auth == auth


@pytest.mark.parametrize(
    ("location", "path", "nested"),
    [
        ("/data/cat/c.yaml", "{{CATALOG_DIR}}/sub/d.yaml", "/data/cat/sub/d.yaml"),
        ("/data/cat/c.yaml", "sub/d.v2.yaml", "/data/cat/sub/d.v2.yaml"),
        ("/data/cat/c.yaml", "../d.yaml", "/data/d.yaml"),
        ("/data/cat/c.yaml", "/other/d.yaml", "/other/d.yaml"),
        ("/data/cat/c.yaml", "https://h/d.yaml", "https://h/d.yaml"),
        ("https://h/a/c.yaml", "{{ CATALOG_DIR }}/d.yaml", "https://h/a/d.yaml"),
        ("https://h/a/c.yaml", "d.yaml", "https://h/a/d.yaml"),
        ("https://h/a/c.yaml", "/d.yaml", "https://h/d.yaml"),
        ("https://h/a/c.yaml", "../../../d.yaml", "https://h/d.yaml"),
    ],
)
def test_a_nested_catalog_lies_relative_to_the_one_that_names_it(
    read: Any, location: str, path: str, nested: str
) -> None:
    found, _ = read(f"sources: {{x: {{driver: yaml_file_cat, args: {{path: '{path}'}}}}}}", location=location)
    assert found["x"].nested == nested
    assert found["x"].kind == "catalog"


def test_the_source_of_an_entry_is_its_own_text(read: Any) -> None:
    found, _ = read(
        "sources:\n  # before\n  one:\n    driver: csv  # this\n    args:\n      urlpath: é.csv\n\n"
        "  two: {driver: csv}\n"
        "  three: &t\n    driver: zarr\n  four: *t\nname: x\n"
    )
    assert found["one"].source == "one:\n  driver: csv  # this\n  args:\n    urlpath: é.csv"
    assert found["two"].source == "two: {driver: csv}"
    assert found["three"].source == "three: &t\n  driver: zarr"
    assert found["four"].source == "four: *t"
    assert found["four"].format == "zarr"


def test_the_source_of_an_entry_is_bounded(read: Any) -> None:
    found, _ = read("sources: {x: {driver: csv, description: '" + "y" * 100_000 + "'}}")
    assert len(found["x"].source) == 20_000


def test_entries_can_share_defaults(read: Any) -> None:
    found, _ = read(
        """
defaults: &d {driver: zarr, args: {urlpath: "{{CATALOG_DIR}}/x.zarr"}}
more: &m {merged: {driver: csv}, a: {driver: csv}}
sources:
  a: {<<: *d, description: one}
  b: *d
  <<: *m
"""
    )
    assert {name: entry.format for name, entry in found.items()} == {"a": "zarr", "b": "zarr", "merged": "csv"}
    assert found["a"].details.description == "one"


def test_odd_names_stay_names(read: Any) -> None:
    found, _ = read(
        "sources: {a.b.c: {driver: csv}, 2020: {driver: csv}, 2020-01-01: {driver: csv},"
        " ~: {driver: csv}, 海: {driver: csv}}"
    )
    assert list(found) == ["a.b.c", "2020", "2020-01-01", "null", "海"]


def test_text_with_markup_stays_text(read: Any) -> None:
    text = "<img src=x onerror=alert(1)><a data-commandlinker-command='x'>[b](javascript:alert(1))"
    found, _ = read(
        f"sources:\n  x:\n    driver: csv\n    description: {text!r}\n"
        f"    metadata: {{title: {text!r}, url: 'javascript:alert(1)'}}\n"
    )
    assert found["x"].details.description == text
    assert found["x"].title == text
    assert found["x"].details.links == []


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "not-a-catalog"),
        (b"# nothing\n", "not-a-catalog"),
        (b"[1, 2]", "not-a-catalog"),
        (b"text", "not-a-catalog"),
        (b"plugins: {}\n", "no-sources"),
        (b"sources: {a: [}", "yaml-syntax"),
        (b"sources: \xff\xfe", "yaml-encoding"),
    ],
)
def test_what_is_no_catalog_is_one_named_fault(data: bytes, code: str) -> None:
    with pytest.raises(Fault) as raised:
        list(READER.read(Source(location="/c.yaml", data=data, limits=Limits()), Facts(problems=[])))
    assert raised.value.code == code


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_every_encoding_that_yaml_has_is_read(encoding: str) -> None:
    data = "sources:\n  é: {driver: csv}\n".encode(encoding)
    source = Source(location="/c.yaml", data=data, limits=Limits())
    found = list(READER.read(source, Facts(problems=[])))
    assert READER.matches(source)
    assert [(entry.name, entry.source) for entry in found] == [("é", "é: {driver: csv}")]


def test_no_entries_are_no_problem(read: Any) -> None:
    for text in ("sources: {}", "sources:\n"):
        found, facts = read(text)
        assert found == {}
        assert facts.problems == []


def test_sources_that_are_a_list_are_told_of(read: Any) -> None:
    found, facts = read("sources: [a, b]")
    assert found == {}
    assert codes(facts) == ["bad-sources"]


def test_more_documents_than_one_are_told_of(read: Any) -> None:
    found, facts = read("sources: {a: {driver: csv}}\n---\nsources: {b: {driver: csv}}\n")
    assert list(found) == ["a"]
    assert codes(facts) == ["more-documents"]


def test_of_entries_with_one_name_the_last_counts(read: Any) -> None:
    found, _ = read("sources: {a: {driver: csv}, b: {driver: csv}, a: {driver: zarr}}")
    assert found["a"].format == "zarr"
    assert codes(found["a"]) == ["duplicate-key"]


def test_a_reader_that_cannot_be_imported_is_listed_and_the_others_work() -> None:
    readers, failures = load([*BUILT_IN, ReaderSpec("odd", "no.such.module:READER"), ReaderSpec("bad", "json:READER")])
    assert list(readers) == [spec.name for spec in BUILT_IN]
    assert "ModuleNotFoundError" in failures["odd"]
    assert "AttributeError" in failures["bad"]
