import { Injectable, OnModuleDestroy } from '@nestjs/common';
import { requireAccess } from '../access/access';
import type { Ctx } from '../platform/actor';
import { Database } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { startEngine } from './engine-thread';
import type { Price } from './engine/explain';
import type { Explained, Question } from './explain-worker';
import { Explainer } from './explainer';
import type {
  ShortlistedDto,
  FunnelDto,
  PairQuery,
  PolicyPriceDto,
  PriceDto,
  PriceQuery,
  RelaxationDto,
  ScarceSkillDto,
  WhyNotDto,
} from './explanations.dto';
import type { PackedRound } from './packed';
import { storedRound } from './rounds.queries';

/** Answers kept in memory; input and plan of a round never change, so an answer never ages. */
const REMEMBERED = 500;
/** Rounds kept open for further questions, and how long after the last one. */
const OPEN = 2;
const IDLE_MS = 120_000;

/** Why a round proposes what it does, and what would have to change. Each answer is worked out in a thread, once. */
@Injectable()
export class ExplanationsService implements OnModuleDestroy {
  private readonly answers = new Map<string, Promise<unknown>>();
  /** By round, the one asked last at the end. */
  private readonly open = new Map<string, { explainer: Promise<Explainer>; idle: NodeJS.Timeout }>();

  constructor(private readonly db: Database) {}

  async onModuleDestroy(): Promise<void> {
    const open = [...this.open.values()];
    this.open.clear();
    for (const { idle } of open) clearTimeout(idle);
    const ends = open.map(({ explainer }) => explainer.then((one) => one.end()));
    await Promise.allSettled(ends);
  }

  async whyNot(ctx: Ctx, id: string, { needId: need, offerId: offer }: PairQuery): Promise<WhyNotDto> {
    return known(await this.ask(ctx, id, { about: 'whyNot', need, offer }));
  }

  /** What the whole plan would lose if the pair had to be in it. */
  async price(ctx: Ctx, id: string, { needId: need, offerId: offer, alternative }: PriceQuery): Promise<PriceDto> {
    return priceDto(known(await this.ask(ctx, id, { about: 'price', need, offer, alternative: alternative ?? null })));
  }

  async alternatives(ctx: Ctx, id: string, need: string): Promise<ShortlistedDto[]> {
    const list = known(await this.ask(ctx, id, { about: 'alternatives', need }));
    return list.map((one) => ({ ...one, price: one.price && priceDto(one.price) }));
  }

  async funnel(ctx: Ctx, id: string, need: string): Promise<FunnelDto> {
    return known(await this.ask(ctx, id, { about: 'funnel', need }));
  }

  relaxations(ctx: Ctx, id: string, need: string): Promise<RelaxationDto[]> {
    return this.ask(ctx, id, { about: 'relaxations', need });
  }

  scarceSkills(ctx: Ctx, id: string): Promise<ScarceSkillDto[]> {
    return this.ask(ctx, id, { about: 'scarce' });
  }

  /** In a thread of its own, so that it keeps nobody's question waiting. */
  async policyPrices(ctx: Ctx, id: string): Promise<PolicyPriceDto[]> {
    await requireAccess(this.db.reader, ctx.actor, 'round.read', [id]);
    return this.once(`${id} policyPrices`, async () => {
      const round = await this.packed(id);
      return startEngine<'policyPrices'>({ task: 'policyPrices', round }).answer;
    });
  }

  private async ask<A extends Question['about']>(
    ctx: Ctx,
    id: string,
    question: Extract<Question, { about: A }>,
  ): Promise<Explained[A]> {
    await requireAccess(this.db.reader, ctx.actor, 'round.read', [id]);
    return this.once(`${id} ${JSON.stringify(question)}`, async () => (await this.explainer(id)).ask<A>(question));
  }

  /** The answer as it was found the first time; a failure is forgotten. */
  private once<T>(key: string, work: () => Promise<T>): Promise<T> {
    let answer = this.answers.get(key) as Promise<T> | undefined;
    if (!answer) {
      answer = work();
      answer.catch(() => this.answers.delete(key));
      this.answers.set(key, answer);
      if (this.answers.size > REMEMBERED) this.answers.delete(this.answers.keys().next().value!);
    }
    return answer;
  }

  /** The thread that has read the round; a new one if there is none, or if it has died. */
  private async explainer(id: string): Promise<Explainer> {
    const present = this.open.get(id);
    this.open.delete(id);
    clearTimeout(present?.idle);
    const explainer = present?.explainer ?? this.packed(id).then((round) => new Explainer(round));
    const idle = setTimeout(() => this.close(id), IDLE_MS).unref();
    this.open.set(id, { explainer, idle });
    if (this.open.size > OPEN) this.close(this.open.keys().next().value!);
    const ready = await explainer.catch((error: unknown) => {
      this.open.delete(id);
      throw error;
    });
    if (ready.alive) return ready;
    this.open.delete(id);
    return this.explainer(id);
  }

  private close(id: string): void {
    const one = this.open.get(id);
    this.open.delete(id);
    clearTimeout(one?.idle);
    one?.explainer.then(
      (explainer) => explainer.retire(),
      () => undefined,
    );
  }

  private async packed(id: string): Promise<PackedRound> {
    const round = await storedRound(this.db.reader, id);
    if (!round) throw new AppError('no_plan');
    return round;
  }
}

/** A bound that proves nothing is none. */
const priceDto = (price: Price): PriceDto => ({
  ...price,
  atLeast: Number.isFinite(price.atLeast) ? price.atLeast : null,
});

/** @throws `not_found` for a need or offer that the round did not know, or a pair that no one may force */
function known<T>(answer: T | null): T {
  if (answer === null) throw new AppError('not_found');
  return answer;
}
