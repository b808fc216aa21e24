import type { FaultCode } from './fault-codes';

/**
 * Every answer that is not a success: a stable code, its HTTP status, and parameters.
 * Sentences live in `platform/locales`; a code here without a sentence there fails a test.
 */
export const ERROR_STATUS = {
  bad_request: 400,
  unreadable_body: 400,
  bad_cursor: 400,
  not_signed_in: 401,
  wrong_credentials: 401,
  not_allowed: 403,
  cross_site: 403,
  not_found: 404,
  method_not_allowed: 405,
  version_moved: 409,
  illegal_transition: 409,
  conflict: 409,
  seat_taken: 409,
  overlapping_session: 409,
  round_running: 409,
  no_plan: 409,
  import_repeated: 409,
  import_has_faults: 409,
  import_has_duplicates: 409,
  import_empty: 409,
  import_in_use: 409,
  import_outdated: 409,
  export_too_large: 422,
  need_not_open: 409,
  need_over: 409,
  offer_not_listed: 409,
  volunteer_not_active: 409,
  volunteer_known: 409,
  answer_closed: 409,
  not_cleared: 409,
  consent_missing: 409,
  limit_reached: 409,
  session_not_started: 409,
  school_in_use: 409,
  area_in_use: 409,
  sessions_open: 409,
  body_too_large: 413,
  unsupported_media_type: 415,
  invalid: 422,
  idempotency_key_reused: 422,
  rule_broken: 422,
  override_needed: 422,
  too_many_requests: 429,
  internal: 500,
  busy: 503,
  not_ready: 503,
} as const;

export type ErrorCode = keyof typeof ERROR_STATUS;
export type ErrorParams = Record<string, string | number | boolean | null>;

/** What stands in the way: where (JSON pointer, or a cell address), and a code for it. */
export interface Fault {
  pointer: string;
  code: string;
  params?: ErrorParams;
}

/** One fault of the input, with a code that has its sentence in the client's forms. */
export interface FieldFault extends Fault {
  code: FaultCode;
}

export class AppError extends Error {
  readonly status: number;
  constructor(
    readonly code: ErrorCode,
    readonly params: ErrorParams = {},
    readonly faults: readonly Fault[] = [],
  ) {
    super(code);
    this.status = ERROR_STATUS[code];
  }
}

/** A single bad field, by its JSON pointer: `invalidField('/period/to', 'before_start')`. */
export function invalidField(pointer: string, code: FaultCode, params?: ErrorParams): AppError {
  return new AppError('invalid', {}, [{ pointer, code, params }]);
}
