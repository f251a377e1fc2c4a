/** What is loaded when the catalog is first used. */
export { CatalogActions } from './actions';
export { CatalogModel } from './model';
export { CatalogPanel } from './panelWidget';
export { CatalogView } from './view';
