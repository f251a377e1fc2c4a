"""Real servers of catalogued records, each a process of an environment of its own: pycsw and pygeoapi."""

import json
import os
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from environments import environment
from metadata_records import write_iso, write_tinydb

SHARED = Path(__file__).parents[2] / "shared" / "catalogs"
CITE = SHARED / "pycsw/tests/functionaltests/suites/cite/data"
CANADA = SHARED / "pygeoapi/tests/data/open.canada.ca"
CONTACT = (
    *("position", "address", "city", "stateorprovince", "postalcode", "country"),
    *("phone", "fax", "email", "url", "hours", "instructions"),
)
SERVE = """
import sys
from pygeoapi.flask_app import APP
from werkzeug.serving import run_simple
run_simple("127.0.0.1", int(sys.argv[1]), APP, threaded=True)
"""
PYCSW = """
[server]
home={folder}
url={url}
mimetype=application/xml; charset=UTF-8
encoding=UTF-8
language=en-US
maxrecords=100
profiles=apiso
[manager]
transactions=false
allowed_ips=127.0.0.1
[metadata:main]
identification_title=Marine records
identification_abstract=Records for tests
identification_keywords=sea,ocean
identification_keywords_type=theme
identification_fees=None
identification_accessconstraints=CC0
provider_name=Institute of Tests
provider_url=http://127.0.0.1/
contact_name=n
contact_role=pointOfContact
{contact}
[repository]
database=sqlite:///{folder}/records.db
table=records
"""


@pytest.fixture(scope="session")
def csw_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A CSW with our records, and the real ones where they are."""
    folder = tmp_path_factory.mktemp("pycsw")
    real = [each for each in (CITE, CANADA) if each.is_dir()]
    with pycsw(folder, [write_iso(folder / "iso"), *real]) as url:
        yield url


@pytest.fixture(scope="session")
def oarec_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """An OGC API Records server with a collection of our records, and one of the real ones where they are."""
    folder = tmp_path_factory.mktemp("pygeoapi")
    collections = {"marine": write_tinydb(folder / "marine.tinydb")}
    if (real := CANADA / "sample-records.tinydb").is_file():
        collections["canada"] = real
    with pygeoapi(folder, collections) as url:
        yield url


def free_port() -> int:
    """A port that nobody listens at now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def pycsw(folder: Path, records: list[Path]) -> Iterator[str]:
    """URL of a CSW 2.0.2 and 3 that holds the records of these folders; it ends with the block."""
    python, port = environment("pycsw"), free_port()
    url = f"http://127.0.0.1:{port}/"
    contact = "\n".join(f"contact_{name}=x" for name in CONTACT)
    config = folder / "pycsw.cfg"
    config.write_text(PYCSW.format(folder=folder, url=url, contact=contact))
    admin = [python.with_name("pycsw-admin.py"), "-f", config]
    commands = [[*admin, "-c", "setup_db"], *([*admin, "-c", "load_records", "-p", each, "-r"] for each in records)]
    for command in commands:
        subprocess.run(command, check=True, capture_output=True, timeout=120)
    serve = [python.with_name("waitress-serve"), f"--listen=127.0.0.1:{port}", "pycsw.wsgi:application"]
    with running(serve, {"PYCSW_CONFIG": str(config)}, folder / "pycsw.log", url):
        yield url


@contextmanager
def pygeoapi(folder: Path, collections: dict[str, Path]) -> Iterator[str]:
    """URL of an OGC API Records server with these TinyDB files; it ends with the block."""
    python, port = environment("pygeoapi"), free_port()
    url = f"http://127.0.0.1:{port}"
    config, described = folder / "pygeoapi.yml", folder / "openapi.yml"
    # JSON is YAML too.
    config.write_text(json.dumps(_pygeoapi(url, port, collections)))
    told = {"PYGEOAPI_CONFIG": str(config), "PYGEOAPI_OPENAPI": str(described)}
    generate = [python.with_name("pygeoapi"), "openapi", "generate", config, "--output-file", described]
    subprocess.run(generate, check=True, capture_output=True, timeout=120, env=os.environ | told)
    # Its own command starts a second process that outlives the first.
    with running([python, "-c", SERVE, str(port)], told, folder / "pygeoapi.log", f"{url}/conformance"):
        yield f"{url}/"


@contextmanager
def running(command: list[Any], told: dict[str, str], log: Path, url: str) -> Iterator[None]:
    """A server, from when it answers at a URL."""
    with log.open("wb") as output:
        process = subprocess.Popen(command, env=os.environ | told, stdout=output, stderr=output, cwd=log.parent)
    try:
        end = time.monotonic() + 120
        while not _answers(url):
            assert process.poll() is None, log.read_text()[-2000:]
            assert time.monotonic() < end, log.read_text()[-2000:]
            time.sleep(0.1)
        yield
    finally:
        process.kill()
        process.wait(20)


def _answers(url: str) -> bool:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(url, timeout=30) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _pygeoapi(url: str, port: int, collections: dict[str, Path]) -> dict[str, Any]:
    world = {"bbox": [-180, -90, 180, 90], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": url,
            "mimetype": "application/json; charset=UTF-8",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "limits": {"default_items": 20, "max_items": 500},
            "map": {"url": "http://127.0.0.1/{z}/{x}/{y}.png", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {
                **{"title": "Marine API", "description": "Records for tests", "keywords": ["sea"]},
                **{"keywords_type": "theme", "terms_of_service": "none", "url": "http://127.0.0.1"},
            },
            "license": {"name": "CC0", "url": "http://127.0.0.1"},
            "provider": {"name": "Institute of Tests", "url": "http://127.0.0.1"},
            "contact": {"name": "n", "role": "pointOfContact"} | dict.fromkeys(CONTACT, "x"),
        },
        "resources": {
            name: {
                **{"type": "collection", "title": name.title(), "description": f"Records of {name}"},
                **{"keywords": [name], "links": [], "extents": {"spatial": world}},
                "providers": [
                    {
                        **{"type": "record", "name": "TinyDBCatalogue", "data": str(place)},
                        **{"id_field": "externalId", "time_field": "created", "title_field": "title"},
                    }
                ],
            }
            for name, place in collections.items()
        },
    }
