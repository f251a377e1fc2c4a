import { contrast, lineColor } from '../colors';

const parts = (color: string) => (color.match(/\d+/g) ?? []).map(Number);

describe('the colour of an annotation', () => {
  it.each([
    '#fff899',
    '#000080',
    'rgba(0, 211, 255, 0.2)',
    'super-light-yellow',
    'dark-purple',
    '#ffffff',
    '#000000',
    'transparent',
    'url(https://example.org)',
    ''
  ])('%j is seen on light and on dark pages', name => {
    const [light, dark] = [lineColor(name, false), lineColor(name, true)];
    expect(contrast(parts(light), [255, 255, 255])).toBeGreaterThan(2.9);
    expect(contrast(parts(dark), [17, 17, 17])).toBeGreaterThan(2.9);
  });

  it('stays as it is where it can be seen', () => {
    expect(lineColor('#e02f44', false)).toBe('rgb(224, 47, 68)');
    expect(lineColor('rgb(87, 148, 242)', true)).toBe('rgb(87, 148, 242)');
  });
});
