import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
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
import { insertLoadCode } from '../../commands';
import { entryCode } from '../../entryCode';
import { CatalogModel } from '../../model';
import { CatalogView } from '../../view';
import { Browser } from '../Browser';
import { Details } from '../Details';
import type { IPanelProps } from '../props';

describe('the panel', () => {
  let server: FakeServer;
  let model: CatalogModel;
  let props: IPanelProps;
  let host: HTMLElement;
  let panel: ReactPanel | null = null;

  beforeEach(() => {
    server = new FakeServer();
    server.client.reply('listCatalogs', { items: [catalogOf()] });
    server.client.reply('listEntries', pageOf([nestedOf(), entryOf()]));
    server.client.reply('getEntry', detailsOf());
    model = new CatalogModel({ server, state: null, settings: null });
    props = {
      model,
      view: new CatalogView(),
      commands: new CommandRegistry(),
      rendermime: null,
      trans: nullTranslator.load(''),
      make: details =>
        entryCode(
          details,
          model.parametersOf(details.catalogId, details.id),
          model.snapshot.style
        )
    };
    host = document.createElement('div');
    document.body.append(host);
  });

  afterEach(async () => {
    panel?.dispose();
    host.remove();
    model.dispose();
  });

  async function show(element: JSX.Element): Promise<void> {
    panel = new ReactPanel('jp-Test', element);
    Widget.attach(panel, host);
    await change(() => void model.ensure());
  }

  /** Do something, and let what follows from it happen. */
  async function change(work: () => void): Promise<void> {
    work();
    MessageLoop.flush();
    // React draws in a task of its own, which may lead to another.
    for (let turn = 0; turn < 4; turn++) {
      await settle();
    }
  }

  function items(): HTMLElement[] {
    return [...host.querySelectorAll<HTMLElement>('[role="treeitem"]')];
  }

  function press(key: string): Promise<void> {
    return change(() =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key, bubbles: true })
      )
    );
  }

  function button(name: string): HTMLButtonElement {
    const found = [...host.querySelectorAll('button')].find(
      node => (node.getAttribute('aria-label') ?? node.textContent) === name
    );
    if (!found) {
      throw new Error(`no button ${name}`);
    }
    return found;
  }

  describe('tree', () => {
    it('is walked, opened and selected by keys', async () => {
      await show(<Browser {...props} />);
      expect(items().map(item => item.tabIndex)).toEqual([0]);
      items()[0].focus();
      await press('ArrowRight');
      expect(items()).toHaveLength(3);
      await press('ArrowRight');
      await press('ArrowDown');
      expect(document.activeElement?.getAttribute('data-key')).toBe('a/sst');
      await press('Enter');
      expect(document.activeElement?.getAttribute('aria-selected')).toBe(
        'true'
      );
      expect(model.snapshot.selection).toEqual({
        catalogId: 'a',
        entryId: 'sst'
      });
      await press('ArrowLeft');
      await press('ArrowLeft');
      expect(items()).toHaveLength(1);
    });

    it('tells levels, places and what is open', async () => {
      await show(<Browser {...props} />);
      await change(() => model.expand('a', true));
      const [catalog, nested, entry] = items();
      expect(host.querySelector('[role="tree"]')).not.toBe(null);
      expect(catalog.getAttribute('aria-expanded')).toBe('true');
      expect(nested.getAttribute('aria-expanded')).toBe('false');
      expect(entry.hasAttribute('aria-expanded')).toBe(false);
      expect(entry.getAttribute('aria-level')).toBe('2');
      expect(entry.getAttribute('aria-posinset')).toBe('2');
      expect(entry.getAttribute('aria-setsize')).toBe('2');
    });

    it('says what is wrong with an entry', async () => {
      server.client.reply(
        'listEntries',
        pageOf([
          entryOf({ problems: [{ code: 'x', message: 'no such driver' }] })
        ])
      );
      await show(<Browser {...props} />);
      await change(() => model.expand('a', true));
      expect(items()[1].textContent).toContain('Problem: no such driver');
    });

    it('draws few of very many rows', async () => {
      const many = Array.from({ length: 5000 }, (_, place) =>
        entryOf({ id: `e${place}` })
      );
      server.client.reply('listEntries', pageOf(many));
      await show(<Browser {...props} />);
      await change(() => model.expand('a', true));
      expect(model.snapshot.rows).toHaveLength(5001);
      expect(items().length).toBeLessThan(100);
    });

    it('selects the row that a context menu is opened on', async () => {
      await show(<Browser {...props} />);
      await change(() =>
        items()[0].dispatchEvent(
          new MouseEvent('contextmenu', { bubbles: true })
        )
      );
      expect(model.snapshot.selection).toEqual({
        catalogId: 'a',
        entryId: null
      });
    });
  });

  describe('faces of the list', () => {
    it('offers to add a catalog where there is none', async () => {
      server.client.reply('listCatalogs', { items: [] });
      await show(<Browser {...props} />);
      expect(host.textContent).toContain('No catalog is listed yet.');
      expect(button('Add a catalog')).toBeDefined();
    });

    it('says why the list failed', async () => {
      server.client.reply('listCatalogs', refusal(500, 'broken'));
      await show(<Browser {...props} />);
      expect(host.querySelector('[role="alert"]')?.textContent).toContain(
        'broken'
      );
    });

    it('gives one calm notice where the server half is missing', async () => {
      server.found = { phase: 'missing' };
      await show(<Browser {...props} />);
      expect(host.textContent).toContain('server half');
      expect(button('Add catalog').disabled).toBe(true);
      expect(host.querySelector('input')).toBe(null);
    });
  });

  it('takes no more words to look for than the server does', async () => {
    await show(<Browser {...props} />);
    const words = host.querySelector<HTMLInputElement>('input[type=search]');
    expect(words?.maxLength).toBe(500);
  });

  it('keeps the form open and says why a catalog was refused', async () => {
    await show(<Browser {...props} />);
    await change(() => props.view.setAdding(true));
    const input = host.querySelector<HTMLInputElement>('form input');
    expect(document.activeElement).toBe(input);
    server.client.reply('addCatalog', refusal(422, 'no such file'));
    await change(() => {
      Object.getOwnPropertyDescriptor(
        HTMLInputElement.prototype,
        'value'
      )?.set?.call(input, 'x.yaml');
      input?.dispatchEvent(new Event('input', { bubbles: true }));
    });
    await change(() => host.querySelector('form')?.requestSubmit());
    expect(host.querySelector('[role="alert"]')?.textContent).toBe(
      'no such file'
    );
    expect(input?.getAttribute('aria-invalid')).toBe('true');
  });

  describe('details', () => {
    async function select(): Promise<void> {
      await show(<Details {...props} />);
      await change(() => model.select({ catalogId: 'a', entryId: 'sst' }));
    }

    it('runs the command to insert load code', async () => {
      const seen: unknown[] = [];
      insertLoadCode.add(props.commands, {
        label: 'Insert',
        execute: args => void seen.push(args)
      });
      await select();
      await change(() => button('Insert load code').click());
      expect(seen).toEqual([{ catalogId: 'a', entryId: 'sst' }]);
    });

    it('changes the code with a parameter', async () => {
      server.client.reply(
        'getEntry',
        detailsOf({
          userParameters: [
            { name: 'level', type: 'int', default: 1, allowed: [1, 2] }
          ],
          recipe: {
            ...(detailsOf().recipe as NonNullable<
              ReturnType<typeof detailsOf>['recipe']
            >),
            urls: ['/data/{{ level }}.zarr']
          }
        })
      );
      await select();
      expect(host.textContent).toContain("'/data/1.zarr'");
      await change(() => model.setParameter('level', 2));
      expect(host.textContent).toContain("'/data/2.zarr'");
    });

    it('shows text of a catalog as text', async () => {
      const bad = '<img src=x onerror=alert(1)><b data-commandlinker-x>b</b>';
      server.client.reply(
        'getEntry',
        detailsOf({
          title: bad,
          description: bad,
          metadata: { [bad]: bad },
          problems: [{ code: 'x', message: bad }],
          source: bad,
          links: [
            { url: 'javascript:alert(1)', title: bad },
            { url: 'https://h/x', title: bad }
          ]
        })
      );
      await select();
      expect(host.querySelector('img, b')).toBe(null);
      expect(host.textContent).toContain(bad);
      expect(
        [...host.querySelectorAll('a')].map(link => link.getAttribute('href'))
      ).toEqual(['https://h/x']);
    });

    it('says why there is no load code', async () => {
      server.client.reply(
        'getEntry',
        detailsOf({ recipe: { ...detailsOf().recipe, format: 'sql' } as never })
      );
      await select();
      expect(host.textContent).toContain('only Intake knows');
      expect(host.querySelector('.jp-mod-primary')).toBe(null);
    });

    it('tells how many entries a catalog has', async () => {
      server.client.reply('listCatalogs', {
        items: [catalogOf({ entryCount: 100_000 })]
      });
      await show(<Details {...props} />);
      await change(() => model.select({ catalogId: 'a', entryId: null }));
      expect(host.querySelector('table')?.textContent).toContain('100,000');
    });

    it('lets a catalog be removed, but not one of the operator', async () => {
      await show(<Details {...props} />);
      await change(() => model.select({ catalogId: 'a', entryId: null }));
      expect(button('Remove…')).toBeDefined();
      server.client.reply('listCatalogs', {
        items: [catalogOf({ isLocked: true, origin: 'operator' })]
      });
      await change(() => server.live.change('catalogs', 1, null));
      expect(host.textContent).toContain('Listed by the operator');
      expect(host.querySelector('.jp-mod-danger')).toBe(null);
    });
  });
});
