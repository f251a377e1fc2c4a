export { firstFrom, thinColumns } from './columns';
export { downsample, type Thinned } from './downsample';
export { calculate, CALCULATIONS, isCalculation, type Values } from './reduce';
export { stack } from './stack';
export { calcTitle } from './titles';
