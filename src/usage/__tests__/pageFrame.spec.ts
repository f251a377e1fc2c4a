import { framed } from '../pageFrame';

it('is a page in an inner frame, whose place is bounded by the policy of the outer one', () => {
  const prefix = 'http://lab/a;b/pangeo/pages/x/';
  const { node } = framed(prefix, 'd/u?kiosk&var-a="><script>', 'A "page"');
  const outer = node.querySelector('iframe') as HTMLIFrameElement;
  const page = new DOMParser().parseFromString(outer.srcdoc, 'text/html');
  const inner = page.querySelectorAll('iframe');
  expect(inner).toHaveLength(1);
  expect(inner[0].getAttribute('src')).toBe(
    `${prefix}d/u?kiosk&var-a="><script>`
  );
  expect(inner[0].getAttribute('sandbox')).not.toContain('same-origin');
  expect(page.querySelector('meta')?.content.split('; ')).toEqual([
    "default-src 'none'",
    "style-src 'unsafe-inline'",
    'frame-src http://lab/a%3Bb/pangeo/pages/x/'
  ]);
  expect(page.querySelector('script')).toBeNull();
});
