import { existsSync, readFileSync } from 'fs';
import { join, resolve } from 'path';
import { formatText, formatValue } from '..';
import { CATALOGUE } from '../catalogue';

/** Beside the checkout: five folders up is its root. */
const RECORDED = resolve(
  __dirname,
  '../../../../../../shared/grafana/recorded'
);
const VALUES = join(RECORDED, 'valueformats_grafana_data_13.2.3.json');
const UNITS = join(RECORDED, 'grafana_units_catalogue.json');

/** Runs where the recordings lie beside the checkout, and is skipped by name where they do not. */
function recorded(name: string, path: string, run: (text: string) => void) {
  if (existsSync(path)) {
    it(name, () => run(readFileSync(path, 'utf8')));
  } else {
    it.skip(`${name} (there is no ${path})`, () => undefined);
  }
}

describe('Grafana’s own formatter', () => {
  recorded('writes every recorded value as here', VALUES, text => {
    const units = JSON.parse(text) as Record<string, Record<string, string>>;
    const wrong: string[] = [];
    let count = 0;
    for (const [unit, cases] of Object.entries(units)) {
      for (const [key, expected] of Object.entries(cases)) {
        const [value, places] = key.split('|');
        const decimals = places === 'auto' ? null : Number(places);
        const got = formatText(Number(value), unit, decimals);
        count += 1;
        if (got !== expected) {
          wrong.push(`${unit} ${key}: ${got} instead of ${expected}`);
        }
      }
    }
    expect(wrong).toEqual([]);
    expect(Object.keys(units)).toHaveLength(34);
    expect(count).toBe(34 * 13 * 3);
  });

  recorded('has no unit that is unknown here', UNITS, text => {
    const categories = JSON.parse(text) as Array<{ units: string[] }>;
    const ids = categories.flatMap(category => category.units);
    expect(ids.filter(id => !CATALOGUE.has(id))).toEqual([]);
    expect(ids).toHaveLength(273);
    for (const id of ids) {
      expect(formatValue(1234.5, id).text).not.toBe('');
    }
  });
});
