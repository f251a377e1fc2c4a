import { stack } from '..';

describe('stack', () => {
  it('lays series on each other', () => {
    expect(
      stack(
        [
          [1, 2, 3],
          [10, 20, 30],
          [100, 200, 300]
        ],
        'normal'
      )
    ).toEqual([
      [1, 2, 3],
      [11, 22, 33],
      [111, 222, 333]
    ]);
  });

  it('counts a gap as zero for those above, and keeps it a gap', () => {
    expect(
      stack(
        [
          [1, null, NaN, null],
          [10, 20, 30, null],
          [100, null, 300, null]
        ],
        'normal'
      )
    ).toEqual([
      [1, null, null, null],
      [11, 20, 30, null],
      [111, null, 330, null]
    ]);
  });

  it('makes shares of the sum', () => {
    expect(
      stack(
        [
          [1, 0, null, null],
          [3, 0, 5, null]
        ],
        'percent'
      )
    ).toEqual([
      [0.25, 0, null, null],
      [1, 0, 1, null]
    ]);
  });

  it('stacks series below zero downwards, apart from the others', () => {
    const series = [
      [4, 4],
      [-1, null],
      [6, 6],
      [-3, 0]
    ];
    expect(stack(series, 'normal')).toEqual([
      [4, 4],
      [-1, null],
      [10, 10],
      [-4, 0]
    ]);
    expect(stack(series, 'percent')).toEqual([
      [0.4, 0.4],
      [-0.25, null],
      [1, 1],
      [-1, 0]
    ]);
  });

  it('takes a shorter series as one with gaps at its end', () => {
    expect(stack([[1], [2, 2]], 'normal')).toEqual([
      [1, null],
      [3, 2]
    ]);
    expect(stack([], 'normal')).toEqual([]);
  });
});
