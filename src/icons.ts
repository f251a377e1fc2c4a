import { LabIcon } from '@jupyterlab/ui-components';
import clusters from '../style/icons/clusters.svg';
import connect from '../style/icons/connect.svg';
import scale from '../style/icons/scale.svg';

export const clustersIcon = new LabIcon({
  name: 'pangeo:clusters',
  svgstr: clusters
});

export const connectIcon = new LabIcon({
  name: 'pangeo:connect',
  svgstr: connect
});

export const scaleIcon = new LabIcon({ name: 'pangeo:scale', svgstr: scale });
