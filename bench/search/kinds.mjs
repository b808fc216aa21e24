// What people ask of the lists, kind by kind: `[kind, queries, actor?, 'apart'?]`. Those apart are a request of their own beside
// the page, and have a limit of their own.

const words = (text) => text.split(' ').map((search) => ({ search }));
const each = (queries, more) => queries.flatMap((query) => more.map((one) => ({ ...query, ...one })));
const common = words('书法 讲座 课后 心理 shufa hls');

/** The needs menu. `page` reads one, for cursors from deep inside. */
export async function needKinds({ admin, schools, categories, programmes, skills, page }) {
  const coordinator = { ...admin, grants: [{ role: 'coordinator', schoolId: schools[0].id, volunteerId: null }] };
  const near = schools[0].id;
  const deep = [];
  const deepOf = [{}, { search: '书法' }, { search: '讲座', sort: 'title' }, { search: 'xinli', sort: 'starts' }];
  for (const query of [...deepOf, { sort: 'distance', near }, { sort: 'priority', state: 'open' }]) {
    let cursor;
    for (let i = 0; i < 20; i++) cursor = (await page(admin, { limit: 200, ...query, cursor })).nextCursor ?? cursor;
    deep.push({ ...query, cursor });
  }
  const ids = (name, rows) => rows.slice(0, 4).map(({ id }) => ({ [name]: id }));
  const filters = [
    ...[
      ids('schoolId', schools),
      ids('categoryId', categories),
      ids('programmeId', programmes),
      ids('skillId', skills),
    ].map(([, one]) => one),
    ...[
      { state: 'open' },
      { state: 'draft' },
      { form: 'lecture' },
      { audience: 'parents' },
      { priority: 1 },
      { grade: 3 },
      { weekday: 2 },
    ],
    { state: 'open', priority: 2 },
    { state: 'open', grade: 8, weekday: 5 },
    { state: 'submitted', categoryId: categories[0].id },
    { state: 'open', programmeId: programmes[0].id, grade: 5 },
    { categoryId: categories[1].id, skillId: skills[1].id, form: 'class_series' },
    { stale: true },
    { unconfirmed: true },
  ];
  const sorts = ['updated', '-updated', 'priority', 'starts', 'answerBy', 'title', '-title', 'school', 'created'];
  const within = [
    { near, within: 3000 },
    { near, within: 3000, sort: 'distance' },
    { near, within: 1000, state: 'open' },
    { near, within: 20_000, sort: 'priority' },
  ];
  return [
    ['one character', words('书 课 谈 师 竹 棋 法 家 安 期')],
    ['two characters', words('书法 围棋 课后 心理 讲座 谈心 法官 种植 科普 结对')],
    [
      'three and more',
      words(
        '葫芦丝 硬笔书法 课后延时服务 竹笛、儿童画 防溺水安全课 留守儿童 考前焦虑疏导 数学师徒结对 老少同台演讲比赛 中医药文化进校园',
      ),
    ],
    ['full pinyin', words('hulusi shufa weiqi xinli tanxin keyanshi zhongzhi fangnishui liushouertong shuxue')],
    ['initials', words('hls sf wqxqb xl txwzb khys zz fnsaqk lset sxstjd')],
    [
      'a typing error',
      words('葫芦西课后 毛书笔法 围棋兴趣小班 hulsi weiqqi xinlu 硬笔书发课后 hulubi 留手儿同 谈心屋植班'),
    ],
    ['school and word', schools.map(({ name }) => ({ search: `${name} 书法` }))],
    [
      'two words',
      ['书法 小学', '课后 围棋', 'shufa xiaoxue', '心理 讲座', '留守儿童 谈心', 'hls 中学'].map((search) => ({
        search,
      })),
    ],
    ['human code', words('需-2026-0123 2026-04567 88123 需-2026-0001 0999')],
    ['not there', words('合唱团 二胡 拉丁舞 编程 hechang')],
    ['with a state', each(common, [{ state: 'open' }, { state: 'submitted' }])],
    ['with a school', each(common, ids('schoolId', schools))],
    ['with a category', each(common, ids('categoryId', categories))],
    ['with a programme', each(common, ids('programmeId', programmes))],
    ['with a skill', each(common, ids('skillId', skills))],
    [
      'with grade and weekday',
      each(common, [
        { grade: 3, weekday: 2 },
        { grade: 8, weekday: 5, state: 'open' },
      ]),
    ],
    ['filters without words', filters],
    [
      'filters and an order',
      each(
        filters,
        ['priority', 'starts', 'answerBy', 'title', 'school'].map((sort) => ({ sort })),
      ),
    ],
    [
      'words, filters, an order',
      each(common, [
        { state: 'open', sort: 'priority' },
        { grade: 3, sort: 'starts' },
        { categoryId: categories[0].id, sort: 'title' },
      ]),
    ],
    ['within a way', each([{}, ...common], within)],
    ...sorts.map((sort) => [`by ${sort}`, each([{}, ...common], [{ sort }])]),
    [
      'by distance',
      each(
        [{}, ...common],
        [
          { near, sort: 'distance' },
          { near, sort: '-distance', state: 'open' },
        ],
      ),
    ],
    ['deep cursor', deep],
    [
      'a coordinator’s',
      each([{}, ...words('书法 xinli hls 葫芦西')], [{}, { sort: 'title' }, { state: 'open' }]),
      coordinator,
    ],
    [
      'facets',
      each([{}, ...common], [{}, { state: 'open' }, { state: 'open', grade: 3 }]).map((one) => ({
        ...one,
        facets: true,
        limit: 1,
      })),
      admin,
      'apart',
    ],
    ['facets within a way', within.map((one) => ({ ...one, facets: true, limit: 1 })), admin, 'apart'],
    [
      'facets of a coordinator',
      each([{}, ...common], [{}]).map((one) => ({ ...one, facets: true, limit: 1 })),
      coordinator,
      'apart',
    ],
  ];
}

/** The resources menu. */
export function offerKinds({ admin, schools, categories, skills }) {
  const near = schools[0].id;
  return [
    ['offers: words', words('书法 讲座 葫芦丝 课后 xinli hls hulsi 没有的事')],
    [
      'offers: with filters',
      each(common, [
        { categoryId: categories[0].id },
        { skillId: skills[0].id },
        { grade: 3 },
        { state: 'listed', weekday: 2 },
      ]),
    ],
    [
      'offers: only filters',
      [
        { state: 'listed' },
        { state: 'submitted' },
        { categoryId: categories[0].id },
        { skillId: skills[0].id },
        { kind: 'team' },
        { online: true },
        { stale: true },
        { unconfirmed: true },
        { grade: 3, weekday: 2 },
        { form: 'lecture' },
      ],
    ],
    ...['updated', 'title', 'volunteer'].map((sort) => [`offers: by ${sort}`, each([{}, ...common], [{ sort }])]),
    [
      'offers: by distance',
      each(
        [{}, ...common],
        [
          { near, sort: 'distance' },
          { near, sort: '-distance', state: 'listed' },
        ],
      ),
    ],
    [
      'offers: within a way',
      each(
        [{}, ...common],
        [
          { near, within: 3000 },
          { near, within: 3000, sort: 'distance' },
          { near, within: 20_000, sort: 'title' },
        ],
      ),
    ],
    [
      'offers: facets',
      each([{}, ...common], [{}, { state: 'listed' }, { state: 'listed', grade: 3 }]).map((one) => ({
        ...one,
        facets: true,
        limit: 1,
      })),
      admin,
      'apart',
    ],
  ];
}

/** The volunteers. */
export function volunteerKinds({ admin, schools }) {
  const near = schools[0].id;
  const few = [{}, ...words('王 zhang')];
  return [
    ['volunteers: words', words('王 建国 李秀 zhang wjg 138 志-2026-0042 没有这人')],
    [
      'volunteers: with filters',
      each(few, [
        { state: 'active' },
        { state: 'applied' },
        { clearance: 'expiring', state: 'active' },
        { clearance: 'expired', state: 'active' },
        { kind: 'team' },
        { tier: 'backbone' },
      ]),
    ],
    ...['name', 'updated', 'clearance'].map((sort) => [`volunteers: by ${sort}`, each(few, [{ sort }])]),
    ['volunteers: by distance', each(few, [{ near, sort: 'distance' }])],
    [
      'volunteers: within a way',
      each(few, [
        { near, within: 3000 },
        { near, within: 3000, sort: 'distance' },
      ]),
    ],
    [
      'volunteers: facets',
      each(few, [{}, { state: 'active' }]).map((one) => ({ ...one, facets: true, limit: 1 })),
      admin,
      'apart',
    ],
  ];
}
