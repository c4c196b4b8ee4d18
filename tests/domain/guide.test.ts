/** The clerk's guide tells of every step, where a desk really has it, on pages that there are, from one 万人评议 to the next. */
import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { guideOf } from '../../server/desk/guide.ts';
import { defaultPolicy } from '../../server/domain/deadline-policy.ts';
import { queuesOf } from '../../server/domain/queues.ts';
import { recordKinds } from '../../server/domain/records.ts';
import { staffRoles } from '../../server/domain/roles.ts';
import { actNames, actOf } from '../../server/domain/workflow.ts';
import { partWords, stepWords, yearWords } from '#words/guide.ts';

const guide = guideOf(defaultPolicy);

test('every act is told of, once', () => {
  const told = partWords.flatMap(({ acts }) => acts);
  expect([...told].sort()).toEqual([...actNames].sort());
});

test('a step that is found in a list is found there by somebody who may do it', () => {
  for (const act of actNames) {
    const { where } = stepWords[act];
    if (where.in !== 'queue') continue;
    const who = staffRoles.filter((role) => actOf(act).by.includes(role));
    expect(
      who.some((role) => queuesOf[role].includes(where.queue)),
      `${act} in ${where.queue}`,
    ).toBe(true);
  }
});

test('what the author or the system does is not looked for at a desk', () => {
  const others = actNames.filter((act) => actOf(act).by.every((role) => role === 'citizen' || role === 'system'));
  for (const act of others) expect(['track', 'system', 'page'], act).toContain(stepWords[act].where.in);
  expect(others.length).toBeGreaterThan(5);
});

test('every page that it sends somebody to is there', () => {
  const pages = new URL('../../src/pages', import.meta.url).pathname;
  const paths = [
    ...guide.parts.flatMap(({ steps }) => steps.map(({ path }) => path)),
    ...guide.records.map(({ path }) => path),
    ...guide.rhythm.flatMap(({ places }) => places.map(({ path }) => path)),
  ].flatMap((path) => (path === null ? [] : [path.split('?')[0] ?? '']));
  for (const path of new Set(paths)) {
    const file = path.replace(/^\/desk\/records\/\w+$/, '/desk/records/[kind]');
    const candidates = [`${file}.astro`, `${file}/index.astro`].map((name) => `${pages}${name}`);
    expect(candidates.some(existsSync), path).toBe(true);
  }
});

test('the year goes from one 万人评议 to the next and has a time for every kind of record', () => {
  expect(yearWords.map(({ when }) => when)).toEqual(
    [12, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11].map((month) => `${month} 月`),
  );
  const kinds = new Set(yearWords.flatMap(({ records = [] }) => records));
  expect(recordKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
});

test('every allowance is told with the words of its page', () => {
  expect(guide.clocks.map(({ amount }) => amount)).toContain('60 天');
  for (const { name, told } of guide.clocks) expect(name + told).toMatch(/^\p{Script=Han}/u);
});

test('a reader’s own steps are marked', () => {
  const mine = guideOf(defaultPolicy, 'head')
    .parts.flatMap(({ steps }) => steps)
    .filter(({ isMine }) => isMine);
  expect(mine.map(({ act }) => act)).toContain('signExtension');
  expect(mine.map(({ act }) => act)).not.toContain('assign');
});
