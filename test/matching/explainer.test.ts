import { gzipSync } from 'node:zlib';
import { match } from '../../src/matching/engine/match';
import { Explainer } from '../../src/matching/explainer';
import { menus, need, offer, volunteer } from '../support/menus-small';

jest.setTimeout(60_000);

const given = menus({
  needs: [need('一'), need('二')],
  volunteers: [volunteer('甲', { maxConcurrent: 1 }), volunteer('乙', { maxConcurrent: 1 })],
  offers: [offer('a', '甲'), offer('b', '乙')],
});
const packed = () => ({
  menus: gzipSync(JSON.stringify(given)),
  plan: gzipSync(JSON.stringify(match(given, { seed: 1, iterations: 5 }))),
});

it('answers many questions about one round, each by its own answer', async () => {
  const explainer = new Explainer(packed());
  const [funnel, unknown, whyNot, others] = await Promise.all([
    explainer.ask({ about: 'funnel', need: '一' }),
    explainer.ask({ about: 'funnel', need: '三' }),
    explainer.ask({ about: 'whyNot', need: '一', offer: 'a' }),
    explainer.ask({ about: 'alternatives', need: '一' }),
  ]);
  expect(funnel).toEqual({ eligible: 2, eliminated: {} });
  expect(unknown).toBeNull();
  expect(whyNot).toMatchObject({ need: '一', offer: 'a' });
  expect(others).toHaveLength(1);
  await explainer.end();
});

it('retired, it still answers those who wait, then ends; ended, it refuses', async () => {
  const explainer = new Explainer(packed());
  const waiting = explainer.ask({ about: 'funnel', need: '一' });
  explainer.retire();
  expect(await waiting).toEqual({ eligible: 2, eliminated: {} });
  expect(explainer.alive).toBe(false);
  await expect(explainer.ask({ about: 'funnel', need: '一' })).rejects.toMatchObject({ code: 'engine_died' });
});

it('tells whoever waits when the thread dies, or cannot read the round', async () => {
  const dying = new Explainer(packed());
  const asked = dying.ask({ about: 'funnel', need: '一' });
  const outcome = expect(asked).rejects.toMatchObject({ code: 'engine_died' });
  await dying.end();
  await outcome;
  const broken = new Explainer({ ...packed(), plan: gzipSync('{') });
  await expect(broken.ask({ about: 'funnel', need: '一' })).rejects.toMatchObject({ code: 'engine_failed' });
  expect(broken.alive).toBe(false);
});
