/** Attacks by somebody who may write to the city's database while the city goes on running, and signs and publishes by itself. */
import { type Kysely, sql } from 'kysely';
import type { Database } from '../../../db/tables.ts';
import type { Desk } from '../desk.ts';
import { createSigner } from '../../../server/ledger/signer.ts';
import { checkpointIn } from '../../../server/ledger/head-file.ts';
import { writeCheckpoint } from '../../../server/domain/trust/checkpoint.ts';
import { writeNote } from '../../../server/domain/trust/note.ts';
import type { LivedCity, Story } from '../lived-city.ts';
import type { Attack, AttackList, How } from './scene.ts';

type Change = (db: Kysely<Database>, desk: Desk, lived: LivedCity) => Promise<unknown>;

/** What is served at once. */
const altered =
  (change: Change): How =>
  ({ database, lived }) =>
    database(async (desk, db) => void (await change(db, desk, lived)));

/** What is served after the next publication, which the city makes itself. */
const published =
  (change: Change): How =>
  ({ database, lived }) =>
    database(async (desk, db) => {
      await change(db, desk, lived);
      // Something happens in the city, as it does every day.
      const { id } = await desk.opinion({ text: '另一件事，也请办一办' });
      await (await desk.as('clerk')).act(id, 'file', { exit: 'NO_CONTENT', reason: '没有可办的内容' });
      await desk.context.ledger.settle();
    });

/** Changes an entry bundle as bytes, without any hash. */
const editBundle = async (db: Kysely<Database>, change: (text: string) => string): Promise<void> => {
  const { bytes } = await db.selectFrom('ledger_bundle').select('bytes').where('idx', '=', 0).executeTakeFirstOrThrow();
  const before = Buffer.from(bytes).toString('latin1');
  const after = change(before);
  if (after === before || after.length !== before.length) throw new Error('The attack changes nothing');
  await db
    .updateTable('ledger_bundle')
    .set({ bytes: Buffer.from(after, 'latin1') })
    .where('idx', '=', 0)
    .execute();
};

const setCase = (story: Story, columns: object): How =>
  published((db, _desk, { cases }) =>
    db.updateTable('case_file').set(columns).where('id', '=', cases[story]).execute(),
  );

const attacks: Attack[] = [
  {
    by: '有数据库权限的人',
    does: '在存证本里原地把一份评价改到另一个单位名下',
    how: altered((db) => editBundle(db, (text) => text.replace('"d":"cgj","e"', '"d":"zjj","e"'))),
    found: 'root',
    says: '从每一条重新算出的总值',
  },
  {
    by: '有数据库权限的人',
    does: '在存证本里原地把一件的编号改掉一位',
    how: altered((db) => editBundle(db, (text) => text.replace('"no":"2026-0001"', '"no":"2026-0091"'))),
    found: 'tile',
    says: '和条目算出来的不一样',
  },
  {
    by: '有数据库权限的人',
    does: '删掉存证本最后一包条目',
    how: altered((db) =>
      db
        .deleteFrom('ledger_bundle')
        .where('idx', '=', (eb) => eb.selectFrom('ledger_bundle').select((one) => one.fn.max('idx').as('idx')))
        .execute(),
    ),
    found: 'file-missing',
    says: '应有的文件',
  },
  {
    by: '有数据库权限的人',
    does: '改动一层哈希，让查单条证明的手机对不上',
    how: altered((db) =>
      db
        .updateTable('ledger_tile')
        .set({ hashes: Buffer.alloc(256 * 32, 7) })
        .where('level', '=', 0)
        .where('idx', '=', 0)
        .execute(),
    ),
    found: 'tile',
    says: '和条目算出来的不一样',
  },
  {
    by: '有数据库权限的人',
    does: '没有签名密钥，用自己造的密钥重签检查点',
    how: altered(async (db, { context }) => {
      const row = await db
        .selectFrom('ledger_checkpoint')
        .selectAll()
        .orderBy('size', 'desc')
        .executeTakeFirstOrThrow();
      const head = checkpointIn(row.note);
      if (head === undefined) throw new Error('There is no checkpoint');
      const text = writeCheckpoint(head);
      const note = writeNote(text, [createSigner(head.origin, context.random(32)).line(text)]);
      await db.updateTable('ledger_checkpoint').set({ note }).where('size', '=', row.size).execute();
    }),
    found: 'checkpoint-signature',
    says: '不是用这把公钥签的',
  },
  {
    by: '单位',
    does: '托人在数据库里把超期办结的一件改成“按期”，等下一次公布',
    how: setCase('late', { on_time: 1 }),
    found: 'case-facts',
    says: 'onTime',
    names: () => ({ what: 'onTime' }),
  },
  {
    by: '单位',
    does: '托人在数据库里把一件没办完的改成“群众认可、已销号”',
    how: setCase('extended', { state: 'closed', result: 'A', basis: 'citizen', closed_on: '2026-11-01', on_time: 1 }),
    found: 'case-facts',
    says: 'state',
    names: () => ({ what: 'state' }),
  },
  {
    by: '单位',
    does: '托人在数据库里把自己名下的一件改到别的单位名下',
    how: setCase('late', { department: 'jyj' }),
    found: 'case-facts',
    says: 'department',
    names: () => ({ what: 'department' }),
  },
  {
    by: '单位',
    does: '托人在数据库里悄悄把办结期限延后三个月',
    how: published(async (db, _desk, { cases }) => {
      const id = cases.extended;
      const row = await db.selectFrom('case_file').select('clocks').where('id', '=', id).executeTakeFirstOrThrow();
      const clocks = JSON.parse(row.clocks) as { complete: { due: string } };
      clocks.complete.due = '2027-03-25';
      const changed = { clocks: JSON.stringify(clocks), due_complete: '2027-03-25' };
      await db.updateTable('case_file').set(changed).where('id', '=', id).execute();
    }),
    found: 'case-facts',
    says: 'due',
    names: () => ({ what: 'due' }),
  },
  {
    by: '有数据库权限的人',
    does: '让系统以为一件还没有存入，好叫它从公布的清单里消失',
    how: setCase('checked', { logged_seq: 0 }),
    found: 'case-missing',
    says: '公布的清单里没有',
    names: () => ({ kase: '2026-0003' }),
  },
  {
    by: '有数据库权限的人',
    does: '改动合计，把五份差评算成好评',
    how: published(async (db) => {
      const move = (level: 1 | 5, ratings: number) =>
        db
          .updateTable('rating_total')
          .set({ ratings })
          .where('department_code', '=', 'cgj')
          .where('is_apart', '=', 0)
          .where('level', '=', level)
          .execute();
      await move(1, 0);
      await move(5, 15);
    }),
    found: 'figure',
    says: '公众日常评价',
  },
  {
    by: '有数据库权限的人',
    does: '改动已开票的一份评价的等次，连合计一起改',
    how: altered((db) =>
      db
        .updateTable('opened_rating')
        .set({ level: 5 })
        .where('department_code', '=', 'cgj')
        .where('level', '=', 1)
        .execute(),
    ),
    found: 'opening-false',
    says: '和打分时封存的不一样',
  },
  {
    by: '有数据库权限的人',
    does: '删掉一个单位已开票的全部差评',
    how: altered((db) =>
      db.deleteFrom('opened_rating').where('department_code', '=', 'cgj').where('level', '<=', 2).execute(),
    ),
    found: 'opening-withheld',
    says: '应公开的评价少了',
  },
  {
    by: '有数据库权限的人',
    does: '凭空添一份开票的满分评价，存证本里没有它',
    how: altered(async (db) => {
      const row = await db
        .selectFrom('opened_rating')
        .selectAll()
        .where('department_code', '=', 'cgj')
        .executeTakeFirstOrThrow();
      await db
        .insertInto('opened_rating')
        .values({ ...row, commitment: 'A'.repeat(43), level: 5 })
        .execute();
    }),
    found: 'opening-unknown',
    says: '存证本里没有这份评价',
  },
  {
    by: '单位',
    does: '托人在数据库里把当初公布的办理结果改得好听些',
    how: altered(async (db, _desk, { cases }) => {
      const id = cases.confirmed;
      const value = '三十盏路灯全部换新，群众十分满意';
      await db.updateTable('case_file').set({ public_outcome: value }).where('id', '=', id).execute();
      await db
        .updateTable('event_text')
        .set({ value: JSON.stringify(value) })
        .where('case_id', '=', id)
        .where('field', '=', 'outcome')
        .execute();
    }),
    found: 'text-false',
    says: '公开的话和封存的不一样',
    names: () => ({ kase: '2026-0001' }),
  },
  {
    by: '有数据库权限的人',
    does: '撤下一件意见公开的文字，不留记录',
    how: altered((db, _desk, { cases }) =>
      db.updateTable('case_file').set({ public_text: null }).where('id', '=', cases.silent).execute(),
    ),
    found: 'text-withheld',
    says: '没有公开',
    names: () => ({ kase: '2026-0004' }),
  },
  {
    by: '评议办',
    does: '事后改动登记过的规则文件，给办结期限多加十天',
    how: altered((db) =>
      db.updateTable('ledger_rules').set({ body: sql<string>`replace(body, '"amount":60', '"amount":70')` }).execute(),
    ),
    found: 'rules-file',
    says: '不是登记过的那一份',
  },
  {
    by: '有数据库权限的人',
    does: '删掉一个月的公布文件，让人没有数可比',
    how: altered((db) => db.deleteFrom('open_file').where('path', 'like', 'cases/%').execute()),
    found: 'file-missing',
    says: '应有的文件',
  },
];

export const databaseAttacks: AttackList = {
  title: '改数据库',
  about:
    '动手的人能写数据库，系统照常运行、照常签名和公布。每一种都在两种数据库（SQLite、PostgreSQL）的真实城市上各做一遍。',
  attacks,
};
