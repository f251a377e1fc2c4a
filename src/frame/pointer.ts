import { DisposableDelegate, type IDisposable } from '@lumino/disposable';

const PRESSED = 'jp-mod-pangeoPressed';

let guards = 0;

const press = (): void => document.body.classList.add(PRESSED);
const release = (): void => document.body.classList.remove(PRESSED);

/**
 * Keep frames from swallowing the pointer of a drag or a resize that began outside them, until disposed.
 *
 * While a button is down anywhere in Lab's page its body carries a class, by which the style makes frames
 * transparent to the pointer.
 */
export function guardPointer(): IDisposable {
  if (guards++ === 0) {
    window.addEventListener('pointerdown', press, true);
    window.addEventListener('pointerup', release, true);
    window.addEventListener('pointercancel', release, true);
  }
  return new DisposableDelegate(() => {
    if (--guards === 0) {
      window.removeEventListener('pointerdown', press, true);
      window.removeEventListener('pointerup', release, true);
      window.removeEventListener('pointercancel', release, true);
      release();
    }
  });
}
