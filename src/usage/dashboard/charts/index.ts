export { Chart, TableBehind } from './Chart';
export { toCsv } from './csv';
export { CursorSync } from './cursor';
export type { ChartProps } from './types';
