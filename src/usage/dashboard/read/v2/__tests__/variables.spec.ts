import type { Variable } from '../../../types';
import { readDashboard } from '../../dashboard';
import { choose } from '../../variables';
import { FORMS, grid, read } from './samples';

function fromV2(kind: string, spec: object): Variable {
  const variables = [{ kind, spec: { name: 'v', label: 'V', ...spec } }];
  return read({ elements: {}, layout: grid(), variables }).variables[0];
}

function fromClassic(type: string, spec: object): Variable {
  const list = [{ type, name: 'v', label: 'V', ...spec }];
  return readDashboard({ panels: [], templating: { list } }).variables[0];
}

const NOTHING = { hide: 'dontHide', current: { text: '', value: '' } };

describe('a variable of schema v2', () => {
  it('that is a text is one', () => {
    const spec = { query: 'usual', current: { text: 'own', value: 'own' } };
    expect(fromV2('TextVariable', spec)).toEqual(fromClassic('textbox', spec));
    const variable = fromV2('TextVariable', { ...NOTHING, query: 'usual' });
    expect(choose(variable, variable.options)).toEqual(['usual']);
  });

  it('that is a constant is one', () => {
    const spec = { query: '5m' };
    expect(
      fromV2('ConstantVariable', { ...spec, hide: 'hideVariable' })
    ).toEqual(fromClassic('constant', { ...spec, hide: 2 }));
  });

  it('that chooses a source does', () => {
    const spec = { regex: '/ops/', multi: true, current: { value: 'p' } };
    expect(
      fromV2('DatasourceVariable', { ...spec, pluginId: 'prometheus' })
    ).toEqual(fromClassic('datasource', { ...spec, query: 'prometheus' }));
  });

  it('that is an interval is one', () => {
    const spec = {
      ...{ query: '1m,10m', auto: true, auto_count: 20, auto_min: '30s' },
      current: { text: '1m', value: '1m' }
    };
    const variable = fromV2('IntervalVariable', spec);
    expect(variable).toEqual(fromClassic('interval', spec));
    expect(variable.options).toHaveLength(3);
  });

  it('that is a list of one’s own is one, also as JSON', () => {
    const spec = { query: 'a, B : b', includeAll: true, allValue: '.*' };
    const variable = fromV2('CustomVariable', spec);
    expect(variable).toEqual(fromClassic('custom', spec));
    const json = JSON.stringify([
      { text: 'Some, more', value: 'a' },
      { value: 'b' },
      7
    ]);
    const ofJson = (query: string) =>
      fromV2('CustomVariable', { query, valuesFormat: 'json' });
    expect(ofJson(json).options).toEqual([
      { text: 'Some, more', value: 'a' },
      { text: 'b', value: 'b' }
    ]);
    expect(ofJson('{').type).toBe('other');
  });

  it('that is a switch is a list of its two values', () => {
    const values = { enabledValue: 'on', disabledValue: 'a, off' };
    const variable = fromV2('SwitchVariable', { ...values, current: 'a, off' });
    expect(variable.type).toBe('custom');
    expect(variable.options.map(({ value }) => value)).toEqual([
      'on',
      'a, off'
    ]);
    expect(choose(variable, variable.options)).toEqual(['a, off']);
    // An empty value would be left out of a list.
    const half = { enabledValue: 'on', disabledValue: '', current: '' };
    expect(fromV2('SwitchVariable', half).type).toBe('other');
  });

  it.each([
    ['AdhocVariable', 'adhoc'],
    ['GroupByVariable', 'other'],
    ['NovelVariable', 'other'],
    ['constructor', 'other']
  ])('that is a %s keeps its name, and is not known: %s', (kind, type) => {
    expect(fromV2(kind, { filters: [] })).toMatchObject({ name: 'v', type });
  });

  it.each(FORMS)('that is a query is one in $apiVersion', ({ asked }) => {
    const classic = fromClassic('query', {
      ...{ query: 'label_values(up, job)', refresh: 1, sort: 5 },
      datasource: { type: 'prometheus', uid: '${source}' }
    });
    const more = {
      ...{ refresh: 'onDashboardLoad', regex: '' },
      sort: 'alphabeticalCaseInsensitiveAsc'
    };
    const queries = [
      { query: 'label_values(up, job)', refId: 'A' },
      { __legacyStringValue: 'label_values(up, job)' }
    ].map(spec => asked('prometheus', '${source}', spec));
    for (const query of queries) {
      expect(fromV2('QueryVariable', { ...more, ...query })).toEqual(classic);
    }
  });

  it('that is a query may be written as a text, or in its definition only', () => {
    const words = 'label_values(up, job)';
    expect(fromV2('QueryVariable', { query: words }).query).toBe(words);
    expect(fromV2('QueryVariable', { definition: words }).query).toBe(words);
  });

  it.each([
    ['dontHide', 'none'],
    ['inControlsMenu', 'none'],
    ['hideLabel', 'label'],
    ['hideVariable', 'all']
  ])('with %s hides: %s', (hide, expected) => {
    expect(fromV2('TextVariable', { hide }).hide).toBe(expected);
  });
});
