/** The column for the name: one person under several spellings, and what is no person. */
import { RESOURCE_COLUMNS } from '../../src/resources/resources.columns';
import { readResource } from '../../src/resources/resources.sheet';
import { personKey, phoneKey, tidyName, tidyPhone } from '../../src/resources/person-name';
import { severalNames } from '../../src/resources/team-names';
import { VolunteerGroups } from '../../src/resources/volunteer-groups';
import { readWorkbook } from '../../src/sheets/read';
import { readMenu } from '../../src/sheets/read-menu';
import { type OutCell, writeCsv } from '../../src/sheets/write';
import { SETTING } from './corpus/setting';

const HEADER = ['姓名', '电话', '志愿者类型', '团队人数', '嘉宾类别', '资源'];
const read = (...rows: OutCell[][]) => {
  const { tables } = readMenu(readWorkbook(writeCsv(HEADER, rows)), RESOURCE_COLUMNS);
  return tables[0].rows.map((row) => readResource(row, SETTING));
};
const body = (name: string, kind = '', people: OutCell = '', guest = '') => {
  const [{ draft, reader }] = read([name, '13800000000', kind, people, guest, '合唱']);
  return {
    kind: draft.volunteer.kind,
    people: draft.volunteer.people,
    notes: reader.notes.map(({ note, read }) => (read ? `${note} ${read}` : note)),
    faults: reader.faults.map(({ cell, code }) => `${cell.split('!')[1]} ${code}`),
  };
};

describe('a name', () => {
  it.each([
    ['王　建国', '王建国'],
    ['王  建国', '王建国'],
    ['李　芳', '李芳'],
    ['John  Smith', 'John Smith'],
    ['阿迪力·买买提', '阿迪力·买买提'],
    ['李秀兰（退休）', '李秀兰（退休）'],
  ])('%s is kept as %s', (typed, kept) => expect(tidyName(typed)).toBe(kept));

  it.each([
    ['王　建国', '王建国'],
    ['李秀兰（退休）', '李秀兰'],
    ['李秀兰 (退休)（党员）', '李秀兰'],
    ['李秀兰【退休】', '李秀兰'],
    ['John Smith (retired)', 'John Smith'],
    ['（退休）', '(退休)'],
  ])('%s is compared as %s', (typed, key) => expect(personKey(typed)).toBe(key));

  it.each(['李明、王强', '李明，王强', '李明/王强', '李明 王强', '王建国　李秀兰', '李明和王强', '李明老师、王强老师'])(
    '%s is of several people',
    (typed) => expect(severalNames(typed)).toBe(true),
  );
  it.each([
    '王　建国',
    '欧阳 建国',
    '李和平',
    '李明 高工',
    '王强 老师',
    'Smith, John',
    '李秀兰（退休、党员）',
    '王 建 国',
  ])('%s is of one person', (typed) => expect(severalNames(typed)).toBe(false));
});

describe('a telephone number', () => {
  it.each([
    ['139 1111 0001', '13911110001'],
    ['+86 139-1111-0001', '13911110001'],
    ['027-87654321', '027-87654321'],
    ['02787654321', '027-87654321'],
    ['0731 8888 6666', '0731-88886666'],
    ['0731-88886666-803', '0731-88886666-803'],
    ['8765 4321', '87654321'],
    ['+44 20 7946 0958', '+44 20 7946 0958'],
  ])('%s is kept as %s', (typed, kept) => {
    expect(tidyPhone(typed)).toBe(kept);
    expect(tidyPhone(kept)).toBe(kept);
    expect(phoneKey(kept)).toBe(phoneKey(typed));
  });
});

it('rows that write one person in several ways are of one volunteer', () => {
  const groups = new VolunteerGroups();
  const names = ['李秀兰', '李　秀兰', '李秀兰（退休）'];
  read(...names.map((name, i) => [name, '139 1111 0001', '', '', '', `资源${i}`])).forEach(({ draft }, i) =>
    groups.add(draft.volunteer, i, 'Sheet1'),
  );
  expect([groups.all.length, groups.faults]).toEqual([1, []]);
});

describe('what is no person', () => {
  it.each([
    ['张工作室（张敏等5人）', 'studio', 5, ['kind_by_name 工作室', 'people_by_name 5人']],
    ['张敏名师工作室', 'studio', 1, ['kind_by_name 工作室', 'people_one']],
    ['张三等3人', 'team', 3, ['kind_by_name 团队', 'people_by_name 3人']],
    ['张三、李四等三人', 'team', 3, ['kind_by_name 团队', 'people_by_name 3人']],
    ['银发艺术团', 'team', 1, ['kind_by_name 团队', 'people_one']],
    ['合唱团', 'team', 1, ['kind_by_name 团队', 'people_one']],
    ['银发艺术团（共12人）', 'team', 12, ['kind_by_name 团队', 'people_by_name 12人']],
  ])('%s is a %s of %i', (name, kind, people, notes) =>
    expect(body(name)).toEqual({ kind, people, notes, faults: [] }),
  );

  it('is what the columns say, and a team of an unknown number is said to count as one', () => {
    expect(body('银发艺术团', '', 12)).toMatchObject({ kind: 'team', people: 12, notes: ['kind_by_name 团队'] });
    expect(body('区消防救援大队', '', '', '消防')).toMatchObject({
      kind: 'guest',
      notes: ['kind_by_name 嘉宾', 'people_one'],
    });
    for (const kind of ['团队', '艺术团', '合唱团', '工作室'])
      expect(body('夕阳红', kind)).toMatchObject({ people: 1, notes: ['people_one'], faults: [] });
    expect(body('李明、王强', '团队', 2)).toMatchObject({ kind: 'team', people: 2, notes: [], faults: [] });
    expect(body('李明、王强', '', 2)).toMatchObject({ kind: 'team', people: 2, faults: [] });
    expect(body('张敏（工作室主持人）')).toMatchObject({ kind: 'person', people: 1, notes: [], faults: [] });
  });

  it('is never one person silently: two names are a fault', () => {
    for (const name of ['李明、王强', '李明 王强']) expect(body(name).faults).toEqual(['A2 several_names']);
    expect(body('张三等3人', '个人')).toMatchObject({ people: 3, kind: 'person' });
  });
});
