import { Clipboard } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { IApiClient } from '../api/tokens';
import type { Inserted } from '../ui/insert';
import { notify } from '../ui/notify';

/** The line that installs packages into the kernel that runs it. */
export function installLine(packages: readonly string[]): string {
  return `%pip install ${packages
    .map(name => (name.includes('[') ? `"${name}"` : name))
    .join(' ')}`;
}

/**
 * Tell which packages of inserted code the notebook's kernel lacks, and offer the line that installs them.
 *
 * A child of the kernelspec's Python is asked, not the kernel: nothing is run for the user.
 * Where it cannot be asked, nothing is said.
 */
export async function tellMissing(
  client: IApiClient,
  inserted: Inserted,
  packages: readonly string[],
  trans: TranslationBundle
): Promise<void> {
  if (inserted?.place !== 'notebook' || !packages.length) {
    return;
  }
  const { sessionContext } = inserted.panel;
  const kernelspec = sessionContext.session?.kernel?.name;
  if (kernelspec === undefined) {
    return;
  }
  const { missing } = await client
    .call('findMissingPackages', { body: { names: [...packages], kernelspec } })
    .catch(() => ({ missing: [] }));
  if (missing.length) {
    const line = installLine(missing);
    notify(
      'warning',
      trans.__(
        'The kernel %1 lacks %2.',
        sessionContext.kernelDisplayName,
        missing.join(', ')
      ),
      {
        label: trans.__('Copy install line'),
        callback: () => Clipboard.copyToSystem(line)
      }
    );
  }
}
