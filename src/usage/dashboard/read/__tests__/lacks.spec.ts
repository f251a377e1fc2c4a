import { nullTranslator } from '@jupyterlab/translation';
import { lacksOf, SUPPORTED } from '../lacks';
import { panelOf } from './samples';

const trans = nullTranslator.load('jupyterlab_pangeo');

describe('lacksOf', () => {
  it('is empty for what is drawn whole', () => {
    const overrides = [
      {
        matcher: { id: 'byName', options: 'a' },
        properties: [
          { id: 'unit', value: 's' },
          { id: 'custom.axisColorMode', value: 'text' }
        ]
      }
    ];
    for (const type of SUPPORTED.types) {
      expect(panelOf({ type, fieldConfig: { overrides } }).lacks).toEqual([]);
    }
  });

  it('says each thing once, in words', () => {
    const property = { id: 'custom.fillBelowTo', value: 'a' };
    const panel = panelOf({
      type: 'piechart',
      transformations: [
        { id: 'merge' },
        { id: 'merge' },
        { id: 'sortBy', disabled: true }
      ],
      fieldConfig: {
        defaults: { color: { mode: 'continuous-rainbow' } },
        overrides: [
          { matcher: { id: 'byMood' }, properties: [property] },
          {
            matcher: { id: 'byName' },
            properties: [property, { id: 'toString' }]
          }
        ]
      }
    });
    expect(panel.lacks).toEqual([
      'panels of type “piechart”',
      'the transformation “merge”',
      'overrides that are matched by “byMood”',
      'overrides of “custom.fillBelowTo”',
      'overrides of “toString”',
      'colours by “continuous-rainbow”'
    ]);
  });

  it('grows shorter with what is supported', () => {
    const panel = panelOf({
      type: 'piechart',
      transformations: [{ id: 'merge' }]
    });
    expect(
      lacksOf(panel, trans, {
        types: new Set(['piechart']),
        transformations: new Set(['merge'])
      })
    ).toEqual([]);
  });

  it('is bounded', () => {
    const transformations = Array.from({ length: 90 }, (_, i) => ({
      id: `t${i}`
    }));
    expect(panelOf({ type: 'stat', transformations }).lacks).toHaveLength(20);
  });
});
