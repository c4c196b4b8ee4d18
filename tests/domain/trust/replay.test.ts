/** Living cases again from the log alone: whatever the rules allowed comes out the same, and what they did not allow is refused. */

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import data from '../../../db/calendar-days.json' with { type: 'json' };
import type { CalendarData } from '../../../server/domain/calendar.ts';
import { defaultPolicy } from '../../../server/domain/deadline-policy.ts';
import { type ActEntry, type CaseEntry, type Entry, isCaseEntry } from '../../../server/domain/trust/entries.ts';
import { type Finding, newFindings } from '../../../server/domain/trust/findings.ts';
import { newReplay } from '../../../server/domain/trust/replay.ts';
import { readRules } from '../../../server/domain/trust/rules.ts';
import { smallLedger } from '../../support/small-ledger.ts';

const rulesFile = JSON.stringify({
  calendar: data as CalendarData,
  defaults: defaultPolicy,
  changes: [],
  yearStartsOn: '12-01',
});
const rules = new Map([[1, readRules(rulesFile)!]]);

/** Lives these entries again. */
function replay(entries: readonly Entry[]) {
  const findings = newFindings();
  const replayed = newReplay(findings, rules);
  for (const [index, entry] of entries.entries()) if (isCaseEntry(entry)) replayed.add(index, entry);
  replayed.finish('2031-01-01');
  return { findings: findings.list, facts: replayed.facts(), cases: replayed.cases };
}

const isAct = (entry: Entry): entry is ActEntry => isCaseEntry(entry) && entry.t !== 'case.new';

describe('every life that the rules allow', () => {
  test('is allowed again, and ends as it ended', async () => {
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 1_000_000 }), async (seed) => {
        const { entries, open } = await smallLedger({ seed, cases: 6 });
        const { findings, facts } = replay(entries);
        expect(findings).toEqual([]);
        const published = [...open]
          .filter(([path]) => path.startsWith('cases/') && path.endsWith('.ndjson'))
          .flatMap(([, bytes]) => new TextDecoder().decode(bytes).split('\n').slice(0, -1))
          .map((line) => JSON.parse(line) as { id: string });
        const byId = (a: { id: string }, b: { id: string }): number => (a.id < b.id ? -1 : 1);
        expect(JSON.parse(JSON.stringify(facts.sort(byId)))).toEqual(published.sort(byId));
      }),
      { numRuns: 15 },
    );
  });

  test('is allowed as far as it has come, wherever the log ends', async () => {
    const { entries } = await smallLedger({ seed: 77, cases: 8 });
    for (let size = 1; size <= entries.length; size += 7) {
      const { findings } = replay(entries.slice(0, size));
      // A confirmation by somebody whose merging is still to come can only be judged later; numbers may still be on their way.
      expect(findings.filter(({ kind }) => kind !== 'lock-closed' && kind !== 'number-missing')).toEqual([]);
    }
  });
});

/** What a forger may do to one act, and whether it changes anything. */
const forgeries: Record<string, (entry: ActEntry) => ActEntry | undefined> = {
  'another state afterwards': (entry) => ({ ...entry, to: entry.to === 'closed' ? 'notice' : 'closed' }),
  'another place in the history': (entry) => ({ ...entry, n: entry.n + 1 }),
  'a later deadline': (entry) => {
    const [clock] = Object.keys(entry.due ?? {});
    return clock === undefined ? undefined : { ...entry, due: { ...entry.due, [clock]: '2030-06-03' } };
  },
  'a deadline that nobody set': (entry) => ({ ...entry, due: { ...entry.due, account: '2030-06-03' } }),
  'a basis that it did not have': (entry) => ({
    ...entry,
    basis: entry.basis === 'independent' ? 'citizen' : 'independent',
  }),
  'a number out of turn': (entry) => (entry.no === undefined ? { ...entry, no: '2025-9999' } : undefined),
  'done by a citizen': (entry) => (entry.by === 'citizen' ? undefined : { ...entry, by: 'citizen' }),
  'done before the case came in': (entry) => ({ ...entry, day: '2020-01-01' }),
  'done under rules to come': (entry) => ({ ...entry, v: 2 }),
};

describe('an act that was changed in one thing', () => {
  for (const [name, forge] of Object.entries(forgeries)) {
    test(`${name}: refused`, async () => {
      const { entries } = await smallLedger({ seed: 78, cases: 8 });
      const places = entries.flatMap((entry, at) => (isAct(entry) && forge(entry) !== undefined ? [at] : []));
      fc.assert(
        fc.property(fc.constantFrom(...places), (at) => {
          const forged = entries.with(at, forge(entries[at] as ActEntry) as CaseEntry);
          const about = (finding: Finding): boolean => finding.index === at;
          expect(replay(forged).findings.some(about)).toBe(true);
        }),
        { numRuns: 20 },
      );
    });
  }
});
