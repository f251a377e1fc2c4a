"""Links of records: which are data or services, of what format, and what entries they make."""

import pytest

from jupyterlab_pangeo.worker.readers.record_links import RecordLink, target_of
from jupyterlab_pangeo.worker.readers.records import Record, record_entries
from jupyterlab_pangeo.worker.readers.stac_links import Names


@pytest.mark.parametrize(
    ("url", "protocol", "media", "form", "opened"),
    [
        ("https://h/dodsC/a.nc.html", "", "text/html", "opendap", "https://h/dodsC/a.nc"),
        ("https://h/dodsC/a.nc", "", "application/x-netcdf", "opendap", "https://h/dodsC/a.nc"),
        ("https://h/x", "OPENDAP:OPENDAP", "", "opendap", "https://h/x"),
        ("https://h/x.dds", "urn:dods", "", "opendap", "https://h/x"),
        ("https://h/erddap/griddap/sst.html", "", "", "griddap", "https://h/erddap/griddap/sst"),
        ("https://h/erddap/griddap/sst.nc?sst[0]", "WWW:LINK", "", "griddap", "https://h/erddap/griddap/sst"),
        ("https://h/erddap/tabledap/buoys.csv?time", "", "", "tabledap", "https://h/erddap/tabledap/buoys"),
        ("https://h/e", "ERDDAP:tabledap", "", "tabledap", "https://h/e"),
        ("https://h/map?service=WMS&request=GetCapabilities", "", "", "wms", None),
        ("https://h/ogc", "OGC:WMS-1.3.0-http-get-map", "", "wms", None),
        ("https://h/ogc", "", "application/vnd.ogc.wms_xml", "wms", None),
        ("https://h/arcgis/WMSServer", "", "", "wms", None),
        ("https://h/geoserver/wcs", "", "", "wcs", None),
        ("https://h/ogc", "urn:ogc:serviceType:WFS", "", "wfs", None),
        ("https://h/a.nc", "WWW:DOWNLOAD-1.0-http--download", "", "netcdf", None),
        ("https://h/a.nc", "file", "text/html", "netcdf", None),
        ("https://h/download/7", "", "application/x-netcdf", "netcdf", None),
        ("s3://bucket/cube", "Zarr", "", "zarr", None),
        ("https://h/cube.zarr/", "", "", "zarr", None),
        ("https://h/a.csv", "WWW:LINK", "", "csv", None),
        ("gs://bucket/a.parquet", "", "", "parquet", None),
        ("https://h/a.tif", "", "image/tiff; application=geotiff", "rasterio", None),
    ],
)
def test_a_link_to_data_or_a_service_is_told_by_protocol_type_or_address(url, protocol, media, form, opened):
    target = target_of(RecordLink(url=url, protocol=protocol, media=media))
    assert target is not None
    assert (target.format.name, target.url) == (form, opened or url)


@pytest.mark.parametrize(
    ("url", "protocol", "rel"),
    [
        ("https://h/about", "WWW:LINK-1.0-http--link", ""),
        ("https://h/swms/history", "", ""),
        ("https://h/thredds/dodsC/catalog.html", "", ""),
        ("https://h/erddap/griddap/index.html", "", ""),
        ("https://h/a.pdf", "WWW:DOWNLOAD", ""),
        ("https://h/thumb.png", "", ""),
        ("https://h/a.nc", "", "preview"),
        ("javascript:alert(1)", "OGC:WMS", ""),
        ("file:///etc/passwd", "OPENDAP", ""),
        ("/data/a.nc", "file", ""),
        ("", "OGC:WCS", ""),
    ],
)
def test_pages_pictures_and_what_is_not_of_the_net_are_no_data(url, protocol, rel):
    assert target_of(RecordLink(url=url, protocol=protocol, rel=rel)) is None


def entries(*links, **fields):
    return list(record_entries(Record(name="r", links=list(links), **fields), Names(), "csw"))


NETCDF = RecordLink(url="https://h/a.nc", title="File")
ZARR = RecordLink(url="s3://b/a.zarr", protocol="zarr", description="Whole")
PAGE = RecordLink(url="https://h/about", title="About")


def test_a_record_with_one_link_to_data_is_the_entry_that_opens_it():
    [found] = entries(NETCDF, PAGE, title="Sea", description="d", licence="CC0")
    assert (found.name, found.title, found.kind, found.format) == ("r", "Sea", "grid", "netcdf")
    assert found.details.recipe.urls == ["https://h/a.nc"]
    assert found.details.recipe.is_literal
    assert [link.title for link in found.details.links] == ["About"]
    assert found.problems == []


def test_of_several_links_to_data_each_is_an_entry_of_its_own():
    found = entries(NETCDF, ZARR, NETCDF, PAGE, title="Sea", description="d")
    assert [(each.name, each.title) for each in found] == [("r/File", "Sea: File"), ("r/zarr", "Sea: zarr")]
    assert [each.details.description for each in found] == ["d", "Whole\n\nd"]
    assert found[1].details.recipe.storage_options == {"anon": True}


def test_a_record_without_links_to_data_says_so_and_keeps_its_pages():
    [found] = entries(PAGE)
    assert (found.title, found.kind, found.details.recipe) == ("r", "other", None)
    assert [problem.code for problem in found.problems] == ["no-data-links"]
    assert [link.url for link in found.details.links] == ["https://h/about"]


def test_a_record_of_very_many_links_is_bounded():
    links = [RecordLink(url=f"https://h/{number}.nc") for number in range(5000)]
    pages = [RecordLink(url=f"https://h/{number}") for number in range(5000)]
    found = entries(*links, *pages)
    assert len(found) == 200
    assert len(found[0].details.links) == 50
