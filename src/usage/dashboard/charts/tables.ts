/** Drawings that are loaded together. */
export { Table, TableBehind } from './DataTable';
export { BarGauge, Gauge } from './Gauges';
