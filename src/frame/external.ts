import { Dialog, showDialog } from '@jupyterlab/apputils';
import type { TranslationBundle } from '@jupyterlab/translation';

/** Asks before a link of a page opens another site; a page cannot ask twice at a time, nor again after a No. */
export class ExternalLinks {
  constructor(private readonly _trans: TranslationBundle) {}

  /** Another page begins: it may ask again. */
  reset(): void {
    this._isDeclined = false;
  }

  async ask(url: string): Promise<void> {
    if (this._isAsking || this._isDeclined) {
      return;
    }
    this._isAsking = true;
    try {
      const { button } = await showDialog({
        title: this._trans.__('Open another site?'),
        body: this._trans.__('The dashboard links to %1', url),
        buttons: [
          Dialog.cancelButton(),
          Dialog.okButton({ label: this._trans.__('Open') })
        ]
      });
      if (button.accept) {
        window.open(url, '_blank', 'noopener,noreferrer');
      } else {
        this._isDeclined = true;
      }
    } finally {
      this._isAsking = false;
    }
  }

  private _isAsking = false;
  private _isDeclined = false;
}
