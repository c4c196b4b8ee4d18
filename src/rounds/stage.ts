/** How far a round has come, as everybody tells it. */

export const stages = ['coming', 'open', 'counting', 'over', 'dropped'] as const;
export type Stage = (typeof stages)[number];

const byState: Readonly<Record<string, Stage>> = {
  frozen: 'coming',
  open: 'open',
  closed: 'counting',
  reviewed: 'counting',
  published: 'over',
  appealed: 'over',
  final: 'over',
  dropped: 'dropped',
};

export const stageOf = (state: string): Stage => byState[state] ?? 'coming';
