export { Chart } from './Chart';
export { toCsv } from './csv';
export { CursorSync } from './cursor';
export { TableBehind } from './DataTable';
export type { ChartProps } from './types';
