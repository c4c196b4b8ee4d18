/** 文号 of printed papers: which acts of a case get one, and how it is written. */

import type { ActName } from './workflow.ts';

/** Papers about a case that carry a number of their own, each counted by itself from 1 in every year. */
export const paperKinds = ['assignment', 'return', 'extension', 'order', 'closing'] as const;
export type PaperKind = (typeof paperKinds)[number];

/** Stands between the prefix of the city and the year. */
export const paperSigns: Readonly<Record<PaperKind, string>> = {
  assignment: '交',
  return: '退',
  extension: '延',
  order: '督',
  closing: '销',
};

const kindOfAct: Partial<Record<ActName, PaperKind>> = {
  assign: 'assignment',
  requestReturn: 'return',
  requestExtension: 'extension',
  supervise: 'order',
  list: 'order',
  talk: 'order',
  close: 'closing',
};

/** Acts that put a paper with a number of its own into the world. */
export const numberedActs = Object.keys(kindOfAct) as ActName[];

/** The paper that an act makes, where it has a number. */
export const paperKindOf = (act: ActName): PaperKind | undefined => kindOfAct[act];

/**
 * A number as it is printed: 澜评交〔2026〕0123号, in 六角括号 with the whole year (GB/T 9704-2012, 7.2.5).
 * @param prefix 文号字头 of the city's papers; a last 办 is left out, since the sign of the paper takes its place
 * @param kind kind of paper, or the sign that stands for it
 */
export const paperNumber = (prefix: string, kind: PaperKind | { sign: string }, year: number, n: number): string =>
  `${prefix.replace(/办$/u, '')}${typeof kind === 'string' ? paperSigns[kind] : kind.sign}〔${year}〕${String(n).padStart(4, '0')}号`;
