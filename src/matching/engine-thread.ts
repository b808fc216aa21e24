import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Progress } from './engine/plan';
import type { ProblemError } from './engine/problem';
import type { Answers, Message, Order } from './engine-worker';
import { EXEC_ARGV } from './thread-source';

/** The code of an engine that was told to stop before it had any plan. */
export const STOPPED = 'stopped';

/** The engine refused or was stopped, or its thread ended without an answer. `code` is what a round shows as its error. */
export class EngineError extends Error {
  constructor(
    readonly code: string,
    readonly params: ProblemError['params'] = {},
  ) {
    super(code);
  }
}

export interface EngineThread<T> {
  /** Rejects with EngineError. */
  answer: Promise<T>;
  /** Ends the thread at once. */
  stop(): Promise<void>;
}

/** Starts a thread for one order. It shares nothing with the caller but the flag to cancel. */
export function startEngine<T extends Order['task']>(
  order: Extract<Order, { task: T }>,
  onProgress?: (progress: Progress) => void,
): EngineThread<Answers[T]> {
  const worker = new Worker(join(__dirname, `engine-worker${extname(__filename)}`), {
    workerData: order,
    execArgv: EXEC_ARGV,
  });
  const answer = new Promise<Answers[T]>((resolve, reject) => {
    worker.on('message', (message: Message) => {
      if (message.kind === 'progress') onProgress?.(message.progress);
      else if (message.kind === 'done') resolve(message.answer as Answers[T]);
      else if (message.kind === 'stopped') reject(new EngineError(STOPPED));
      else reject(new EngineError(message.code, message.params));
    });
    worker.on('error', (error: Error & { code?: string }) =>
      reject(
        new EngineError(error.code === 'ERR_WORKER_OUT_OF_MEMORY' ? 'out_of_memory' : 'engine_failed', {
          message: error.message,
        }),
      ),
    );
    worker.on('exit', () => reject(new EngineError('engine_died')));
  });
  return { answer, stop: async () => void (await worker.terminate()) };
}
