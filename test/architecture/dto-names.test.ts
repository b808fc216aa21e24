import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const src = join(__dirname, '..', '..', 'src');

it('no two classes of the wire contract share a name: one would overwrite the other in openapi.json', () => {
  const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dto.ts'));
  const names = files.flatMap((file) =>
    [...readFileSync(join(src, file), 'utf8').matchAll(/^export class (\w+)/gm)].map(([, name]) => name),
  );
  expect(names.filter((name, i) => names.indexOf(name) !== i)).toEqual([]);
});
