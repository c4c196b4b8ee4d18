/** Who was asked about which departments, and how many of them said 不了解. */

import { type ClassCode, classes, departments } from '../data/departments.ts';
import type { Random } from '../random.ts';
import { clientsEach, fewClients, type GroupNumbers, groups2025, unknownRates, validOf } from './numbers-2025.ts';

/** By group: the departments on every valid ballot. */
export type Asked = Map<GroupNumbers['code'], string[][]>;
/** By group and department: how many abstain. */
export type Abstaining = Map<string, number>;

export const cell = (group: string, department: string): string => `${group} ${department}`;

/** Shares out a whole number by weights, the largest remainders first, so that the sum is right. */
function shareOut<Key>(whole: number, weights: readonly (readonly [Key, number])[]): Map<Key, number> {
  const sum = weights.reduce((all, [, weight]) => all + weight, 0);
  const exact = weights.map(([key, weight]) => ({ key, share: (whole * weight) / sum }));
  const shares = new Map(exact.map(({ key, share }) => [key, Math.floor(share)]));
  let left = whole - [...shares.values()].reduce((all, share) => all + share, 0);
  for (const { key } of exact.toSorted((a, b) => (b.share % 1) - (a.share % 1))) {
    if (left === 0) break;
    shares.set(key, (shares.get(key) ?? 0) + 1);
    left -= 1;
  }
  return shares;
}

/** 服务对象 went where they had something to do: to some departments often, to some hardly ever. */
function clientsAsked(count: number, random: Random): string[][] {
  const few = Object.values(fewClients).reduce((sum, one) => sum + one, 0);
  const busy = departments
    .filter(({ code }) => fewClients[code] === undefined)
    .map(({ code, classCode }) => [code, clientsEach[classCode] * random.between(75, 130)] as const);
  const asked = new Map([...Object.entries(fewClients), ...shareOut(count - few, busy)]);
  return [...asked].flatMap(([code, times]) => Array.from({ length: times }, () => [code]));
}

/** All departments in an order by lot, in which little-known and well-known ones take turns, so that nobody is asked only about strangers. */
function mixedOrder(random: Random): string[] {
  const codes = (isKnown: boolean): string[] =>
    random.shuffled(
      departments.filter(({ classCode }) => unknownRates[classCode] < 200 === isKnown).map(({ code }) => code),
    );
  const [known, strange] = [codes(true), codes(false)];
  return strange.flatMap((code, index) => [code, ...known.slice(index, index + 1)]);
}

/** The others were asked in turn, so that every department was asked about as often. */
function askedInTurn({ each }: GroupNumbers, count: number, random: Random): string[][] {
  const waiting: string[] = [];
  return Array.from({ length: count }, () => {
    const ballot: string[] = [];
    while (ballot.length < each) {
      const at = waiting.findIndex((code) => !ballot.includes(code));
      if (at < 0) waiting.push(...mixedOrder(random));
      else ballot.push(...waiting.splice(at, 1));
    }
    return ballot;
  });
}

export const asked2025 = (random: Random): Asked =>
  new Map(
    groups2025.map((group) => [
      group.code,
      group.each === 1
        ? random.shuffled(clientsAsked(validOf(group), random))
        : askedInTurn(group, validOf(group), random),
    ]),
  );

/** How many rows each cell has. */
export function rowsAsked(asked: Asked): Map<string, number> {
  const rows = new Map<string, number>();
  for (const [group, ballots] of asked)
    for (const codes of ballots)
      for (const code of codes) rows.set(cell(group, code), (rows.get(cell(group, code)) ?? 0) + 1);
  return rows;
}

/** Cells too small to be opened are in no figure. */
const isShown = (group: string, department: string): boolean =>
  group !== 'clients' || fewClients[department] === undefined;

/** 不了解 by class as it was published, shared out among groups and departments. */
export function abstaining2025(rows: ReadonlyMap<string, number>): Abstaining {
  const abstaining: Abstaining = new Map();
  const inClass = (classCode: ClassCode) => departments.filter((one) => one.classCode === classCode);
  for (const { code: classCode } of classes) {
    const cells = groups2025.flatMap((group) =>
      inClass(classCode)
        .filter(({ code }) => isShown(group.code, code))
        .map(({ code }) => ({ key: cell(group.code, code), unknowing: group.unknowing })),
    );
    const all = cells.reduce((sum, { key }) => sum + (rows.get(key) ?? 0), 0);
    const whole = Math.round((all * unknownRates[classCode]) / 1000);
    const shares = shareOut(
      whole,
      cells.map(({ key, unknowing }) => [key, (rows.get(key) ?? 0) * unknowing] as const),
    );
    for (const [key, share] of shares) abstaining.set(key, share);
  }
  return abstaining;
}
