import { codeMimeData } from '../dragCode';

describe('code that is dragged', () => {
  it('is text for an editor and a cell for a notebook', () => {
    const data = codeMimeData({ code: 'a = 1', metadata: { pangeo: {} } });
    expect(data.getData('text/plain')).toBe('a = 1');
    expect(data.getData('application/vnd.jupyter.cells')).toEqual([
      {
        cell_type: 'code',
        source: 'a = 1',
        metadata: { pangeo: {}, trusted: true },
        outputs: [],
        execution_count: null
      }
    ]);
  });
});
