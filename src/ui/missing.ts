import type { TranslationBundle } from '@jupyterlab/translation';
import { Widget } from '@lumino/widgets';

/**
 * What a side panel shows when its content cannot be had, as after an update of the server under an open page.
 *
 * Only what Lab itself brings is used: the styles come with the content.
 */
export function missingContent(
  thrown: unknown,
  retry: () => void,
  trans: TranslationBundle
): Widget {
  const message = document.createElement('div');
  message.setAttribute('role', 'alert');
  message.style.padding = '8px';
  message.textContent = trans.__(
    'The panel could not be loaded; reload the page. %1',
    String(thrown)
  );
  const again = document.createElement('button');
  again.className = 'jp-mod-styled';
  again.style.display = 'block';
  again.textContent = trans.__('Retry');
  again.onclick = retry;
  message.append(again);
  return new Widget({ node: message });
}
