"""The reader of THREDDS catalogs: services of every sort, what folders hand down, references, and pages."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.problems import Fault
from jupyterlab_pangeo.worker.protocol import Job
from jupyterlab_pangeo.worker.readers import Facts, Found, Source
from jupyterlab_pangeo.worker.readers.thredds import READER

PLACE = "https://h/thredds/catalog/a/catalog.xml"
HEAD = (
    '<catalog name="top" xmlns="http://www.unidata.ucar.edu/namespaces/thredds/InvCatalog/v1.0" '
    'xmlns:xlink="http://www.w3.org/1999/xlink">'
)
ALL = """<service name="latest" serviceType="Resolver" base=""/>
<service name="all" serviceType="Compound" base=""><service name="more" serviceType="compound" base="">
  <service name="dap" serviceType="OPENDAP" base="/thredds/dodsC/"/></service>
  <service name="http" serviceType="HTTPServer" base="/thredds/fileServer/"/>
  <service name="wms" serviceType="WMS" base="/thredds/wms/"/>
  <service name="ncss" serviceType="NetcdfSubset" base="https://other/ncss/" suffix="/dataset"/>
</service>"""


def read(
    inner: str, location: str = PLACE, fetch: Callable[[str], bytes] | None = None, **limits: Any
) -> tuple[dict[str, Found], Facts]:
    """Entries by name, and facts, of what stands in a catalog."""
    facts = Facts(problems=[])
    data = (inner if inner.startswith("<!") else f"{HEAD}{inner}</catalog>").encode()
    source = Source(location=location, data=data, limits=Limits(**limits), fetch=fetch)
    found = list(READER.read(source, facts))
    names = [entry.name for entry in found]
    assert len(set(names)) == len(names), "an entry hides another"
    return dict(zip(names, found, strict=True)), facts


def url(found: Found) -> str:
    assert found.details.recipe is not None
    [address] = found.details.recipe.urls
    return address


def codes(found: Any) -> list[str]:
    return [problem.code for problem in found.problems]


@pytest.mark.parametrize(
    ("text", "is_catalog"),
    [
        (f"{HEAD}</catalog>", True),
        ("<catalog><dataset name='a'/></catalog>", True),
        ("<catalog><book/></catalog>", False),
        ("<!DOCTYPE catalog SYSTEM 'x.dtd'><catalog/>", True),
        ("<csw:Capabilities xmlns:csw='u'><dataset/></csw:Capabilities>", False),
        ("<html><a href='/thredds/tds.css'>", True),
        ("<html>THREDDS</html>", True),
        ("<html>another page</html>", False),
        ("sources: {thredds: {driver: <html>}}", False),
    ],
)
def test_catalogs_are_told_from_other_documents(text: str, is_catalog: bool) -> None:
    assert READER.matches(Source(location=PLACE, data=text.encode(), limits=Limits())) == is_catalog


def test_opendap_comes_before_whole_files_and_the_others_are_links() -> None:
    found, _ = read(f'{ALL}<dataset name="d" urlPath="x/y z#1.nc"><serviceName>all</serviceName></dataset>')
    recipe = found["d"].details.recipe
    assert recipe is not None
    assert (recipe.reader, recipe.format, recipe.driver, recipe.is_literal) == ("thredds", "opendap", "OPENDAP", True)
    assert recipe.urls == ["https://h/thredds/dodsC/x/y%20z%231.nc"]
    assert {link.title: link.url for link in found["d"].details.links} == {
        "OPENDAP: form": "https://h/thredds/dodsC/x/y%20z%231.nc.html",
        "HTTPServer": "https://h/thredds/fileServer/x/y%20z%231.nc",
        "WMS": "https://h/thredds/wms/x/y%20z%231.nc?service=WMS&version=1.3.0&request=GetCapabilities",
        "NetcdfSubset": "https://other/ncss/x/y%20z%231.nc/dataset",
    }
    assert found["d"].details.metadata["access"]["HTTPServer"] == "https://h/thredds/fileServer/x/y%20z%231.nc"
    assert found["d"].kind == "grid"


@pytest.mark.parametrize(
    ("path", "said", "form"),
    [
        ("a.nc", "", "netcdf"),
        ("a.grib2", "", "grib"),
        ("a.csv", "", "csv"),
        ("a", "NetCDF", "netcdf"),
        ("a.zip", "", "other"),
    ],
)
def test_without_opendap_the_file_itself_is_opened(path: str, said: str, form: str) -> None:
    found, _ = read(
        f'<service name="f" serviceType="HTTPServer" base="https://files/"/><dataset name="d" urlPath="{path}" '
        f'serviceName="f"><dataFormat>{said}</dataFormat></dataset>'
    )
    assert (found["d"].format, url(found["d"])) == (form, f"https://files/{path}")


def test_what_a_server_does_not_understand_is_a_file_only() -> None:
    found, _ = read(
        f'{ALL}<dataset name="d" urlPath="a.txt" serviceName="all">'
        '<property name="NotAThreddsDataset" value="true"/></dataset>'
    )
    assert (found["d"].format, url(found["d"])) == ("text", "https://h/thredds/fileServer/a.txt")
    assert [link.title for link in found["d"].details.links] == ["HTTPServer"]


def test_a_map_service_alone_is_an_entry_with_a_link() -> None:
    found, _ = read('<service name="w" serviceType="WMS" base="/wms/"/><dataset name="d" urlPath="a" serviceName="w"/>')
    assert (found["d"].kind, found["d"].format, found["d"].details.recipe) == ("service", "wms", None)
    assert [link.title for link in found["d"].details.links] == ["WMS"]


def test_a_service_is_inherited_only_where_the_catalog_says_so() -> None:
    found, _ = read(
        f"""{ALL}<service name="b" serviceType="OPENDAP" base="/b/"/><dataset name="f">
        <metadata inherited="true"><serviceName>all</serviceName></metadata>
        <dataset name="1" urlPath="1"/>
        <dataset name="2" urlPath="2"><serviceName>b</serviceName><dataset name="in" urlPath="in"/></dataset>
        <dataset name="g"><metadata inherited="true"><serviceName>b</serviceName></metadata>
          <dataset name="3" urlPath="3"/></dataset>
        <dataset name="h"><metadata><serviceName>b</serviceName></metadata><dataset name="4" urlPath="4"/></dataset>
        </dataset>"""
    )
    assert {name: url(entry) for name, entry in found.items()} == {
        "1": "https://h/thredds/dodsC/1",
        "2": "https://h/b/2",
        "2/in": "https://h/thredds/dodsC/in",
        "g/3": "https://h/b/3",
        "h/4": "https://h/thredds/dodsC/4",
    }
    assert found["g/3"].title == "g / 3"


def test_services_inside_of_datasets_and_access_elements_count() -> None:
    found, _ = read(
        """<dataset name="f"><service name="s" serviceType="DODS" base="dods://old/dap/"/>
        <service name="t" serviceType="HTTP" base="http://old/"/>
        <dataset name="d"><access serviceName="t" urlPath="a.nc" dataFormat="NetCDF"/>
          <access urlPath="a.nc"><serviceName>s</serviceName></access></dataset></dataset>"""
    )
    assert (found["d"].format, url(found["d"])) == ("opendap", "http://old/dap/a.nc")
    assert found["d"].details.metadata["access"] == {"HTTP": "http://old/a.nc", "DODS": "http://old/dap/a.nc"}


@pytest.mark.parametrize("base", ["file://E:/data/", "file:/etc/", "FILE:///etc/"])
def test_files_of_a_server_are_no_recipe(base: str) -> None:
    found, _ = read(
        f'<service name="s" serviceType="NetCDF" base="{base}"/><dataset name="d" urlPath="x" serviceName="s"/>'
    )
    assert (found["d"].details.recipe, found["d"].details.links) == (None, [])
    assert codes(found["d"]) == ["local-path"]


def test_a_catalog_on_disk_has_no_server_for_relative_services() -> None:
    found, _ = read(f'{ALL}<dataset name="d" urlPath="x" serviceName="all"/>', location="/data/catalog.xml")
    assert found["d"].details.recipe is None
    assert codes(found["d"]) == ["relative-base"]
    assert [link.title for link in found["d"].details.links] == ["NetcdfSubset"]


def test_an_unknown_service_and_a_dataset_without_one_say_so() -> None:
    found, _ = read(f'{ALL}<dataset name="a" urlPath="x" serviceName="none"/><dataset name="b" urlPath="y"/>')
    assert [codes(entry) for entry in found.values()] == [["no-service"], ["no-service"]]


@pytest.mark.parametrize(
    ("href", "leads"),
    [
        ("b/catalog.xml", "https://h/thredds/catalog/a/b/catalog.xml"),
        ("../b.xml", "https://h/thredds/catalog/b.xml"),
        ("/thredds/b.xml", "https://h/thredds/b.xml"),
        ("https://other/b.xml?x=1", "https://other/b.xml?x=1"),
    ],
)
def test_references_lead_to_catalogs(href: str, leads: str) -> None:
    found, _ = read(f'<catalogRef xlink:href="{href}" xlink:title="The title" name=""/>')
    assert (found["The title"].nested, found["The title"].kind) == (leads, "catalog")


@pytest.mark.parametrize("href", ["file:///etc/passwd", "FILE:///etc/passwd", "http://169.254.169.254/latest/"])
def test_a_reference_to_what_the_net_may_not_name_is_refused_when_it_is_opened(href: str, tmp_path: Path) -> None:
    found, _ = read(f'<catalogRef xlink:href="{href}" xlink:title="r"/>')
    place = found["r"].nested
    assert place is not None
    job = Job(catalog_id="c", location=place, referrer=PLACE, kind="thredds", output=str(tmp_path / "x.sqlite"))
    report = run(job, {"thredds": READER})
    assert [problem.code for problem in report.problems] in (["denied-scheme"], ["denied-address"])


def test_a_resolver_leads_to_the_latest() -> None:
    found, _ = read(f'{ALL}<dataset name="Latest" urlPath="latest.xml"><serviceName>latest</serviceName></dataset>')
    assert found["Latest"].nested == "https://h/thredds/catalog/a/latest.xml"
    assert (found["Latest"].kind, found["Latest"].details.recipe) == ("catalog", None)


def test_entries_of_one_name_are_told_apart_whatever_their_order() -> None:
    text = ['<dataset name="d" urlPath="1" serviceName="x"/>', '<dataset name="d" urlPath="2" serviceName="x"/>']
    assert list(read("".join(text))[0]) == ["d (1)", "d (2)"]
    assert list(read("".join(reversed(text)))[0]) == ["d (2)", "d (1)"]
    assert list(read(text[0] * 2)[0]) == ["d (1)", "d (1) #2"]


def test_everything_that_is_said_of_a_dataset_is_told() -> None:
    found, facts = read(
        """<dataset name="all of it"><documentation>What it is</documentation><metadata inherited="true">
          <documentation type="summary">Handed down</documentation><documentation type="rights">Free</documentation>
          <documentation type="history">Made</documentation>
          <documentation xlink:href="https://h/doc" xlink:title="Manual"/>
          <keyword>ice</keyword><creator><name>Somebody</name><contact url="https://h/who" email="x"/></creator>
          <publisher><name>Centre</name></publisher>
          <geospatialCoverage><northsouth><start>10</start><size>-20</size></northsouth>
            <eastwest><start>170</start><size>20</size></eastwest></geospatialCoverage>
          <timeCoverage><start>2020-01-01T00:00:00Z</start><duration>2 days</duration></timeCoverage>
          <variables><variable name="sst" units="K" vocabulary_name="sea_surface_temperature"/></variables>
          <dataType>GRID</dataType></metadata>
        <dataset name="d" ID="id/d"><documentation>Of its own</documentation><keyword>snow</keyword>
          <dataSize units="Mbytes">1.5</dataSize><date type="modified">2024-01-01</date>
          <property name="Conventions" value="CF-1.6"/></dataset></dataset>"""
    )
    told = found["d"].details
    assert told.description == "Of its own\n\nHanded down"
    assert (told.licence, told.provider, told.keywords) == ("Free", "Somebody, Centre", ["snow", "ice"])
    assert [(link.title, link.url) for link in told.links] == [
        ("Manual", "https://h/doc"),
        ("Somebody", "https://h/who"),
    ]
    assert told.bbox == [170, -10, -170, 10]
    assert told.interval == ("2020-01-01T00:00:00Z", "2020-01-03T00:00:00Z")
    assert told.metadata == {
        "ID": "id/d",
        "dataType": "GRID",
        "dataSize": "1.5 Mbytes",
        "dates": {"modified": "2024-01-01"},
        "documentation": {"history": "Made"},
        "properties": {"Conventions": "CF-1.6"},
        "timeCoverage": {"start": "2020-01-01T00:00:00Z", "duration": "2 days"},
        "variables": [{"name": "sst", "units": "K", "description": "sea_surface_temperature"}],
    }
    assert (facts.title, facts.description) == ("top", "What it is\n\nHanded down")
    assert facts.about is not None
    assert facts.about.licence == "Free"


@pytest.mark.parametrize(
    ("coverage", "box"),
    [
        ('<geospatialCoverage globalCoverage="true"/>', [-180, -90, 180, 90]),
        (("0", "359.5", "-90", "180"), [-180, -90, 180, 90]),
        (("200", "40", "0", "5"), [-160, 0, -120, 5]),
        (("x", "40", "0", "5"), None),
        (("0", "nan", "0", "5"), None),
        (("0", "1", "80", "50"), None),
        ("<geospatialCoverage/>", None),
    ],
)
def test_boxes_are_in_degrees_or_left_out(coverage: Any, box: Any) -> None:
    if not isinstance(coverage, str):
        west, width, south, height = coverage
        coverage = (
            f"<geospatialCoverage><northsouth><start>{south}</start><size>{height}</size></northsouth>"
            f"<eastwest><start>{west}</start><size>{width}</size></eastwest></geospatialCoverage>"
        )
    found, _ = read(f'<dataset name="d">{coverage}</dataset>')
    assert found["d"].details.bbox == box
    assert ("bad-extent" in codes(found["d"])) == (box is None and "northsouth" in coverage)


def test_times_that_are_none_are_shown_as_they_are() -> None:
    found, _ = read(
        '<dataset name="d"><timeCoverage><end>present</end><duration>45 days</duration></timeCoverage></dataset>'
        '<dataset name="e"><timeCoverage><start>9999-12-31T00:00:00</start><duration>9 weeks</duration></timeCoverage>'
        "</dataset>"
    )
    assert found["d"].details.interval is None
    assert found["d"].details.metadata["timeCoverage"] == {"end": "present", "duration": "45 days"}
    assert found["e"].details.interval == ("9999-12-31T00:00:00", None)


def test_what_comes_before_a_break_is_listed() -> None:
    facts = Facts(problems=[])
    data = f'{HEAD}{ALL}<dataset name="a" urlPath="a" serviceName="all"/><dataset name="b" urlPath="b"><keyw'.encode()
    found = list(READER.read(Source(location=PLACE, data=data, limits=Limits()), facts))
    assert [(entry.name, codes(entry)) for entry in found] == [("a", []), ("b", ["bad-entry", "no-service"])]
    assert codes(facts) == ["xml-syntax"]


PAGE = "<!DOCTYPE html><html><link href='/thredds/tds.css'></html>"


@pytest.mark.parametrize(
    ("location", "asked"),
    [
        ("https://h/thredds/catalog/a/catalog.html", ["https://h/thredds/catalog/a/catalog.xml"]),
        ("https://h/t/catalog.html?dataset=x", ["https://h/t/catalog.xml?dataset=x"]),
        ("https://h/thredds/", ["https://h/thredds/catalog.xml", "https://h/thredds/catalog/catalog.xml"]),
        ("https://h/thredds", ["https://h/thredds/catalog.xml", "https://h/thredds/catalog/catalog.xml"]),
    ],
)
def test_a_page_of_a_server_stands_for_the_catalog_that_it_shows(location: str, asked: list[str]) -> None:
    seen: list[str] = []

    def fetch(place: str) -> bytes:
        seen.append(place)
        if place != asked[-1]:
            raise Fault("http-status", "Not found")
        return f'{HEAD}<catalogRef xlink:href="b.xml" xlink:title="b"/></catalog>'.encode()

    found, _ = read(PAGE, location=location, fetch=fetch)
    assert seen == asked
    assert found["b"].nested == asked[-1].rpartition("/")[0] + "/b.xml"


def test_a_page_without_a_catalog_behind_it_is_one_problem() -> None:
    with pytest.raises(Fault) as raised:
        read(PAGE, location="https://h/thredds/", fetch=lambda _: PAGE.encode())
    assert raised.value.code == "not-a-catalog"


def test_a_page_on_disk_is_no_catalog() -> None:
    assert not READER.matches(Source(location="/data/thredds.html", data=PAGE.encode(), limits=Limits()))


def test_a_catalog_of_many_datasets_is_listed_with_what_is_handed_down() -> None:
    inner = "".join(f'<dataset name="{n}" urlPath="{n}.nc"/>' for n in range(10_000))
    found, _ = read(
        f'{ALL}<dataset name="f"><metadata inherited="true"><serviceName>all</serviceName>'
        f"<keyword>k</keyword></metadata>{inner}</dataset>"
    )
    assert len(found) == 10_000
    assert url(found["9999"]) == "https://h/thredds/dodsC/9999.nc"
    assert found["9999"].details.keywords == ["k"]
