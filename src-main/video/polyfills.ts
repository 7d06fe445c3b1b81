/**
 * node-av's classes name `Symbol.dispose` and `Promise.withResolvers` when they load, and abort the process on runtimes
 * that lack them: Node 18 (Electron 25) and, for the last, Node 20.
 */
export function defineMissingGlobals(): void {
  define(Symbol, 'dispose', Symbol.for('Symbol.dispose'));
  define(Symbol, 'asyncDispose', Symbol.for('Symbol.asyncDispose'));
  define(Promise, 'withResolvers', function withResolvers<T>() {
    let resolve!: (value: T | PromiseLike<T>) => void;
    let reject!: (reason: unknown) => void;
    const promise = new Promise<T>((onResolve, onReject) => {
      resolve = onResolve;
      reject = onReject;
    });
    return { promise, resolve, reject };
  });
}

function define(owner: object, name: string, value: unknown): void {
  if (!(name in owner)) Object.defineProperty(owner, name, { value, configurable: true, writable: true });
}
