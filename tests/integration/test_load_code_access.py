"""Data that want a login: the page's load code is executed against servers that refuse who does not log in.

NASA's and Microsoft's libraries are stood in for by modules of the same names, which hand out what the servers want.
"""

import os
import stat
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from guarded_server import BASIC, BEARER, EARTHACCESS, PLANETARY, guarded, guarded_server
from load_code_support import asking, opendap_server, recipe, render, write_files
from run_code import values
from s3_server import KEYS, moto

pytestmark = [pytest.mark.integration, pytest.mark.timeout(300)]

GRID = "float(data.sst.sum())"
TABLE = "float(data.t.sum())"
IMAGE = "float(data.sum())"
FILES = {
    "zarr": ("v2.zarr", GRID, 66.0),
    "netcdf": ("four.nc", GRID, 66.0),
    "rasterio": ("level_01.tif", IMAGE, 66.0),
    "csv": ("day_1.csv", TABLE, 4.0),
    "parquet": ("day_1.parquet", TABLE, 4.0),
}


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("data")
    write_files(folder)
    return folder


@pytest.fixture(scope="module")
def server(files: Path) -> Iterator[str]:
    with guarded_server(files) as url:
        yield url


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """Environment of a home with a ``.netrc``, and with stand-ins where no library is installed."""
    netrc = tmp_path / ".netrc"
    netrc.write_text("machine 127.0.0.1 login me password 'pass word'\n".replace("'", '"'))
    netrc.chmod(stat.S_IRUSR | stat.S_IWUSR)
    (tmp_path / "earthaccess.py").write_text(EARTHACCESS)
    (tmp_path / "planetary_computer.py").write_text(PLANETARY)
    return {"HOME": str(tmp_path), "PYTHONPATH": str(tmp_path), "HOST_127_0_0_1_TOKEN": BEARER.split()[1]}


def code(*requests: dict[str, Any]) -> list[str]:
    answers = render(list(requests))
    assert not [answer for answer in answers if "error" in answer], answers
    return [answer["text"] for answer in answers]


def wanting(auth: str, form: str, urls: list[str], **options: Any) -> dict[str, Any]:
    return recipe(form, urls, storage_options=options) | {"auth": auth, "reader": "stac", "isLiteral": True}


def check(base: str, auth: str, environment: dict[str, str]) -> None:
    """Every format opens, one file and several, and the tables by dask too."""
    requests = [asking(wanting(auth, form, [f"{base}/{name}"])) for form, (name, _, _) in FILES.items()]
    pieces = [(expression, value) for _, expression, value in FILES.values()]
    for form, names, number in (
        ("netcdf", [f"part_{part}.nc" for part in range(3)], 66.0),
        ("csv", ["day_1.csv", "day_2.csv"], 8.0),
        ("rasterio", ["level_01.tif", "level_02.tif"], 132.0),
    ):
        made = wanting(auth, form, [f"{base}/{name}" for name in names])
        if form == "netcdf":
            made["arguments"] = {"combine": "by_coords"}
        requests.append(asking(made))
        pieces.append((FILES[form][1], number))
    for form in ("csv", "parquet"):
        requests.append(asking(wanting(auth, form, [f"{base}/{FILES[form][0]}"]), "dask"))
        pieces.append(("float(data.t.sum().compute())", 4.0))
    answers = values([(text, piece[0]) for text, piece in zip(code(*requests), pieces, strict=True)], environment)
    assert answers == [value for _, value in pieces]


def test_user_and_password_come_from_netrc(server: str, home: dict[str, str]) -> None:
    check(f"{server}/basic", "netrc", home)


def test_a_token_comes_from_the_environment(server: str, home: dict[str, str]) -> None:
    check(f"{server}/bearer", "bearer", home)


def test_a_stand_in_for_earthaccess_opens_what_nasa_guards(server: str, home: dict[str, str]) -> None:
    check(f"{server}/bearer", "earthdata", home)


def test_a_stand_in_for_planetary_computer_signs_each_address(server: str, home: dict[str, str]) -> None:
    names = {form: item for form, item in FILES.items() if form != "zarr"}
    signed = [
        asking(wanting("planetary-computer", form, [f"{server}/signed/{name}"])) for form, (name, _, _) in names.items()
    ]
    # The code signs addresses of https alone; the test's server has no certificate.
    texts = code(*[made | {"recipe": made["recipe"] | {"urls": [secure(made)]}} for made in signed])
    pieces = [(text.replace("https://", "http://"), item[1]) for text, item in zip(texts, names.values(), strict=True)]
    assert values(pieces, home) == [item[2] for item in names.values()]


def secure(made: dict[str, Any]) -> str:
    return str(made["recipe"]["urls"][0]).replace("http://", "https://")


@pytest.mark.parametrize(("auth", "wanted"), [("netrc", BASIC), ("bearer", BEARER), ("earthdata", BEARER)])
def test_opendap_opens_by_a_session_that_is_logged_in(auth: str, wanted: str, home: dict[str, str]) -> None:
    if auth != "netrc":
        # Where there is one for the host, requests prefers it to a header.
        Path(home["HOME"], ".netrc").unlink()
    around: Callable[[Any], Any] = partial(guarded, wanted=wanted)
    with opendap_server(around) as url:
        [text] = code(asking(wanting(auth, "opendap", [url])))
        assert values([(text, GRID)], home) == [66.0]


def test_without_the_token_the_code_names_what_is_missing(server: str) -> None:
    [text] = code(asking(wanting("bearer", "csv", [f"{server}/bearer/day_1.csv"])))
    environment = {name: "" for name in os.environ if name.endswith("_TOKEN")}
    caught = f"try:\n    exec({text!r})\nexcept KeyError as error:\n    said = str(error)"
    assert values([(caught, "said")], environment) == ["'HOST_127_0_0_1_TOKEN'"]


PUT = """
import s3fs
fs = s3fs.S3FileSystem(endpoint_url={url!r}, key="testing", secret="testing")
for bucket in ("private", "payers", "podaac-ops-cumulus-protected"):
    fs.mkdir(bucket)
    for name in ("v2.zarr", "four.nc", "level_01.tif", "day_1.csv", "day_1.parquet"):
        fs.put({folder!r} + "/" + name, bucket + "/" + name, recursive=name.endswith(".zarr"))
done = True
"""


@pytest.fixture(scope="module")
def s3(files: Path) -> Iterator[str]:
    with moto() as url:
        assert values([(PUT.format(url=url, folder=str(files)), "done")], KEYS) == [True]
        yield url


@pytest.fixture
def profile(s3: str, tmp_path: Path) -> dict[str, str]:
    """Environment whose keys are in a profile, and nowhere else."""
    (tmp_path / "credentials").write_text("[my-data]\naws_access_key_id = testing\naws_secret_access_key = testing\n")
    (tmp_path / "config").write_text(f"[profile my-data]\nregion = us-east-1\nendpoint_url = {s3}\n")
    return {
        "HOME": str(tmp_path),
        "AWS_SHARED_CREDENTIALS_FILE": str(tmp_path / "credentials"),
        "AWS_CONFIG_FILE": str(tmp_path / "config"),
        "AWS_EC2_METADATA_DISABLED": "true",
    }


def test_s3_is_read_with_the_keys_of_a_profile(profile: dict[str, str]) -> None:
    requests = [
        asking(wanting("s3-profile", form, [f"s3://private/{name}"], profile="my-data"))
        for form, (name, _, _) in FILES.items()
    ]
    pieces = [(text, item[1]) for text, item in zip(code(*requests), FILES.values(), strict=True)]
    assert values(pieces, profile) == [item[2] for item in FILES.values()]


def test_the_requester_pays(s3: str) -> None:
    requests = [
        asking(wanting("requester-pays", form, [f"s3://payers/{name}"], requester_pays=True))
        for form, (name, _, _) in FILES.items()
    ]
    texts = code(*requests)
    assert all("'requester_pays': True" in text or "requester_pays=True" in text for text in texts)
    pieces = [(text, item[1]) for text, item in zip(texts, FILES.values(), strict=True)]
    assert values(pieces, {"AWS_ENDPOINT_URL": s3, **KEYS}) == [item[2] for item in FILES.values()]


def test_a_stand_in_for_earthaccess_lends_keys_for_buckets_of_nasa(s3: str, home: dict[str, str]) -> None:
    requests = [
        asking(wanting("earthdata", form, [f"s3://podaac-ops-cumulus-protected/{name}"]))
        for form, (name, _, _) in FILES.items()
    ]
    pieces = [(text, item[1]) for text, item in zip(code(*requests), FILES.values(), strict=True)]
    environment = {**home, "AWS_ENDPOINT_URL": s3, "AWS_DEFAULT_REGION": "us-east-1"}
    assert values(pieces, environment) == [item[2] for item in FILES.values()]
