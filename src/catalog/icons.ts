import { LabIcon } from '@jupyterlab/ui-components';
import grid from '../../style/icons/grid.svg';
import grip from '../../style/icons/grip.svg';
import star from '../../style/icons/star.svg';
import starred from '../../style/icons/starred.svg';

/** Something that could be starred. */
export const starIcon = new LabIcon({ name: 'pangeo:star', svgstr: star });

/** Something that is starred. */
export const starredIcon = new LabIcon({
  name: 'pangeo:starred',
  svgstr: starred
});

export const gridIcon = new LabIcon({ name: 'pangeo:grid', svgstr: grid });

export const gripIcon = new LabIcon({ name: 'pangeo:grip', svgstr: grip });
