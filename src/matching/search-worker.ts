// Runs in a thread of its own: the second half of a search (see search-thread.ts).
import { parentPort, workerData } from 'node:worker_threads';
import { Stopped } from './engine/clock';
import { searchPiece } from './engine/halves';
import { BEAT, DONE, type JobMessage, STOP, type ThreadOrder } from './search-thread';

const { flags, port } = workerData as ThreadOrder;

port.on('message', ({ ticket, job }: JobMessage) => {
  const tick = () => {
    Atomics.add(flags, BEAT, 1);
    if (Atomics.load(flags, STOP) === ticket) throw new Stopped();
  };
  let answer;
  try {
    answer = searchPiece(job, tick, () => performance.now());
  } catch {
    answer = 'lost' as const;
  }
  port.postMessage({ ticket, answer });
  Atomics.store(flags, DONE, ticket);
  Atomics.notify(flags, DONE);
});
// The house may end while a search is on.
parentPort?.unref();
