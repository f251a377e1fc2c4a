"""A real STAC API over the items of a folder; runs in the environment ``stac-api``, and says where once it listens.

The folder holds ``items.json`` with ``{base}`` for the server's address, and what is served below ``/files``.
"""

import asyncio
import json
import os
import socket
import sys
from pathlib import Path
from typing import Any

folder = Path(sys.argv[1])
os.environ["STAC_FASTAPI_COLLECTIONS_HREF"] = str(folder / "collections.json")

import rustac  # noqa: E402
import uvicorn  # noqa: E402
from rustac import DuckdbClient  # noqa: E402
from rustac_duckdb_extensions import extension_directory  # noqa: E402
from stac_fastapi.geoparquet import api  # noqa: E402
from starlette.responses import JSONResponse  # noqa: E402
from starlette.routing import Mount, Route  # noqa: E402
from starlette.staticfiles import StaticFiles  # noqa: E402

QUERYABLES = {
    "type": "object",
    "properties": {
        "eo:cloud_cover": {"title": "Cloud cover", "type": "number", "minimum": 0, "maximum": 100},
        "platform": {"title": "Platform", "type": "string", "enum": ["one", "two"]},
    },
}


async def queryables(_: Any) -> JSONResponse:
    """What this release of the server leaves empty."""
    return JSONResponse(QUERYABLES)


async def write(base: str) -> None:
    """Items and collections as the server reads them."""
    found = json.loads((folder / "items.json").read_text().replace("{base}", base))
    collections = []
    for name in sorted({item["collection"] for item in found}):
        own = [item for item in found if item["collection"] == name]
        path = str(folder / f"{name}.parquet")
        await rustac.write(path, own)
        collection = rustac.collection_from_id_and_items(name, own)
        collection["assets"] = {"data": {"href": path, "type": "application/vnd.apache.parquet"}}
        collections.append(collection)
    (folder / "collections.json").write_text(json.dumps(collections))


def main() -> None:
    """Serve until the standard input ends."""
    listening = socket.socket()
    listening.bind(("127.0.0.1", 0))
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    asyncio.run(write(base))
    client = DuckdbClient(extension_directory=str(extension_directory()), install_extensions=False)
    app = api.create(duckdb_client=client).app
    app.router.routes.insert(0, Route("/queryables", queryables))
    app.router.routes.insert(0, Mount("/files", StaticFiles(directory=folder / "files")))
    server = uvicorn.Server(uvicorn.Config(app, log_level="critical"))

    async def serve() -> None:
        serving = asyncio.ensure_future(server.serve(sockets=[listening]))
        while not server.started and not serving.done():
            await asyncio.sleep(0.05)
        print(base, flush=True)
        await asyncio.to_thread(sys.stdin.read)
        server.should_exit = True
        await serving

    asyncio.run(serve())


if __name__ == "__main__":
    main()
