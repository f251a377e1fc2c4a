/** A promise that the test settles. */
export interface IDeferred<T> {
  readonly promise: Promise<T>;
  readonly resolve: (value: T) => void;
  readonly reject: (error: Error) => void;
}

export function deferred<T>(): IDeferred<T> {
  let resolve: IDeferred<T>['resolve'] = () => undefined;
  let reject: IDeferred<T>['reject'] = () => undefined;
  const promise = new Promise<T>((yes, no) => {
    resolve = yes;
    reject = no;
  });
  return { promise, resolve, reject };
}

/** Let every promise that is settled run its course. */
export function settle(): Promise<void> {
  return new Promise(done => window.setTimeout(done, 0));
}
