/**
 * How many decimals show three significant digits; none for a whole number.
 *
 * @param value - A finite number.
 */
export function autoDecimals(value: number): number {
  if (Number.isInteger(value)) {
    return 0;
  }
  // Not `Math.log10`, for which 99.99999999999999 is 100 already: Grafana writes it as 100.0.
  return Math.max(0, 2 - Math.floor(Math.log(Math.abs(value)) / Math.LN10));
}

/**
 * A number with a fixed count of decimals, rounded as `Math.round` does (12.345 is 12.35, where `toFixed` says 12.34 or 12.35 by its bits).
 *
 * @param value - `NaN` is `NaN`, the infinities are `∞` and `-∞`.
 * @param decimals - Null: as many as three significant digits need.
 */
export function fixed(value: number, decimals: number | null): string {
  if (Number.isNaN(value)) {
    return 'NaN';
  }
  if (!Number.isFinite(value)) {
    return value < 0 ? '-∞' : '∞';
  }
  const count = Math.min(100, Math.max(0, decimals ?? autoDecimals(value)));
  if (value === 0) {
    return (0).toFixed(count);
  }
  const factor = 10 ** count;
  const rounded = Math.round(value * factor) / factor;
  // Beyond what a double can hold in that many decimals, the number as it is.
  const plain = String(Number.isFinite(rounded) ? rounded : value);
  if (plain.includes('e')) {
    return plain;
  }
  const [whole, fraction = ''] = plain.split('.');
  return count === 0 ? whole : `${whole}.${fraction.padEnd(count, '0')}`;
}
