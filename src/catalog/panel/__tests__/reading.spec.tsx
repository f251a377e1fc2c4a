import { nullTranslator } from '@jupyterlab/translation';
import { CommandRegistry } from '@lumino/commands';
import { MessageLoop } from '@lumino/messaging';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import {
  catalogOf,
  detailsOf,
  entryOf,
  pageOf
} from '../../../testing/catalogs';
import { FakeServer } from '../../../testing/FakeServer';
import { settle } from '../../../testing/promises';
import { ReactPanel } from '../../../ui/ReactPanel';
import { entryCode } from '../../entryCode';
import { CatalogModel } from '../../model';
import type { EntryDetails } from '../../tokens';
import { CatalogView } from '../../view';
import { AccessLine } from '../AccessLine';
import { Details } from '../Details';

const trans = nullTranslator.load('');

const RECIPE: NonNullable<EntryDetails['recipe']> = {
  reader: 'stac',
  driver: 'zarr',
  format: 'zarr',
  urls: ['https://h.example/x.zarr'],
  isLocal: false,
  isLiteral: true,
  arguments: {},
  storageOptions: {}
};

describe('what reading takes', () => {
  let server: FakeServer;
  let model: CatalogModel;
  let host: HTMLElement;
  let panel: ReactPanel | null = null;

  beforeEach(() => {
    server = new FakeServer();
    server.client.reply('listCatalogs', { items: [catalogOf()] });
    server.client.reply('listEntries', pageOf([entryOf()]));
    model = new CatalogModel({ server, state: null, settings: null });
    host = document.createElement('div');
    document.body.append(host);
  });

  afterEach(() => {
    panel?.dispose();
    host.remove();
    model.dispose();
  });

  const make = (details: EntryDetails) =>
    entryCode(
      details,
      model.parametersOf(details.catalogId, details.id),
      model.snapshot.style
    );

  async function show(details: EntryDetails): Promise<void> {
    server.client.reply('getEntry', details);
    panel = new ReactPanel(
      'jp-Test',
      <Details
        model={model}
        view={new CatalogView()}
        commands={new CommandRegistry()}
        rendermime={null}
        trans={trans}
        make={make}
      />
    );
    Widget.attach(panel, host);
    await change(() => void model.ensure());
    await change(() => model.select({ catalogId: 'a', entryId: 'sst' }));
  }

  async function change(work: () => void): Promise<void> {
    work();
    MessageLoop.flush();
    for (let turn = 0; turn < 5; turn++) {
      await settle();
      await new Promise(resolve => setTimeout(resolve));
    }
  }

  function button(label: string): HTMLElement {
    const found = [...host.querySelectorAll('button')].find(
      item => item.textContent === label
    );
    if (!found) {
      throw new Error(`no button ${label}: ${host.textContent ?? ''}`);
    }
    return found;
  }

  it('shows the size, and uses other chunks when asked to', async () => {
    const details = detailsOf({
      recipe: RECIPE,
      metadata: {
        variables: {
          t: {
            dimensions: ['time', 'x'],
            shape: [100_000, 1000],
            dtype: '<f8',
            chunks: [10, 1000]
          },
          x: { dimensions: ['x'], shape: [1000], dtype: '<f8' }
        }
      }
    });
    await show(details);
    expect(host.textContent).toContain('time 100,000 × x 1,000 · 763\u202fMiB');
    expect(host.textContent).toContain('10,001 chunks');
    await change(() => button('Use these chunks').click());
    expect(make(details)?.code).toContain("chunks={'time': 13100, 'x': 1000}");
    expect(make(details)?.metadata).toMatchObject({
      pangeo: { chunks: { time: 13100 }, parameters: {} }
    });
    await change(() => button('Use stored chunks').click());
    expect(make(details)?.code).toContain('chunks={}');
  });

  it('keeps text that fits no parameter, says so, and goes back to the default', async () => {
    await show(
      detailsOf({
        recipe: RECIPE,
        userParameters: [{ name: 'level', type: 'int', default: 1, maximum: 7 }]
      })
    );
    const input = (): HTMLInputElement => {
      const found = host.querySelector('.jp-CatalogParameters input');
      if (!(found instanceof HTMLInputElement)) {
        throw new Error('no field');
      }
      return found;
    };
    await change(() => {
      // React listens to what the browser sets, not to what a script does.
      const { set } =
        Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') ??
        {};
      set?.call(input(), '9');
      input().dispatchEvent(new Event('input', { bubbles: true }));
    });
    expect(input().getAttribute('aria-invalid')).toBe('true');
    expect(host.textContent).toContain('The most is 7.');
    expect(host.textContent).toContain(
      'Not inserted before this is right: level.'
    );
    await change(() => model.select(null));
    await change(() => model.select({ catalogId: 'a', entryId: 'sst' }));
    expect(input().value).toBe('9');
    await change(() => button('Default of level').click());
    expect(input().value).toBe('1');
    expect(host.textContent).not.toContain('Not inserted');
  });

  it.each([
    ['requester-pays', 'billed to you'],
    ['s3-profile', 'AWS_PROFILE'],
    ['earthdata', 'urs.earthdata.nasa.gov'],
    ['netrc', '~/.netrc'],
    ['planetary-computer', 'signs the addresses'],
    ['bearer', 'H_EXAMPLE_TOKEN']
  ] as const)('says what %s needs', async (auth, text) => {
    await show(detailsOf({ recipe: { ...RECIPE, auth } }));
    expect(host.querySelector('[aria-label="Access"]')?.textContent).toContain(
      text
    );
  });

  it('says that a signature expired, and what to do', async () => {
    const urls = ['https://h/x?se=2026-01-02T03:04:05Z&sig=s'];
    const details = detailsOf({
      recipe: { ...RECIPE, urls, auth: 'signed-url' }
    });
    for (const [now, text] of [
      [Date.parse('2026-01-03T00:00:00Z'), 'read the catalog again'],
      [Date.parse('2026-01-01T00:00:00Z'), 'good until']
    ] as const) {
      panel = new ReactPanel(
        'jp-Test',
        <AccessLine details={details} trans={trans} now={now} />
      );
      Widget.attach(panel, host);
      await change(() => undefined);
      expect(host.textContent).toContain(text);
      panel.dispose();
    }
  });
});
