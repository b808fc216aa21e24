/** The only source of "now" in the application, so that tests can live through a season in a second. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
