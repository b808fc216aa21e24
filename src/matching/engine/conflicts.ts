import type { Tick } from './tick';
import { type Conflicts, type Problem } from './problem';

/**
 * Conflicts of every volunteer's pairs from the occurrences of their options.
 *
 * Two pairs of different needs conflict when an occurrence of one begins before an occurrence of the other has ended
 * and the way is done: `travel(p, q)` gives the minutes between the places of two pairs of one volunteer (0 or more,
 * symmetric, not asked for options that are flexible or never near each other). Occurrences must ascend in time.
 * `longestTravel`: no answer of `travel` exceeds it.
 *
 * O(pairs of a volunteer squared), with a weekly half-hour mask as a first filter. `tick` is called now and then, and may
 * throw.
 */
export function conflictsByTime(
  problem: Omit<Problem, 'conflicts'>,
  travel: (p: number, q: number) => number = () => 0,
  longestTravel = 0,
  tick: Tick = () => undefined,
): Conflicts {
  const { needs, options, offers, pairs, volunteers } = problem;
  const { occurrenceStart, from, to } = options;
  const needOf = new Int32Array(pairs.count);
  const byVolunteer = new Int32Array(volunteers.count + 1);
  for (let i = 0; i < needs.count; i++) for (let p = needs.pairStart[i]; p < needs.pairStart[i + 1]; p++) needOf[p] = i;
  for (let p = 0; p < pairs.count; p++) byVolunteer[offers.volunteer[pairs.offer[p]] + 1]++;
  for (let j = 0; j < volunteers.count; j++) byVolunteer[j + 1] += byVolunteer[j];
  const cursor = byVolunteer.slice();
  const list = new Int32Array(pairs.count);
  for (let p = 0; p < pairs.count; p++) list[cursor[offers.volunteer[pairs.offer[p]]]++] = p;

  tick();
  const masks = weekMasks(problem, longestTravel);
  tick();
  // First pass collects (p, q) with p < q in a growing buffer, second pass turns it into symmetric lists.
  let found = new Int32Array(1024);
  let used = 0;
  let looked = 0;
  for (let j = 0; j < volunteers.count; j++) {
    for (let a = byVolunteer[j]; a < byVolunteer[j + 1]; a++) {
      looked += byVolunteer[j + 1] - a;
      if (looked > LOOKS) {
        looked = 0;
        tick();
      }
      const p = list[a];
      const op = pairs.option[p];
      if (occurrenceStart[op] === occurrenceStart[op + 1]) continue;
      for (let b = a + 1; b < byVolunteer[j + 1]; b++) {
        const q = list[b];
        const oq = pairs.option[q];
        if (needOf[p] === needOf[q] || occurrenceStart[oq] === occurrenceStart[oq + 1] || !meet(masks, op, oq))
          continue;
        const gap = smallestGap(op, oq);
        if (gap >= longestTravel || (gap >= 0 && gap >= travel(p, q))) continue;
        if (used + 2 > found.length) {
          const larger = new Int32Array(found.length * 2);
          larger.set(found);
          found = larger;
        }
        found[used++] = p;
        found[used++] = q;
      }
    }
  }

  const start = new Int32Array(pairs.count + 1);
  for (let k = 0; k < used; k++) {
    if (k % LOOKS === 0) tick();
    start[found[k] + 1]++;
  }
  for (let p = 0; p < pairs.count; p++) start[p + 1] += start[p];
  const at = start.slice();
  const other = new Int32Array(used);
  for (let k = 0; k < used; k += 2) {
    if (k % LOOKS === 0) tick();
    other[at[found[k]]++] = found[k + 1];
    other[at[found[k + 1]]++] = found[k];
  }
  return { start, other };

  /** Minutes between the closest occurrences, negative when they overlap. */
  function smallestGap(o: number, u: number): number {
    let x = occurrenceStart[o];
    let y = occurrenceStart[u];
    let smallest = 0x7fffffff;
    while (x < occurrenceStart[o + 1] && y < occurrenceStart[u + 1]) {
      if (from[x] < to[y] && from[y] < to[x]) return -1;
      if (to[x] <= from[y]) {
        smallest = Math.min(smallest, from[y] - to[x]);
        x++;
      } else {
        smallest = Math.min(smallest, from[x] - to[y]);
        y++;
      }
    }
    return smallest;
  }
}

/** Two pairs looked at, between two ticks. */
const LOOKS = 50_000;
const WORDS = 11; // 336 half-hours of a week

/** Half-hours of the week that an option touches, widened by half the longest way on either side. */
function weekMasks({ options }: Pick<Problem, 'options'>, longestTravel: number): Int32Array {
  const masks = new Int32Array(options.count * WORDS);
  const widen = Math.ceil(longestTravel / 2);
  for (let o = 0; o < options.count; o++) {
    for (let x = options.occurrenceStart[o]; x < options.occurrenceStart[o + 1]; x++) {
      const first = Math.floor((options.from[x] - widen) / 30);
      const last = Math.min(Math.ceil((options.to[x] + widen) / 30) - 1, first + 335);
      for (let h = first; h <= last; h++) {
        const bit = ((h % 336) + 336) % 336;
        masks[o * WORDS + (bit >> 5)] |= 1 << (bit & 31);
      }
    }
  }
  return masks;
}

function meet(masks: Int32Array, o: number, u: number): boolean {
  for (let w = 0; w < WORDS; w++) if ((masks[o * WORDS + w] & masks[u * WORDS + w]) !== 0) return true;
  return false;
}
