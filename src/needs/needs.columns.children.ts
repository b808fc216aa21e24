/** The columns of the needs menu about the children it is for: contact with minors, consent, care groups. Never who they are. */
import type { Column } from '../sheets/columns';
import { CARE_GROUPS } from '../sheets/expressions/vocabularies';
import { choicesOf, YES_NO } from '../sheets/expressions/words';

export type ChildrenKey = 'minors' | 'oneToOne' | 'under14' | 'guardianConsent' | 'careGroups';

export const CHILDREN_COLUMNS: Column<ChildrenKey>[] = [
  {
    key: 'minors',
    header: '接触未成年人',
    english: 'Contact with minors',
    synonyms: '是否接触未成年人|涉及未成年人|是否涉及未成年人|面对学生|是否面对学生|minors|with minors',
    width: 12,
    choices: choicesOf(YES_NO),
    example: '是',
  },
  {
    key: 'oneToOne',
    header: '一对一',
    english: 'One-to-one',
    synonyms: '是否一对一|one to one|1:1|onetoone',
    width: 8,
    choices: choicesOf(YES_NO),
  },
  {
    key: 'under14',
    header: '未满14周岁',
    english: 'Under 14',
    synonyms: '14岁以下|是否未满14周岁|14周岁以下|不满14周岁',
    width: 12,
    choices: choicesOf(YES_NO),
  },
  {
    key: 'guardianConsent',
    header: '监护人同意',
    english: 'Guardian consent',
    synonyms: '家长同意|监护人知情同意|家长知情同意|监护人是否同意|家长是否同意|consent|guardian consent on',
    width: 12,
  },
  {
    key: 'careGroups',
    header: '关爱群体',
    english: 'Care group',
    synonyms: '重点群体|关爱对象|特殊群体|学生类别|关爱类别|困难类型|care groups',
    width: 14,
    choices: choicesOf(CARE_GROUPS),
  },
];
