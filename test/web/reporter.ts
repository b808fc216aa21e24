import type { Reporter, TestCase } from '@playwright/test/reporter';

/** Ends the run with the line `N passed, N failed`, as every suite of the house does. */
export default class Totals implements Reporter {
  private readonly tests = new Map<string, TestCase>();

  onTestEnd(test: TestCase): void {
    this.tests.set(test.id, test);
  }

  async onExit(): Promise<void> {
    const outcomes = [...this.tests.values()].map((test) => test.outcome());
    const failed = outcomes.filter((outcome) => outcome === 'unexpected').length;
    const passed = outcomes.filter((outcome) => outcome === 'expected' || outcome === 'flaky').length;
    process.stdout.write(`${passed} passed, ${failed} failed\n`);
  }
}
