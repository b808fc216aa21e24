import { Inject, Injectable } from '@nestjs/common';
import { record } from '../audit/audit';
import { DistrictsService } from '../districts/districts.service';
import type { ProposedPair } from '../matching/engine/plan';
import type { RoundScope } from '../matching/round';
import type { Ctx } from '../platform/actor';
import { Clock } from '../platform/clock';
import type { Tx } from '../platform/database/database';
import { newId } from '../platform/ids';
import { invite, Sent } from './invite';
import { freeSeat } from './proposal';

/** A pair of a plan, in ids of rows, with the dated meetings it means. */
export interface ProposalDraft extends Pick<
  ProposedPair,
  'score' | 'parts' | 'reasons' | 'alternatives' | 'alternative'
> {
  needId: string;
  offerId: string;
  volunteerId: string;
  occurrences: { startsAt: string; endsAt: string }[];
}

export interface Replaced {
  inserted: number;
  /** Pairs that stood already (pinned or approved) and now belong to this round. */
  kept: number;
  /** Proposals of older rounds that this one has taken the place of. */
  superseded: number;
}

interface Standing {
  id: string;
  needId: string;
  offerId: string;
  volunteerId: string;
  seat: number;
  holds: boolean;
  movable: boolean;
}

/** What a round does to proposals: its plan becomes proposals, and publishing it sends the approved ones. */
@Injectable()
export class ProposalsService {
  constructor(
    private readonly districts: DistrictsService,
    @Inject(Clock) private readonly clock: Clock,
  ) {}

  /**
   * Writes the plan of a round as proposals. Proposals of older rounds within the round's scope that nobody has decided
   * on are cancelled as superseded; pinned, approved, invited and accepted ones stay. A pair of the plan that stands
   * already is not written again but, unless it is out as an invitation, counts as this round's from now on.
   * Safe to repeat for the same round. Needs `now` from the clock; writes one audit line for the round.
   */
  async replaceProposed(tx: Tx, ctx: Ctx, roundId: string, drafts: readonly ProposalDraft[]): Promise<Replaced> {
    const now = this.clock.now();
    const { districtId } = ctx.actor;
    const [round]: { scope: RoundScope }[] = await tx.query(
      'SELECT scope FROM round WHERE id = $1 AND district_id = $2',
      [roundId, districtId],
    );
    const needIds = [...new Set(drafts.map(({ needId }) => needId))].sort();
    const needs: { id: string; seats: number }[] = await tx.query(
      'SELECT id, seats FROM need WHERE id = ANY($1) ORDER BY id FOR NO KEY UPDATE',
      [needIds],
    );
    const superseded: unknown[] = await tx.query(
      `WITH gone AS (
         UPDATE proposal p SET state = 'cancelled', cancel_reason = 'superseded', updated_at = $2, version = p.version + 1
         FROM need n WHERE n.id = p.need_id AND p.district_id = $1 AND p.state = 'proposed' AND p.source = 'round' AND NOT p.pinned AND p.round_id <> $3
           AND ($4::uuid IS NULL OR n.school_id = $4) AND ($5::uuid IS NULL OR n.programme_id = $5)
         RETURNING 1) SELECT * FROM gone`,
      [districtId, now, roundId, round.scope.schoolId ?? null, round.scope.programmeId ?? null],
    );
    const standing: Standing[] = await tx.query(
      `SELECT id, need_id AS "needId", offer_id AS "offerId", volunteer_id AS "volunteerId", seat,
              reserve_order IS NULL AND (pinned OR state <> 'proposed') AS holds, state IN ('proposed', 'approved') AS movable
       FROM proposal WHERE need_id = ANY($1) AND state IN ('proposed', 'approved', 'invited', 'accepted')`,
      [needIds],
    );
    const { fresh, moved } = place(drafts, new Map(needs.map(({ id, seats }) => [id, seats])), standing);
    await this.insert(tx, ctx, now, roundId, fresh);
    if (moved.length > 0) await this.rehome(tx, now, roundId, moved);
    const counts = { inserted: fresh.length, kept: moved.length, superseded: superseded.length };
    await record(tx, ctx, now, {
      action: 'proposal.replace',
      entity: 'round',
      entityId: roundId,
      change: { ...counts },
    });
    return counts;
  }

  /** Takes back the proposals of a discarded round that nobody has decided on or pinned. Returns how many. */
  async dropProposed(tx: Tx, ctx: Ctx, roundId: string): Promise<number> {
    const now = this.clock.now();
    const [, count]: [unknown, number] = await tx.query(
      `UPDATE proposal SET state = 'cancelled', cancel_reason = 'round_discarded', updated_at = $2, version = version + 1
       WHERE round_id = $1 AND state = 'proposed' AND source = 'round' AND NOT pinned`,
      [roundId, now],
    );
    await record(tx, ctx, now, {
      action: 'proposal.drop',
      entity: 'round',
      entityId: roundId,
      change: { dropped: count },
    });
    return count;
  }

  /** Sends the approved proposals of a round as invitations, in the transaction that publishes the round. */
  async publish(tx: Tx, ctx: Ctx, roundId: string): Promise<Sent> {
    await tx.query(
      `SELECT 1 FROM need WHERE id IN (SELECT need_id FROM proposal WHERE round_id = $1 AND state = 'approved' AND reserve_order IS NULL) ORDER BY id FOR NO KEY UPDATE`,
      [roundId],
    );
    const rows: { id: string }[] = await tx.query(
      `SELECT id FROM proposal WHERE round_id = $1 AND state = 'approved' AND reserve_order IS NULL`,
      [roundId],
    );
    const district = await this.districts.district(tx, ctx.actor.districtId);
    return invite(
      tx,
      ctx,
      this.clock.now(),
      district,
      rows.map(({ id }) => id),
    );
  }

  /** In portions, because a statement takes 65,535 values at the most. */
  private async insert(
    tx: Tx,
    ctx: Ctx,
    now: Date,
    roundId: string,
    fresh: (ProposalDraft & { seat: number })[],
  ): Promise<void> {
    const rows = fresh.map(
      ({ needId, offerId, volunteerId, seat, alternative, occurrences, score, parts, reasons, alternatives }) => ({
        id: newId(),
        need_id: needId,
        offer_id: offerId,
        volunteer_id: volunteerId,
        seat,
        alternative,
        occurrences,
        score,
        parts,
        reasons,
        alternatives,
      }),
    );
    for (let from = 0; from < rows.length; from += 2000) {
      await tx.query(
        `INSERT INTO proposal (id, district_id, state, source, round_id, need_id, offer_id, volunteer_id, seat, alternative, occurrences, score, parts, reasons,
                               alternatives, created_by, created_at, updated_at)
         SELECT id, $1, 'proposed', 'round', $2, need_id, offer_id, volunteer_id, seat, alternative, occurrences, score, parts, reasons, alternatives, $3, $4, $4
         FROM jsonb_to_recordset($5) AS x(id uuid, need_id uuid, offer_id uuid, volunteer_id uuid, seat smallint, alternative smallint, occurrences jsonb,
                                          score smallint, parts jsonb, reasons jsonb, alternatives jsonb)
         ON CONFLICT (round_id, need_id, volunteer_id) WHERE round_id IS NOT NULL DO NOTHING`,
        [districtId(ctx), roundId, ctx.actor.accountId, now, JSON.stringify(rows.slice(from, from + 2000))],
      );
    }
  }

  /** Pairs that stood before the round and stand in its plan too are the round's from now on, with its figures. */
  private async rehome(
    tx: Tx,
    now: Date,
    roundId: string,
    moved: (Standing & { draft: ProposalDraft })[],
  ): Promise<void> {
    await tx.query(
      `UPDATE proposal p SET round_id = $1, score = x.score, parts = x.parts, reasons = x.reasons, alternatives = x.alternatives, updated_at = $2
       FROM jsonb_to_recordset($3) AS x(id uuid, score smallint, parts jsonb, reasons jsonb, alternatives jsonb) WHERE p.id = x.id`,
      [
        roundId,
        now,
        JSON.stringify(
          moved.map(({ id, draft: { score, parts, reasons, alternatives } }) => ({
            id,
            score,
            parts,
            reasons,
            alternatives,
          })),
        ),
      ],
    );
  }
}

const districtId = (ctx: Ctx): string => ctx.actor.districtId;

/**
 * Gives each pair of a plan a seat that no standing proposal holds, seats in the order of the plan. A pair that stands
 * is not placed again; a pair for which no seat is left (somebody approved by hand meanwhile) is left out.
 */
function place(
  drafts: readonly ProposalDraft[],
  seats: ReadonlyMap<string, number>,
  standing: readonly Standing[],
): { fresh: (ProposalDraft & { seat: number })[]; moved: (Standing & { draft: ProposalDraft })[] } {
  const stands = new Map(standing.map((one) => [`${one.needId} ${one.volunteerId}`, one]));
  const taken = new Map<string, Set<number>>();
  for (const { needId, seat, holds } of standing)
    if (holds) taken.set(needId, (taken.get(needId) ?? new Set()).add(seat));
  const fresh: (ProposalDraft & { seat: number })[] = [];
  const moved: (Standing & { draft: ProposalDraft })[] = [];
  for (const draft of drafts) {
    const known = stands.get(`${draft.needId} ${draft.volunteerId}`);
    if (known) {
      if (known.movable && known.offerId === draft.offerId) moved.push({ ...known, draft });
      continue;
    }
    const held = taken.get(draft.needId) ?? new Set();
    const seat = freeSeat(seats.get(draft.needId) ?? 0, held);
    if (seat === null) continue;
    taken.set(draft.needId, held.add(seat));
    fresh.push({ ...draft, seat });
  }
  return { fresh, moved };
}
