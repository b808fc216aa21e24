/** One fault of the input: a JSON pointer (or a cell) and a code. */
export interface Fault {
  pointer: string;
  code: string;
  params?: Record<string, unknown>;
}

/** Every answer that is not a success, as the server states it (RFC 9457), or a network that is not there. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly title: string,
    readonly requestId: string | null,
    readonly errors: Fault[] = [],
    readonly params: Record<string, unknown> = {},
  ) {
    super(title || code);
  }
}

/** Reads a refused answer; one that is not problem+json becomes `internal` with its request id. */
export function problemOf(response: Response, body: unknown): Problem {
  const id = response.headers.get('x-request-id');
  if (body && typeof body === 'object' && 'code' in body) {
    const { code, title, requestId, errors, params } = body as {
      code: string;
      title?: string;
      requestId?: string;
      errors?: Fault[];
      params?: Record<string, unknown>;
    };
    return new Problem(code, response.status, title ?? '', requestId ?? id, errors ?? [], params ?? {});
  }
  return new Problem('internal', response.status, '', id);
}
