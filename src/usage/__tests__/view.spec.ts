import { argsOf, linkTo, USUAL, viewIn, viewOf, withoutView } from '../view';

describe('the view of a usage tab', () => {
  it('is what the command says, and else the usual', () => {
    expect(viewOf({})).toEqual(USUAL);
    expect(viewOf({ dashboard: 'dask', from: 'now-2d', panel: 3 })).toEqual({
      ...USUAL,
      dashboard: 'dask',
      from: 'now-2d',
      panel: 3
    });
  });

  it('takes nothing of a wrong type', () => {
    expect(viewOf({ from: 5, to: 'x'.repeat(300), panel: '1' })).toEqual(USUAL);
  });

  it('is brought back by its arguments', () => {
    const view = {
      ...USUAL,
      dashboard: 'dask',
      panel: 5,
      variables: { a: ['1'] }
    };
    expect(viewOf(argsOf(view, true))).toEqual(view);
    expect(argsOf(view, true).isTab).toBe(true);
  });

  it('is brought back by its link', () => {
    const view = { ...USUAL, from: 'now-6h', refresh: '' };
    const { search, pathname } = new URL(
      linkTo(view, 'http://localhost/user/ann/')
    );
    expect(pathname).toBe('/user/ann/lab');
    expect(viewIn(search)).toEqual(view);
    expect(withoutView(`${search}&reset`)).toBe('?reset=');
    expect(withoutView(search)).toBe('');
  });

  it('has its variables in the link as Grafana writes them', () => {
    const variables = { job: ['a b', 'c&d'], step: ['5m'] };
    const view = { ...USUAL, store: 'lab', variables };
    const { search } = new URL(linkTo(view, 'http://localhost/'));
    expect(search).toContain('var-job=a+b&var-job=c%26d&var-step=5m');
    expect(viewIn(search)).toEqual(view);
    expect(withoutView(search)).toBe('');
    expect(withoutView('?var-of=another')).toBe('?var-of=another');
  });

  it('takes no variables but lists of texts', () => {
    const given = { a: ['1'], b: 'x', c: [1], d: null };
    expect(viewOf({ variables: given }).variables).toEqual({ a: ['1'] });
  });

  it.each(['', '?pangeo-usage=', '?pangeo-usage=[', '?pangeo-usage=3'])(
    'is none where the address says %j',
    search => expect(viewIn(search)).toBeNull()
  );
});
