/** Every screen there is, as the client's own router knows them: a new page is tested without being named here. */
import type { Page } from '@playwright/test';
import { get } from './fixtures';
import { as } from './support';

/** Where an id of `/<first word>/$id` is found, when the API names the collection differently. */
const COLLECTIONS: Record<string, string> = {
  resources: '/api/offers?state=listed',
  people: '/api/volunteers?state=active',
  invitations: '/api/invitations?state=invited',
};
/** Ways of showing a page that its address chooses. */
const VIEWS = [
  '/audit?view=looks',
  '/needs?view=table',
  '/board?view=table',
  '/needs/new?step=when',
  '/needs/new?step=check',
];

/** Paths of the router, `$id` and the like still in them. The page must have the client open. */
export const patternsOf = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    Object.keys(
      (globalThis as unknown as { __TSR_ROUTER__: { routesByPath: Record<string, unknown> } }).__TSR_ROUTER__
        .routesByPath,
    ),
  );

/** Every address to look at, with ids of rows that exist. */
export async function addressesOf(page: Page): Promise<string[]> {
  const office = await as('admin');
  const ids = new Map<string, string | null>();
  const idOf = async (collection: string): Promise<string | null> => {
    if (!ids.has(collection)) {
      const path = COLLECTIONS[collection] ?? `/api/${collection}?`;
      const found = await get(office, `${path}${path.includes('?') ? '&' : '?'}limit=1`);
      const rows = (Array.isArray(found) ? found : found.items) as { id: string }[];
      ids.set(collection, rows[0]?.id ?? null);
    }
    return ids.get(collection)!;
  };
  const addresses: string[] = [];
  for (const pattern of await patternsOf(page)) {
    if (!pattern.includes('$')) addresses.push(pattern);
    else {
      const id = await idOf(pattern.split('/')[1]);
      // An empty collection has no page of one row to look at.
      if (id) addresses.push(pattern.replace(/\$\w+/, id));
    }
  }
  return [...new Set([...addresses, ...VIEWS, '/no-such-page'])];
}

/** The pages in the navigation of whoever is signed in, and what everybody has. */
export async function ownAddressesOf(page: Page): Promise<string[]> {
  const links = await page
    .locator('#nav a, .foot a')
    .evaluateAll((found) => found.map((link) => link.getAttribute('href')!));
  return [...new Set(['/', ...links, '/notices', '/account', '/help'])];
}
