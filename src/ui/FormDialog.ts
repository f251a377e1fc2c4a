import { Dialog } from '@jupyterlab/apputils';
import { ReactPanel } from './ReactPanel';
import type * as React from 'react';

export interface IFormDialogOptions {
  readonly title: string;
  readonly form: React.ReactElement;
  /** Label of the button that submits. */
  readonly accept: string;
  readonly cancel: string;
  /** Do what the form is for; false keeps the dialog open, its form saying why. Must not reject. */
  readonly submit: () => Promise<boolean>;
}

/** A dialog that stays open until what it asks for has been accepted, so that a refusal shows at its field. */
export class FormDialog extends Dialog<unknown> {
  constructor(options: IFormDialogOptions) {
    super({
      title: options.title,
      body: new ReactPanel('jp-PangeoForm', options.form),
      buttons: [
        Dialog.cancelButton({ label: options.cancel }),
        Dialog.okButton({ label: options.accept })
      ]
    });
    this.addClass('jp-PangeoFormDialog');
    this._submit = options.submit;
  }

  override resolve(index: number = ACCEPT): void {
    if (index !== ACCEPT) {
      super.resolve(index);
    } else if (!this._isSubmitting) {
      void this._try();
    }
  }

  private async _try(): Promise<void> {
    this._isSubmitting = true;
    this.node.setAttribute('aria-busy', 'true');
    try {
      if ((await this._submit()) && !this.isDisposed) {
        super.resolve(ACCEPT);
      }
    } finally {
      this._isSubmitting = false;
      this.node.removeAttribute('aria-busy');
    }
  }

  private _isSubmitting = false;
  private _submit: () => Promise<boolean>;
}

/** Place of the accepting button. */
const ACCEPT = 1;

/** Show the form; whether it was accepted. */
export async function showForm(options: IFormDialogOptions): Promise<boolean> {
  const dialog = new FormDialog(options);
  const { button } = await dialog.launch();
  return button.accept;
}
