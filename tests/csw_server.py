"""A CSW whose records lead to data that are served beside it: prints its address and serves until its input ends.

The OPeNDAP link of ``sst-pacific`` leads to twelve numbers, 0 to 11, of the variable ``sst``; 2010 to 2012.
"""

import sys
import tempfile
from pathlib import Path

from metadata_records import DODS, write_iso
from metadata_servers import pycsw
from thredds_server import opendap_application, serving


def main() -> None:
    """Serve until the standard input ends."""
    with serving(opendap_application()) as data, tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        records = write_iso(folder / "iso")
        for place in records.iterdir():
            place.write_text(place.read_text().replace(DODS, f"{data}/{DODS.rpartition('/')[2]}"))
        with pycsw(folder, [records]) as url:
            print(url, flush=True)
            sys.stdin.read()


if __name__ == "__main__":
    main()
