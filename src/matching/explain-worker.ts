// Runs in a thread of its own: reads one round, and answers questions about its plan until it is ended.
import { parentPort, workerData } from 'node:worker_threads';
import { type Alternative, Explanations, type Price, type WhyNot } from './engine/explain';
import type { Funnel } from './engine/funnel';
import type { Relaxation } from './engine/explain.relax';
import type { ScarceSkill } from './engine/explain.scarce';
import { openRound, type PackedRound } from './packed';

/** A question about a plan. */
export type Question =
  | { about: 'whyNot'; need: string; offer: string }
  | { about: 'price'; need: string; offer: string; alternative: number | null }
  | { about: 'alternatives'; need: string }
  | { about: 'funnel'; need: string }
  | { about: 'relaxations'; need: string }
  | { about: 'scarce' };

export interface Explained {
  whyNot: WhyNot | null;
  price: Price | null;
  alternatives: Alternative[] | null;
  funnel: Funnel | null;
  relaxations: Relaxation[];
  scarce: ScarceSkill[];
}

export interface Asked {
  ticket: number;
  question: Question;
}

export type Told = { ticket: number; answer: Explained[Question['about']] } | { ticket: number; failed: string };

function answer(explanations: Explanations, question: Question): Explained[Question['about']] {
  switch (question.about) {
    case 'whyNot':
      return explanations.whyNot(question.need, question.offer);
    case 'price':
      return explanations.price(question.need, question.offer, question.alternative);
    case 'alternatives':
      return explanations.alternatives(question.need);
    case 'funnel':
      return explanations.funnel(question.need);
    case 'relaxations':
      return explanations.relaxations(question.need);
    case 'scarce':
      return explanations.scarce();
  }
}

if (parentPort) {
  const port = parentPort;
  const { menus, plan } = openRound(workerData as PackedRound);
  const explanations = new Explanations(menus, plan);
  port.on('message', ({ ticket, question }: Asked) => {
    const told: Told = (() => {
      try {
        return { ticket, answer: answer(explanations, question) };
      } catch (error) {
        return { ticket, failed: (error as Error).message };
      }
    })();
    port.postMessage(told);
  });
}
