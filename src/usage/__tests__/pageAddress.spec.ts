import { pageAddress } from '../pageAddress';
import { USUAL } from '../view';

it('is the page of a dashboard alone, at the time, the values and the theme that are shown', () => {
  const view = {
    ...USUAL,
    from: 'now-6h/h',
    refresh: '',
    timezone: 'utc',
    variables: { job: ['a&b', '$__all'], 'my var': [] }
  };
  const [path, query] = pageAddress('abc_-1', view, false).split('?');
  expect(path).toBe('d/abc_-1');
  expect(query).toMatch(/^kiosk&/);
  const said = new URLSearchParams(query);
  expect(said.getAll('var-job')).toEqual(['a&b', '$__all']);
  expect(said.has('refresh')).toBe(false);
  expect(Object.fromEntries(said)).toMatchObject({
    theme: 'dark',
    from: 'now-6h/h',
    to: 'now',
    timezone: 'utc',
    '_dash.hideTimePicker': 'true'
  });
});
