import { api, ask } from '@/api/client';
import type { Schema } from '@/api/client';

export type District = Schema<'DistrictDto'>;

/** Changes some of the settings; the others stay as they are. */
export const saveSettings = (
  { version }: District,
  settings: NonNullable<Schema<'ChangeDistrictDto'>['settings']>,
): Promise<District> => ask(api.PATCH('/api/district', { body: { version, settings } }));
