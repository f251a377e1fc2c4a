import { Notification } from '@jupyterlab/apputils';

/** How long a message stays in view, milliseconds; later it is in Lab's list. What failed stays until it is closed. */
const IN_VIEW = { info: 8000, warning: 8000, error: false } as const;

export interface INotifyAction {
  readonly label: string;
  readonly callback: () => void;
}

/** Tell the user, in view: a notification without a time only raises the number in Lab's status bar. */
export function notify(
  kind: keyof typeof IN_VIEW,
  message: string,
  ...actions: readonly INotifyAction[]
): void {
  Notification.emit(message, kind, {
    autoClose: IN_VIEW[kind],
    actions: [...actions]
  });
}
