"""Records of catalogues for tests, in the words of each standard: two of sea temperature, one of rain."""

import json
from pathlib import Path
from typing import Any, NamedTuple

DODS = "https://data.example.org/thredds/dodsC/sst/pacific.nc"
WMS = "https://data.example.org/thredds/wms/sst/pacific.nc"
FILE = "https://data.example.org/rain/{0}.nc"


class Told(NamedTuple):
    """A record. ``links`` are address, protocol and title."""

    id: str
    title: str
    abstract: str
    keyword: str
    bbox: tuple[float, float, float, float]
    begin: str
    end: str
    links: tuple[tuple[str, str, str], ...]


TOLD = (
    Told(
        "sst-pacific",
        "Sea surface temperature, Pacific",
        "Monthly means of temperature",
        "sst field",
        (-170.0, -20.0, -90.0, 20.0),
        "2010-01-01",
        "2012-12-31",
        (
            (f"{DODS}.html", "OPENDAP:OPENDAP", "OPeNDAP"),
            (WMS, "OGC:WMS", "Map"),
            ("https://data.example.org/about", "WWW:LINK", "About"),
        ),
    ),
    Told(
        "sst-atlantic",
        "Sea surface temperature, Atlantic",
        "Daily fields of temperature",
        "sst field",
        (-60.0, 0.0, 0.0, 50.0),
        "2015-01-01",
        "2016-12-31",
        (("https://data.example.org/erddap/griddap/sst.html", "ERDDAP:griddap", "ERDDAP"),),
    ),
    Told(
        "rain",
        "Rain & snow",
        "Sums of a day",
        "atmosphere",
        (5.0, 45.0, 15.0, 55.0),
        "2010-06-01",
        "2010-08-31",
        ((FILE.format("a"), "WWW:DOWNLOAD-1.0-http--download", "Rain"),),
    ),
)


def write_iso(folder: Path) -> Path:
    """Write each record as ISO 19139, a file each; answers the folder."""
    folder.mkdir(exist_ok=True)
    for told in TOLD:
        (folder / f"{told.id}.xml").write_text(_iso(told))
    return folder


def write_tinydb(path: Path) -> Path:
    """Write the records as OGC API Records, as pygeoapi keeps them; answers the file."""
    path.write_text(json.dumps({"_default": {str(number + 1): _feature(told) for number, told in enumerate(TOLD)}}))
    return path


def _text(name: str, said: str) -> str:
    said = said.replace("&", "&amp;")
    return f"<gmd:{name}><gco:CharacterString>{said}</gco:CharacterString></gmd:{name}>"


def _iso(told: Told) -> str:
    spaces = {
        **{"gmd": "http://www.isotc211.org/2005/gmd", "gco": "http://www.isotc211.org/2005/gco"},
        **{"gml": "http://www.opengis.net/gml"},
    }
    sides = zip(("west", "south", "east", "north"), ("Longitude", "Latitude") * 2, told.bbox, strict=True)
    box = "".join(f"<gmd:{a}Bound{b}><gco:Decimal>{c}</gco:Decimal></gmd:{a}Bound{b}>" for a, b, c in sorted(sides))
    links = "".join(
        f"<gmd:onLine><gmd:CI_OnlineResource><gmd:linkage><gmd:URL>{url}</gmd:URL></gmd:linkage>"
        f"{_text('protocol', protocol)}{_text('name', title)}</gmd:CI_OnlineResource></gmd:onLine>"
        for url, protocol, title in told.links
    )
    return f"""<?xml version="1.0"?>
<gmd:MD_Metadata {" ".join(f'xmlns:{key}="{space}"' for key, space in spaces.items())}>
{_text("fileIdentifier", told.id)}
<gmd:language><gco:CharacterString>eng</gco:CharacterString></gmd:language>
<gmd:hierarchyLevel><gmd:MD_ScopeCode codeList="x" codeListValue="dataset">dataset</gmd:MD_ScopeCode>
</gmd:hierarchyLevel>
<gmd:contact><gmd:CI_ResponsibleParty>{_text("organisationName", "Institute of Tests")}
<gmd:role><gmd:CI_RoleCode codeList="x" codeListValue="owner"/></gmd:role></gmd:CI_ResponsibleParty></gmd:contact>
<gmd:dateStamp><gco:Date>2020-01-01</gco:Date></gmd:dateStamp>
<gmd:identificationInfo><gmd:MD_DataIdentification>
<gmd:citation><gmd:CI_Citation>{_text("title", told.title)}</gmd:CI_Citation></gmd:citation>
{_text("abstract", told.abstract)}
<gmd:descriptiveKeywords><gmd:MD_Keywords>{_text("keyword", told.keyword)}</gmd:MD_Keywords></gmd:descriptiveKeywords>
<gmd:resourceConstraints><gmd:MD_LegalConstraints>{_text("useLimitation", "CC0")}</gmd:MD_LegalConstraints>
</gmd:resourceConstraints>
<gmd:extent><gmd:EX_Extent>
<gmd:geographicElement><gmd:EX_GeographicBoundingBox>{box}</gmd:EX_GeographicBoundingBox></gmd:geographicElement>
<gmd:temporalElement><gmd:EX_TemporalExtent><gmd:extent><gml:TimePeriod gml:id="t">
<gml:beginPosition>{told.begin}</gml:beginPosition><gml:endPosition>{told.end}</gml:endPosition>
</gml:TimePeriod></gmd:extent></gmd:EX_TemporalExtent></gmd:temporalElement>
</gmd:EX_Extent></gmd:extent>
</gmd:MD_DataIdentification></gmd:identificationInfo>
<gmd:distributionInfo><gmd:MD_Distribution><gmd:transferOptions><gmd:MD_DigitalTransferOptions>{links}
</gmd:MD_DigitalTransferOptions></gmd:transferOptions></gmd:MD_Distribution></gmd:distributionInfo>
</gmd:MD_Metadata>
"""


def _feature(told: Told) -> dict[str, Any]:
    west, south, east, north = told.bbox
    ring = [[west, south], [west, north], [east, north], [east, south], [west, south]]
    return {
        "id": told.id,
        "conformsTo": ["http://www.opengis.net/spec/ogcapi-records-1/1.0/conf/record-core"],
        "type": "Feature",
        "time": {"interval": [told.begin, told.end]},
        "geometry": {"type": "Polygon", "coordinates": [ring]},
        "properties": {
            **{"created": f"{told.begin}T00:00:00Z", "type": "dataset", "title": told.title},
            **{"description": told.abstract, "keywords": [told.keyword], "license": "CC0-1.0"},
            "contacts": [{"organization": "Institute of Tests"}],
            "externalIds": [{"scheme": "default", "value": told.id}],
            "_metadata-anytext": f"{told.title} {told.abstract} {told.keyword}",
        },
        "links": [
            {"href": url, "rel": "item", "protocol": protocol, "title": title} for url, protocol, title in told.links
        ],
    }
