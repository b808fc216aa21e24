import { extname, join } from 'node:path';
import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads';
import type { Helper, SearchAnswer, SearchJob } from './engine/beside';
import type { Running } from './engine/running';
import { EXEC_ARGV } from './thread-source';

/** Places in the shared flags: last job done, signs of life, job to stop. */
export const DONE = 0;
export const BEAT = 1;
export const STOP = 2;

/** What the thread is given at its start, and for each job. */
export interface ThreadOrder {
  flags: Int32Array;
  port: MessagePort;
}
export interface JobMessage {
  ticket: number;
  job: SearchJob;
}

interface Thread {
  worker: Worker;
  port: MessagePort;
  flags: Int32Array;
}

/** No sign of life for so long: the thread has died. It gives one with every step, many times a second. */
const SILENT_MS = 15_000;
/** Threads that may be lost before no more are started. */
const MOST_LOST = 2;

/**
 * A second thread for the search, started when first asked for. The thread that asks is blocked most of the time and
 * hears no events, so it learns from shared flags that an answer is there, or that nothing has been heard for too long.
 */
export class SearchThread implements Helper {
  private thread: Thread | null = null;
  private ticket = 0;
  private lost = 0;

  constructor(
    private readonly silentMs = SILENT_MS,
    private readonly program = join(__dirname, `search-worker${extname(__filename)}`),
  ) {}

  search(job: SearchJob): Running<SearchAnswer | 'lost'> {
    if (this.lost >= MOST_LOST) return { wait: () => 'lost', stop: () => undefined };
    const thread = (this.thread ??= this.start());
    const { port, flags } = thread;
    const ticket = ++this.ticket;
    port.postMessage({ ticket, job } satisfies JobMessage);
    let beat = Atomics.load(flags, BEAT);
    let heard = performance.now();
    let answer: SearchAnswer | 'lost' | null = null;
    return {
      wait: (milliseconds) => {
        const until = performance.now() + milliseconds;
        for (;;) {
          if (answer) return answer;
          const said = receiveMessageOnPort(port)?.message as { ticket: number; answer: typeof answer } | undefined;
          if (said?.ticket === ticket) return (answer = said.answer);
          const now = performance.now();
          const last = Atomics.load(flags, BEAT);
          if (last !== beat) {
            beat = last;
            heard = now;
          } else if (now - heard > this.silentMs) {
            this.lost++;
            this.close();
            return (answer = 'lost');
          }
          if (now >= until) return null;
          Atomics.wait(flags, DONE, ticket - 1, Math.min(50, until - now));
        }
      },
      stop: () => void Atomics.store(flags, STOP, ticket),
    };
  }

  /** Ends the thread; the next search starts another. */
  close(): void {
    void this.thread?.worker.terminate();
    this.thread?.port.close();
    this.thread = null;
  }

  private start(): Thread {
    const flags = new Int32Array(new SharedArrayBuffer(12));
    const { port1, port2 } = new MessageChannel();
    const order: ThreadOrder = { flags, port: port2 };
    const worker = new Worker(this.program, { workerData: order, transferList: [port2], execArgv: EXEC_ARGV });
    // What goes wrong there is seen by its silence, and the search goes on without it.
    worker.on('error', () => undefined);
    worker.unref();
    return { worker, port: port1, flags };
  }
}
