import { ReactWidget } from '@jupyterlab/ui-components';
import { Widget } from '@lumino/widgets';
import * as React from 'react';
import { act } from 'react';
import { Table } from '../DataTable';
import { calculated, figuresOf } from '../figures';
import { field, frame, propsOf, TIMES } from './samples';

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });

const times = field('Time', TIMES);

function texts(
  options: object,
  ...fields: Parameters<typeof frame>
): readonly string[] {
  const { panel, frames } = propsOf('stat', [frame(times, ...fields)], {
    reduceOptions: options
  });
  return figuresOf(panel, frames, false).map(({ display }) => display.text);
}

describe('the figures of a panel', () => {
  const up = field('up', [1, 2, null]);
  const down = field('down', [5, 6, 7]);
  const name = field('version', ['one', 'two', null]);

  it('are its numbers, or the fields that a pattern names', () => {
    const calcs = ['lastNotNull'];
    expect(texts({ calcs, fields: '' }, up, down, name)).toEqual(['2', '7']);
    expect(texts({ calcs, fields: '/^down$/' }, up, down, name)).toEqual(['7']);
    expect(texts({ calcs: ['sum'], fields: '/.*/' }, up, down, name)).toEqual([
      '3',
      '18',
      'two'
    ]);
  });

  it('are none over values that nobody knows, and a count of them is zero', () => {
    const empty = field('up', [null, null, null]);
    const [shown] = texts({ calcs: ['sum'] }, empty);
    expect(shown).not.toContain('0');
    expect(calculated(empty, 'sum', false).text).toBe(shown);
    expect(calculated(empty, 'count', false).text).toBe('0');
  });
});

it('shows one of several tables, which can be chosen', async () => {
  const one = { ...frame(field('host', ['a', 'b'])), name: 'Hosts' };
  const other = { ...frame(field('disk', ['c'])), refId: 'B' };
  const widget = ReactWidget.create(
    <Table {...propsOf('table', [one, other])} />
  );
  await act(async () => {
    Widget.attach(widget, document.body);
    await widget.renderPromise;
  });
  const head = () => widget.node.querySelector('th')?.textContent;
  expect(head()).toContain('host');
  const which = widget.node.querySelector('select') as HTMLSelectElement;
  expect([...which.options].map(({ text }) => text)).toEqual([
    'Hosts',
    'Query B'
  ]);
  await act(async () => {
    which.value = '1';
    which.dispatchEvent(new Event('change', { bubbles: true }));
    await Promise.resolve();
  });
  expect(head()).toContain('disk');
  widget.dispose();
});
