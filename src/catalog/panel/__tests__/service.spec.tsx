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
import { FakeServer } from '../../../testing/FakeServer';
import { ApiError } from '../../../api/errors';
import { settle } from '../../../testing/promises';
import { groupDigits } from '../../../ui/format';
import { ReactPanel } from '../../../ui/ReactPanel';
import { CatalogModel } from '../../model';
import type { EntryDetails, Service } from '../../tokens';
import { CatalogView } from '../../view';
import { Details } from '../Details';
import type { IPanelProps } from '../props';

const SERVICE: Service = {
  api: 'stac',
  url: 'https://h/search',
  filters: ['bbox', 'interval', 'collections', 'cql2'],
  collections: ['s1', 's2'],
  fields: [{ name: 'eo:cloud_cover', title: 'Clouds', type: 'number' }]
};
const SEARCH = nestedOf({
  id: 'found',
  format: 'search',
  driver: 'stac',
  childState: 'loading',
  query: { collections: ['s2'] }
});

describe('the form of a service', () => {
  let server: FakeServer;
  let model: CatalogModel;
  let view: CatalogView;
  let props: IPanelProps;
  let host: HTMLElement;
  let panel: ReactPanel;
  let details: EntryDetails;

  beforeEach(async () => {
    server = new FakeServer();
    details = detailsOf({
      id: 'found',
      format: 'search',
      recipe: null,
      hasChildren: true,
      childState: 'ready',
      query: { collections: ['s2'] },
      service: SERVICE,
      metadata: { matched: 1234, returned: 50 }
    });
    server.client.reply('listCatalogs', {
      items: [catalogOf({ about: { service: SERVICE } })]
    });
    server.client.reply('listEntries', pageOf([SEARCH, entryOf()]));
    server.client.reply('getEntry', () => details);
    server.client.reply('beginSearch', SEARCH);
    server.client.reply('endSearch', undefined);
    model = new CatalogModel({ server, state: null, settings: null });
    view = new CatalogView();
    props = {
      model,
      view,
      commands: new CommandRegistry(),
      rendermime: null,
      trans: nullTranslator.load(''),
      make: () => null
    };
    host = document.createElement('div');
    document.body.append(host);
    panel = new ReactPanel('jp-Test', <Details {...props} />);
    Widget.attach(panel, host);
    await change(() => void model.ensure());
    await change(() => model.select({ catalogId: 'a', entryId: null }));
  });

  afterEach(() => {
    panel.dispose();
    host.remove();
    model.dispose();
  });

  async function change(work: () => void): Promise<void> {
    work();
    MessageLoop.flush();
    for (let turn = 0; turn < 6; turn++) {
      await settle();
    }
  }

  function field(label: string): HTMLInputElement {
    const found = [...host.querySelectorAll('label')].find(
      node => node.querySelector('span')?.textContent === label
    );
    const input = found?.querySelector('input');
    if (!input) {
      throw new Error(`no field ${label}`);
    }
    return input;
  }

  function type(label: string, text: string): Promise<void> {
    return change(() => {
      const input = field(label);
      // React listens to what the prototype's setter changes.
      Object.getOwnPropertyDescriptor(
        HTMLInputElement.prototype,
        'value'
      )?.set?.call(input, text);
      input.dispatchEvent(
        new InputEvent('input', { bubbles: true, inputType: 'insertText' })
      );
    });
  }

  function click(name: string): Promise<void> {
    const found = [...host.querySelectorAll('button')].find(
      node => (node.getAttribute('aria-label') ?? node.textContent) === name
    );
    if (!found) {
      throw new Error(`no button ${name}`);
    }
    return change(() => found.click());
  }

  it('has the fields that the service can use, and names the others in one line', () => {
    const labels = [...host.querySelectorAll('label > span')].map(
      node => node.textContent
    );
    expect(labels).toEqual([
      'Collections',
      'West',
      'South',
      'East',
      'North',
      'From',
      'To',
      'Condition (CQL2)',
      'Records a page'
    ]);
    expect(host.textContent).toContain(
      'This service cannot search by text, keywords.'
    );
  });

  it('begins a search, which is then selected and open', async () => {
    await type('Collections', 's2');
    await change(() =>
      field('Collections').dispatchEvent(
        new KeyboardEvent('keydown', { key: 'Enter', bubbles: true })
      )
    );
    await type('Condition (CQL2)', 'a = 1');
    await click('eo:cloud_cover');
    expect(field('Condition (CQL2)').value).toBe('a = 1 "eo:cloud_cover" ');
    await type('From', '2020-01-01');
    await click('Search');
    expect(server.client.last('beginSearch')).toEqual({
      path: { catalogId: 'a' },
      body: {
        parent: null,
        query: {
          collections: ['s2'],
          condition: 'a = 1 "eo:cloud_cover"',
          interval: ['2020-01-01', null],
          limit: 50
        }
      }
    });
    expect(model.snapshot.selection).toEqual({
      catalogId: 'a',
      entryId: 'found'
    });
    const row = [...model.snapshot.rows].find(({ key }) => key === 'a/found');
    expect(row).toMatchObject({ isExpanded: true });
  });

  it('says what is wrong with the box, and asks nothing', async () => {
    await type('West', '1');
    await click('Search');
    expect(host.querySelector('[role="alert"]')?.textContent).toBe(
      'A box needs all four numbers, or none.'
    );
    expect(field('West').getAttribute('aria-invalid')).toBe('true');
    expect(field('From').getAttribute('aria-invalid')).toBe('false');
    expect(server.client.count('beginSearch')).toBe(0);
    await click('Clear box');
    expect(field('West').value).toBe('');
  });

  it('shows what the server refuses at the field', async () => {
    server.client.reply(
      'beginSearch',
      new ApiError(422, {
        code: 'invalid',
        message: 'No such day.',
        path: '$.query.interval[0]'
      })
    );
    await type('From', '2020-01-01');
    await click('Search');
    expect(host.querySelector('[role="alert"]')?.textContent).toBe(
      'No such day.'
    );
    expect(field('From').getAttribute('aria-invalid')).toBe('true');
  });

  it('is filled again to edit a search', async () => {
    await change(() => model.select({ catalogId: 'a', entryId: 'found' }));
    expect(host.textContent).toContain(
      `${groupDigits(1234)} records found, 50 of them`
    );
    expect(host.querySelector('form')).toBe(null);
    await click('Edit search');
    const chosen = host.querySelector('[aria-label="Chosen collections"]');
    expect(chosen?.textContent).toBe('s2');
    await click('Search');
    expect(server.client.last('beginSearch')).toMatchObject({
      body: { query: { collections: ['s2'] } }
    });
    expect(host.querySelector('form')).toBe(null);
  });

  it('does a search that failed again', async () => {
    details = { ...details, childState: 'failed' };
    await change(() => model.select({ catalogId: 'a', entryId: 'found' }));
    expect(host.textContent).toContain('The search failed.');
    await click('Retry');
    expect(server.client.last('beginSearch')).toEqual({
      path: { catalogId: 'a' },
      body: { parent: null, query: { collections: ['s2'] } }
    });
  });

  it('removes a search and selects what it was below', async () => {
    await change(() => model.select({ catalogId: 'a', entryId: 'found' }));
    await click('Remove search');
    expect(server.client.last('endSearch')).toEqual({
      path: { catalogId: 'a', entryId: 'found' }
    });
    expect(model.snapshot.selection).toEqual({ catalogId: 'a', entryId: null });
  });
});
