import { LabIcon } from '@jupyterlab/ui-components';
import catalog from '../style/icons/catalog.svg';
import clusters from '../style/icons/clusters.svg';
import grid from '../style/icons/grid.svg';
import grip from '../style/icons/grip.svg';
import scale from '../style/icons/scale.svg';

export const catalogIcon = new LabIcon({
  name: 'pangeo:catalog',
  svgstr: catalog
});

export const clustersIcon = new LabIcon({
  name: 'pangeo:clusters',
  svgstr: clusters
});

export const gridIcon = new LabIcon({ name: 'pangeo:grid', svgstr: grid });

export const gripIcon = new LabIcon({ name: 'pangeo:grip', svgstr: grip });

export const scaleIcon = new LabIcon({ name: 'pangeo:scale', svgstr: scale });
