import { joinCluster, leaveCluster } from './cluster';

/** Before all tests. Ctrl-C during the tests must not leave the server running either. */
export default async function setUp(): Promise<void> {
  await joinCluster();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void leaveCluster().finally(() => process.exit(130)));
  }
}
