const missing = new WeakSet<object>();

/** Notes which errors are of parts of this program that did not arrive. */
export function watchLateParts(): void {
  addEventListener('vite:preloadError', (event) => {
    missing.add((event as Event & { readonly payload: Error }).payload);
  });
}

/** Whether the error says that a part of this program did not arrive. */
export function hasNotArrived(error: unknown): boolean {
  return typeof error === 'object' && error !== null && missing.has(error);
}
