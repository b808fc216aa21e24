import { hash, verify } from '@node-rs/argon2';

/** OWASP's parameters for argon2id (2024): 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, COST);

/** Compared against when the account does not exist, so that the answer takes as long. */
const NOBODY = hash('nobody has this password', COST);

/** True if the password belongs to the hash; `null` (no such account) costs the same time and is false. */
export async function checkPassword(passwordHash: string | null, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await NOBODY), password);
  return passwordHash !== null && matches;
}
