import { ShortCategories, ShortSchools } from '../../src/imports/short-names';

const schools = new ShortSchools('东湖区');
for (const name of [
  '第二小学',
  '第十二小学',
  '东湖实验小学',
  '滨江初中',
  '滨江高级中学',
  '桥东外国语学校',
  '桥西幼儿园',
])
  schools.add({ id: name, name });

it.each([
  ['二小', '第二小学'],
  ['2小', '第二小学'],
  ['第2小学', '第二小学'],
  ['东湖区二小', '第二小学'],
  ['湖北省武汉市东湖区第二小学', '第二小学'],
  ['十二小', '第十二小学'],
  ['12小学', '第十二小学'],
  ['东湖实小', '东湖实验小学'],
  ['实验小学', '东湖实验小学'],
  ['滨江初级中学', '滨江初中'],
  ['滨江高中', '滨江高级中学'],
  ['桥东外校', '桥东外国语学校'],
  ['桥西幼', '桥西幼儿园'],
  ['桥西幼儿园', '桥西幼儿园'],
  ['第二小学校', '第二小学'],
  ['第二小学（本部）', '第二小学'],
  ['滨江初级中学校', '滨江初中'],
  // Another house of it, or another school.
  ['第二小学分校', undefined],
  ['第二小校', undefined],
  ['第二小学（东校区）', undefined],
  // Could be either, or a school nobody has entered.
  ['滨江中学', undefined],
  ['三小', undefined],
  ['小学', undefined],
  ['东湖小学', undefined],
])('%s is %s', (typed, name) => {
  expect(schools.find(typed)?.name).toBe(name);
});

it('is nobody where two could be meant', () => {
  const both = new ShortSchools('桥东区');
  for (const name of ['城南实验小学', '桥东区实验小学']) both.add({ id: name, name });
  expect(both.find('实小')).toBeUndefined();
  expect(both.find('城南实小')?.name).toBe('城南实验小学');
});

it('takes one of the two names of a category, where no other has it', () => {
  const categories = new ShortCategories();
  for (const name of ['传统文化·艺术', '心理·谈心', '法治·安全', '国防·安全', '家庭教育'])
    categories.add({ id: name, name });
  expect(['传统文化', '艺术', '心理', '法治'].map((name) => categories.find(name)?.name)).toEqual([
    '传统文化·艺术',
    '传统文化·艺术',
    '心理·谈心',
    '法治·安全',
  ]);
  expect(['安全', '传统', '教育'].map((name) => categories.find(name))).toEqual([undefined, undefined, undefined]);
});
