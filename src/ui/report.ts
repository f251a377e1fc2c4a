import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import { asError, isAbort } from '../api/errors';
import { notify } from './notify';
import { explain } from './problems';

/** Tell that a command failed, why, and offer the details; a request given up on is no failure. */
export function reportFailure(
  what: string,
  thrown: unknown,
  trans: TranslationBundle
): void {
  if (isAbort(thrown)) {
    return;
  }
  const { why, details } = explain(asError(thrown), trans);
  notify('error', trans.__('%1: %2', what, why), {
    label: trans.__('Copy details'),
    callback: () => Clipboard.copyToSystem(details)
  });
}
