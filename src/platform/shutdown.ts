import type { Logger } from 'pino';

/** What is left after the application has closed, or has not in time: to end the process with a code. */
type Exit = (code: number) => void;

/**
 * Stops the application on SIGINT or SIGTERM: work is finished or handed back, the queue is closed before the database,
 * then the process exits with 0. After `seconds` it exits with 1, whatever is still open: the outbox and the queue's locks
 * see to it that nothing is lost. A second signal does not wait.
 */
export function stopOnSignals(
  app: { close(): Promise<void> },
  seconds: number,
  logger: Logger,
  exit: Exit = process.exit,
): void {
  let stopping = false;
  const stop = async (signal: NodeJS.Signals): Promise<void> => {
    if (stopping) return exit(1);
    stopping = true;
    logger.info({ signal }, 'stopping');
    setTimeout(() => {
      logger.error({ seconds }, 'not stopped in time');
      exit(1);
    }, seconds * 1000).unref();
    try {
      await app.close();
      logger.info('stopped');
      exit(0);
    } catch (error) {
      logger.error({ err: error }, 'stopped badly');
      exit(1);
    }
  };
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, (received) => void stop(received));
}
