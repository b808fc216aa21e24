import { addDays, weekdayOf } from '../districts/local-time';
import { occurrences } from '../needs/times';
import { Maker } from './maker';
import type { Asked } from './needs';
import type { Offered } from './offers';

interface Meeting {
  day: string;
  from: number;
  to: number;
}

/** When the pair meets: as the need says, or an hour a week that they have agreed on. */
function meetings({ random }: Maker, { times, from, to }: Asked): Meeting[] {
  if (times.alternatives.length > 0) return occurrences(times.alternatives[0], from, to, new Map());
  const weekday = random.whole(1, 5);
  const found: Meeting[] = [];
  for (let day = from; day <= to; day = addDays(day, 1))
    if (weekdayOf(day) === weekday) found.push({ day, from: 15 * 60, to: 16 * 60 });
  return found;
}

/** A proposal of the office; `more` is what became of it. */
function makeProposal(
  maker: Maker,
  admin: string,
  { id: need_id, times }: Asked,
  { id: offer_id, volunteer }: Offered,
  meets: Meeting[],
  at: string,
  more: Record<string, unknown>,
): string {
  const id = maker.id();
  maker.add('proposal', {
    id,
    source: 'admin',
    round_id: null,
    need_id,
    offer_id,
    volunteer_id: volunteer.id,
    seat: 1,
    reserve_order: null,
    alternative: times.alternatives.length > 0 ? 0 : null,
    occurrences: meets.map(({ day, from, to }) => ({
      startsAt: maker.moment(day, from),
      endsAt: maker.moment(day, to),
    })),
    score: maker.random.whole(500, 900),
    parts: {},
    reasons: [],
    alternatives: [],
    overrides: [],
    pinned: false,
    decided_by: admin,
    decided_at: at,
    invited_at: at,
    answer_by: at,
    answered_at: null,
    answer_channel: null,
    version: 1,
    created_by: admin,
    created_at: at,
    updated_at: at,
    ...more,
  });
  return id;
}

/** An accepted pair with its meetings, check-ins (some overdue) and, when it is over, both evaluations. */
export function makeEngagement(maker: Maker, admin: string, need: Asked, offer: Offered): void {
  const { random, today } = maker;
  const began = maker.moment(addDays(need.from, -10), 600);
  const meets = meetings(maker, need);
  const proposalId = makeProposal(maker, admin, need, offer, meets, began, {
    state: 'accepted',
    answered_at: began,
    answer_channel: 'phone',
  });
  const engagementId = maker.id();
  const past = need.state === 'evaluated';
  maker.add('engagement', {
    id: engagementId,
    code: maker.code('服', 'engagement'),
    state: past ? 'evaluated' : 'serving',
    proposal_id: proposalId,
    need_id: need.id,
    offer_id: offer.id,
    volunteer_id: offer.volunteer.id,
    school_id: need.school.id,
    seat: 1,
    starts_on: need.from,
    ends_on: need.to,
    replacement_sought: false,
    version: 1,
    created_at: began,
    updated_at: began,
  });
  for (const { day, from, to } of meets) {
    const over = day < today;
    const held = over && random.chance(0.92);
    maker.add('session', {
      id: maker.id(),
      engagement_id: engagementId,
      volunteer_id: offer.volunteer.id,
      lane: 0,
      state: !over ? 'planned' : held ? 'held' : 'missed',
      starts_at: maker.moment(day, from),
      ends_at: maker.moment(day, to),
      minutes_served: held ? to - from : null,
      attendance: held ? random.whole(10, 45) : null,
      note: '',
      recorded_at: over ? maker.moment(day, to + 30) : null,
      version: 1,
      created_at: began,
    });
  }
  if (past) {
    for (const side of ['school', 'volunteer'])
      maker.add('evaluation', {
        id: maker.id(),
        engagement_id: engagementId,
        side,
        rating: random.whole(3, 5),
        again: random.chance(0.85),
        comment: '',
        created_by: null,
        created_at: maker.moment(need.to, 900),
      });
    return;
  }
  const due = maker.day(random.whole(-9, 12));
  maker.add('check_in', {
    id: maker.id(),
    engagement_id: engagementId,
    state: due < today ? 'overdue' : 'due',
    due_on: due,
    note: '',
    version: 1,
    created_at: maker.ago(20),
  });
}

/** An invitation somebody has said no to, some weeks ago: the pair is not proposed again until one side lifts it. */
export function makeDecline(maker: Maker, admin: string, need: Asked, offer: Offered): void {
  const [sent, answered] = [maker.ago(maker.random.whole(18, 30)), maker.ago(maker.random.whole(3, 15))];
  makeProposal(maker, admin, need, offer, meetings(maker, need), sent, {
    state: 'declined',
    answered_at: answered,
    answer_channel: maker.random.pick(['app', 'phone']),
    updated_at: answered,
  });
  makeExclusion(maker, offer, { need_id: need.id, reason: 'declined', side: 'volunteer', created_at: answered });
}

/** A volunteer and a school that had better not meet: one side's wish, or a conflict of interest the office knows of. */
export function makeApart(maker: Maker, admin: string, need: Asked, offer: Offered, kind: number): void {
  const [reason, side] = [
    ['blocked', 'school'],
    ['blocked', 'volunteer'],
    ['conflict_of_interest', 'district'],
  ][kind % 3];
  const created_at = maker.ago(maker.random.whole(20, 120));
  makeExclusion(maker, offer, { school_id: need.school.id, reason, side, created_by: admin, created_at });
}

function makeExclusion(maker: Maker, { volunteer }: Offered, more: Record<string, unknown>): void {
  maker.add('exclusion', {
    id: maker.id(),
    volunteer_id: volunteer.id,
    need_id: null,
    school_id: null,
    round_id: null,
    created_by: null,
    ...more,
  });
}

/** An invitation that waits for an answer: the persona `volunteer` finds it. */
export function makeInvitation(maker: Maker, admin: string, need: Asked, offer: Offered): void {
  makeProposal(maker, admin, need, offer, meetings(maker, need), maker.ago(1), {
    state: 'invited',
    answer_by: maker.ago(-6),
  });
}
