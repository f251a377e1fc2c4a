import { DisposableDelegate, type IDisposable } from '@lumino/disposable';
import type { IServer } from '../api/tokens';

/** Have a host process ready until disposed, so that a cluster starts sooner. */
export function keepHostWarm(server: IServer): IDisposable {
  let warm: IDisposable | null = null;
  const delegate = new DisposableDelegate(() => warm?.dispose());
  void server.check().then(({ phase }) => {
    // A socket to a server half that is not there would be tried for ever.
    if (phase !== 'missing' && !delegate.isDisposed) {
      warm = server.live.subscribe('warm-host', '', () => undefined);
    }
  });
  return delegate;
}
