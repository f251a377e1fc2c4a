import * as React from 'react';
import { FormDialog, showForm } from '../FormDialog';

const OPTIONS = {
  title: 'Scale',
  form: (
    <>
      <input aria-label="Workers" />
      <details>
        <summary aria-label="Advanced">Advanced</summary>
      </details>
    </>
  ),
  accept: 'Scale',
  cancel: 'Cancel',
  submit: async () => true
};

function open() {
  const submit = jest.fn(async () => true);
  return { accepted: showForm({ ...OPTIONS, submit }), submit };
}

function press(key: string): boolean | undefined {
  return document.activeElement?.dispatchEvent(
    new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
  );
}

const focused = () =>
  document.activeElement?.getAttribute('aria-label') ?? 'nothing';

/** Wait until the named field has the focus, however long the machine takes to draw the form; then Jest gives up. */
async function untilFocused(name: string): Promise<void> {
  while (focused() !== name) {
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}

describe('a dialog with a form', () => {
  it('begins at the first field, and Enter there submits', async () => {
    const { accepted, submit } = open();
    await untilFocused('Workers');
    press('Enter');
    expect(await accepted).toBe(true);
    expect(submit).toHaveBeenCalledTimes(1);
  });

  it('is not submitted by Enter on what opens a part of it', async () => {
    const { accepted, submit } = open();
    await untilFocused('Workers');
    document.querySelector('summary')?.focus();
    expect(focused()).toBe('Advanced');
    // Left to the browser, which opens it.
    expect(press('Enter')).toBe(true);
    expect(submit).not.toHaveBeenCalled();
    press('Escape');
    expect(await accepted).toBe(false);
  });

  it('leaves the focus where the user has put it', async () => {
    const dialog = new FormDialog(OPTIONS);
    const closed = dialog.launch();
    // At once, as somebody who waits for nothing.
    const leave = ({ target }: Event) => {
      if (target instanceof HTMLInputElement) {
        document.removeEventListener('focusin', leave);
        document.querySelector('summary')?.focus();
      }
    };
    document.addEventListener('focusin', leave);
    await untilFocused('Advanced');
    await dialog.ready;
    await new Promise(resolve => setTimeout(resolve, 50));
    expect(focused()).toBe('Advanced');
    press('Escape');
    expect((await closed).button.accept).toBe(false);
  });

  it('goes by Tab from its last button to its beginning, before the fields', async () => {
    const { accepted } = open();
    await untilFocused('Workers');
    const field = document.activeElement as HTMLElement;
    const buttons = document.querySelectorAll<HTMLElement>(
      '.jp-Dialog-footer button'
    );
    buttons[buttons.length - 1].focus();
    press('Tab');
    const stop = document.activeElement as HTMLElement;
    expect([...buttons]).not.toContain(stop);
    expect(
      stop === field ||
        stop.compareDocumentPosition(field) & Node.DOCUMENT_POSITION_FOLLOWING
    ).toBeTruthy();
    press('Escape');
    expect(await accepted).toBe(false);
  });
});
