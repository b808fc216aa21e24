import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Injectable, OnModuleDestroy, StreamableFile } from '@nestjs/common';
import { Observable, Subject } from 'rxjs';
import { requireAccess } from '../access/access';
import type { Ctx } from '../platform/actor';
import { Database } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import type { Page, PageQuery } from '../platform/http/page';
import { watched } from '../platform/http/watched';
import { startEngine } from './engine-thread';
import type { Plan } from './engine/plan';
import { unpack } from './packed';
import type {
  CertificateDto,
  DifferenceDto,
  DifferenceQuery,
  RoundDto,
  UnfilledDto,
  VerificationDto,
} from './rounds.dto';
import { named, publishedBefore, roundById, storedRound, unfilledPage } from './rounds.queries';
import type { StoredRound } from './verify-round';

/** What rounds have found, for people to look at. What takes long runs in a thread. */
@Injectable()
export class RoundResultsService implements OnModuleDestroy {
  private readonly stopping = new Subject<void>();

  constructor(private readonly db: Database) {}

  /** Open streams would keep the server from closing. */
  onModuleDestroy(): void {
    this.stopping.next();
  }

  /** The round each time something about it has changed, until it has ended. */
  async watch(ctx: Ctx, id: string): Promise<Observable<{ data: RoundDto }>> {
    await requireAccess(this.db.reader, ctx.actor, 'round.read', [id]);
    const goes = ({ state }: RoundDto): boolean => state === 'queued' || state === 'running';
    return watched(() => roundById(this.db.reader, ctx, id), goes, this.stopping);
  }

  async unfilled(ctx: Ctx, id: string, query: PageQuery): Promise<Page<UnfilledDto>> {
    await requireAccess(this.db.reader, ctx.actor, 'round.read', [id]);
    return unfilledPage(this.db.reader, ctx, id, query);
  }

  /** The plan as it was stored, as a file. */
  async plan(ctx: Ctx, id: string): Promise<StreamableFile> {
    const { plan } = await this.stored(ctx, id);
    const disposition = `attachment; filename="plan-${id}.json"`;
    return new StreamableFile(Readable.from([plan]).pipe(createGunzip()), {
      type: 'application/json; charset=utf-8',
      disposition,
    });
  }

  /** What proves the bound, with what it is a proof of. */
  async certificate(ctx: Ctx, id: string): Promise<CertificateDto> {
    const { plan, inputHash } = await this.stored(ctx, id);
    const {
      engineVersion,
      seed,
      iterations,
      objective,
      bound,
      certifiedBound,
      solverBound,
      provenOptimal,
      provenBy,
      certificate,
    } = (await unpack(plan)) as Plan;
    return {
      roundId: id,
      inputHash,
      engineVersion,
      seed,
      iterations,
      objective,
      bound,
      certifiedBound,
      solverBound,
      provenOptimal,
      provenBy,
      certificate: certificate as object,
    };
  }

  /** Checks the stored plan against the stored input once more, by the engine's independent checker. */
  async verify(ctx: Ctx, id: string): Promise<VerificationDto> {
    const round = await this.stored(ctx, id);
    const checked = await startEngine<'verify'>({ task: 'verify', round }).answer;
    const known = (value: number): number | null => (Number.isFinite(value) ? value : null);
    return { ...checked, objective: known(checked.objective), bound: known(checked.bound) };
  }

  /** What this round's plan changes against another's (the last published one, if none is named), and why. */
  async difference(ctx: Ctx, id: string, { with: other, limit }: DifferenceQuery): Promise<DifferenceDto> {
    const after = await this.stored(ctx, id);
    const withRoundId = other ?? (await publishedBefore(this.db.reader, ctx.actor.districtId, id));
    const before = withRoundId ? await this.stored(ctx, withRoundId) : null;
    const { changes, kept, ...figures } = await startEngine<'difference'>({ task: 'difference', before, after }).answer;
    const count = (kind: string): number => changes.filter(({ change }) => change === kind).length;
    const listed = await named(this.db.reader, ctx.actor.districtId, changes.slice(0, limit));
    return {
      withRoundId,
      kept,
      moved: count('moved'),
      added: count('new'),
      gone: count('gone'),
      ...figures,
      changes: listed,
    };
  }

  /** @throws `not_found` for a round one may not see, `no_plan` for one without a plan */
  private async stored(ctx: Ctx, id: string): Promise<StoredRound> {
    await requireAccess(this.db.reader, ctx.actor, 'round.read', [id]);
    const stored = await storedRound(this.db.reader, id);
    if (!stored) throw new AppError('no_plan');
    return stored;
  }
}
