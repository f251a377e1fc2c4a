import { nullTranslator } from '@jupyterlab/translation';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import type { Wire } from '../../../api/tokens';
import {
  catalogOf,
  detailsOf,
  entryOf,
  nestedOf,
  pageOf
} from '../../../testing/catalogs';
import { FakeServer, refusal } from '../../../testing/FakeServer';
import { settle } from '../../../testing/promises';
import { ReactPanel } from '../../../ui/ReactPanel';
import { CatalogModel } from '../../model';
import { Tree as CatalogTree } from '../../tree';
import type { IPanelProps } from '../props';
import { Tree } from '../Tree';

const TOTAL = 100_000;
const ROW = 24;

describe('a folder of 100,000 entries', () => {
  let server: FakeServer;
  let model: CatalogModel;
  let host: HTMLElement;
  let panel: ReactPanel;
  let version: string;
  // Pages are asked for at intervals while the view moves: the clock is the test's.
  let clock = 1e12;

  function page(offset: number, limit: number): Wire<'EntryPage'> {
    const end = Math.min(TOTAL, offset + limit);
    const items = Array.from({ length: Math.max(0, end - offset) }, (_, step) =>
      entryOf({ id: `e${offset + step}`, title: `${version}${offset + step}` })
    );
    return {
      items,
      nextCursor: end < TOTAL ? String(end) : null,
      total: TOTAL
    };
  }

  beforeEach(async () => {
    jest.spyOn(Date, 'now').mockImplementation(() => clock);
    version = 'old';
    server = new FakeServer();
    server.client.reply('listCatalogs', { items: [catalogOf()] });
    server.client.reply('getEntry', detailsOf());
    server.client.reply('listEntries', ({ query }) =>
      page(query?.offset ?? 0, query?.limit ?? 0)
    );
    model = new CatalogModel({ server, state: null, settings: null });
    host = document.createElement('div');
    document.body.append(host);
    const props = { model, trans: nullTranslator.load('') };
    panel = new ReactPanel(
      'jp-Test',
      <Tree {...(props as unknown as IPanelProps)} label="Catalogs" />
    );
    Widget.attach(panel, host);
    await change(() => void model.ensure());
    Object.defineProperty(scroller(), 'clientHeight', { value: 20 * ROW });
    await change(() => model.expand('a', true));
  });

  afterEach(() => {
    panel.dispose();
    host.remove();
    model.dispose();
    jest.restoreAllMocks();
  });

  async function change(work: () => void): Promise<void> {
    work();
    MessageLoop.flush();
    for (let turn = 0; turn < 6; turn++) {
      clock += 1000;
      await settle();
    }
  }

  function scroller(): HTMLElement {
    return host.getElementsByClassName('jp-CatalogTree')[0] as HTMLElement;
  }

  function scrolled(): void {
    scroller().dispatchEvent(new Event('scroll', { bubbles: true }));
  }

  function drag(place: number): Promise<void> {
    return change(() => {
      scroller().scrollTop = place * ROW;
      scrolled();
    });
  }

  function press(key: string): Promise<void> {
    return change(() => {
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true })
      );
      scrolled();
    });
  }

  function items(): HTMLElement[] {
    return [...host.querySelectorAll<HTMLElement>('[role="treeitem"]')];
  }

  function offsets(): unknown[] {
    return server.client.calls
      .filter(call => call.operation === 'listEntries')
      .map(call => (call.args as { query: { offset: number } }).query.offset);
  }

  it('has all its rows at once, and loads only its first page', () => {
    expect(model.snapshot.rows).toHaveLength(TOTAL + 1);
    expect(items().length).toBeLessThan(100);
    expect(offsets()).toEqual([0]);
  });

  it('shows its last entry after End, for two requests, and keeps focus there', async () => {
    items()[0].focus();
    await press('End');
    expect(offsets()).toEqual([0, 99_800]);
    const last = document.activeElement as HTMLElement;
    expect(last.dataset.key).toBe('a/e99999');
    expect(last.getAttribute('aria-posinset')).toBe('100000');
    expect(last.getAttribute('aria-setsize')).toBe('100000');
    await press('ArrowUp');
    expect((document.activeElement as HTMLElement).dataset.key).toBe(
      'a/e99998'
    );
    await press('Home');
    expect((document.activeElement as HTMLElement).dataset.key).toBe('a');
    await press('PageDown');
    expect((document.activeElement as HTMLElement).dataset.key).toBe('a/e19');
    expect(offsets()).toHaveLength(2);
  });

  it('loads what is in the middle first when it is dragged there', async () => {
    await drag(50_100);
    expect(offsets()).toEqual([0, 50_000]);
    expect(items().every(item => item.dataset.kind !== 'note')).toBe(true);
  });

  it('gives up what went out of view, and says what is not there yet', async () => {
    server.client.reply(
      'listEntries',
      () => new Promise<Wire<'EntryPage'>>(() => undefined)
    );
    await drag(30_200);
    await drag(60_100);
    const [, ...asked] = server.client.calls.filter(
      call => call.operation === 'listEntries'
    );
    expect(offsets()).toEqual([0, 30_000, 30_200, 60_000]);
    expect(asked.map(({ signal }) => signal?.aborted)).toEqual([
      true,
      true,
      false
    ]);
    const [row] = items().filter(item => item.dataset.kind === 'note');
    expect(row.getAttribute('aria-busy')).toBe('true');
    expect(row.textContent).toContain('Loading…');
    expect(row.getAttribute('aria-setsize')).toBe('100000');
  });

  it('says why a page did not come, and asks again when told to', async () => {
    server.client.reply('listEntries', refusal(500, 'broken'));
    await drag(50_100);
    const told = items().filter(item => item.textContent?.includes('broken'));
    expect(told).toHaveLength(1);
    const [row] = told;
    expect(row.style.top).toBe(`${50_100 * ROW}px`);
    expect(row.textContent).toContain('Try again');
    expect(row.hasAttribute('aria-busy')).toBe(false);
    await drag(50_110);
    expect(
      items()
        .filter(item => item.textContent?.includes('broken'))
        .map(item => item.style.top)
    ).toEqual([`${50_110 * ROW}px`]);
    server.client.reply('listEntries', ({ query }) =>
      page(query?.offset ?? 0, query?.limit ?? 0)
    );
    await change(() => row.click());
    expect(offsets()).toEqual([0, 50_000, 50_000]);
    expect(items().every(item => item.dataset.kind !== 'note')).toBe(true);
  });

  it('keeps its place after a change, and reads again what is in view', async () => {
    await drag(50_100);
    version = 'new';
    await change(() => server.live.change('entries', 2, 'a'));
    expect(offsets()).toEqual([0, 50_000, 0, 50_000]);
    expect(items().some(item => item.textContent?.includes('old'))).toBe(false);
    expect(model.snapshot.rows).toHaveLength(TOTAL + 1);
    expect(scroller().scrollTop).toBe(50_100 * ROW);
  });

  it('keeps open what is out of view, also where entries came before it', async () => {
    const nested = (offset: number, limit: number, at: number) => {
      const found = page(offset, limit);
      const items = found.items.map((entry, step) =>
        offset + step === at ? nestedOf({ id: 'folder' }) : entry
      );
      return { ...found, items, total: TOTAL + at - 50_199 };
    };
    let at = 50_199;
    server.client.reply('listEntries', ({ query }) =>
      query?.parent === 'folder'
        ? pageOf([entryOf({ id: 'inside' })])
        : nested(query?.offset ?? 0, query?.limit ?? 0, at)
    );
    await drag(50_190);
    await change(() => model.expand('a/folder', true));
    await drag(0);
    const inside = () => model.snapshot.rows.indexOf('a/inside');
    expect(inside()).toBe(50_201);
    at = 50_201;
    await change(() => server.live.change('entries', 2, 'a'));
    expect(inside()).toBe(50_203);
  });

  it('shows what is selected elsewhere at its place, loaded or not, and does not hold the view there', async () => {
    server.client.reply(
      'getEntry',
      detailsOf({ id: 'e70123', parentId: null, offset: 70_123 })
    );
    await change(() => void model.reveal('a', 'e70123'));
    await change(scrolled);
    expect(offsets()).toEqual([0, 70_000]);
    const row = items().find(item => item.dataset.key === 'a/e70123');
    expect(row?.getAttribute('aria-selected')).toBe('true');
    expect(row?.style.top).toBe(`${70_124 * ROW}px`);
    await drag(0);
    await change(() => server.live.change('entries', 2, 'a'));
    expect(scroller().scrollTop).toBe(0);
  });

  it('finds what is typed beyond rows that are not loaded', async () => {
    await drag(50_100);
    await drag(0);
    items()[0].focus();
    for (const letter of 'old50050') {
      await press(letter);
    }
    expect((document.activeElement as HTMLElement).dataset.key).toBe(
      'a/e50050'
    );
  });

  it('makes its rows again in less than a frame when a page arrives', async () => {
    const tree = new CatalogTree(server.client);
    tree.restore(['a']);
    const catalogs = [catalogOf()];
    tree.follow(catalogs);
    await settle();
    const times: number[] = [];
    for (let round = 1; round < 10; round++) {
      const before = tree.rows(catalogs);
      clock += 1000;
      tree.look(before.slice(round * 10_000, round * 10_000 + 1));
      await settle();
      const begin = performance.now();
      const after = tree.rows(catalogs);
      times.push(performance.now() - begin);
      expect(after.at(round * 10_000)?.kind).toBe('entry');
      expect(after.at(5)).toBe(before.at(5));
    }
    tree.dispose();
    times.sort((one, two) => one - two);
    expect(times[4]).toBeLessThan(16);
  });
});
