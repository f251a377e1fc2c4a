import { nullTranslator } from '@jupyterlab/translation';
import { type Variable } from '../../types';
import { readDashboard } from '../dashboard';
import { ALL, choose, orderOf, valueOf } from '../variables';

const trans = nullTranslator.load('jupyterlab_pangeo');

function read(...list: unknown[]): readonly Variable[] {
  return readDashboard({ panels: [], templating: { list } }).variables;
}

const option = (value: string, text = value) => ({ text, value });

describe('variables', () => {
  it('are read with their queries, sources and settings', () => {
    const [variable] = read({
      ...{ name: 'job', type: 'query', label: 'Job', hide: 1, sort: 2 },
      ...{ regex: '/x/', multi: true, includeAll: true, allValue: '.+' },
      query: { query: 'label_values(up, job)', refId: 'x' },
      datasource: { type: 'prometheus', uid: '${ds}' },
      current: { text: ['a', 'b'], value: ['a', 'b'] },
      options: [{ text: 'stale', value: 'stale' }]
    });
    expect(variable).toEqual({
      name: 'job',
      type: 'query',
      label: 'Job',
      hide: 'label',
      query: 'label_values(up, job)',
      datasource: { type: 'prometheus', uid: '${ds}' },
      regex: '/x/',
      sort: 2,
      isMulti: true,
      hasAll: true,
      allValue: '.+',
      options: [],
      current: ['a', 'b'],
      dependsOn: []
    });
  });

  it('of odd types, doubled or nameless do no harm', () => {
    const found = read(
      { name: 'a', type: 'groupby', hide: 'hideVariable' },
      { name: 'a', type: 'custom' },
      { type: 'custom' },
      { name: 7 },
      null,
      { name: 'b', type: 'query', definition: 'label_values(x)', query: 5 }
    );
    expect(found.map(({ name, type, hide }) => [name, type, hide])).toEqual([
      ['a', 'other', 'all'],
      ['b', 'query', 'none']
    ]);
  });

  it('have their options where they hold them', () => {
    const [custom, interval, switched] = read(
      { name: 'c', type: 'custom', query: 'Show : 1,Hide : 0' },
      { name: 'i', type: 'interval', query: '1m,10m', auto: true },
      {
        name: 's',
        type: 'switch',
        options: [option('true'), option(ALL), { value: 3 }]
      }
    );
    expect(custom.options).toEqual([option('1', 'Show'), option('0', 'Hide')]);
    expect(interval.options).toEqual([
      option('$__auto_interval_i', 'auto'),
      option('1m'),
      option('10m')
    ]);
    expect(switched.options).toEqual([option('true'), option('3')]);
  });

  it('know those that their queries refer to, and come behind them', () => {
    const found = read(
      {
        name: 'pod',
        type: 'query',
        query: 'label_values(x{ns="$ns",me="$pod",no="$none"}, pod)'
      },
      {
        name: 'ns',
        type: 'query',
        query: 'label_values(ns)',
        datasource: { uid: '$ds' }
      },
      { name: 'free', type: 'custom', query: '$pod' },
      { name: 'ds', type: 'datasource', query: 'prometheus', regex: '/$free/' }
    );
    expect(found.map(({ dependsOn }) => dependsOn)).toEqual([
      ['ns'],
      ['ds'],
      [],
      ['free']
    ]);
    const { ordered, problems } = orderOf(found, trans);
    expect(ordered.map(({ name }) => name)).toEqual([
      'free',
      'ds',
      'ns',
      'pod'
    ]);
    expect(problems).toEqual([]);
  });

  it('in a circle are all kept', () => {
    const query = (name: string, other: string) => ({
      name,
      type: 'query',
      query: `label_values(x{a="$${other}"}, b)`
    });
    const found = read(query('a', 'b'), query('b', 'c'), query('c', 'a'), {
      name: 'd',
      type: 'custom'
    });
    const { ordered, problems } = orderOf(found, trans);
    expect(ordered.map(({ name }) => name)).toEqual(['d', 'a', 'b', 'c']);
    expect(problems).toEqual([
      'Variables refer to each other in a circle: a, b, c.'
    ]);
  });
});

describe('choose and valueOf', () => {
  const variable = (more: object) =>
    read({ name: 'v', type: 'query', ...more })[0];
  const options = [option('a', 'A'), option('b', 'B'), option('c')];

  it.each([
    [{}, ['b'], ['b']],
    [{}, ['B'], ['b']],
    [{}, ['a', 'b'], ['a']],
    [{}, ['gone'], ['a']],
    [{}, [], ['a']],
    [{ multi: true }, ['a', 'gone', 'c', 'a'], ['a', 'c']],
    [{ multi: true, includeAll: true }, ['gone'], [ALL]],
    [{ includeAll: true }, [ALL], [ALL]],
    [{ includeAll: true }, ['a'], ['a']],
    [{}, [ALL], ['a']],
    [{ type: 'textbox', query: 'usual' }, ['typed'], ['typed']],
    [{ type: 'textbox', query: 'usual' }, [], ['usual']],
    [{ type: 'constant', query: 'fixed' }, [], ['fixed']]
  ])('of %j with %j chosen takes %j', (more, wanted, expected) => {
    expect(choose(variable(more), options, wanted)).toEqual(expected);
  });

  it('reads what was chosen when it was saved', () => {
    expect(
      variable({ current: { text: 'All', value: '$__all' }, includeAll: true })
        .current
    ).toEqual([ALL]);
    expect(
      variable({ current: { text: 'All' }, includeAll: true }).current
    ).toEqual([ALL]);
    expect(variable({ current: { text: 'a', value: 5 } }).current).toEqual([
      '5'
    ]);
    expect(variable({ current: {} }).current).toEqual([]);
    expect(variable({ current: { text: 'Prometheus' } }).current).toEqual([
      'Prometheus'
    ]);
    expect(choose(variable({ current: { value: ['b'] } }), options)).toEqual([
      'b'
    ]);
    expect(choose(variable({}), [])).toEqual([]);
  });

  it('lets an interval on auto follow the span', () => {
    const auto = variable({
      type: 'interval',
      query: '1m',
      auto: true,
      auto_count: 10,
      auto_min: '5m'
    });
    expect(valueOf(auto, auto.options, ['$__auto_interval_v'])).toMatchObject({
      text: 'auto',
      auto: { count: 10, minMs: 300_000 }
    });
    expect(valueOf(auto, auto.options, ['1m']).auto).toBeUndefined();
    expect(variable({ type: 'interval', auto: true }).auto).toEqual({
      count: 30,
      minMs: 10_000
    });
  });

  it('takes for all the author’s pattern, or every option', () => {
    expect(
      valueOf(variable({ includeAll: true, allValue: '.*' }), options, [ALL])
    ).toEqual({
      values: ['.*'],
      text: 'All',
      isMulti: true,
      isRaw: true
    });
    expect(
      valueOf(variable({ includeAll: true }), options, [ALL])
    ).toMatchObject({
      values: ['a', 'b', 'c'],
      isRaw: false
    });
    expect(valueOf(variable({ multi: true }), options, ['a', 'c'])).toEqual({
      values: ['a', 'c'],
      text: 'A + c',
      isMulti: true,
      isRaw: false
    });
    expect(valueOf(variable({}), options, ['x'])).toMatchObject({
      text: 'x',
      isMulti: false
    });
  });
});
