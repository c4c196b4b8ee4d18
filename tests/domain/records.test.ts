/** What must hold of records beside the cases, whatever people do and in whatever order. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  advanceRecord,
  applyRecordEvent,
  firstRecordAct,
  isPublicRecord,
  mayReadRecord,
  recordActsFor,
  type RecordCircumstances,
  recordDue,
  type RecordEvent,
} from '../../server/domain/advance-record.ts';
import { type FieldName, type FieldValues, fields, isWords } from '../../server/domain/fields.ts';
import { publicRecordWords } from '../../server/domain/record-words.ts';
import {
  recordActOf,
  type RecordFile,
  type RecordKind,
  recordKindOf,
  recordKinds,
  recordStatesOf,
  recordTurn,
} from '../../server/domain/records.ts';
import { type Actor, departmentRoles, isDepartmentRole, type Role, staffRoles } from '../../server/domain/roles.ts';
import { fieldWords } from '#words/workflow.ts';
import { recordKindWords } from '#words/records.ts';

const roles: readonly Role[] = [...staffRoles, 'citizen', 'system'];
const day = '2026-11-02';

/** Everybody: two accounts of each role, those of departments in one of two. */
const actors: fc.Arbitrary<Actor> = fc
  .record({
    role: fc.constantFrom(...roles),
    who: fc.constantFrom('one', 'two'),
    department: fc.constantFrom('a', 'b'),
  })
  .map(({ role, who, department }) => ({
    role,
    ...(role !== 'citizen' && role !== 'system' && { account: `${role}-${who}` }),
    ...(isDepartmentRole(role) && { department }),
  }));

/** Something for a field. */
function fill(name: FieldName): unknown {
  const field = fields[name];
  switch (field.kind) {
    case 'choice':
    case 'level':
      return field.of[0];
    case 'choices':
      return [field.of[0]];
    case 'day':
      return name === 'termUntil' ? '2027-11-01' : '2026-12-01';
    case 'yes-no':
      return true;
    case 'percent':
    case 'count':
      return 1;
    case 'department':
      return 'a';
    case 'departments':
      return ['b'];
    case 'cases':
    case 'names':
    case 'files':
      return ['one', 'two', 'three'];
    case 'measures':
      return [{ what: '做', section: '处', by: '2026-12-01' }];
    case 'case':
    case 'derived':
    case 'line':
    case 'proof':
    case 'record':
    case 'signature':
    case 'text':
    case 'token':
      return name === 'holder' ? 'supervisor-one' : '字';
  }
}

/** A deed: somebody tries an act of a kind, with some of its fields left out. */
interface Deed {
  act: string;
  actor: Actor;
  department: string;
  leaves: FieldName | null;
}
const deeds = (kind: RecordKind): fc.Arbitrary<Deed[]> =>
  fc.array(
    fc.constantFrom(...Object.keys(recordKindOf(kind).acts)).chain((act) =>
      fc.record({
        act: fc.constant(act),
        actor: fc.oneof(
          actors,
          actors.filter(({ role }) => recordActOf(kind, act)?.by.includes(role) === true),
        ),
        department: fc.constantFrom('a', 'b'),
        leaves: fc.option(fc.constantFrom(...(recordActOf(kind, act)?.needs ?? ['reason'])), { freq: 12 }),
      }),
    ),
    { maxLength: 40 },
  );

/** Lives that records may have: what was tried, and what came of it. */
function live(kind: RecordKind, tries: readonly Deed[]) {
  let file: RecordFile | null = null;
  const wrote: Record<string, string> = {};
  const done: { before: RecordFile | null; event: RecordEvent; after: RecordFile; at: RecordCircumstances }[] = [];
  const refused: { before: RecordFile | null; deed: Deed; refusal: string }[] = [];
  for (const deed of tries) {
    const { act, actor, department, leaves } = deed;
    const { needs = [], derived = [], numbers } = recordActOf(kind, act) ?? { from: [], to: '', by: [] };
    const given: FieldValues = {};
    for (const name of [...needs, ...derived]) if (name !== leaves) Object.assign(given, { [name]: fill(name) });
    if (given.department !== undefined) given.department = department;
    const at: RecordCircumstances = { day, self: actor.account ?? null, wrote: { ...wrote } };
    const outcome = advanceRecord(file, { id: 'r', kind, act, given }, actor, at);
    if (!outcome.ok) {
      refused.push({ before: file, deed, refusal: outcome.refusal });
      continue;
    }
    const isNumbered = numbers === true && (file?.number ?? null) === null;
    const event = { ...outcome.event, ...(isNumbered && { number: `澜评${recordKindOf(kind).prefix}〔2026〕0001号` }) };
    const after = applyRecordEvent(file, event);
    done.push({ before: file, event, after, at });
    if (actor.account !== undefined) wrote[act] = actor.account;
    file = after;
  }
  return { done, refused, file };
}
const lives = fc
  .constantFrom(...recordKinds)
  .chain((kind) => deeds(kind).map((tries) => ({ kind, ...live(kind, tries) })));

describe('记录的一步', () => {
  test('只从表里写的状态、由表里写的岗位、到表里写的状态；序号一个接一个', () => {
    fc.assert(
      fc.property(lives, ({ kind, done }) => {
        done.forEach(({ before, event }, index) => {
          const act = recordActOf(kind, event.act);
          expect(event.seq).toBe(index + 1);
          expect(before === null ? act?.from : act?.from.includes(before.state)).toEqual(before === null ? [] : true);
          expect(act?.by).toContain(event.actor.role);
          expect(event.to).toBe(act?.to);
        });
      }),
    );
  });

  test('被拒绝的什么也不改；必填的没有一项会缺', () => {
    fc.assert(
      fc.property(lives, ({ kind, done, refused, file }) => {
        expect(file?.seq ?? 0).toBe(done.length);
        for (const { event } of done) {
          for (const name of recordActOf(kind, event.act)?.needs ?? []) expect(event.given[name]).toBeDefined();
        }
        for (const { refusal } of refused)
          expect(['not-in-this-state', 'not-this-role', 'not-your-case', 'field-missing', 'second-signer']).toContain(
            refusal,
          );
      }),
    );
  });

  test('单位只动本单位的记录；要第二个人的，两个人不是同一个', () => {
    fc.assert(
      fc.property(lives, ({ kind, done }) => {
        const wrote = new Map<string, string>();
        for (const { event, after } of done) {
          if (isDepartmentRole(event.actor.role)) expect(after.department).toBe(event.actor.department);
          const { notBy } = recordActOf(kind, event.act) ?? {};
          if (notBy !== undefined) expect(wrote.get(notBy)).not.toBe(event.actor.account);
          if (event.actor.account !== undefined) wrote.set(event.act, event.actor.account);
        }
      }),
    );
  });

  test('监督员只动自己的聘任', () => {
    fc.assert(
      fc.property(deeds('supervisor'), (tries) => {
        for (const { event, after } of live('supervisor', tries).done)
          if (event.actor.role === 'supervisor') expect(after.body.holder).toBe(event.actor.account);
      }),
    );
  });

  test('编号给了不变，单位定了不变，文字不进正文', () => {
    fc.assert(
      fc.property(lives, ({ done }) => {
        for (const { before, after } of done) {
          if (before !== null && before.number !== null) expect(after.number).toBe(before.number);
          if (before !== null && before.department !== null) expect(after.department).toBe(before.department);
          expect(Object.keys(after.body).filter((name) => isWords(name as FieldName))).toEqual([]);
        }
      }),
    );
  });

  test('页面给出的步骤都能办，不给出的都办不了', () => {
    fc.assert(
      fc.property(lives, actors, ({ kind, file, done }, actor) => {
        fc.pre(file !== null);
        const wrote = Object.fromEntries(
          done.flatMap(({ event }) => (event.actor.account === undefined ? [] : [[event.act, event.actor.account]])),
        );
        const at = { day, self: actor.account ?? null, wrote };
        const offered = recordActsFor(file as RecordFile, actor, at);
        for (const [act, { needs = [] }] of Object.entries(recordKindOf(kind).acts)) {
          const given = Object.fromEntries(needs.map((name) => [name, fill(name)]));
          const { ok } = advanceRecord(file, { id: 'r', kind, act, given }, actor, at);
          expect(ok).toBe(offered.includes(act));
        }
      }),
    );
  });
});

describe('谁能看', () => {
  test('各单位只看本单位的；全市的要公开以后才看得到', () => {
    fc.assert(
      fc.property(
        lives,
        fc.constantFrom(...departmentRoles),
        fc.constantFrom('a', 'b'),
        ({ file }, role, department) => {
          fc.pre(file !== null);
          const seen = mayReadRecord(file as RecordFile, { role, department, account: 'x' }, 'x');
          if (!seen) return;
          expect(file?.department === department || (file?.department === null && isPublicRecord(file))).toBe(true);
        },
      ),
    );
  });

  test('公开以前没有一句话公开；公开以后，每个公开的字段都有最新的那一句', () => {
    fc.assert(
      fc.property(lives, ({ kind, done, file }) => {
        const acts = done.map(({ event }) => ({
          n: event.seq,
          act: event.act,
          words: Object.keys(event.given).filter((name) => isWords(name as FieldName)),
        }));
        const places = publicRecordWords(kind, acts);
        const { publicFields } = recordKindOf(kind);
        if (file === null || !isPublicRecord(file)) {
          expect(places).toEqual([]);
          return;
        }
        for (const place of places) expect(publicFields).toContain(place.split('.')[1]);
        for (const field of publicFields) {
          const last = acts.findLast(({ words }) => words.includes(field));
          if (last !== undefined) expect(places).toContain(`${last.n}.${field}`);
        }
      }),
    );
  });
});

describe('表', () => {
  test('每一种记录都有一个开头，每个状态都到得了，期限的字段在那个状态已经填了', () => {
    for (const kind of recordKinds) {
      const { acts, due = {} } = recordKindOf(kind);
      const begins = Object.entries(acts).filter(([, { from }]) => from.length === 0);
      expect(begins).toHaveLength(1);
      const reached = new Set(begins.map(([, { to }]) => to));
      for (let more = true; more; ) {
        more = false;
        for (const { from, to } of Object.values(acts)) {
          if (!reached.has(to) && from.some((state) => reached.has(state))) more = reached.add(to).size > 0;
        }
      }
      expect([...reached].sort()).toEqual([...recordStatesOf(kind)].sort());
      for (const [state, field] of Object.entries(due)) {
        const given = Object.values(acts).flatMap(({ needs = [], derived = [] }) => [...needs, ...derived]);
        expect(given).toContain(field);
        expect(recordDue({ kind, state, body: { [field]: '2026-12-01' } })).toBe('2026-12-01');
      }
    }
  });

  test('每一种、每个状态、每一步、每一项都有名字', () => {
    for (const kind of recordKinds) {
      const words = recordKindWords[kind];
      for (const state of recordStatesOf(kind)) expect(words.states[state]).toBeTruthy();
      for (const [act, { needs = [], may = [], derived = [] }] of Object.entries(recordKindOf(kind).acts)) {
        expect(words.acts[act]?.does).toBeTruthy();
        for (const name of [...needs, ...may, ...derived]) expect(fieldWords[name].label).toBeTruthy();
      }
    }
  });

  test('没有走完的，总有人能接着办；走完的，谁也不催', () => {
    expect(recordKinds.length).toBeGreaterThan(5);
    for (const kind of recordKinds) {
      for (const state of recordStatesOf(kind)) {
        const open = Object.values(recordKindOf(kind).acts).some(({ from }) => from.includes(state));
        expect(open || recordTurn(kind, state).length === 0, `${kind} ${state}`).toBe(true);
      }
    }
  });

  test('谁能新建，看的是表里第一步', () => {
    expect(firstRecordAct('pledge', { role: 'liaison' })).toBe('draft');
    expect(firstRecordAct('pledge', { role: 'handler' })).toBeUndefined();
    expect(firstRecordAct('inspection', { role: 'supervisor' })).toBe('write');
    expect(firstRecordAct('order', { role: 'clerk' })).toBeUndefined();
  });
});
