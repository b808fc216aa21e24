import type { Menu } from '../imports/import';
import { templateSheet, writeWorkbook } from '../sheets/write';
import { NEED_EXPORT } from './need-cells';
import { OFFER_EXPORT } from './offer-cells';

/** What the sheets of the two menus are called. */
export const NAMES = { needs: '需求清单', resources: '资源清单' } as const;

/** An empty workbook with headers, drop-downs and an example that the import passes over. */
export const templateFile = (menu: Menu): Promise<Buffer> =>
  writeWorkbook([
    menu === 'needs' ? templateSheet(NAMES.needs, NEED_EXPORT) : templateSheet(NAMES.resources, OFFER_EXPORT),
  ]);
