import { readDashboard } from '../dashboard';

function read(...list: unknown[]) {
  return readDashboard({ panels: [], annotations: { list } });
}

const RESTARTS = {
  name: 'Restarts',
  enable: true,
  expr: 'resets(up) > 0',
  datasource: { type: 'prometheus', uid: 'p' }
};

describe('annotations of a dashboard', () => {
  it('are read with all that says how they are asked and drawn', () => {
    const { annotations, problems } = read({
      ...RESTARTS,
      ...{ hide: true, iconColor: 'red', step: '5m', useValueForTime: true },
      ...{ tagKeys: 'job, pod,,', titleFormat: '{{job}}', textFormat: 'text' },
      filter: { exclude: true, ids: [3, '4', 'x', null] }
    });
    expect(annotations).toEqual([
      {
        ...{ name: 'Restarts', isEnabled: true, isHidden: true, color: 'red' },
        datasource: { type: 'prometheus', uid: 'p' },
        ...{ expr: 'resets(up) > 0', step: '5m', tagKeys: ['job', 'pod'] },
        ...{ titleFormat: '{{job}}', textFormat: 'text', isTimeInValue: true },
        filter: { isExcluding: true, ids: [3, 4] }
      }
    ]);
    expect(problems).toEqual([]);
  });

  it('are read also where newer versions keep the query apart', () => {
    const target = { expr: 'ALERTS', interval: '30s', refId: 'Anno' };
    const [one] = read({ ...RESTARTS, expr: undefined, target }).annotations;
    expect(one).toMatchObject({ expr: 'ALERTS', step: '30s', filter: null });
  });

  it.each([
    [undefined, ''],
    ['default', ''],
    ['$source', '$source'],
    ['Ops', 'Ops'],
    [{ uid: 'abc' }, 'abc']
  ])('of the source %j are taken for queries in PromQL', (datasource, uid) => {
    expect(read({ ...RESTARTS, datasource }).annotations[0].datasource).toEqual(
      { type: 'prometheus', uid }
    );
  });

  it('that are no queries of a Prometheus are named while they are switched on', () => {
    const other = (name: string, change: object) => ({
      ...RESTARTS,
      ...change,
      name
    });
    const { annotations, problems } = read(
      other('Logs', { datasource: { type: 'loki', uid: 'l' } }),
      other('Tags', { expr: undefined, target: { tags: ['release'] } }),
      other('Off', { expr: undefined, enable: false }),
      other('Long', { expr: 'x'.repeat(20_001) })
    );
    expect(annotations).toEqual([]);
    expect(problems).toEqual(['Annotations are not drawn: Logs, Tags, Long.']);
  });

  it('that Grafana has put into every dashboard are passed over', () => {
    const all = { name: 'Annotations & Alerts', enable: true };
    const own = { uid: '-- Grafana --', type: 'grafana' };
    const { annotations, problems } = read(
      { ...all, builtIn: 1, datasource: '-- Grafana --' },
      { ...all, builtIn: true, datasource: own },
      { ...all, type: 'dashboard', datasource: own }
    );
    expect([annotations, problems]).toEqual([[], []]);
  });

  it('are bounded, and nothing else of a wrong type hurts', () => {
    const list = Array.from({ length: 300 }, () => ({
      ...RESTARTS,
      ...{ name: 'n'.repeat(9000), titleFormat: 'x'.repeat(90_000) },
      tagKeys: 'a,'.repeat(40_000),
      filter: { ids: Array.from({ length: 5000 }, (_, id) => id) }
    }));
    const { annotations } = read(...list);
    expect(annotations).toHaveLength(50);
    const [{ name, titleFormat, tagKeys, filter }] = annotations;
    expect([
      name.length,
      titleFormat.length,
      tagKeys.length,
      filter?.ids.length
    ]).toEqual([200, 2000, 50, 1000]);
    const wrong = { enable: 'yes', tagKeys: 7, filter: [], iconColor: {} };
    expect(read(null, [], 'x', { ...wrong, expr: 'up' })).toMatchObject({
      annotations: [{ isEnabled: false, tagKeys: [], filter: null, color: '' }]
    });
    expect(
      readDashboard({ panels: [], annotations: 'none' }).annotations
    ).toEqual([]);
  });
});
