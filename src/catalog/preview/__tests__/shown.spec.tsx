import { nullTranslator } from '@jupyterlab/translation';
import * as React from 'react';
import { ReactPanel } from '../../../ui/ReactPanel';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import { settle } from '../../../testing/promises';
import { frameDocument } from '../frame';
import { floatsIn, isAscending, pixelsOf, placeOn } from '../numbers';
import { Shown } from '../Shown';
import { causeOf, remedyOf } from '../words';

const trans = nullTranslator.load('');

function packed(values: readonly number[]): string {
  const bytes = new Uint8Array(Float32Array.from(values).buffer);
  return btoa(String.fromCharCode(...bytes));
}

const axis = { name: 'y', units: 'm', values: [1, 2], labels: null };

describe('numbers of a preview', () => {
  it('come out of base64 as they went in', () => {
    const values = floatsIn(packed([1.5, NaN, -2]));
    expect(Array.from(values)).toEqual([1.5, NaN, -2]);
  });

  it('are coloured from the low end to the high one, the missing ones not at all', () => {
    const plane = Float32Array.from([0, 1, NaN, 2]);
    const pixels = pixelsOf(plane, 2, 2, [0, 2], false);
    expect(Array.from(pixels.slice(0, 4))).toEqual([68, 1, 84, 255]);
    expect(Array.from(pixels.slice(8, 12))).toEqual([0, 0, 0, 0]);
    expect(Array.from(pixels.slice(12))).toEqual([253, 231, 37, 255]);
    const flipped = pixelsOf(plane, 2, 2, [0, 2], true);
    expect(Array.from(flipped.slice(8, 12))).toEqual([68, 1, 84, 255]);
  });

  it('stand with the north up, and have a place in words', () => {
    expect(isAscending(axis)).toBe(true);
    expect(isAscending({ ...axis, values: [2, 1] })).toBe(false);
    expect(placeOn(axis, 1)).toBe('2');
    const times = { ...axis, values: null, labels: ['2000-01-01'] };
    expect(placeOn(times, 0)).toBe('2000-01-01');
  });
});

describe('Shown', () => {
  let host: HTMLElement;
  let panel: ReactPanel;

  beforeEach(() => {
    host = document.createElement('div');
    document.body.append(host);
    // The tests' DOM has no canvas to draw on.
    jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
  });

  afterEach(() => {
    panel.dispose();
    host.remove();
    jest.restoreAllMocks();
  });

  async function show(element: React.ReactElement): Promise<void> {
    panel = new ReactPanel('jp-Test', element);
    Widget.attach(panel, host);
    MessageLoop.flush();
    await settle();
    await settle();
  }

  it('puts HTML into a frame that can neither run nor fetch', async () => {
    const html = '<script>alert(1)</script>';
    await show(<Shown result={{ html }} title="T" trans={trans} />);
    const frame = host.querySelector('iframe');
    expect(frame?.getAttribute('sandbox')).toBe('');
    expect(frame?.srcdoc).toContain("default-src 'none'");
    expect(host.querySelector('script')).toBeNull();
  });

  it('draws a table of text', async () => {
    const table = {
      columns: [{ name: '<b>a</b>', dtype: 'object' }],
      rows: [['<img src=x onerror=alert(1)>']],
      index: ['0'],
      columnCount: 1,
      rowCount: 1
    };
    await show(<Shown result={{ table }} title="T" trans={trans} />);
    expect(host.querySelector('td')?.textContent).toBe(table.rows[0][0]);
    expect(host.querySelector('img, b')).toBeNull();
  });

  it('names a map and says what is shown of it, and reads values by the arrow keys', async () => {
    const grid = {
      name: 'v',
      title: 'Values',
      units: 'K',
      fixed: ['time 2000'],
      width: 2,
      height: 2,
      values: packed([1, 2, 3, 4]),
      range: [1, 4] as [number, number],
      x: { ...axis, name: 'x' },
      y: axis
    };
    await show(<Shown result={{ grid }} title="T" trans={trans} />);
    const map = host.querySelector('[role="img"]');
    expect(map?.getAttribute('aria-label')).toBe('Map of Values (v) [K]');
    expect(host.textContent).toContain('The first of: time 2000.');
    const key = { key: 'ArrowRight', bubbles: true };
    map?.dispatchEvent(new KeyboardEvent('keydown', key));
    await settle();
    expect(host.querySelector('output')?.textContent).toBe('x 2, y 1: 2 [K]');
  });

  it('says why there is no picture', async () => {
    const refusal = 'it is large';
    await show(<Shown result={{ refusal }} title="T" trans={trans} />);
    expect(host.textContent).toContain('No picture: it is large.');
  });
});

describe('frameDocument', () => {
  it('takes colours of the theme and nothing else from it', () => {
    const theme = {
      getPropertyValue: () => 'red;}</style><script>'
    } as unknown as CSSStyleDeclaration;
    const made = frameDocument('', theme);
    expect(made).toContain('--jp-layout-color0: redstylescript;');
    expect(made).not.toContain('<script>');
  });
});

describe('words of a failure', () => {
  it.each([
    ['missing-package', /lacks zarr/, /%pip install xarray zarr/],
    ['memory', /memory/, /smaller part/],
    ['denied', /credentials/, /log in/],
    ['deadline', /too long/, /smaller part/]
  ])('name cause and cure of %s', (code, cause, cure) => {
    const failure = { code, message: '', package: 'zarr', detail: '' };
    expect(causeOf(failure, trans)).toMatch(cause);
    expect(remedyOf(failure, ['xarray', 'zarr'], trans)).toMatch(cure);
  });
});
