import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NEED_EXPORT } from '../../src/exports/need-cells';
import { OFFER_EXPORT } from '../../src/exports/offer-cells';
import { templateFile } from '../../src/exports/templates';
import { readWorkbook } from '../../src/sheets/read';

it('the command writes both menus as empty workbooks, the same as the API, without a database', async () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'liangdan-')), 'new');
  const said = execFileSync(process.execPath, [join(__dirname, '../../dist/cli.js'), 'templates', folder], {
    env: { ...process.env, DATABASE_URL: 'postgres://nobody@127.0.0.1:1/none' },
    encoding: 'utf8',
  });
  expect(readdirSync(folder).sort()).toEqual(['资源清单模板.xlsx', '需求清单模板.xlsx'].sort());
  for (const [menu, name, columns] of [
    ['needs', '需求清单模板.xlsx', NEED_EXPORT],
    ['resources', '资源清单模板.xlsx', OFFER_EXPORT],
  ] as const) {
    expect(said).toContain(name);
    const rows = readWorkbook(readFileSync(join(folder, name))).grids[0].rows;
    expect(rows).toEqual(readWorkbook(await templateFile(menu)).grids[0].rows);
    expect(rows[0]).toEqual(columns.map(({ header }) => header));
  }
});
