import { HARD_RULES, NO_OFFER, NOT_COUNTED, SOFT_RULES } from './rules';

/**
 * Every code a reason of the engine may carry, with the names of its parameters: locale files must have a sentence for
 * each. Those of rules are said by the rules themselves.
 */
export const CODES: Readonly<Record<string, readonly string[]>> = {
  [NO_OFFER]: [],
  [NOT_COUNTED]: [],
  ...Object.fromEntries(HARD_RULES.map(({ code, params }) => [code, params])),
  ...Object.assign({}, ...SOFT_RULES.map(({ codes }) => codes)),
  priority: ['priority', 'waited'],
  kept_from_published: [],
  // Why seats stay open.
  nobody_eligible: [],
  below_minimum: ['eligible', 'minimum'],
  below_minimum_each_time: ['eligible', 'minimum'],
  all_eligible_serve: ['eligible', 'seats'],
  all_at_this_time_serve: ['eligible', 'others'],
  taken: ['eligible', 'elsewhere'],
  // Pins that cannot hold.
  pin_unknown: ['need', 'offer', 'alternative'],
  pin_breaks_rule: ['need', 'offer', 'rule'],
  pin_contradicts: ['need', 'offer', 'rule', 'otherNeed', 'otherOffer'],
  // What stands in the way of a pair that no rule forbids.
  serves_here_otherwise: [],
  other_time_chosen: ['alternative'],
  seat_taken: ['volunteer', 'offer', 'score'],
  engagements_full: ['limit', 'agreed', 'proposed'],
  overlaps_proposed: ['need'],
  team_busy: ['people'],
  minutes_taken: ['month', 'minutes', 'left'],
  stock_taken: ['asked', 'left'],
  needs_more_people: ['minimum'],
  // Relaxations.
  relax_minimum: ['from', 'to'],
  relax_preferred_instead_of_required: ['skill'],
  relax_lower_level: ['skill', 'from', 'to'],
  relax_other_time: ['days', 'minutes', 'from', 'to', 'dropped'],
  relax_longer_way: ['volunteer', 'from', 'to'],
  relax_online: [],
  relax_any_grade: [],
  relax_any_language: [],
  relax_other_form: ['from', 'to'],
  relax_clearance_renewed: ['volunteer', 'until'],
  relax_one_more_engagement: ['volunteer'],
  relax_other_category: ['from', 'to'],
  // What changed between two plans.
  agreed_since: [],
  need_off_the_menu: [],
  offer_off_the_menu: [],
  volunteer_off_the_menu: [],
  time_off_the_menu: [],
  rule: ['rule'],
  replaced: ['volunteer', 'score', 'was'],
  serves_elsewhere: ['need', 'score'],
  need_unfilled: [],
  fewer_seats_filled: [],
  other_time: ['from', 'to'],
  other_offer: ['from', 'to'],
  pinned: [],
  need_new: [],
  offer_new: [],
  takes_over: ['volunteer', 'score', 'was'],
  seat_filled: [],
};
