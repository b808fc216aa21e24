/** Called inside long loops; throws to stop the work when the budget is spent or the caller has cancelled. */
export type Tick = () => void;

/** A tick that is heard once in so many times, for loops whose steps are short. */
export function every(times: number, tick: Tick): Tick {
  let since = 0;
  return () => {
    if (++since < times) return;
    since = 0;
    tick();
  };
}
