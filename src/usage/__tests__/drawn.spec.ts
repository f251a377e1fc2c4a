import { nullTranslator } from '@jupyterlab/translation';
import { panelOf } from '../../testing/usage';
import { TRANSFORMS } from '../dashboard/transform';
import type { Frame, Panel, Transformation } from '../dashboard/types';
import { drawnFrames } from '../drawn';

function frame(
  refId: string,
  title: string,
  values: ReadonlyArray<number | null>
): Frame {
  return {
    refId,
    name: '',
    fields: [
      { name: 'Time', type: 'time', labels: {}, values: values.map(() => 0) },
      { name: 'x', type: 'number', labels: {}, values, title, unit: 'bytes' }
    ]
  };
}

function limitedBy(configRefId: string, isDisabled = false): Transformation {
  return { id: 'configFromData', options: { configRefId }, isDisabled };
}

const trans = nullTranslator.load('');

const draw = (panel: Panel, frames: Frame[], isDark: boolean) =>
  drawnFrames(panel, frames, isDark, trans);

describe('what a panel draws', () => {
  it('has the unit of its source where the panel has none, and its own name', () => {
    const [drawn] = draw(panelOf(), [frame('A', 'a.ipynb', [1])], false);
    expect(drawn.fields[1]).toMatchObject({
      displayName: 'a.ipynb',
      config: { unit: 'bytes' }
    });
  });

  it('takes its greatest value from the first query that sets a limit and has one', () => {
    const panel = panelOf({
      transformations: [limitedBy('B'), limitedBy('C')]
    });
    const frames = [
      frame('A', 'a', [1]),
      frame('B', 'none', [null]),
      frame('C', 'size', [64, null])
    ];
    const drawn = draw(panel, frames, false);
    expect(drawn.map(({ refId }) => refId)).toEqual(['A']);
    expect(drawn[0].fields[1].config.max).toBe(64);
  });

  it('has the colour of text where the limit is not known', () => {
    const known = panelOf({ transformations: [limitedBy('B')] });
    const { defaults } = known.fieldConfig;
    const color = { ...defaults.color, mode: 'thresholds' };
    const thresholds = {
      mode: 'percentage' as const,
      steps: [
        { value: null, color: 'green' },
        { value: 80, color: 'red' }
      ]
    };
    const panel = {
      ...known,
      fieldConfig: {
        defaults: { ...defaults, min: 0, color, thresholds },
        overrides: []
      }
    };
    const colorOf = (frames: Frame[]) =>
      draw(panel, frames, false)[0].fields[1].color;
    const frames = [frame('A', 'a', [1])];
    const red = colorOf([...frames, frame('B', 'limit', [1])]);
    const green = colorOf([...frames, frame('B', 'limit', [10])]);
    expect(new Set([red, green, colorOf(frames)]).size).toBe(3);
  });

  it('is all its frames where the transformation is switched off', () => {
    const panel = panelOf({ transformations: [limitedBy('A', true)] });
    expect(draw(panel, [frame('A', 'a', [1])], false)).toHaveLength(1);
  });

  it('comes after transformations, whose names are those that overrides match', () => {
    const rename = {
      id: 'renameByRegex',
      options: { regex: '^a$', renamePattern: 'Restarts' },
      isDisabled: false,
      apply: TRANSFORMS.get('renameByRegex')
    };
    const panel = panelOf({ transformations: [rename] });
    const unit = { id: 'unit', value: 's' };
    const overrides = [
      { matcher: { id: 'byName', options: 'Restarts' }, properties: [unit] }
    ];
    const off = {
      ...panel,
      transformations: [{ ...rename, isDisabled: true }]
    };
    const [last] = draw(off, [frame('A', 'a', [1])], false);
    expect(last.fields[1].displayName).toBe('a');
    const [first] = draw(
      { ...panel, fieldConfig: { ...panel.fieldConfig, overrides } },
      [frame('A', 'a', [1])],
      false
    );
    expect(first.fields[1]).toMatchObject({
      displayName: 'Restarts',
      config: { unit: 's' }
    });
  });

  it('differs in colour by series and by theme', () => {
    const frames = [frame('A', 'a', [1]), frame('A', 'b', [2])];
    const colors = [false, true].flatMap(isDark =>
      draw(panelOf(), frames, isDark).map(({ fields }) => fields[1].color)
    );
    expect(new Set(colors).size).toBe(4);
  });
});
