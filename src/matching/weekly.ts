/**
 * Minutes that a service of so many minutes a week, its days still to be agreed, takes in `days` days of a month: its
 * share of the weeks, and one trip (there and back, in minutes) for each week begun. The engine counts a need alike.
 */
export const weeklyLoad = (days: number, weeklyMinutes: number, trip: number): number =>
  Math.ceil((days * weeklyMinutes) / 7) + (weeklyMinutes > 0 ? Math.ceil(days / 7) * trip : 0);
