import { extname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { EngineError } from './engine-thread';
import type { Asked, Explained, Question, Told } from './explain-worker';
import type { PackedRound } from './packed';
import { EXEC_ARGV } from './thread-source';

/** Answers questions about one round's plan in a thread of its own, which reads the round once. */
export class Explainer {
  private readonly worker: Worker;
  private readonly waiting = new Map<number, { resolve: (answer: never) => void; reject: (error: Error) => void }>();
  private ticket = 0;
  private ended = false;
  private retired = false;

  constructor(round: PackedRound) {
    this.worker = new Worker(join(__dirname, `explain-worker${extname(__filename)}`), {
      workerData: round,
      execArgv: EXEC_ARGV,
    });
    this.worker.on('message', (told: Told) => {
      const one = this.waiting.get(told.ticket);
      this.waiting.delete(told.ticket);
      if ('failed' in told) one?.reject(new EngineError('engine_failed', { message: told.failed }));
      else one?.resolve(told.answer as never);
      if (this.retired && this.waiting.size === 0) void this.end();
    });
    this.worker.on('error', (error) => this.giveUp(new EngineError('engine_failed', { message: error.message })));
    this.worker.on('exit', () => this.giveUp(new EngineError('engine_died')));
  }

  /** False once the thread has ended: nothing more can be asked of it. */
  get alive(): boolean {
    return !this.ended;
  }

  /** Rejects with EngineError when the question fails or the thread ends before its answer. */
  ask<A extends Question['about']>(question: Extract<Question, { about: A }>): Promise<Explained[A]> {
    if (this.ended) return Promise.reject(new EngineError('engine_died'));
    const ticket = this.ticket++;
    return new Promise((resolve, reject) => {
      this.waiting.set(ticket, { resolve, reject });
      this.worker.postMessage({ ticket, question } satisfies Asked);
    });
  }

  /** Ends the thread as soon as nobody waits for an answer. */
  retire(): void {
    this.retired = true;
    if (this.waiting.size === 0) void this.end();
  }

  /** Ends the thread at once; whoever waits is told. */
  async end(): Promise<void> {
    this.ended = true;
    await this.worker.terminate();
  }

  private giveUp(error: EngineError): void {
    this.ended = true;
    for (const { reject } of this.waiting.values()) reject(error);
    this.waiting.clear();
  }
}
