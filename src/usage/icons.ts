import { LabIcon } from '@jupyterlab/ui-components';
import usage from '../../style/icons/usage.svg';

export const usageIcon = new LabIcon({ name: 'pangeo:usage', svgstr: usage });
