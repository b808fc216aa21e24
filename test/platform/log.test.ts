import { QueryFailedError } from 'typeorm';
import { createLogger } from '../../src/platform/log/log';

it('an error is logged by kind, code and place, never by its message or values', () => {
  const lines: string[] = [];
  const logger = createLogger({ logLevel: 'info', role: 'api' });
  const stream = Object.getOwnPropertySymbols(logger)
    .map((key) => (logger as unknown as Record<symbol, unknown>)[key])
    .find((one): one is { write(line: string): void } => typeof (one as { write?: unknown })?.write === 'function')!;
  stream.write = (line) => void lines.push(line);
  const driverError = Object.assign(new Error('duplicate key: (phone)=(13900000001)'), {
    code: '23505',
    constraint: 'account_login',
    detail: 'Key (login)=(13900000001)',
  });
  logger.error(
    {
      err: new QueryFailedError('INSERT INTO account', ['13900000001', '赵爷爷'], driverError),
      phone: '13900000001',
      row: { name: '赵爷爷' },
    },
    'request failed',
  );
  expect(lines).toHaveLength(1);
  expect(lines[0]).not.toMatch(/1390|赵爷爷/);
  expect(JSON.parse(lines[0])).toMatchObject({
    err: {
      kind: 'QueryFailedError',
      code: '23505',
      constraint: 'account_login',
      at: expect.arrayContaining([expect.stringContaining('log.test.ts')]),
    },
  });
});
