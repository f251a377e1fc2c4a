import { nullTranslator } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import { settle } from '../../../testing/promises';
import { ReactPanel } from '../../../ui/ReactPanel';
import { ExtentMap } from '../ExtentMap';
import { type Box, flatBox, rectsOf, WorldMap } from '../WorldMap';

const trans = nullTranslator.load('');

describe('a box on the map', () => {
  it.each<[string, Box, [number, number][]]>([
    ['in one piece', [-10, 35, 40, 60], [[340, 100]]],
    [
      'in two over the date line',
      [170, -10, -170, 10],
      [
        [700, 20],
        [0, 20]
      ]
    ],
    ['counted east to 360 degrees', [190, 0, 200, 10], [[20, 20]]],
    [
      'counted over 180 degrees',
      [170, 0, 190, 10],
      [
        [700, 20],
        [0, 20]
      ]
    ],
    ['of the whole world', [0, -90, 360, 90], [[0, 720]]]
  ])('is drawn %s', (_, box, expected) => {
    expect(rectsOf(box).map(({ x, width }) => [x, width])).toEqual(expected);
  });

  it('of a point can be seen, at an edge too', () => {
    const [{ x, y, width, height }] = rectsOf([179.9, 90, 179.9, 90]);
    expect([x, y, width, height]).toEqual([710, 0, 10, 10]);
  });

  it('is the same with heights', () => {
    expect(flatBox([1, 2, -100, 3, 4, 100])).toEqual([1, 2, 3, 4]);
    expect(flatBox([1, 2])).toBeNull();
    expect(flatBox(null)).toBeNull();
  });
});

describe('the map', () => {
  let host: HTMLElement;
  let panel: ReactPanel | null = null;

  async function show(element: JSX.Element): Promise<void> {
    panel = new ReactPanel('jp-Test', element);
    Widget.attach(panel, host);
    await settle();
  }

  async function pointer(type: string, x: number, y: number): Promise<void> {
    const map = host.querySelector('svg') as SVGSVGElement;
    const area = { left: 0, top: 0, width: 360, height: 180 };
    map.getBoundingClientRect = () => area as DOMRect;
    map.setPointerCapture = () => undefined;
    map.dispatchEvent(
      new MouseEvent(type, { clientX: x, clientY: y, bubbles: true })
    );
    await settle();
  }

  beforeEach(() => {
    host = document.createElement('div');
    document.body.append(host);
  });
  afterEach(() => {
    panel?.dispose();
    host.remove();
  });

  it('gives the box that is drawn, in whole degrees, whatever corner it began at', async () => {
    const boxes: Box[] = [];
    await show(
      <WorldMap box={null} label="World" onBox={box => boxes.push(box)} />
    );
    await pointer('pointerdown', 200, 60);
    await pointer('pointermove', 190, 40);
    expect(host.querySelectorAll('.jp-CatalogMap-box')).toHaveLength(1);
    await pointer('pointermove', 170, 30);
    await pointer('pointerup', 170, 30);
    expect(boxes).toEqual([[-10, 30, 20, 60]]);
    await pointer('pointerdown', 200, 60);
    await pointer('pointerup', 201, 61);
    expect(boxes).toHaveLength(1);
  });

  it('shows an extent that it names, and none where there is none', async () => {
    await show(<ExtentMap box={[-10, 35, 0, 40, 60, 9]} trans={trans} />);
    expect(host.querySelector('[role="img"]')?.getAttribute('aria-label')).toBe(
      'Map with the extent: west -10, south 35, east 40, north 60'
    );
    await pointer('pointerdown', 10, 10);
    await pointer('pointermove', 90, 90);
    expect(host.querySelectorAll('.jp-CatalogMap-box')).toHaveLength(1);
    panel?.dispose();
    await show(<ExtentMap box={null} trans={trans} />);
    expect(host.querySelector('svg')).toBeNull();
  });
});
