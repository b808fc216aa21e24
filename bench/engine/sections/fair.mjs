import { support } from '../tools.mjs';

export const title = 'What declaring less brings a volunteer (40 × 40; one at a time, valued by the truth)';

/** Policies that might make it pay less. */
const POLICIES = {
  'as delivered': (policy) => policy,
  'fairness × 4': (policy) => ({ ...policy, fairness: policy.fairness * 4 }),
  'fairness 0': (policy) => ({ ...policy, fairness: 0 }),
  'no points for slack and free time around': (policy) => ({ ...policy, fit: { ...policy.fit, slack: 0, time: 0 } }),
};

export function* rows({ full }) {
  const { district } = support('menus-generator');
  const { measureUnderstating } = support('fairness');
  const seeds = full ? [1, 2, 3, 4, 5, 6] : [1, 2];
  for (const [name, change] of Object.entries(POLICIES)) {
    const total = new Map();
    for (const seed of seeds) {
      const menus = district({ needs: 40, volunteers: 40, seed });
      for (const gain of measureUnderstating({ ...menus, policy: change(menus.policy) }, 2)) {
        const sum = total.get(gain.kind) ?? { asked: 0, better: 0, points: 0, most: 0, inAll: 0, worse: 0 };
        sum.asked += gain.asked;
        sum.better += gain.better;
        sum.points += gain.better * gain.meanGain;
        sum.most = Math.max(sum.most, gain.mostGain);
        sum.inAll += gain.moreInAll;
        sum.worse += gain.worse;
        total.set(gain.kind, sum);
      }
    }
    for (const [kind, { asked: n, better, points, most, inAll, worse }] of total) {
      const share = (k) => `${((100 * k) / n).toFixed(1)} %`;
      yield {
        policy: name,
        'declaring less': kind,
        volunteers: n,
        'better best fit': share(better),
        'points of fit gained, mean / most': `${better === 0 ? 0 : Math.round(points / better)} / ${most}`,
        'more in all': share(inAll),
        worse: share(worse),
      };
    }
  }
}
