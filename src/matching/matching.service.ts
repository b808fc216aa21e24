import { Inject, Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import { DistrictsService } from '../districts/districts.service';
import { addDays } from '../districts/local-time';
import { draftFaults } from '../needs/draft';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import { Database, Tx } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { DatedMeeting, meetingsOn } from './drafts';
import { Facts, factsOf, NeedFacts, needFacts, OfferFacts } from './engine/facts';
import { Funnels } from './engine/funnel';
import { DEFAULT_POLICY, Policy } from './engine/menus';
import type { Reason, ScoreParts } from './engine/plan';
import { failures } from './engine/rules';
import { pairing } from './engine/pairing';
import { fitOf, partsOf, reasonsOf } from './engine/score';
import { draftRow, NeedOutline } from './outline';
import { Frame, frameOf, loadMenus, needLine, SnapshotRequest } from './snapshot';
import { menuStamp } from './snapshot.queries';

/** Days looked at when a need says nothing longer. */
const HORIZON_DAYS = 366;
/** How long the resources menu in memory is believed without another look, if nothing is seen to change. */
const BELIEVED_MS = 60_000;

/** What the engine says of one pair. */
export interface PairJudgement {
  /** What stands in the way and nobody may set aside; not on the menu counts among it. */
  hard: Reason[];
  /** Broken rules that a person may set aside with a reason. */
  soft: Reason[];
  /** Fit, 0–1000, and its parts and facts. */
  score: number;
  parts: ScoreParts;
  reasons: Reason[];
  /** The best of the need's alternatives for this pair; null when the time is to be agreed. */
  alternative: number | null;
  /** Its dated meetings. */
  occurrences: DatedMeeting[];
}

/** Volunteers by what becomes of them for a need: eligible, or the first hard rule that excludes them. */
export interface WhoCould {
  eligible: number;
  eliminated: Record<string, number>;
}

/** The resources menu of a district, ready for questions. */
interface Supply {
  stamp: string;
  loadedAt: number;
  frame: Frame;
  facts: Facts;
  funnels: Funnels;
}

/** Questions about single pairs and single needs, answered by the engine's own rules. */
@Injectable()
export class MatchingService {
  private readonly supplies = new Map<string, Supply>();

  constructor(
    private readonly db: Database,
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * What the rules say of a pair, against everything agreed, approved or sent so far. Of several alternative times the
   * one with the fewest objections counts. Seats are not judged here: a reserve needs none.
   */
  async checkPair(
    tx: Tx,
    districtId: string,
    needId: string,
    offerId: string,
    alternative?: number,
  ): Promise<PairJudgement> {
    const request = await this.request(tx, districtId, { needId, offerId });
    const menus = await loadMenus(tx, request, await this.policy(tx, districtId));
    const off: Reason[] = [];
    if (menus.needs.length === 0) off.push({ code: 'need_not_open' });
    if (menus.offers.length === 0) off.push({ code: 'offer_not_listed' });
    if (off.length > 0)
      return { hard: off, soft: [], score: 0, parts: NO_PARTS, reasons: [], alternative: null, occurrences: [] };
    const facts = factsOf(menus);
    const [best] = judged(facts, facts.need.get(needId)!, facts.offer.get(offerId)!, alternative);
    if (!best)
      return {
        hard: [{ code: 'time_off_the_menu' }],
        soft: [],
        score: 0,
        parts: NO_PARTS,
        reasons: [],
        alternative: null,
        occurrences: [],
      };
    const { when, broken, pair } = best;
    const parts = partsOf(pair);
    return {
      hard: broken.filter(({ overridable }) => !overridable).map(plain),
      soft: broken.filter(({ overridable }) => overridable).map(plain),
      score: fitOf(pair),
      parts,
      reasons: reasonsOf(pair),
      alternative: when.index,
      occurrences: meetingsOn(request.from, request.timezone)(when.occurrences),
    };
  }

  /** `whoCould` for somebody who writes a need of the school. @throws `invalid` for times that contradict themselves */
  async ask(ctx: Ctx, outline: NeedOutline): Promise<WhoCould> {
    await requireAccess(this.db.reader, ctx.actor, 'need.create', [outline.schoolId]);
    const faults = draftFaults({ title: '', ...outline }).filter(({ code }) => !STILL_UNWRITTEN.has(code));
    if (faults.length > 0) throw new AppError('invalid', {}, faults);
    return this.whoCould(this.db.reader, ctx.actor.districtId, outline);
  }

  /**
   * Who could do a need that is still being written: exact against the resources menu. The menu is kept in memory between
   * questions; each question first asks the database whether anything has changed.
   */
  async whoCould(tx: Tx, districtId: string, outline: NeedOutline): Promise<WhoCould> {
    const { facts, frame, funnels } = await this.supply(tx, districtId);
    const line = needLine(await draftRow(tx, districtId, outline), frame);
    return funnels.of(needFacts(line, 0, facts));
  }

  private async supply(tx: Tx, districtId: string): Promise<Supply> {
    const request = await this.request(tx, districtId);
    const stamp = `${request.from} ${await menuStamp(tx, districtId)}`;
    const known = this.supplies.get(districtId);
    const now = performance.now();
    if (known?.stamp === stamp && now - known.loadedAt < BELIEVED_MS) return known;
    const policy = await this.policy(tx, districtId);
    const { frame, menus } = await this.db.snapshot(async (snapshot) => ({
      frame: await frameOf(snapshot, request),
      menus: await loadMenus(snapshot, { ...request, withoutNeeds: true }, policy),
    }));
    const facts = factsOf(menus);
    const supply = { stamp, loadedAt: now, frame, facts, funnels: new Funnels(facts) };
    this.supplies.set(districtId, supply);
    return supply;
  }

  private async request(tx: Tx, districtId: string, only?: SnapshotRequest['only']): Promise<SnapshotRequest> {
    const { timezone } = await this.districts.district(tx, districtId);
    const from = await this.districts.today(tx, districtId);
    return {
      districtId,
      roundId: null,
      from,
      to: addDays(from, HORIZON_DAYS - 1),
      scope: {},
      timezone,
      now: this.clock.now(),
      only,
    };
  }

  private async policy(tx: Tx, districtId: string): Promise<Policy> {
    return { ...DEFAULT_POLICY, ...(await this.districts.newestPolicy(tx, districtId)).params };
  }
}

/** Faults of a need that is complete but for these; whoever is still writing may leave them open. */
const STILL_UNWRITTEN = new Set(['time_missing', 'quantity_missing', 'place_missing']);

const NO_PARTS: ScoreParts = { skill: 0, time: 0, distance: 0, wish: 0, continuity: 0, slack: 0, load: 0 };

const plain = ({ code, params }: Reason): Reason => ({ code, params });

/** The ways of holding the need with what each breaks, the best first. */
function judged(facts: Facts, need: NeedFacts, offer: OfferFacts, alternative?: number) {
  const ways = need.whens
    .filter(({ index }) => alternative === undefined || index === alternative)
    .map((when) => {
      const pair = pairing(facts, need, when, offer);
      const broken = failures(pair);
      return { when, pair, broken, hard: broken.filter(({ overridable }) => !overridable).length, fit: fitOf(pair) };
    });
  return ways.sort((a, b) => a.hard - b.hard || a.broken.length - b.broken.length || b.fit - a.fit);
}
