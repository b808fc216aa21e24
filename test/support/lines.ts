import type { NeedDto } from '../../src/needs/needs.dto';
import type { OfferDto } from '../../src/resources/resources.dto';
import type { Answer } from './browser';
import type { Persona, World } from './world';

/** A plain weekly need of the first school: 葫芦丝, Tuesdays 16:30, autumn. */
export const needDraft = (world: World, change: Record<string, unknown> = {}): Record<string, unknown> => ({
  schoolId: world.schools.first,
  title: '葫芦丝课后延时服务',
  categoryId: world.categories.arts,
  form: 'class_series',
  grades: 0b111000,
  alternatives: [{ dates: [], weekly: [{ weekday: 2, from: '16:30', to: '17:30' }] }],
  periodFrom: '2026-09-14',
  periodTo: '2026-12-31',
  skills: [{ skillId: world.skills.flute }],
  ...change,
});

/** A plain offer of 赵爷爷: 葫芦丝, weekday afternoons. */
export const offerDraft = (world: World, change: Record<string, unknown> = {}): Record<string, unknown> => ({
  volunteerId: world.volunteers.zhao,
  title: '葫芦丝教学',
  categoryId: world.categories.arts,
  forms: ['class_series', 'workshop'],
  skills: [{ skillId: world.skills.flute, level: 3 }],
  availability: {
    anyTime: false,
    weekly: [1, 2, 3, 4, 5].map((weekday) => ({ weekday, from: '13:00', to: '18:00' })),
    dates: [],
    daysOff: [],
    holidays: 'same',
  },
  ...change,
});

const ok = <T>(answer: Answer<T>): T => {
  if (answer.status >= 300) throw new Error(`${answer.status} ${JSON.stringify(answer.body)}`);
  return answer.body;
};

/** Creates, submits and opens a need: a line on the menu. */
export async function openNeed(
  world: World,
  change: Record<string, unknown> = {},
  by: Persona = 'coordinator',
): Promise<NeedDto> {
  const draft = ok(await world.as(by).post<NeedDto>('/api/needs', needDraft(world, change)));
  const submitted = ok(await world.as(by).post<NeedDto>(`/api/needs/${draft.id}/submit`, { version: draft.version }));
  return ok(await world.as('admin').post<NeedDto>(`/api/needs/${draft.id}/open`, { version: submitted.version }));
}

/** Creates, submits and lists an offer: a line on the menu. */
export async function listOffer(world: World, change: Record<string, unknown> = {}): Promise<OfferDto> {
  const draft = ok(await world.as('admin').post<OfferDto>('/api/offers', offerDraft(world, change)));
  const submitted = ok(
    await world.as('admin').post<OfferDto>(`/api/offers/${draft.id}/submit`, { version: draft.version }),
  );
  return ok(await world.as('admin').post<OfferDto>(`/api/offers/${draft.id}/list`, { version: submitted.version }));
}
