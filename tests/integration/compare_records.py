"""Asks a metadata service by OWSLib, in an environment of its own: what it finds, as JSON by identifier."""

import json
import sys


def csw(url, text, bbox):
    """Titles and boxes of the records that a CSW finds."""
    from owslib.csw import CatalogueServiceWeb
    from owslib.fes import BBox, PropertyIsLike

    service = CatalogueServiceWeb(url)
    conditions = [PropertyIsLike("csw:AnyText", f"%{text}%")] if text else []
    if bbox:
        west, south, east, north = bbox
        conditions.append(BBox([south, west, north, east], crs="urn:x-ogc:def:crs:EPSG:6.11:4326"))
    service.getrecords2(constraints=[conditions] if len(conditions) > 1 else conditions, esn="full", maxrecords=100)
    found = {}
    for name, record in service.records.items():
        box = record.bbox
        sides = [float(each) for each in (box.minx, box.miny, box.maxx, box.maxy)] if box else None
        found[name] = {"title": record.title, "bbox": sides, "references": [each["url"] for each in record.references]}
    return {"matched": service.results["matches"], "records": found}


def records(url, collection, text, bbox):
    """Titles of the records that an OGC API Records service finds."""
    from owslib.ogcapi.records import Records

    asked = {"limit": 100} | ({"q": text} if text else {}) | ({"bbox": bbox} if bbox else {})
    page = Records(url).collection_items(collection, **asked)
    found = {feature["id"]: {"title": feature["properties"]["title"]} for feature in page["features"]}
    return {"matched": page["numberMatched"], "records": found}


if __name__ == "__main__":
    kind, *arguments = json.loads(sys.argv[1])
    print(json.dumps({"csw": csw, "records": records}[kind](*arguments)))
