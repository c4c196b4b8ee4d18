/**
 * A small round on paper with its results, in whatever state a test wants it: its acts are entries of the ledger as always, while its counts are made
 * up and not read from ballots.
 */
import { saveDepartment } from '../../db/departments.ts';
import { putRoundFile } from '../../db/round-files.ts';
import { planText, savePlan, setRulesHash } from '../../db/rounds.ts';
import { findRecord, nextRecordNumber, recordRecordEvent } from '../../db/records.ts';
import type { Transaction } from 'kysely';
import type { Database } from '../../db/tables.ts';
import { dayOf, instantText } from '../../server/clock.ts';
import { addDays, type Day } from '../../server/domain/day.ts';
import type { FieldValues } from '../../server/domain/fields.ts';
import { recordActOf } from '../../server/domain/records.ts';
import { advanceRecord } from '../../server/domain/advance-record.ts';
import type { RoundPlan } from '../../server/domain/round/plan.ts';
import {
  type AnnualInputs,
  type CellCounts,
  computeResults,
  type OpenedCell,
  type RoundResults,
} from '../../server/domain/round/results.ts';
import { copyScale, levelNames, usualMinimums } from '../../server/domain/round/scales.ts';
import { type Canonical, canonicalJson } from '../../server/domain/trust/canonical.ts';
import type { RoundKind } from '../../server/domain/vocabulary.ts';
import { newId } from '../../server/ids.ts';
import type { Desk } from './desk.ts';

/** The acts that lead to a state, in order. */
const life = ['draft', 'freeze', 'open', 'close', 'review', 'publish', 'hear', 'conclude'] as const;
type LifeAct = (typeof life)[number];

/** Marks of one group on one department: how many rows, and how many of them gave the best, the next … level, the same for every item. */
interface Said {
  group: 'clients' | 'enterprises';
  department: string;
  levels: readonly [best: number, good: number, fair: number, bad: number];
  unknown?: number;
  abstained?: number;
}

export interface SmallRound {
  id: string;
  number: string;
  plan: RoundPlan;
  results: RoundResults;
}

export interface SmallRoundOptions {
  /** The last act that is done; by default `hear`, so that 复核 can be asked for. */
  upTo?: LifeAct;
  year?: number;
  title?: string;
  kind?: RoundKind;
  said?: readonly Said[];
  annual?: readonly AnnualInputs[];
}

/** Three departments with scores of which two are equal, one with a small sample, one with next to none, one that only asks for opinions. */
const usualSaid: readonly Said[] = [
  { group: 'clients', department: 'cgj', levels: [30, 20, 6, 4], unknown: 5, abstained: 3 },
  { group: 'enterprises', department: 'cgj', levels: [12, 8, 4, 2], unknown: 2 },
  { group: 'clients', department: 'jyj', levels: [40, 16, 3, 1] },
  { group: 'enterprises', department: 'jyj', levels: [20, 6, 2, 0] },
  { group: 'clients', department: 'zjj', levels: [40, 16, 3, 1] },
  { group: 'enterprises', department: 'zjj', levels: [20, 6, 2, 0] },
  { group: 'clients', department: 'slj', levels: [10, 6, 2, 0] },
  { group: 'clients', department: 'wsj', levels: [3, 2, 0, 0] },
  { group: 'clients', department: 'xcb', levels: [30, 10, 4, 1], unknown: 20 },
];

/** Departments that the city of a desk's test does not have yet. */
const more = [
  ['slj', '水利局'],
  ['wsj', '卫生健康委员会'],
  ['xcb', '宣传部'],
  ['ldb', '老干部局'],
] as const;

const items = [
  { code: 'attitude', name: '服务态度', weight: 40 },
  { code: 'efficiency', name: '办事效率', weight: 60 },
];

function planOf(id: string, today: Day, options: SmallRoundOptions): RoundPlan {
  const { year = 2025, title, kind = 'annual', annual, upTo } = options;
  const names = Object.fromEntries(levelNames.map((name) => [name, name])) as Record<
    (typeof levelNames)[number],
    string
  >;
  const words = {
    ...names,
    'very-satisfied': '很满意',
    satisfied: '满意',
    'basically-satisfied': '基本满意',
    dissatisfied: '不满意',
  };
  const department = (code: string, name: string, classCode = 'law') => ({ code, name, classCode });
  return {
    v: 1,
    round: id,
    kind,
    title: title ?? `${year} 年度万人评议`,
    year,
    opensOn: addDays(today, -30),
    // One that is open stays so when the clockwork looks.
    closesOn: addDays(today, upTo === 'open' ? 10 : -10),
    scale: copyScale('P5', words),
    items,
    asksOverall: false,
    classes: [
      { code: 'law', name: '行政执法类', isRanked: true },
      { code: 'party', name: '党群综合类', isRanked: false },
    ],
    departments: [
      department('cgj', '城管局'),
      department('jyj', '教育局'),
      department('zjj', '住建局'),
      department('slj', '水利局'),
      department('wsj', '卫生健康委员会'),
      department('xcb', '宣传部', 'party'),
      { ...department('ldb', '老干部局', 'party'), isExempt: true },
    ],
    groups: [
      { code: 'clients', name: '服务对象', weight: 70, invited: 400, frame: '从上一年办事人员名单里随机抽取。' },
      { code: 'enterprises', name: '企业', weight: 30, invited: 100, frame: '从规模以上企业名录里随机抽取。' },
    ],
    rosters: [],
    channels: [{ channel: 'paper', isCounted: true }],
    minimums: usualMinimums,
    ...(annual && { annual: { review: 70, rectification: 20, regular: 10 } }),
  };
}

function cellOf(plan: RoundPlan, { group, department, levels, unknown = 0, abstained = 0 }: Said): CellCounts {
  const rated = levels.reduce((sum, count) => sum + count, 0);
  const marks = Object.fromEntries([
    ...plan.scale.levels.map(({ level }, index) => [String(level), levels[index] ?? 0]),
    ['0', unknown],
  ]) as Record<string, number>;
  // Who did not know about the first item did rate the second one as good.
  const second = { ...marks, '3': (marks['3'] ?? 0) + unknown, '0': 0 };
  const substantive = rated + unknown;
  const opened: OpenedCell = {
    substantive,
    abstained,
    malformed: 0,
    unopened: 0,
    items: { attitude: marks, efficiency: second },
    overall: {},
  };
  const isOpen = substantive >= plan.minimums.cell;
  return { department, group, channel: 'paper', ballots: substantive + abstained, ...(isOpen && { opened }) };
}

function resultsOf(plan: RoundPlan, { said = usualSaid, annual }: SmallRoundOptions): RoundResults {
  return computeResults(plan, {
    cells: said.map((one) => cellOf(plan, one)),
    turnout: [
      {
        group: 'clients',
        channel: 'paper',
        issued: 400,
        returned: 330,
        void: { blank: 6, spoiled: 3 },
        excluded: { 'straight-line': 2 },
      },
      { group: 'enterprises', channel: 'paper', issued: 100, returned: 90, void: { blank: 1 }, excluded: {} },
    ],
    cancelled: 0,
    excludedRows: 4,
    ...(annual && { annual }),
  });
}

/** Lets a round live up to an act; the ledger tells of it afterwards. */
export async function roundWithResults(desk: Desk, options: SmallRoundOptions = {}): Promise<SmallRound> {
  const { context } = desk;
  const id = newId(context.random);
  const today = dayOf(desk.time);
  for (const [index, [code, name]] of more.entries()) {
    await saveDepartment(context.db, {
      code,
      name,
      fullName: `澜江市${name}`,
      classCode: 'law',
      pinyin: '',
      initials: '',
      duties: '',
      commitments: [],
      address: '',
      telephone: '',
      isActive: true,
      position: 10 + index,
    });
  }
  const plan = planOf(id, today, options);
  const results = resultsOf(plan, options);
  const acts = life.slice(0, life.indexOf(options.upTo ?? 'hear') + 1);
  await context.db.transaction().execute(async (trx) => {
    for (const act of acts) await doAct(trx, desk, { act, plan, results });
  });
  await context.ledger.settle();
  const stored = await findRecord(context.db, id);
  return { id, number: stored?.file.number ?? '', plan, results };
}

/** Puts other results in their place, as `correct` does after a 复核. */
export async function correctResults(desk: Desk, round: SmallRound, said: readonly Said[]): Promise<RoundResults> {
  const results = resultsOf(round.plan, { said });
  await desk.context.db.transaction().execute((trx) => doAct(trx, desk, { act: 'correct', plan: round.plan, results }));
  await desk.context.ledger.settle();
  return results;
}

interface Doing {
  act: LifeAct | 'correct';
  plan: RoundPlan;
  results: RoundResults;
}

async function doAct(trx: Transaction<Database>, desk: Desk, { act, plan, results }: Doing): Promise<void> {
  const id = plan.round;
  const before = (await findRecord(trx, id))?.file ?? null;
  const day = dayOf(desk.time);
  const actor =
    act === 'open' || act === 'close'
      ? ({ role: 'system' } as const)
      : {
          role: 'director' as const,
          account: act === 'draft' || act === 'review' ? 'account-clerk' : 'account-director',
        };
  const given = await givenTo(trx, { act, plan, results }, day);
  const by = act === 'draft' || act === 'review' ? { ...actor, role: 'clerk' as const } : actor;
  const outcome = advanceRecord(before, { id, kind: 'round', act, given }, by, { day, self: null, wrote: {} });
  if (!outcome.ok) throw new Error(`${act}: ${outcome.refusal}`);
  const { event } = outcome;
  const numbered =
    recordActOf('round', act)?.numbers === true
      ? { ...event, number: await nextRecordNumber(trx, { id, kind: 'round', seq: event.seq, day }) }
      : event;
  await recordRecordEvent(trx, before, numbered, { at: instantText(desk.time) });
}

/** What each act of the life of a round is given, with what is otherwise worked out for it. */
async function givenTo(trx: Transaction<Database>, { act, plan, results }: Doing, day: Day): Promise<FieldValues> {
  const put = (path: string, text: string): Promise<string> => putRoundFile(trx, plan.round, path, text);
  const { title, kind: roundKind, opensOn, closesOn } = plan;
  const counts = { redeemed: 0, ballots: 0, cancelled: 0, batches: 0, rows: 0, excluded: { ballots: 0, rows: 0 } };
  switch (act) {
    case 'draft':
      return { title, roundKind, opensOn, closesOn };
    case 'freeze': {
      await savePlan(trx, plan);
      const rules = await put('rules.json', planText(plan));
      await setRulesHash(trx, plan.round, rules);
      const frozen = {
        rules,
        reports: await put('reports.json', canonicalJson({})),
        keys: await put('keys.json', canonicalJson([])),
        roster: await put('roster.json', canonicalJson({})),
      };
      return { frozenRound: frozen };
    }
    case 'close':
      return { roundCounts: counts };
    case 'review':
      return { opinion: '核对无误', roundCounts: counts };
    case 'publish':
    case 'correct': {
      const hash = await put('results.json', canonicalJson(results as unknown as Canonical));
      await put('results.csv', '');
      await trx
        .updateTable('round_plan')
        .set({ results: JSON.stringify(results), results_hash: hash })
        .where('round_id', '=', plan.round)
        .execute();
      const roundResults = { results: hash, openings: {}, opened: 0, hidden: results.rows.hidden };
      return { roundResults, ...(act === 'correct' && { reason: '复核后更正' }) };
    }
    case 'hear':
      return { recheckUntil: addDays(day, 3) };
    case 'conclude':
      return { roundCounts: counts };
    case 'open':
      return {};
  }
}
