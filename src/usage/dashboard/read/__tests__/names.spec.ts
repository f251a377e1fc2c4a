import { autoName } from '../names';
import { resolveField } from '../resolve';
import { CONTEXT, panelOf, series } from './samples';

function configOf(displayName: string) {
  return panelOf({
    type: 'timeseries',
    fieldConfig: { defaults: { displayName } }
  }).fieldConfig;
}

const named = (displayName: string, field = series(), frameName = '') =>
  resolveField(field, 0, configOf(displayName), {
    ...CONTEXT,
    frameName
  }).displayName;

describe('names', () => {
  it('are the title, else labels, else the name', () => {
    expect(autoName(series())).toBe('Value');
    expect(autoName(series({ labels: { job: 'a', a: 'b' } }))).toBe(
      '{a="b", job="a"}'
    );
    expect(autoName(series({ name: 'up', labels: { job: 'a' } }))).toBe(
      'up {job="a"}'
    );
    expect(autoName(series({ title: 'Up', labels: { job: 'a' } }))).toBe('Up');
    expect(
      autoName(series({ type: 'time', name: 'Time', labels: { job: 'a' } }))
    ).toBe('Time');
    expect(autoName(series({ name: '' }))).toBe('Value');
  });

  it('are filled with what the field knows', () => {
    const field = series({ name: 'up', labels: { job: 'a', 'a-b': 'c' } });
    expect(named('${__field.labels.job}!', field)).toBe('a!');
    expect(named('${__field.labels["a-b"]}', field)).toBe('c');
    expect(named('x${__field.labels.none}', field)).toBe('x');
    expect(named('x${__field.labels.constructor}', field)).toBe('x');
    expect(named('${__field.labels}', field)).toBe('{a-b="c", job="a"}');
    expect(named('${__field.name}', field)).toBe('up');
    expect(named('${__field.displayName}', field)).toBe(autoName(field));
    expect(named('${__series.name}', field, 'frame')).toBe('frame');
    expect(named('${__series.name}', series({ title: 'T' }))).toBe('T');
    expect(named('${__frame.odd}', field)).toBe('${__frame.odd}');
  });

  it('have the panel’s variables filled in', () => {
    const config = configOf('$node');
    const interpolate = (text: string) => text.replace('$node', 'n1');
    expect(
      resolveField(series(), 0, config, { ...CONTEXT, interpolate }).displayName
    ).toBe('n1');
  });

  it('keep labels that read like variables', () => {
    const config = configOf('$a ${__field.labels.job}');
    const field = series({ labels: { job: '$a' } });
    const interpolate = (text: string) => text.replaceAll('$a', 'x');
    const context = { ...CONTEXT, interpolate };
    expect(resolveField(field, 0, config, context).displayName).toBe('x $a');
  });

  it('that come out empty are the automatic ones', () => {
    expect(named('${__field.labels.none}')).toBe('Value');
  });
});
