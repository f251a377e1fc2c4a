import fc from 'fast-check';
import { resolveExternal, resolvePath, resolveSocket } from '../paths';

describe('resolvePath', () => {
  it.each([
    ['individual-progress', 'status', 'individual-progress'],
    ['/statics/a.css', 'info/main/workers.html', 'statics/a.css'],
    ['logs.html', 'info/main/workers.html', 'info/main/logs.html'],
    ['../../status', 'info/main/workers.html', 'status'],
    ['../../../../../status', 'info/main/workers.html', 'status'],
    ['static/a.js?v=1', '', 'static/a.js?v=1'],
    ['#here', 'status', 'status'],
    ['http://dashboard.invalid/status', '', 'status'],
    [
      '../worker/tls%3A%2F%2F127.0.0.1%3A1.html',
      'info/main/workers.html',
      'info/worker/tls%3A%2F%2F127.0.0.1%3A1.html'
    ]
  ])('finds %s on %s at %s', (address, page, expected) => {
    expect(resolvePath(address, page)).toBe(expected);
  });

  it.each([
    'http://elsewhere.example/',
    '//elsewhere.example/status',
    'https://dashboard.invalid/status',
    'http://dashboard.invalid:8080/status',
    'http://user@dashboard.invalid/status',
    'http://dashboard.invalid.elsewhere.example/',
    'javascript:alert(1)',
    'data:text/html,x',
    'file:///etc/passwd',
    'blob:null/x',
    'a//b',
    'a/%252e%252e/b',
    'a%00b',
    'a%5c..%5cb',
    'http://[',
    'x'.repeat(5000)
  ])('refuses %s', address => {
    expect(resolvePath(address, 'status')).toBeNull();
  });

  it('never gives a path that climbs or names a host', () => {
    fc.assert(
      fc.property(fc.webUrl(), fc.string(), (url, text) => {
        for (const address of [url, text, `${text}/../..`, `/${text}`]) {
          const path = resolvePath(address, 'info/main/workers.html');
          if (path !== null) {
            const plain = path.split('?')[0];
            expect(plain.startsWith('/')).toBe(false);
            expect(plain.split('/')).not.toContain('..');
          }
        }
      })
    );
  });
});

describe('resolveSocket', () => {
  it.each([
    ['ws://srcdoc/ws', 'individual-progress', 'individual-progress/ws'],
    [
      'ws://srcdoc/ws?a=1',
      'individual-progress?x=1',
      'individual-progress/ws?a=1'
    ],
    ['ws://dashboard.invalid/eventstream', 'status', 'eventstream'],
    ['/eventstream', 'status', 'eventstream']
  ])('takes %s on %s as %s', (address, page, expected) => {
    expect(resolveSocket(address, page)).toBe(expected);
  });

  it.each([
    'ws://elsewhere.example/ws',
    'wss://localhost:8888/api',
    'ftp://srcdoc/ws',
    ''.padEnd(5000, 'a')
  ])('refuses %s', address => {
    expect(resolveSocket(address, 'status')).toBeNull();
  });
});

describe('resolveExternal', () => {
  it('gives addresses of other sites only, without a password', () => {
    expect(resolveExternal('https://docs.dask.org/x', '')).toBe(
      'https://docs.dask.org/x'
    );
    for (const address of [
      'status',
      'javascript:alert(1)',
      'mailto:a@b',
      'https://a:b@c.example/'
    ]) {
      expect(resolveExternal(address, '')).toBeNull();
    }
  });
});
