"""Write openapi.json and endpoints.gen.ts into the folder named on the command line."""

import sys
from pathlib import Path

from jupyterlab_pangeo.openapi import encoded, endpoints
from jupyterlab_pangeo.routes.table import ROUTES


def main(folder: Path) -> None:
    """Write both files; the folder is made where it is absent."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "openapi.json").write_bytes(encoded())
    (folder / "endpoints.gen.ts").write_text(endpoints(ROUTES), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
