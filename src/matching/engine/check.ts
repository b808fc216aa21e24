import type { Tick } from './tick';
import { type Problem, ProblemError } from './problem';

/** More pairs than this are refused with numbers: memory would be spent before an answer. */
export const MOST_PAIRS = 6_000_000;

/** Numbers looked at between two ticks. */
const STRETCH = 50_000;

/**
 * Refuses a malformed problem. `tick` is called now and then, and may throw, once all is looked at but the conflicts,
 * which may be many: what is left out then is only whether they are between pairs of one volunteer.
 * @throws ProblemError `too_many_pairs`, `wrong_length`, `out_of_range`, `not_integer`, `not_sorted` naming the field and place
 */
export function checkProblem(problem: Problem, tick: Tick = () => undefined): void {
  const { needs, options, volunteers, offers, pairs, conflicts, months } = problem;
  if (pairs.count > MOST_PAIRS) throw new ProblemError('too_many_pairs', { pairs: pairs.count, most: MOST_PAIRS });
  if (!Number.isInteger(months) || months < 1)
    throw new ProblemError('out_of_range', { field: 'months', value: months });

  lengths('needs.seats', needs.seats, needs.count);
  lengths('needs.minimum', needs.minimum, needs.count);
  lengths('needs.penalty', needs.penalty, needs.count);
  lengths('needs.level', needs.level, needs.count);
  starts('needs.optionStart', needs.optionStart, needs.count, options.count, 1);
  starts('needs.pairStart', needs.pairStart, needs.count, pairs.count, 0);
  starts('options.occurrenceStart', options.occurrenceStart, options.count, options.from.length, 0);
  lengths('options.to', options.to, options.from.length);
  lengths('volunteers.people', volunteers.people, volunteers.count);
  lengths('volunteers.capacity', volunteers.capacity, volunteers.count);
  starts('volunteers.loadStart', volunteers.loadStart, volunteers.count, volunteers.loadCost.length, 0);
  lengths('volunteers.monthlyMinutes', volunteers.monthlyMinutes, volunteers.count * months, true);
  lengths('offers.volunteer', offers.volunteer, offers.count);
  lengths('offers.capacity', offers.capacity, offers.count);
  lengths('offers.monthlyMinutes', offers.monthlyMinutes, offers.count * months, true);
  lengths('offers.stock', offers.stock, offers.count, true);
  lengths('pairs.option', pairs.option, pairs.count);
  lengths('pairs.offer', pairs.offer, pairs.count);
  lengths('pairs.cost', pairs.cost, pairs.count);
  lengths('pairs.minutes', pairs.minutes, pairs.count * months, true);
  lengths('pairs.pieces', pairs.pieces, pairs.count, true);
  lengths('pairs.pinned', pairs.pinned, pairs.count, true);

  range('needs.seats', needs.seats, 1);
  range('needs.minimum', needs.minimum, 1);
  range('volunteers.people', volunteers.people, 1);
  range('volunteers.capacity', volunteers.capacity, 0);
  range('volunteers.monthlyMinutes', volunteers.monthlyMinutes, 0);
  range('volunteers.loadCost', volunteers.loadCost, 0);
  range('offers.volunteer', offers.volunteer, 0, volunteers.count - 1);
  range('offers.capacity', offers.capacity, 0);
  range('offers.monthlyMinutes', offers.monthlyMinutes, 0);
  range('offers.stock', offers.stock, 0);
  range('pairs.minutes', pairs.minutes, 0);
  range('pairs.pieces', pairs.pieces, 0);
  let total = 0;
  for (let i = 0; i < needs.count; i++) {
    const penalty = needs.penalty[i];
    if (!Number.isFinite(penalty) || penalty < 0)
      throw new ProblemError('out_of_range', { field: 'needs.penalty', at: i, value: String(penalty) });
    if (!Number.isInteger(penalty))
      throw new ProblemError('not_integer', { field: 'needs.penalty', at: i, value: penalty });
    if (needs.minimum[i] > needs.seats[i])
      throw new ProblemError('out_of_range', { field: 'needs.minimum', at: i, value: needs.minimum[i] });
    total += penalty * needs.seats[i];
    const last = needs.optionStart[i + 1] - 1;
    // Need by need, because the compiler makes most of what is called often.
    const [from, to] = [needs.pairStart[i], needs.pairStart[i + 1]];
    range('pairs.option', pairs.option, needs.optionStart[i], last, from, to);
    range('pairs.offer', pairs.offer, 0, offers.count - 1, from, to);
  }
  // Prices are kept to 1/64 point and must add up exactly in a double.
  if (total > 2 ** 46) throw new ProblemError('out_of_range', { field: 'needs.penalty', total });
  for (let j = 0; j < volunteers.count; j++)
    for (let q = volunteers.loadStart[j] + 1; q < volunteers.loadStart[j + 1]; q++)
      if (volunteers.loadCost[q] < volunteers.loadCost[q - 1])
        throw new ProblemError('not_sorted', { field: 'volunteers.loadCost', at: q });
  for (let o = 0; o < options.count; o++)
    for (let x = options.occurrenceStart[o]; x < options.occurrenceStart[o + 1]; x++) {
      if (options.to[x] <= options.from[x])
        throw new ProblemError('out_of_range', { field: 'options.to', at: x, value: options.to[x] });
      if (x > options.occurrenceStart[o] && options.from[x] < options.to[x - 1])
        throw new ProblemError('not_sorted', { field: 'options.from', at: x });
    }
  if (conflicts.start.length > 0) {
    starts('conflicts.start', conflicts.start, pairs.count, conflicts.other.length, 0);
    for (let x = 0; x < conflicts.other.length; x += STRETCH) {
      tick();
      range('conflicts.other', conflicts.other, 0, pairs.count - 1, x, Math.min(x + STRETCH, conflicts.other.length));
    }
    const owner = pairs.offer.map((f) => offers.volunteer[f]);
    for (let p = 0; p < pairs.count; p++) {
      if (p % STRETCH === 0) tick();
      for (let x = conflicts.start[p]; x < conflicts.start[p + 1]; x++)
        if (owner[conflicts.other[x]] !== owner[p])
          throw new ProblemError('out_of_range', { field: 'conflicts.other', at: x, value: conflicts.other[x] });
    }
  }
}

function lengths(field: string, array: { length: number }, wanted: number, mayBeEmpty = false): void {
  if (array.length !== wanted && !(mayBeEmpty && array.length === 0))
    throw new ProblemError('wrong_length', { field, length: array.length, wanted });
}

function starts(field: string, array: Int32Array, count: number, end: number, least: number): void {
  lengths(field, array, count + 1);
  if (array[0] !== 0 || array[count] !== end)
    throw new ProblemError('out_of_range', { field, at: count, value: array[count], wanted: end });
  for (let k = 0; k < count; k++)
    if (array[k + 1] - array[k] < least) throw new ProblemError('not_sorted', { field, at: k });
}

function range(field: string, array: Int32Array, least: number, most = 0x7fffffff, from = 0, to = array.length): void {
  for (let k = from; k < to; k++)
    if (array[k] < least || array[k] > most) throw new ProblemError('out_of_range', { field, at: k, value: array[k] });
}
