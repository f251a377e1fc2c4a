"""Strings of a catalog cannot leave their Python literal: the code is executed, and a sentinel would tell."""

import ast
import builtins
import itertools
import sys
from collections import defaultdict
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any
from unittest.mock import MagicMock

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from load_code_support import asking, recipe, render

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

LIBRARIES = [
    *("xarray", "pandas", "dask", "dask.dataframe", "fsspec", "intake", "intake.readers", "rioxarray", "glob"),
    *("earthaccess", "planetary_computer", "requests"),
    *("geopandas", "icechunk", "tiledb", "owslib", "owslib.wms", "owslib.wmts", "owslib.wcs", "owslib.wfs"),
]
FORMATS = [
    *("zarr", "netcdf", "opendap", "rasterio", "csv", "parquet", "textfiles"),
    *("grib", "geojson", "kerchunk", "icechunk", "tiledb", "pipeline"),
    *("wms", "wmts", "wcs", "wfs"),
]
STYLES = ["xarray", "intake", "dask"]
LOGINS = [
    *("none", "requester-pays", "s3-profile", "earthdata", "netrc", "planetary-computer", "signed-url", "bearer"),
]

PIECES = [
    *("'", '"', "'''", '"""', "\\", "\\\\", "\n", "\r", "\r\n", "\t", "\x00", "\x0b", "\x0c", "\x1a", "\x1b", "\x7f"),
    *("\x85", "\xa0", "\u2028", "\u2029", "\u202e", "\u2066", "\ufeff", "\ud800", "\udfff", "\U0001f30a", "\u0301"),
    *("#", "\n#", "{", "}", "{{", "}}", "{{ p }}", "{{ env(HOME) }}", "{% if p %}", "{SENTINEL.append(1)}", "%", "%s"),
    *(")", "]", "}", ",", ";", ":", "=", "*", "**", "f'", 'rb"', "u'", "\\N{BULLET}", "\\u0027", "\\x27", "://", "::"),
    *("\nSENTINEL.append(1)\n", "SENTINEL.append(1)", "__import__('os')", "lambda: ", " ", "a", "é", "data"),
]


def joined(pieces: list[str]) -> str:
    """Pieces as one text; two halves of a letter that meet are that letter, as JSON has it."""
    return "".join(pieces).encode("utf-16", "surrogatepass").decode("utf-16", "surrogatepass")


hostile = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(joined)


@pytest.fixture
def libraries(monkeypatch: pytest.MonkeyPatch) -> Iterator[MagicMock]:
    """Every library that load code imports, as one recorder: what it is called with stays to be looked at."""
    recorder = MagicMock(name="library")
    for name in LIBRARIES:
        monkeypatch.setitem(sys.modules, name, recorder)
    yield recorder


@pytest.fixture
def without_tokens() -> dict[str, Any]:
    """Builtins by which code imports an ``os`` whose environment has any variable."""
    system = SimpleNamespace(environ=defaultdict(str))

    def find(name: str, *more: Any) -> Any:
        return system if name == "os" else builtins.__import__(name, *more)

    return {**vars(builtins), "__import__": find}


def requests_with(text: str) -> Iterator[dict[str, Any]]:
    """Requests that have a text in every place where a catalog may put one, for each format and style."""
    parameter = {"name": text, "type": text, "default": text, "description": text}
    plain = {"name": "p", "type": "str", "default": text, "description": text}
    column = {"parse_dates": [[text, "b"]], "dtype": {text: text}, "sep": text, text: [text, {text: text}]}
    arguments = {
        "group": text,
        "chunks": {text: 1},
        "engine": text,
        "auth": text,
        "concat_dim": text,
        "columns": [text],
        "xarray_kwargs": {"drop_variables": [text], text: text},
        "csv_kwargs": column,
        text: text,
    }
    logins = itertools.cycle(LOGINS)
    for form in FORMATS:
        for urls in ([text], [f"s3://{text}"], [f"/a/{text}*"], [f"https://h/{text}", text], [f"https://{text}"]):
            steps = [{"location": text, "name": text}, {"location": text, "name": text}]
            made = recipe(
                form, urls, steps=steps, storage_options={text: text, "key": [text], "profile": text}, **arguments
            )
            made |= {"isLocal": False, "driver": text, "templates": [text]}
            for reader in ("intake-v1", "intake-v2", "stac"):
                made |= {"reader": reader, "isLiteral": reader == "stac"}
                made["templates"] = [] if reader == "intake-v2" else [text]
                for style in STYLES:
                    made["auth"] = next(logins)
                    yield asking(dict(made), style, userParameters=[plain, parameter], parameters={"p": f"x{text}"})
    yield from requests_of_constraints(text)


def requests_of_constraints(text: str) -> Iterator[dict[str, Any]]:
    """Requests for datasets of ERDDAP, with the text as names, bounds and conditions."""
    bounded = [{"name": text, "minimum": 1, "maximum": None, "isTime": True, "isDescending": True}]
    for form in ("griddap", "tabledap"):
        made = recipe(form, [text], dimensions=bounded, bounded=bounded, hasTime=True)
        made |= {"reader": "erddap", "isLiteral": True}
        names = ["variables", "conditions", f"{text}_min", f"{text}_max", f"{text}_stride"]
        parameters = [{"name": name, "type": "str", "default": text, "description": text} for name in names]
        yield asking(made, userParameters=parameters)
        yield asking(made, userParameters=parameters, parameters={f"{text}_stride": 2, "variables": f"time,{text}"})


# One example is one call of node with all requests of its texts, so few examples hold many strings.
@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(texts=st.lists(hostile, min_size=8, max_size=16))
def test_no_string_of_a_recipe_leaves_its_literal(
    libraries: MagicMock, without_tokens: dict[str, Any], texts: list[str]
) -> None:
    answers = render([asked for text in texts for asked in requests_with(text)])
    codes = [answer["text"] for answer in answers if "text" in answer]
    assert len(codes) > len(answers) / 4
    for code in codes:
        tree = ast.parse(code)
        assert "SENTINEL" not in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}, code
        sentinel: list[int] = []
        exec(compile(tree, "cell", "exec"), {"SENTINEL": sentinel, "__builtins__": without_tokens})
        assert sentinel == [], code


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(hostile, min_size=40, max_size=60))
def test_strings_of_a_recipe_arrive_as_they_are(libraries: MagicMock, texts: list[str]) -> None:
    made = [recipe("zarr", ["s3://b"], group=text, storage_options={text: text}) for text in texts]
    for text, answer in zip(texts, render([asking(one) for one in made]), strict=True):
        libraries.reset_mock()
        exec(answer["text"], {})
        [call] = libraries.open_dataset.call_args_list
        assert call.kwargs["group"] == text
        assert call.kwargs["storage_options"] == {text: text}


@pytest.mark.parametrize("variable", ["", "a b", "class", "a\nb", "SENTINEL.append(1)"])
def test_a_variable_that_is_no_name_is_refused(variable: str) -> None:
    [answer] = render([asking(recipe("zarr", ["/a"]), variable=variable)])
    assert "not a Python name" in answer["error"]


def test_expressions_that_intake_would_evaluate_are_left_as_text_with_a_warning() -> None:
    made = recipe("csv", ["http://h/?k={{ env(SECRET) }}"], steps=[{"location": "/c.yaml", "name": "x"}])
    plain, by_intake = render([asking(made), asking(made, "intake")])
    assert "{{ env(SECRET) }}" in plain["text"].splitlines()[0]
    assert "'http://h/?k={{ env(SECRET) }}'" in plain["text"]
    assert "expressions" in by_intake["error"]
