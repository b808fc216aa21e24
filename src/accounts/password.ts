import { hash, verify } from '@node-rs/argon2';

/** OWASP's parameters for argon2id (2024): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** Compared against when the account does not exist, so that the answer takes as long: COST, and a password nobody knows. */
export const NOBODY =
  '$argon2id$v=19$m=19456,t=2,p=1$NomYfQDX9KtTHY4OUCHsGg$Vs28caJ4sDx/jzldpxur3N1xK1ce6qU6gZjtuGbZAFc';

/** True if the password belongs to the hash; `null` (no such account) costs the same time and is false. */
export async function checkPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? NOBODY, password);
  return passwordHash !== null && matches;
}
