export { Chart, DRAWN_TYPES } from './Chart';
export { toCsv } from './csv';
export { CursorSync } from './cursor';
export { TableBehind } from './DataTable';
export type { ChartProps } from './types';
