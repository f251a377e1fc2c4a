"""A real JupyterHub that people log in to; its servers are never started."""

import http.cookiejar
import urllib.error
import urllib.parse
import urllib.request
from contextlib import contextmanager
from http import HTTPStatus

from environments import environment
from prometheus_kit import free_port, running

# The hub wants a proxy before it. What is asked here is the hub itself, so that a proxy without any routes stands in.
_CONFIG = """
from jupyterhub.proxy import Proxy


class StandInProxy(Proxy):
    should_start = False

    async def add_route(self, routespec, target, data):
        pass

    async def delete_route(self, routespec):
        pass

    async def get_all_routes(self):
        return {{}}


c.JupyterHub.proxy_class = StandInProxy
c.JupyterHub.bind_url = "http://127.0.0.1:{front}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{port}"
c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.allow_all = True
c.DummyAuthenticator.password = "right"
c.JupyterHub.authenticate_prometheus = False
c.PeriodicMetricsCollector.active_users_update_interval = 1
"""


class Hub:
    """A hub at a port."""

    def __init__(self, port):
        self.port = port
        self.url = f"http://127.0.0.1:{port}/hub"

    def metrics(self):
        """What a Prometheus would scrape."""
        with _opener().open(f"{self.url}/metrics", timeout=10) as answer:
            return answer.read().decode()

    def login(self, user, password="right"):
        """Log somebody in by the form, who then opens a page; the status that the hub answers to the form."""
        jar = http.cookiejar.CookieJar()
        opener = _opener(urllib.request.HTTPCookieProcessor(jar), _Stay())
        opener.open(f"{self.url}/login", timeout=10).close()
        xsrf = next(cookie.value for cookie in jar if cookie.name == "_xsrf")
        form = {"username": user, "password": password, "_xsrf": xsrf}
        try:
            with opener.open(f"{self.url}/login", urllib.parse.urlencode(form).encode(), timeout=10) as answer:
                raise AssertionError(f"the hub answered {answer.status}")
        except urllib.error.HTTPError as error:
            with error:
                status = error.code
        if status == HTTPStatus.FOUND:
            opener.open(f"{self.url}/home", timeout=10).close()
        return status


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_args):
        return None


def _opener(*handlers):
    return urllib.request.build_opener(urllib.request.ProxyHandler({}), *handlers)


@contextmanager
def hub_in(folder):
    """Run a hub with its files in a folder."""
    port, front = free_port(), free_port()
    config = folder / "jupyterhub_config.py"
    config.write_text(_CONFIG.format(port=port, front=front))
    command = (str(environment("hub")), "-m", "jupyterhub", "-f", str(config))
    with running(*command, folder=folder, ready=f"http://127.0.0.1:{port}/hub/health"):
        yield Hub(port)
