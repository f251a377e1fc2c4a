import { LabIcon } from '@jupyterlab/ui-components';
import catalog from '../style/icons/catalog.svg';
import clusters from '../style/icons/clusters.svg';
import scale from '../style/icons/scale.svg';

export const catalogIcon = new LabIcon({
  name: 'pangeo:catalog',
  svgstr: catalog
});

export const clustersIcon = new LabIcon({
  name: 'pangeo:clusters',
  svgstr: clusters
});

export const scaleIcon = new LabIcon({ name: 'pangeo:scale', svgstr: scale });
