"""Configuration of the UI tests' server: galata's helpers are exposed, every protection stays on."""

import json
import os
from pathlib import Path

import jupyterlab
from jupyter_server.services.contents.largefilemanager import AsyncLargeFileManager

c = get_config()  # type: ignore[name-defined]  # noqa: F821

work = Path(os.environ["LAB_TEST_WORK"])

c.ServerApp.ip = "127.0.0.1"
c.ServerApp.port = int(os.environ["LAB_TEST_JUPYTER_PORT"])
c.ServerApp.port_retries = 0
c.ServerApp.base_url = os.environ["LAB_TEST_PREFIX"]
c.ServerApp.open_browser = False
c.ServerApp.allow_root = True
c.ServerApp.root_dir = str(work)
c.IdentityProvider.token = os.environ["LAB_TEST_TOKEN"]
if os.environ.get("LAB_PROFILE") == "front-proxy":
    # The proxy sets these as any real one does; the socket's origin is then the page's.
    c.ServerApp.trust_xheaders = True


class ByMode(AsyncLargeFileManager):  # type: ignore[misc]
    """Says of a file what its mode says: root may write any, and then no notebook would ever be read-only."""

    def is_writable(self, path: str) -> bool:
        """Whether the server could write the file, and its mode lets anybody."""
        return bool(super().is_writable(path)) and bool(Path(self._get_os_path(path)).stat().st_mode & 0o222)


c.ServerApp.contents_manager_class = ByMode

# What galata needs: its labextension, and the application object in the page.
c.LabServerApp.extra_labextensions_path = str(Path(jupyterlab.__file__).parent / "galata")
c.LabApp.expose_app_in_browser = True
c.LabApp.news_url = None
c.LabApp.check_for_updates_class = "jupyterlab.NeverCheckForUpdate"
c.LabApp.extension_manager = "readonly"

c.PangeoApp.sample_catalogs = [str(work / "samples" / "catalog.yaml")]

c.PangeoApp.grafana_pages = "LAB_TEST_GRAFANA" in os.environ
c.PangeoApp.grafana_sources = json.loads(os.environ.get("LAB_TEST_GRAFANA", "[]"))

# A minute's wait for a few samples would be no test of them.
c.PangeoApp.usage_interval = 1
