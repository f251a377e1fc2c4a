import schema from '../../../schema/plots.json';
import { stepsOf } from '../layout';
import { findPlot, plainName } from '../names';

describe('the steps of a layout', () => {
  it('are those of dask-labextension by default', () => {
    expect(stepsOf(schema.properties.defaultLayout.default)).toEqual([
      { plot: 'task-stream', mode: 'split-right', ref: null },
      { plot: 'workers-memory', mode: 'split-bottom', ref: 'task-stream' },
      { plot: 'progress', mode: 'split-right', ref: 'workers-memory' }
    ]);
  });

  it('put a neighbour before the plot that needs it', () => {
    const steps = stepsOf({
      'individual-a': { mode: 'tab-after', ref: 'individual-b' },
      b: { mode: 'split-left', ref: null }
    });
    expect(steps.map(({ plot }) => plot)).toEqual(['b', 'a']);
    expect(steps[1].ref).toBe('b');
  });

  it('end where plots wait for each other or for none that is there', () => {
    const steps = stepsOf({
      a: { mode: 'split-left', ref: 'b' },
      b: { mode: 'nonsense', ref: 'a' },
      c: { ref: 'nowhere' },
      d: { ref: 'd' }
    });
    expect(steps).toHaveLength(4);
    expect(steps.find(({ plot }) => plot === 'b')?.mode).toBe('split-right');
    expect(steps.find(({ plot }) => plot === 'c')?.ref).toBeNull();
    expect(steps.find(({ plot }) => plot === 'd')?.ref).toBeNull();
  });
});

describe('the name of a plot', () => {
  it('is found in every spelling', () => {
    const plot = {
      name: 'progress',
      title: 'Progress',
      group: 'tasks',
      path: 'individual-progress',
      drawing: 'dask'
    } as const;
    for (const name of [
      'progress',
      'individual-progress',
      '/individual-progress'
    ]) {
      expect(findPlot([plot], name)).toBe(plot);
      expect(plainName(name)).toBe('progress');
    }
    expect(findPlot([plot], 'graph')).toBeUndefined();
  });
});
