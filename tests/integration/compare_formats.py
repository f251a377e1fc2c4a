"""Reads catalogs by the libraries of their formats, in an environment of their own.

Asked by JSON on stdin, ``[[library, path], …]``; answers on the last line of stdout, for Intake prints what it pleases.
"""

import json
import os
import sys
import warnings
from pathlib import Path
from types import SimpleNamespace


def intake(path):
    """An Intake catalog of version 1: driver and description of each entry."""
    import intake

    cat = intake.open_catalog(path)
    told = {}
    for name in cat._entries:
        said = cat._entries[name].describe()
        told[name] = {"driver": said["driver"], "description": said["description"], "metadata": said["metadata"]}
    return told


def intake_two(path):
    """A catalog of version 2, written by Intake: what can be asked for by name, and how it would be read."""
    import intake
    from intake.readers import datatypes, readers, user_parameters

    made = intake.readers.entry.Catalog(metadata={"title": "Two"})
    level = user_parameters.OptionsUserParameter([1, 2], dtype=int, default=1)
    for number in range(20):
        store = datatypes.Zarr(f"https://example.org/level_{{level}}/{number}.zarr")
        made[f"grid_{number}"] = readers.XArrayDatasetReader(store, metadata={"description": f"Grid {number}"})
        made.entries[f"grid_{number}"].user_parameters["level"] = level
        made[f"table_{number}"] = readers.PandasCSV(datatypes.CSV(f"https://example.org/{number}.csv"))
    made.aliases["also"] = "table_0"
    made.to_yaml_file(path)
    cat = intake.from_yaml_file(path)
    told = {}
    for name in {*cat.aliases, *cat.entries}:
        entry = cat.get_entity(cat.aliases.get(name, name))
        said = {"driver": entry.reader.partition(":")[2], "description": entry.metadata.get("description", "")}
        told[name] = said | {"parameters": sorted(entry.user_parameters)}
    return told


def intake_esm(path):
    """A collection: its id, rows, columns, and the data sets that its rows make up."""
    import intake

    # One sample names its table by a path that starts from the root of its repository.
    os.chdir(path.partition("/tests/sample-catalogs/")[0])
    store = intake.open_esm_datastore(path)
    table = store.df
    return {
        "id": store.esmcat.id,
        "rows": len(table),
        "columns": list(table.columns),
        "datasets": len(store),
        "values": {name: int(count) for name, count in store.nunique().items()},
    }


def pystac(path):
    """A STAC document: what it is, its links that lead further, its assets, box and times."""
    import pystac

    read = pystac.read_file(path)
    told = {
        "id": read.id,
        "title": getattr(read, "title", None) or read.to_dict().get("properties", {}).get("title"),
        "licence": read.to_dict().get("license") or read.to_dict().get("properties", {}).get("license"),
        "children": [link.rel for link in read.links if link.rel in ("child", "item")],
        "assets": {},
    }
    for name, asset in getattr(read, "assets", {}).items():
        told["assets"][name] = {"href": asset.href, "type": asset.media_type, "title": asset.title}
    if isinstance(read, pystac.Item):
        told["bbox"] = read.bbox
        told["datetime"] = read.datetime and read.datetime.isoformat()
    if isinstance(read, pystac.Collection):
        told["bbox"] = read.extent.spatial.bboxes[0]
    return told


def siphon(path):
    """A THREDDS catalog; siphon asks for a page, here it is given the text as if it came from an address."""
    from siphon import catalog

    url, text = "http://example.org/thredds/catalog.xml", Path(path).read_bytes()
    answer = SimpleNamespace(
        url=url, content=text, headers={"content-type": "application/xml"}, raise_for_status=lambda: None
    )
    catalog.session_manager.create_session = lambda: SimpleNamespace(get=lambda _: answer, close=lambda: None)
    read = catalog.TDSCatalog(url)
    return {
        "title": read.catalog_name,
        "datasets": len(read.datasets),
        "references": len(read.catalog_refs),
    }


def owslib(path):
    """A record in XML, of ISO 19139 or Dublin Core."""
    from owslib.csw import CswRecord
    from owslib.etree import etree
    from owslib.iso import MD_Metadata

    root = etree.parse(path).getroot()
    if root.tag.endswith("MD_Metadata"):
        record = MD_Metadata(root)
        found = record.identification[0]
        box = found.bbox or (found.extent and found.extent.boundingBox)
        titles = [found.title, record.identifier]
        links = [each.url for each in record.distribution.online if each.url] if record.distribution else []
        links += found.graphicoverview
    else:
        record = CswRecord(root)
        box, titles, links = record.bbox, [record.title, record.identifier], [each["url"] for each in record.references]
    sides = [float(each) for each in (box.minx, box.miny, box.maxx, box.maxy)] if box else None
    return {"title": titles[0], "id": titles[1], "bbox": sides, "links": links}


def pandas(path):
    """A table: its columns."""
    import pandas

    return {"columns": list(pandas.read_csv(path, nrows=5).columns)}


def main():
    """Answer each question; one that fails answers with its error."""
    warnings.simplefilter("ignore")
    told = []
    for library, path in json.load(sys.stdin):
        try:
            told.append(globals()[library](path))
        except Exception as problem:
            told.append({"error": f"{type(problem).__name__}: {problem}"[:300]})
    print("\n" + json.dumps(told))


if __name__ == "__main__":
    main()
