/** Words that the usual questionnaires are made of: levels, items, groups of raters. */

import type { LevelName, UsualGroup, UsualItem } from '../../domain/round/scales.ts';

export const levelWords: Record<LevelName, string> = {
  'very-satisfied': '很满意',
  satisfied: '满意',
  'basically-satisfied': '基本满意',
  dissatisfied: '不满意',
  'five-stars': '五星',
  'four-stars': '四星',
  'three-stars': '三星',
  'two-stars': '两星',
  'one-star': '一星',
};

/** Not a level: who chooses it abstains from the item. */
export const unknownWord = '不了解';

export const usualItemWords: Record<UsualItem, string> = {
  attitude: '服务态度',
  efficiency: '办事效率',
  lawful: '依法行政',
  integrity: '廉洁自律',
  openness: '政务公开',
  competence: '业务能力',
  effect: '解决问题成效',
};

export const usualGroupWords: Record<UsualGroup, string> = {
  clients: '服务对象',
  enterprises: '企业',
  grassroots: '基层单位',
  delegates: '两代表一委员',
  supervisors: '社会监督员',
  residents: '市民随机样本',
};
