"""CSW: what capabilities and records become, and how the service is asked."""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from conftest import SHARED

from jupyterlab_pangeo.schemas.catalogs import SearchQuery, Service
from jupyterlab_pangeo.worker.job import run
from jupyterlab_pangeo.worker.limits import Limits
from jupyterlab_pangeo.worker.problems import Fault, Overrun
from jupyterlab_pangeo.worker.protocol import Job
from jupyterlab_pangeo.worker.readers import BUILT_IN, Facts, Found, Source, load
from jupyterlab_pangeo.worker.readers.csw import READER

READERS, _ = load(BUILT_IN)
SPACES = (
    'xmlns:csw="http://www.opengis.net/cat/csw/2.0.2" xmlns:ows="http://www.opengis.net/ows" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dct="http://purl.org/dc/terms/" '
    'xmlns:gmd="http://www.isotc211.org/2005/gmd" xmlns:gco="http://www.isotc211.org/2005/gco" '
    'xmlns:gml="http://www.opengis.net/gml" xmlns:xlink="http://www.w3.org/1999/xlink"'
)
HERE = "https://h/csw?request=GetRecords&startPosition=1"


def read(text: str, location: str = HERE, served: dict[str, str] | None = None) -> tuple[list[Found], Facts]:
    """Entries and facts; ``served`` are further documents by address."""

    def fetch(place: str) -> bytes:
        return (served or {})[place].encode()

    facts = Facts(problems=[])
    source = Source(location=location, data=text.encode(), limits=Limits(), fetch=fetch)
    return list(READER.read(source, facts)), facts


def response(*records: str, **attributes: str) -> str:
    told = " ".join(f'{key}="{value}"' for key, value in attributes.items())
    inner = f"<csw:SearchResults {told}>{''.join(records)}</csw:SearchResults>"
    return f"<csw:GetRecordsResponse {SPACES}>{inner}</csw:GetRecordsResponse>"


def dublin(inner: str) -> Found:
    [found], _ = read(response(f"<csw:Record>{inner}</csw:Record>"))
    return found


def iso(inner: str, more: str = "") -> Found:
    told = _inside("gmd:identificationInfo/gmd:MD_DataIdentification", inner)
    [found], _ = read(response(f"<gmd:MD_Metadata>{told}{more}</gmd:MD_Metadata>"))
    return found


def _inside(path: str, inner: str) -> str:
    """XML inside of elements that lie in each other."""
    for name in reversed(path.split("/")):
        inner = f"<{name}>{inner}</{name}>"
    return inner


def words(name: str, said: str) -> str:
    return f"<gmd:{name}><gco:CharacterString>{said}</gco:CharacterString></gmd:{name}>"


def codes(facts: Facts | Found) -> list[str]:
    return [problem.code for problem in facts.problems]


def box(lower: str, upper: str, crs: str = "urn:x-ogc:def:crs:EPSG:6.11:4326", tag: str = "BoundingBox") -> str:
    corners = f"<ows:LowerCorner>{lower}</ows:LowerCorner><ows:UpperCorner>{upper}</ows:UpperCorner>"
    return f'<ows:{tag} crs="{crs}">{corners}</ows:{tag}>'


@pytest.mark.parametrize(
    ("written", "found"),
    [
        (box("60.5 13.7", "68.4 17.9"), [13.7, 60.5, 17.9, 68.4]),
        (box("60.5 13.7", "68.4 17.9", "http://www.opengis.net/def/crs/EPSG/0/4326"), [13.7, 60.5, 17.9, 68.4]),
        (box("13.7 60.5", "17.9 68.4", "urn:ogc:def:crs:OGC:1.3:CRS84"), [13.7, 60.5, 17.9, 68.4]),
        (box("13.7 60.5", "17.9 68.4", "", "WGS84BoundingBox"), [13.7, 60.5, 17.9, 68.4]),
        # The order that the reference system says cannot be meant.
        (box("-140 40", "-120 60"), [-140.0, 40.0, -120.0, 60.0]),
        ("", None),
    ],
)
def test_boxes_of_dublin_core_are_read_in_the_order_of_their_axes(written: str, found: Any) -> None:
    assert dublin(written).details.bbox == found


@pytest.mark.parametrize(
    "written", [box("1", "2"), box("a b", "c d"), box("500000 500000", "600000 600000"), box("", "")]
)
def test_a_box_that_is_none_is_left_out_and_told_of(written: str) -> None:
    found = dublin(written)
    assert (found.details.bbox, codes(found)) == (None, ["bad-extent", "no-data-links"])


def test_a_dublin_core_record_may_say_nothing_at_all() -> None:
    found = dublin("")
    assert (found.name, found.title, found.details.description, codes(found)) == (
        *("record 1", "record 1", ""),
        ["no-data-links"],
    )


def test_dublin_core_tells_people_terms_times_and_links() -> None:
    found = dublin(
        "<dc:identifier>id</dc:identifier><dc:title>Sea</dc:title><dct:abstract>d</dct:abstract>"
        "<dc:subject>a</dc:subject><dc:subject>b</dc:subject><dc:subject>a</dc:subject>"
        "<dc:creator>Ann</dc:creator><dc:publisher>Institute</dc:publisher><dc:rights>CC0</dc:rights>"
        "<dct:temporal>start=2010-01-01; end=2011-01-01; scheme=W3C-DTF</dct:temporal>"
        '<dct:references scheme="OPENDAP:OPENDAP">https://h/dodsC/a.html</dct:references>'
        '<dct:references scheme="WWW:LINK">https://h/about</dct:references>'
    )
    details = found.details
    assert (found.name, found.title, found.format) == ("id", "Sea", "opendap")
    assert (details.provider, details.licence, details.keywords) == ("Institute, Ann", "CC0", ["a", "b"])
    assert (details.interval, details.description) == (("2010-01-01", "2011-01-01"), "d")
    assert details.recipe is not None
    assert (details.recipe.urls, [link.url for link in details.links]) == (["https://h/dodsC/a"], ["https://h/about"])


def test_links_of_geonodes_kind_have_a_name_and_a_protocol() -> None:
    found = dublin('<dc:URI protocol="OGC:WMS" name="layer" description="Map">https://h/ows</dc:URI>')
    assert (found.format, found.driver, found.details.description) == ("wms", "OGC:WMS", "Map")


def test_an_iso_record_in_two_languages_is_read_in_its_own() -> None:
    free = (
        '<gmd:PT_FreeText><gmd:textGroup><gmd:LocalisedCharacterString locale="#fra">Mer'
        "</gmd:LocalisedCharacterString></gmd:textGroup></gmd:PT_FreeText>"
    )
    title = f"<gmd:title><gco:CharacterString>Sea</gco:CharacterString>{free}</gmd:title>"
    abstract = f'<gmd:abstract gco:nilReason="missing"><gco:CharacterString/>{free}</gmd:abstract>'
    found = iso(f"<gmd:citation><gmd:CI_Citation>{title}</gmd:CI_Citation></gmd:citation>{abstract}")
    assert (found.title, found.details.description) == ("Sea", "Mer")


def test_a_record_of_the_newer_iso_schema_is_read_too() -> None:
    def said(name: str, text: str) -> str:
        return f"<{name}><CharacterString>{text}</CharacterString></{name}>"

    told = (
        _inside("citation/CI_Citation", said("title", "Sea"))
        + said("abstract", "d")
        + _inside("pointOfContact/CI_Responsibility/party/CI_Organisation", said("name", "Institute"))
    )
    link = said("linkage", "https://h/dodsC/a.nc") + said("protocol", "OPeNDAP")
    online = "distributionInfo/MD_Distribution/transferOptions/MD_DigitalTransferOptions/onLine/CI_OnlineResource"
    [found], _ = read(
        '<MD_Metadata xmlns="http://standards.iso.org/iso/19115/-3/mdb/2.0">'
        + _inside("metadataIdentifier/MD_Identifier", said("code", "id"))
        + _inside("identificationInfo/MD_DataIdentification", told)
        + f"{_inside(online, link)}</MD_Metadata>"
    )
    assert (found.name, found.title, found.format, found.details.provider) == ("id", "Sea", "opendap", "Institute")


def test_what_an_iso_record_leaves_out_with_a_reason_is_left_out() -> None:
    nil = 'gco:nilReason="missing"'
    found = iso(
        f"<gmd:citation {nil}/><gmd:abstract {nil}><gco:CharacterString/></gmd:abstract>"
        f"<gmd:pointOfContact {nil}/><gmd:descriptiveKeywords {nil}/><gmd:extent {nil}/>",
        f"<gmd:distributionInfo {nil}/>",
    )
    assert (found.title, found.details.keywords, found.details.provider) == ("record 1", [], None)
    assert codes(found) == ["no-data-links"]


def extent(inner: str) -> str:
    return f"<gmd:extent><gmd:EX_Extent>{inner}</gmd:EX_Extent></gmd:extent>"


def sides(*values: str) -> str:
    names = ("westBoundLongitude", "eastBoundLongitude", "southBoundLatitude", "northBoundLatitude")
    inner = "".join(
        f"<gmd:{name}><gco:Decimal>{value}</gco:Decimal></gmd:{name}>"
        for name, value in zip(names, values, strict=True)
    )
    return _inside("gmd:geographicElement/gmd:EX_GeographicBoundingBox", inner)


def test_the_box_of_an_iso_record_holds_all_of_its_boxes() -> None:
    assert iso(extent(sides("1", "2", "3", "4") + sides("-5,5", "0", "0", "9"))).details.bbox == [-5.5, 0.0, 2.0, 9.0]
    found = iso(extent(sides("1", "2", "3", "north") + sides("1", "2", "3", "400")))
    assert (found.details.bbox, codes(found)) == (None, ["bad-extent", "bad-extent", "no-data-links"])


@pytest.mark.parametrize(
    ("inner", "interval"),
    [
        ("<gml:beginPosition>2010</gml:beginPosition><gml:endPosition/>", ("2010", None)),
        (
            "<gml:begin><gml:TimeInstant><gml:timePosition>2010</gml:timePosition></gml:TimeInstant></gml:begin>"
            "<gml:end><gml:TimeInstant><gml:timePosition>2011</gml:timePosition></gml:TimeInstant></gml:end>",
            ("2010", "2011"),
        ),
        ('<gml:endPosition indeterminatePosition="now"/>', None),
    ],
)
def test_time_spans_of_iso_records_are_read_in_both_spellings(inner: str, interval: Any) -> None:
    period = f"<gml:TimePeriod>{inner}</gml:TimePeriod>"
    told = _inside("gmd:temporalElement/gmd:EX_TemporalExtent/gmd:extent", period)
    assert iso(extent(told)).details.interval == interval


def test_a_record_of_a_service_leads_to_what_it_serves() -> None:
    online = (
        f"<gmd:CI_OnlineResource><gmd:linkage><gmd:URL>https://h/ows</gmd:URL></gmd:linkage>{words('name', 'Maps')}"
    )
    told = f"<srv:serviceType><gco:LocalName>WMS</gco:LocalName></srv:serviceType><srv:containsOperations><x>{online}"
    text = (
        f'<gmd:MD_Metadata {SPACES} xmlns:srv="http://www.isotc211.org/2005/srv"><gmd:identificationInfo>'
        f"<srv:SV_ServiceIdentification>{told}</gmd:CI_OnlineResource></x></srv:containsOperations>"
        "</srv:SV_ServiceIdentification></gmd:identificationInfo></gmd:MD_Metadata>"
    )
    [found], _ = read(text)
    assert (found.format, found.kind) == ("wms", "service")


def test_records_of_another_schema_keep_their_place() -> None:
    found, _ = read(response("<entry/>", "<csw:Record/>"))
    assert [codes(each)[0] for each in found] == ["bad-record", "no-data-links"]


def test_the_next_page_is_the_last_entry_until_there_is_none() -> None:
    record = "<csw:Record/>"
    found, facts = read(response(record, numberOfRecordsMatched="9", numberOfRecordsReturned="1", nextRecord="2"))
    assert (found[-1].title, found[-1].nested) == (
        "More results",
        "https://h/csw?request=GetRecords&startPosition=2",
    )
    assert facts.about is not None
    assert facts.about.metadata == {"matched": 9, "returned": 1}
    for last in ("0", "10", "", "x", "-1"):
        found, _ = read(response(record, numberOfRecordsMatched="9", nextRecord=last))
        assert len(found) == 1, last
    # A server that never ends gives no more once a page is empty.
    assert read(response(numberOfRecordsMatched="9", nextRecord="2"))[0] == []


def capabilities(parameters: str = "", versions: tuple[str, ...] = ("2.0.2",), href: str = "https://h/csw?x=1") -> str:
    told = "".join(f"<ows:ServiceTypeVersion>{version}</ows:ServiceTypeVersion>" for version in versions)
    get = f'<ows:DCP><ows:HTTP><ows:Get xlink:href="{href}"/></ows:HTTP></ows:DCP>'
    return (
        f"<csw:Capabilities {SPACES}><ows:ServiceIdentification><ows:Title>Sea</ows:Title>{told}"
        "<ows:Fees>NONE</ows:Fees></ows:ServiceIdentification><ows:OperationsMetadata>"
        f'<ows:Operation name="GetRecords">{get}{parameters}</ows:Operation>'
        "</ows:OperationsMetadata></csw:Capabilities>"
    )


def values(tag: str, name: str, *given: str) -> str:
    return f'<ows:{tag} name="{name}">{"".join(f"<ows:Value>{each}</ows:Value>" for each in given)}</ows:{tag}>'


def service(text: str) -> Service:
    _, facts = read(text)
    assert facts.about is not None and facts.about.service is not None
    return facts.about.service


def asked(url: str) -> dict[str, str]:
    return {key: each[0] for key, each in parse_qs(urlsplit(url).query).items()}


FULL = SearchQuery(
    text="50% of 'a' & <b>", keywords=["k"], bbox=[170.0, -10.0, -170.0, 10.0], interval=("2010", "2011"), limit=7
)


def test_a_service_that_tells_little_is_asked_for_what_every_one_has() -> None:
    found = service(capabilities())
    assert found.filters == ["text", "bbox", "keywords"]
    told = asked(READER.search_url(found, SearchQuery(text="a")))
    assert told["outputSchema"] == "http://www.opengis.net/cat/csw/2.0.2"
    assert (told["x"], told["startPosition"], told["maxRecords"]) == ("1", "1", "50")
    assert "<ogc:PropertyName>csw:AnyText</ogc:PropertyName><ogc:Literal>%a%</ogc:Literal>" in told["constraint"]


def test_a_search_for_everything_has_no_constraint() -> None:
    told = asked(READER.search_url(service(capabilities()), SearchQuery()))
    assert "constraint" not in told
    assert "constraintLanguage" not in told


def test_what_is_searched_for_stays_text_in_a_filter() -> None:
    times = values("Constraint", "SupportedISOQueryables", "apiso:TempExtent_begin", "apiso:TempExtent_end")
    found = service(capabilities(times))
    assert found.filters == ["text", "bbox", "interval", "keywords"]
    constraint = asked(READER.search_url(found, FULL))["constraint"]
    assert "<ogc:Literal>%50_ of 'a' &amp; &lt;b&gt;%</ogc:Literal>" in constraint
    assert "<gml:lowerCorner>170 -10</gml:lowerCorner><gml:upperCorner>180 10</gml:upperCorner>" in constraint
    assert "<gml:lowerCorner>-180 -10</gml:lowerCorner><gml:upperCorner>-170 10</gml:upperCorner>" in constraint
    assert "<ogc:PropertyName>apiso:TempExtent_begin</ogc:PropertyName><ogc:Literal>2011</ogc:Literal>" in constraint


def test_a_service_without_filters_is_asked_in_cql() -> None:
    given = values("Parameter", "CONSTRAINTLANGUAGE", "CQL_TEXT") + values(
        "Constraint", "SupportedISOQueryables", "AnyText", "Subject", "TempExtent_end", "TempExtent_begin"
    )
    found = service(capabilities(given))
    told = asked(READER.search_url(found, FULL))
    assert told["constraintLanguage"] == "CQL_TEXT"
    assert told["constraint"] == (
        "AnyText like '%50_ of ''a'' & <b>%' AND Subject like '%k%' AND (BBOX(ows:BoundingBox,170,-10,180,10) OR "
        "BBOX(ows:BoundingBox,-180,-10,-170,10)) AND TempExtent_begin <= '2011' AND TempExtent_end >= '2010'"
    )


def test_version_3_alone_is_asked_in_its_own_words() -> None:
    found = service(capabilities(versions=("3.0.0",)))
    told = asked(READER.search_url(found, SearchQuery(text="a", bbox=[1, 2, 3, 4], interval=(None, "2011-01-01"))))
    assert (told["version"], told["q"], told["bbox"], told["time"]) == (
        "3.0.0",
        "a",
        "1,2,3,4",
        "/2011-01-01T23:59:59Z",
    )
    assert "keywords" not in found.filters
    assert service(capabilities(versions=("3.0.0", "2.0.2"))).url.count("version=2.0.2") == 1


@pytest.mark.parametrize("href", ["", "javascript:alert(1)", "file:///etc/passwd", "https://[bad"])
def test_a_service_without_an_address_says_so(href: str) -> None:
    found, facts = read(capabilities(href=href))
    assert (found, codes(facts)) == ([], ["no-search-address"])
    assert facts.title == "Sea"


EXCEPTION = (
    '<ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/2.0"><ows:Exception><ows:ExceptionText>'
    "Missing keyword: request</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
)


def test_an_endpoint_that_complains_is_asked_for_its_capabilities() -> None:
    served = {"https://h/ogc/csw?map=a&service=CSW&request=GetCapabilities": capabilities()}
    [found], facts = read(EXCEPTION, "https://h/ogc/csw?map=a", served)
    assert (found.title, facts.title) == ("All records", "Sea")


def test_a_refused_search_says_why() -> None:
    with pytest.raises(Fault, match="Missing keyword: request") as refused:
        read(EXCEPTION)
    assert refused.value.code == "service-error"


@pytest.mark.parametrize(
    ("location", "described"),
    [
        ("https://h/csw", "https://h/csw?service=CSW&request=GetCapabilities"),
        ("https://h/srv/eng/CSW?lang=a", "https://h/srv/eng/CSW?lang=a&service=CSW&request=GetCapabilities"),
        ("https://h/ows?service=CSW", "https://h/ows?service=CSW&request=GetCapabilities"),
        ("https://h/csw?request=GetCapabilities&service=CSW", None),
        ("https://h/csw?REQUEST=GetRecords", None),
        ("https://h/cswx", None),
        ("/local/csw", None),
    ],
)
def test_a_bare_endpoint_is_known_by_its_address(location: str, described: str | None) -> None:
    assert READER.described_at(location) == described


def test_a_job_asks_an_endpoint_that_answers_errors_for_its_capabilities(server: Any, tmp_path: Path) -> None:
    from aiohttp import web

    def answer(request: web.Request) -> web.Response:
        is_asked = request.query.get("request") == "GetCapabilities"
        return web.Response(text=capabilities() if is_asked else EXCEPTION, status=200 if is_asked else 400)

    server.routes["/csw"] = answer
    job = Job(catalog_id="c", location=server.url("/csw"), output=str(tmp_path / "i"), limits=Limits())
    report = run(job, READERS)
    assert (report.state, report.kind, report.title) == ("ready", "csw", "Sea")


def test_a_response_that_breaks_off_keeps_the_records_before() -> None:
    whole = response(*("<csw:Record><dc:title>a</dc:title></csw:Record>" for _ in range(3)))
    found, facts = read(whole[: whole.rindex("<dc:title>") + 11])
    assert [each.title for each in found][:2] == ["a", "a"]
    assert codes(facts) == ["xml-syntax"]


def test_hostile_xml_is_refused() -> None:
    bomb = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>' + response("<csw:Record>&b;</csw:Record>")
    with pytest.raises(Fault) as refused:
        read(bomb)
    assert refused.value.code == "xml-doctype"
    with pytest.raises(Overrun):
        list(
            READER.read(
                Source(
                    location=HERE,
                    data=response(*(["<csw:Record/>"] * 1000)).encode(),
                    limits=Limits(max_nodes=500),
                ),
                Facts(problems=[]),
            )
        )


def test_many_records_are_read() -> None:
    found, _ = read(response(*(f"<csw:Record><dc:title>{number}</dc:title></csw:Record>" for number in range(20_000))))
    assert len(found) == 20_000


@pytest.mark.shared
@pytest.mark.skipif(not SHARED.is_dir(), reason="the real catalogs (../shared/catalogs) are not here")
def test_every_real_record_is_an_entry() -> None:
    places = [*SHARED.glob("pycsw/**/*.xml"), *SHARED.glob("pygeoapi/**/*.xml")]
    assert len(places) == 22
    for place in places:
        found, facts = read(place.read_text(), str(place))
        assert found, place
        assert facts.problems == [], place
        assert not [each for each in found if any(code.startswith("bad-") for code in codes(each))], place
