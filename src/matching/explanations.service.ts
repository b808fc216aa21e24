import { Injectable } from '@nestjs/common';
import { requireAccess } from '../access/access';
import type { Ctx } from '../platform/actor';
import { Database } from '../platform/database/database';
import { AppError } from '../platform/errors/app-error';
import { startEngine } from './engine-thread';
import type { Explained, Question } from './engine-worker';
import type { PairQuery, PriceDto, PriceQuery, RelaxationDto, ScarceSkillDto, WhyNotDto } from './explanations.dto';
import { packedRound } from './rounds.queries';

/** Answers kept in memory; input and plan of a round never change, so an answer never ages. */
const REMEMBERED = 500;

/** Why a round proposes what it does, and what would have to change. Each answer is worked out in a thread, once. */
@Injectable()
export class ExplanationsService {
  private readonly answers = new Map<string, Promise<unknown>>();

  constructor(private readonly db: Database) {}

  async whyNot(ctx: Ctx, id: string, { needId: need, offerId: offer }: PairQuery): Promise<WhyNotDto> {
    return known(await this.ask(ctx, id, { about: 'whyNot', need, offer }));
  }

  /** What the whole plan would lose if the pair had to be in it. */
  async price(ctx: Ctx, id: string, { needId: need, offerId: offer, alternative }: PriceQuery): Promise<PriceDto> {
    const price = known(await this.ask(ctx, id, { about: 'price', need, offer, alternative: alternative ?? null }));
    return { ...price, atLeast: Number.isFinite(price.atLeast) ? price.atLeast : null };
  }

  relaxations(ctx: Ctx, id: string, need: string): Promise<RelaxationDto[]> {
    return this.ask(ctx, id, { about: 'relaxations', need });
  }

  scarceSkills(ctx: Ctx, id: string): Promise<ScarceSkillDto[]> {
    return this.ask(ctx, id, { about: 'scarce' });
  }

  private async ask<A extends Question['about']>(
    ctx: Ctx,
    id: string,
    question: Extract<Question, { about: A }>,
  ): Promise<Explained[A]> {
    await requireAccess(this.db.reader, ctx.actor, 'round.read', [id]);
    const key = `${id} ${JSON.stringify(question)}`;
    let answer = this.answers.get(key) as Promise<Explained[A]> | undefined;
    if (!answer) {
      answer = this.workOut(id, question);
      answer.catch(() => this.answers.delete(key));
      this.answers.set(key, answer);
      if (this.answers.size > REMEMBERED) this.answers.delete(this.answers.keys().next().value!);
    }
    return answer;
  }

  private async workOut<A extends Question['about']>(
    id: string,
    question: Extract<Question, { about: A }>,
  ): Promise<Explained[A]> {
    const round = await packedRound(this.db.reader, id);
    if (!round) throw new AppError('no_plan');
    return (await startEngine<'explain'>({ task: 'explain', round, question }).answer) as Explained[A];
  }
}

/** @throws `not_found` for a need or offer that the round did not know, or a pair that no one may force */
function known<T>(answer: T | null): T {
  if (answer === null) throw new AppError('not_found');
  return answer;
}
