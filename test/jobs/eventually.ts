import { setTimeout as pause } from 'node:timers/promises';

/** Waits until `read` gives something true; the error names what was last seen. */
export async function eventually<T>(read: () => Promise<T> | T, seconds = 20): Promise<T> {
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const value = await read();
    if (value) return value;
    if (performance.now() > end)
      throw new Error(`Still ${JSON.stringify(value)} after ${seconds} s: ${read.toString()}`);
    await pause(25);
  }
}
