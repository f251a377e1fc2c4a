import { DRAWN_TYPES } from '../lacks';
import { panelOf } from './samples';

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
    for (const type of [...DRAWN_TYPES, 'text', 'row']) {
      expect(panelOf({ type, fieldConfig: { overrides } }).lacks).toEqual([]);
    }
  });

  it('says each thing once, in words', () => {
    const property = { id: 'custom.fillBelowTo', value: 'a' };
    const panel = panelOf({
      type: 'piechart',
      transformations: [
        { id: 'extractFields' },
        { id: 'extractFields' },
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
      'the transformation “extractFields”',
      'overrides that are matched by “byMood”',
      'overrides of “custom.fillBelowTo”',
      'overrides of “toString”',
      'colours by “continuous-rainbow”'
    ]);
  });

  it.each([
    [{ type: 'gauge' }, 'cells of type “gauge”'],
    [{ type: 'color-text' }, undefined],
    [{ type: 'auto' }, undefined]
  ])(
    'names cells of tables that are drawn as mere text: %j',
    (options, lack) => {
      const property = { id: 'custom.cellOptions', value: options };
      const overrides = [{ matcher: { id: 'byName' }, properties: [property] }];
      const panel = panelOf({ type: 'table', fieldConfig: { overrides } });
      expect(panel.lacks).toEqual(lack ? [lack] : []);
    }
  );

  it.each(['scheme', 'hue', 'opacity'])(
    'names gradients of colours: %s',
    mode => {
      const custom = { gradientMode: mode };
      const panel = panelOf({
        type: 'timeseries',
        fieldConfig: { defaults: { custom } }
      });
      expect(panel.lacks).toEqual(
        mode === 'opacity' ? [] : [`gradients by “${mode}”`]
      );
    }
  );

  it('is bounded', () => {
    const transformations = Array.from({ length: 90 }, (_, i) => ({
      id: `t${i}`
    }));
    expect(panelOf({ type: 'stat', transformations }).lacks).toHaveLength(20);
  });
});
