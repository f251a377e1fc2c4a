import { LabIcon } from '@jupyterlab/ui-components';
import pin from '../../style/icons/pin.svg';
import pinned from '../../style/icons/pinned.svg';
import usage from '../../style/icons/usage.svg';

export const pinIcon = new LabIcon({ name: 'pangeo:pin', svgstr: pin });

export const pinnedIcon = new LabIcon({
  name: 'pangeo:pinned',
  svgstr: pinned
});

export const usageIcon = new LabIcon({ name: 'pangeo:usage', svgstr: usage });
