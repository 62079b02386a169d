/** A choice of the person at this browser. Where nothing can be kept, it lasts as long as the page. */
export interface Stored {
  get(): string;
  set(value: string): void;
  listen(listener: () => void): () => void;
}

export function stored(name: string, otherwise: string): Stored {
  const listeners = new Set<() => void>();
  let value = otherwise;
  try {
    value = localStorage.getItem(name) ?? otherwise;
  } catch {
    // Storage is off in this browser.
  }
  return {
    get: () => value,
    set: (next) => {
      value = next;
      try {
        localStorage.setItem(name, next);
      } catch {
        // As above.
      }
      for (const listener of listeners) listener();
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
