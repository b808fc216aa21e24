import type { TestApp } from './app';

export interface Answer<T = Record<string, unknown>> {
  status: number;
  body: T;
  headers: Record<string, string | string[] | number | undefined>;
  /** The body as it came. */
  bytes: Buffer;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

/** One person's browser: keeps the cookie, sends JSON, reads the answer. */
export class Browser {
  private cookie = '';

  constructor(private readonly house: Pick<TestApp, 'app'>) {}

  async signIn(login: string, password: string): Promise<this> {
    const { status } = await this.post('/api/sign-in', { login, password });
    if (status !== 204) throw new Error(`${login} could not sign in: ${status}`);
    return this;
  }

  get<T>(url: string, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send('GET', url, undefined, headers);
  }
  post<T>(url: string, body: unknown = {}, headers: Record<string, string> = {}): Promise<Answer<T>> {
    return this.send('POST', url, body, headers);
  }
  put<T>(url: string, body: unknown): Promise<Answer<T>> {
    return this.send('PUT', url, body);
  }
  patch<T>(url: string, body: unknown): Promise<Answer<T>> {
    return this.send('PATCH', url, body);
  }
  delete<T>(url: string): Promise<Answer<T>> {
    return this.send('DELETE', url);
  }

  async send<T>(method: Method, url: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer<T>> {
    const answer = await this.house.app.inject({
      method,
      url,
      headers: {
        ...(this.cookie && { cookie: this.cookie }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      payload:
        body === undefined
          ? undefined
          : typeof body === 'string' || Buffer.isBuffer(body)
            ? body
            : JSON.stringify(body),
    });
    const set = answer.headers['set-cookie'];
    if (set) this.cookie = String(Array.isArray(set) ? set[0] : set).split(';')[0];
    const text = answer.body;
    const isJson = String(answer.headers['content-type'] ?? '').includes('json');
    return {
      status: answer.statusCode,
      body: (isJson ? JSON.parse(text) : text) as T,
      headers: answer.headers,
      bytes: answer.rawPayload,
    };
  }
}
