import { Dialog } from '@jupyterlab/apputils';
import { ReactPanel } from './ReactPanel';
import { Panel } from '@lumino/widgets';
import * as React from 'react';
import '../../style/forms.css';

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
      body: panelOf(<Form drawn={() => this._begin()}>{options.form}</Form>),
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

  override handleEvent(event: Event): void {
    if (event instanceof KeyboardEvent && this._isTabAtEnd(event)) {
      event.stopPropagation();
      event.preventDefault();
      this.node.querySelector<HTMLElement>(STOP)?.focus();
    } else if (!isEnterOnSummary(event)) {
      super.handleEvent(event);
    }
  }

  private _begin(): void {
    if (!document.activeElement?.closest('.jp-PangeoForm')) {
      this.node
        .querySelector<HTMLElement>(`.jp-PangeoForm :is(${FIELD})`)
        ?.focus();
    }
  }

  /** Whether Tab leaves the last stop: Lab would go on at the first one that was there before the form was drawn. */
  private _isTabAtEnd({ key, shiftKey }: KeyboardEvent): boolean {
    const stops = this.node.querySelectorAll(STOP);
    return (
      key === 'Tab' &&
      !shiftKey &&
      document.activeElement === stops[stops.length - 1]
    );
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

/**
 * The form in a panel of its own. For a React widget Lab would set the focus at a time of its own, which on a busy page
 * is before the form is drawn, or when the user is already elsewhere in it; so the form begins by itself.
 */
function panelOf(form: React.ReactElement): Panel {
  const panel = new Panel();
  panel.addWidget(new ReactPanel('jp-PangeoForm', form));
  return panel;
}

/** The form, which says when it stands in the page for the first time. */
function Form(props: { drawn: () => void; children: React.ReactElement }) {
  React.useLayoutEffect(props.drawn, []);
  return props.children;
}

/** What takes the focus when the dialog opens. */
const FIELD = 'input, select';

/** What the Tab key stops at. */
const STOP = ['button', 'summary', 'textarea', '[tabindex="0"]']
  .concat(FIELD.split(', '))
  .map(name => `${name}:not(:disabled)`)
  .join(', ');

/** Enter there opens what is below it, and must not submit. */
function isEnterOnSummary(event: Event): boolean {
  return (
    event instanceof KeyboardEvent &&
    event.key === 'Enter' &&
    event.target instanceof Element &&
    event.target.matches('summary')
  );
}

/** Place of the accepting button. */
const ACCEPT = 1;

/** Accept the form that a part of it stands in, as its button does. */
export function accept(part: Element): void {
  part
    .closest('.jp-PangeoFormDialog')
    ?.querySelector<HTMLElement>('.jp-Dialog-button.jp-mod-accept')
    ?.click();
}

/** Show the form; whether it was accepted. */
export async function showForm(options: IFormDialogOptions): Promise<boolean> {
  const dialog = new FormDialog(options);
  const { button } = await dialog.launch();
  return button.accept;
}
