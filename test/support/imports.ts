import type { ImportDto, ImportRowDto } from '../../src/imports/imports.dto';
import { writeCsv } from '../../src/sheets/write';
import { eventually } from '../jobs/eventually';
import type { Answer } from './browser';
import type { Persona, World } from './world';

export const OCTETS = { 'content-type': 'application/octet-stream' };

export const csv = (header: string[], ...rows: (string | number)[][]): Buffer => writeCsv(header, rows);

/** Sends a workbook. */
export const upload = (
  world: World,
  menu: string,
  file: Buffer,
  by: Persona = 'coordinator',
  name = 'menu.csv',
): Promise<Answer<ImportDto>> =>
  world.as(by).post<ImportDto>(`/api/imports?menu=${menu}&fileName=${encodeURIComponent(name)}`, file, OCTETS);

/** Waits until the worker has left the import alone. */
export const settled = (world: World, id: string, by: Persona = 'coordinator'): Promise<ImportDto> =>
  eventually(async () => {
    const { body } = await world.as(by).get<ImportDto>(`/api/imports/${id}`);
    return !['received', 'reading', 'confirmed'].includes(body.state) && body;
  }, 60) as Promise<ImportDto>;

/** Sends a workbook and waits for its preview. */
export async function preview(
  world: World,
  menu: string,
  file: Buffer,
  by: Persona = 'coordinator',
): Promise<ImportDto> {
  const { status, body } = await upload(world, menu, file, by);
  if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
  return settled(world, body.id, by);
}

/** Confirms and waits until the rows are in. */
export async function write(
  world: World,
  seen: ImportDto,
  by: Persona = 'coordinator',
  choice: object = {},
): Promise<ImportDto> {
  const { status, body } = await world
    .as(by)
    .post(`/api/imports/${seen.id}/confirm`, { version: seen.version, ...choice });
  if (status !== 202) throw new Error(`${status} ${JSON.stringify(body)}`);
  return settled(world, seen.id, by);
}

export const rowsOf = async (
  world: World,
  id: string,
  by: Persona = 'coordinator',
  query = '',
): Promise<ImportRowDto[]> =>
  (await world.as(by).get<{ items: ImportRowDto[] }>(`/api/imports/${id}/rows?limit=200&${query}`)).body.items;
