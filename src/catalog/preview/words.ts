import type { TranslationBundle } from '@jupyterlab/translation';
import { installLine } from '../packages';
import type { PreviewFailure, PreviewStep } from './model';

export function stepName(step: PreviewStep, trans: TranslationBundle): string {
  switch (step) {
    case 'waiting':
      return trans.__('Waiting for its turn');
    case 'starting':
      return trans.__('Starting Python');
    case 'opening':
      return trans.__('Opening the data');
    case 'drawing':
      return trans.__('Drawing');
  }
}

/** What went wrong, in a sentence; the error's own words stand below it. */
export function causeOf(
  { code, package: name }: PreviewFailure,
  trans: TranslationBundle
): string {
  switch (code) {
    case 'missing-package':
      return name
        ? trans.__('The Python of this kernel lacks %1.', name)
        : trans.__('The Python of this kernel lacks a package.');
    case 'memory':
      return trans.__('The data did not fit into the memory of a preview.');
    case 'denied':
      return trans.__('The data may not be read with your credentials.');
    case 'not-found':
      return trans.__('The data are not where the catalog says.');
    case 'unreachable':
      return trans.__('Where the data lie cannot be reached.');
    case 'deadline':
      return trans.__('The preview took too long and was ended.');
    default:
      return trans.__('There is no preview.');
  }
}

/** What helps; empty where nothing is known to. */
export function remedyOf(
  { code }: PreviewFailure,
  packages: readonly string[],
  trans: TranslationBundle
): string {
  switch (code) {
    case 'missing-package':
      return packages.length
        ? trans.__('Run in a notebook: %1', installLine(packages))
        : '';
    case 'memory':
    case 'deadline':
      return trans.__(
        'Choose a smaller part by the parameters, or insert the load code and select a part first.'
      );
    case 'denied':
      return trans.__(
        'See what the data want above: log in, or set the credentials where your kernels find them.'
      );
    case 'invalid':
      return trans.__('Choose another kernel.');
    default:
      return '';
  }
}
