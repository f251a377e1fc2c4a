"""Secrets that a catalog itself holds do not get past the worker; what reading wants is told in their place."""

from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from jupyterlab_pangeo.schemas.catalogs import About, UserParameter
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.problems import BadStatus
from jupyterlab_pangeo.worker.protocol import Job
from jupyterlab_pangeo.worker.readers import BUILT_IN, Facts, Found, load
from jupyterlab_pangeo.worker.readers.access import EARTHDATA_BUCKETS, auth_of
from jupyterlab_pangeo.worker.readers.intake_v1 import READER
from jupyterlab_pangeo.worker.withheld import withhold, withhold_facts

SECRET = "wJalrXUtnFEMI/K7MDENG"


def entry(read: Any, args: dict[str, Any], **more: Any) -> Found:
    found, _ = read(yaml.safe_dump({"sources": {"x": {"driver": "zarr", "args": args, **more}}}))
    made: Found = found["x"]
    withhold(made)
    return made


def args(urlpath: str, **options: Any) -> dict[str, Any]:
    return {"urlpath": urlpath, "storage_options": options}


@pytest.mark.parametrize(
    ("args", "auth", "options"),
    [
        (args("s3://b/x", key="AKIA1234", secret=SECRET), "s3-profile", {}),
        (args("s3://b", client_kwargs={"aws_secret_access_key": SECRET}), "s3-profile", {"client_kwargs": {}}),
        (args("https://h/x", headers={"Authorization": SECRET}), "bearer", {"headers": {}}),
        (args("https://h/x", client_kwargs={"auth": ["me", SECRET]}), "netrc", {"client_kwargs": {}}),
        (args(f"https://me:{SECRET.replace('/', '')}@h/x"), "netrc", {}),
        (args("gs://b/x", token={"private_key": SECRET}), "none", {}),
        (args("abfs://b/x", account_name="a", account_key=SECRET), "none", {"account_name": "a"}),
        ({"urlpath": "/d", "xarray_kwargs": {"backend_kwargs": args("", secret=SECRET)}}, "none", {}),
    ],
)
def test_a_secret_of_a_catalog_is_left_out(read: Any, args: Any, auth: str, options: Any) -> None:
    found = entry(read, args)
    recipe = found.details.recipe
    assert recipe is not None
    assert (recipe.auth, recipe.storage_options) == (auth, options)
    assert [problem.code for problem in found.problems] == ["holds-secret"]
    assert SECRET not in msgspec.json.encode(found).decode()
    assert SECRET.replace("/", "") not in msgspec.json.encode(found).decode()


def test_the_other_texts_of_an_entry_do_not_say_it_either(read: Any) -> None:
    options = {"key": "AKIA1234", "secret": SECRET}
    found = entry(
        read,
        {"urlpath": "s3://b/x", "storage_options": options},
        description=f"Read it with {SECRET}",
        metadata={"how": [{"secret is": SECRET}]},
    )
    assert SECRET not in msgspec.json.encode(found).decode()
    assert "s3://b/x" in found.source
    assert "…" in found.source


def test_a_secret_that_the_document_spells_otherwise_takes_the_raw_text_away(read: Any) -> None:
    text = 'sources: {x: {driver: zarr, args: {urlpath: "s3://b", storage_options: {secret: "abc\\u0064ef"}}}}'
    found, _ = read(text)
    withhold(found["x"])
    assert found["x"].source == ""


@pytest.mark.parametrize(
    "args",
    [
        {"urlpath": "s3://b/x", "storage_options": {"anon": True, "profile": "me"}},
        {"urlpath": "gs://b/x", "storage_options": {"token": "anon"}},
        {"urlpath": "s3://b/x", "storage_options": {"secret": "{{ env(AWS_SECRET) }}"}},
        {"urlpath": "/d/x.h5", "key": "table"},
        {"urlpath": "https://h/x", "auth": "urs"},
        {"urlpath": "ssh://me@h/x"},
    ],
)
def test_what_is_no_secret_stays(read: Any, args: Any) -> None:
    found = entry(read, args)
    assert [problem.code for problem in found.problems if problem.code == "holds-secret"] == []


def test_a_default_of_a_parameter_that_is_a_password_is_left_out(read: Any) -> None:
    found = entry(read, {"urlpath": "/d"}, parameters={"password": {"type": "str", "default": SECRET}})
    assert [each.default for each in found.details.user_parameters] == [""]
    assert [problem.code for problem in found.problems] == ["holds-secret"]


def test_the_index_on_disk_has_no_secret_in_it(tmp_path: Path) -> None:
    args = {"urlpath": "s3://b/x", "storage_options": {"key": "AKIA1234", "secret": SECRET}}
    catalog = tmp_path / "c.yaml"
    catalog.write_text(yaml.safe_dump({"sources": {"x": {"driver": "zarr", "args": args}}}))
    output = tmp_path / "c.sqlite"
    report = run(Job(catalog_id="a" * 12, location=str(catalog), output=str(output)), {"intake-v1": READER})
    assert (report.state, report.entry_count) == ("ready", 1)
    assert b"holds-secret" in output.read_bytes()
    assert SECRET.encode() not in output.read_bytes()


@pytest.mark.parametrize(
    ("url", "arguments", "auth"),
    [
        ("https://archive.podaac.earthdata.nasa.gov/x.nc", {}, "earthdata"),
        ("https://goldsmr4.gesdisc.eosdis.nasa.gov/opendap/x", {"auth": "urs"}, "earthdata"),
        ("s3://podaac-ops-cumulus-protected/x.nc", {}, "earthdata"),
        ("https://cmr.earthdata.nasa.gov/stac", {}, "none"),
        ("https://evil.example/?earthdata.nasa.gov", {}, "none"),
        ("https://earthdata.nasa.gov.evil.example/x", {}, "none"),
        ("https://earthdata.nasa.gov@evil.example/x", {}, "none"),
        ("http://archive.podaac.earthdata.nasa.gov/x", {}, "none"),
        ("https://evil.example/x", {"auth": "urs"}, "netrc"),
        ("https://sentinel2l2a01.blob.core.windows.net/c/x.tif", {}, "planetary-computer"),
        ("https://sentinel2l2a01.blob.core.windows.net/c/x.tif?sv=1&sig=a", {}, "signed-url"),
        ("https://mine.blob.core.windows.net/c/x.tif", {}, "none"),
    ],
)
def test_a_host_tells_what_login_it_wants(url: str, arguments: dict[str, Any], auth: str) -> None:
    assert auth_of([url], {}, arguments) == auth


def test_the_page_knows_the_centre_of_each_bucket_of_nasa() -> None:
    page = (Path(__file__).parents[2] / "src/catalog/code/access.ts").read_text()
    assert [prefix for prefix in EARTHDATA_BUCKETS if f"'{prefix}'" not in page] == []


@pytest.mark.parametrize(("status", "cure"), [(401, "login"), (403, "expired"), (407, "proxy"), (500, "500.")])
def test_a_refusal_says_what_can_be_done(status: int, cure: str) -> None:
    assert cure in str(BadStatus("https://h/c.json", status))


def test_metadata_alone_hold_no_secret_either(read: Any) -> None:
    found = entry(read, {"urlpath": "/d"}, metadata={"api_key": SECRET, "how": "ask"}, description=f"with {SECRET}")
    assert found.details.metadata == {"how": "ask"}
    assert SECRET not in msgspec.json.encode(found).decode()
    assert [problem.code for problem in found.problems] == ["holds-secret"]


def test_what_a_document_says_of_itself_holds_no_secret(tmp_path: Path) -> None:
    place = tmp_path / "catalog.json"
    said = {"description": f"The token is {SECRET}", "links": [], "api_key": SECRET, "deep": {"password": SECRET}}
    place.write_bytes(msgspec.json.encode({"type": "Catalog", "stac_version": "1.0.0", "id": "x", **said}))
    output = tmp_path / "index.sqlite"
    report = run(Job(catalog_id="c", location=str(place), output=str(output)), load(BUILT_IN)[0])
    assert report.state == "ready"
    assert SECRET not in msgspec.json.encode(report).decode()
    assert SECRET.encode() not in output.read_bytes()


def test_parameters_that_entries_share_hold_no_secret() -> None:
    secret = UserParameter(name="password", type="str", default=SECRET)
    facts = Facts(problems=[], user_parameters=[secret], description=SECRET, about=About(metadata={"x": [SECRET]}))
    withhold_facts(facts)
    assert facts.user_parameters == [UserParameter(name="password", type="str", default="")]
    assert SECRET not in f"{facts.description} {facts.about}"
    assert [problem.code for problem in facts.problems] == ["holds-secret"]
