"""Tokens and signatures in addresses: what is shown of them, and what is left as it is."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from jupyterlab_pangeo.schemas.catalogs import CatalogProblem, Link, Recipe
from jupyterlab_pangeo.worker.masks import masked
from jupyterlab_pangeo.worker.problems import Fault, error, information, warning
from jupyterlab_pangeo.worker.readers import Details, Found
from jupyterlab_pangeo.worker.withheld import withhold

SECRET = "hunter2hunter2"


@pytest.mark.parametrize(
    "address",
    [
        f"https://u:{SECRET}@example.org/c.yaml",
        f"https://{SECRET}@example.org/c.yaml",
        f"https://example.org/c.yaml?token={SECRET}",
        f"https://example.org/c.yaml?a=1&access_token={SECRET}#x",
        f"https://example.org/c.yaml?sv=2020&sig={SECRET}&se=2030",
        f"https://example.org/c.yaml?X-Amz-Credential={SECRET}&X-Amz-Signature={SECRET}",
        f"https://example.org/c.yaml?X-Amz-Security-Token={SECRET}",
        f"https://example.org/c.yaml?API_KEY={SECRET}",
        f"https://example.org/c.yaml?apikey={SECRET}&q=1",
        f"https://example.org/c.yaml?password={SECRET}",
        f"https://example.org/c.yaml?auth={SECRET}",
        f"https://example.org/c.yaml#access_token={SECRET}&expires=1",
        f"https://example.org/c.yaml;token={SECRET}",
        f"https://example.org/c.yaml?a=1&amp;token={SECRET}",
        f"see https://example.org/c.yaml?token={SECRET} for more",
        f"[it](https://example.org/c.yaml?b=2&token={SECRET})",
    ],
)
def test_what_lets_somebody_in_is_not_shown(address: str) -> None:
    assert SECRET not in masked(address)
    assert "…" in masked(address)
    assert masked(masked(address)) == masked(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/thredds/dodsC/sst.nc?sst[0:1:10],time",
        "https://example.org/erddap/griddap/sst.nc?sst%5B(2020-01-01)%5D&.key=5",
        "https://example.org/csw?service=CSW&request=GetCapabilities&version=2.0.2",
        "https://example.org/c.yaml?design=1&sigma0=2&author=me&key=5&sign=3",
        "https://example.org/token/secret/sig=abc/c.yaml",
        "s3://bucket/token=abc/part.parquet",
        "/data/a@b?/c.yaml",
        "https://example.org/guide#tokens; token=3 of 5",
        "a text with a question? and an address me@example.org",
    ],
)
def test_what_is_no_secret_is_left_as_it_is(address: str) -> None:
    assert masked(address) == address


@pytest.mark.parametrize(
    "text",
    ["?" * 60_000, "?a" * 30_000, "&token" * 10_000, ";token#" * 10_000, "?" + "a" * 60_000, "//" * 30_000 + "@"],
)
def test_no_text_takes_long(text: str) -> None:
    started = time.process_time()
    masked(f"https://example.org/@{text}")
    assert time.process_time() - started < 1.0


def entry(url: str, **more: Any) -> Found:
    recipe = Recipe(
        reader="intake-v1", driver="netcdf", format="netcdf", urls=[url], is_local=False, arguments={},
        storage_options={}, is_literal=True,
    )  # fmt: skip
    found = Found(name="a", kind="grid", format="netcdf", driver="netcdf", details=Details(recipe=recipe, **more))
    withhold(found)
    return found


def test_a_token_in_the_address_of_data_is_left_out_and_told_of() -> None:
    found = entry(f"https://example.org/a.nc?token={SECRET}&b=1", links=[Link(url=f"https://x/?t={SECRET}", title="")])
    assert found.details.recipe is not None
    assert found.details.recipe.urls == ["https://example.org/a.nc?token=…&b=1"]
    assert found.details.recipe.auth == "none", "the code takes it from the environment, not from ~/.netrc"
    assert ".netrc" not in found.problems[0].message
    assert [problem.code for problem in found.problems] == ["holds-secret"]
    assert SECRET not in repr(found.details)


def test_a_signed_address_of_data_stays_whole() -> None:
    url = f"https://example.org/a.nc?X-Amz-Credential=k&X-Amz-Signature={SECRET}&X-Amz-Security-Token=t"
    found = entry(url)
    assert found.details.recipe is not None
    assert found.details.recipe.urls == [url]
    assert found.problems == []


def test_a_token_in_the_text_or_a_link_of_an_entry_is_left_out() -> None:
    address = f"https://example.org/x?access_token={SECRET}"
    found = entry("https://example.org/a.nc", description=f"At {address}.", links=[Link(url=address, title="x")])
    assert SECRET not in repr(found)
    assert found.details.description.startswith("At https://example.org/x?access_token=…")
    assert [problem.code for problem in found.problems] == ["holds-secret"]


def test_the_title_of_a_link_says_no_token() -> None:
    link = Link(url="https://example.org/x", title=f"https://example.org/x?token={SECRET}")
    assert SECRET not in repr(entry("https://example.org/a.nc", links=[link]))


@pytest.mark.parametrize("say", [error, warning, information])
def test_no_problem_says_the_token_of_an_address(say: Callable[[str, str], CatalogProblem]) -> None:
    told = say("bad-link", f"The address http://[x?token={SECRET} is none, nor is https://me:{SECRET}@example.org/.")
    assert told.message == "The address http://[x?token=… is none, nor is https://…@example.org/."


def test_a_fault_of_a_whole_document_says_no_token() -> None:
    assert SECRET not in Fault("x", f"https://example.org/?sig={SECRET} cannot be read.").problem().message
