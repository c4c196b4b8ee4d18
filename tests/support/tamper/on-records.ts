/** Attacks on records beside the cases: in a copy of the city in which a pledge was marked, an inspection signed by two, an order answered. */
import { nativeSha256 } from '../../../db/native-hash.ts';
import { toBase64Url, utf8ToBytes } from '../../../server/domain/trust/encoding.ts';
import type { Entry } from '../../../server/domain/trust/entries.ts';
import { markEntry, type MarkEntry, type RecordEntry } from '../../../server/domain/trust/record-entry.ts';
import type { TextLine } from '../../../server/domain/trust/open-data.ts';
import type { Desk } from '../desk.ts';
import type { Files } from '../open-mirror.ts';
import { inspectionGiven, pledgeGiven, recordHands } from '../record-hands.ts';
import { type Draft, editLines, rebind, seal, tellEvents } from '../small-ledger.ts';
import { addSupervisor } from '../supervisors.ts';
import { type Attack, type AttackList, draftOf, type How, republish, type Scene } from './scene.ts';

/** A pledge is made, kept and marked; two supervisors sign an inspection; an order is answered; then some weeks pass. */
async function liveRecords(desk: Desk): Promise<void> {
  const hands = recordHands(desk);
  const { ledger } = desk.context;
  await addSupervisor(desk, 'second');
  const pledge = await hands.begin('clerk', 'pledge', 'draft', pledgeGiven(hands));
  const { number } = await hands.act('director', pledge.id, 'publish');
  await hands.act('liaison', pledge.id, 'report', { progress: '换好了一半', percent: 50 });
  const evidence = [await (await desk.as('liaison')).upload()];
  await hands.act('liaison', pledge.id, 'finish', { outcome: '全部换好', evidence, signedBy: '王局长' });
  await ledger.settle();
  for (const mark of ['satisfied', 'satisfied', 'fairly', 'dissatisfied', 'dissatisfied', 'dissatisfied']) {
    await hands.mark(number ?? '', mark);
  }
  const visit = await hands.begin('supervisor', 'inspection', 'write', inspectionGiven(hands));
  await hands.act('second', visit.id, 'cosign');
  await hands.act('clerk', visit.id, 'review', { opinion: '属实' });
  const order = await hands.begin('director', 'order', 'issue', {
    orderLevel: 'yellow',
    department: 'cgj',
    reason: '超期三件',
    demand: '十日内办结',
    replyBy: hands.today(10),
  });
  await hands.act('liaison', order.id, 'answer', { orderReply: '已办结', signedBy: '王局长' });
  for (const addressee of ['解放社区居委会', '城北中学']) {
    await hands.begin('clerk', 'letter', 'issue', { department: 'cgj', addressee, replyBy: hands.today(20) });
  }
  desk.later(22);
  await ledger.settle();
  await hands.act('director', pledge.id, 'keep', { opinion: '已经做到' });
  await ledger.settle();
  desk.later(40);
  await hands.act('director', order.id, 'lift', { opinion: '同意办结' });
  await ledger.settle();
}

const served = new WeakMap<Scene, Promise<Files>>();
/** What that city serves; it is lived once for each scene. */
function recorded(scene: Scene): Promise<Files> {
  const known = served.get(scene) ?? scene.database(liveRecords);
  served.set(scene, known);
  return known;
}

/** A draft of that city, to be changed. */
const draft = async (scene: Scene): Promise<Draft> =>
  draftOf(new Map([...(await recorded(scene))].map(([path, bytes]) => [path, bytes.slice()])));

/** The operator changes entries, has everything counted anew, and signs again. */
const forged =
  (change: (draft: Draft) => void): How =>
  async (scene) => {
    const changed = await draft(scene);
    change(changed);
    await republish(changed, scene.signer, scene.lived.desk.context.db);
    tellEvents(changed);
    rebind(changed);
    return seal(changed, scene.signer);
  };

/** The operator changes files, and binds them anew. */
const rewritten =
  (change: (draft: Draft) => void): How =>
  async (scene) => {
    const changed = await draft(scene);
    change(changed);
    rebind(changed);
    return seal(changed, scene.signer);
  };

function recordOf({ entries }: Draft, kind: RecordEntry['kind'], act: string): { at: number; entry: RecordEntry } {
  const at = entries.findIndex((entry) => entry.t === 'record' && entry.kind === kind && entry.act === act);
  if (at < 0) throw new Error(`No ${kind} has ${act}`);
  return { at, entry: entries[at] as RecordEntry };
}
const marksOf = ({ entries }: Draft): { at: number; entry: MarkEntry }[] =>
  entries.flatMap((entry: Entry, at) => (entry.t === 'mark' ? [{ at, entry }] : []));
/** The first of the marks, which every attack on them needs. */
function firstMark(from: Draft): { at: number; entry: MarkEntry } {
  const [first] = marksOf(from);
  if (first === undefined) throw new Error('Nobody has marked anything');
  return first;
}
const invented = toBase64Url(nativeSha256.hash(utf8ToBytes('a phone that there is not')));

const attacks: Attack[] = [
  {
    by: '评议办',
    does: '群众还没有测评，就把公开承诺写成已兑现',
    how: forged((changed) => {
      const { entry } = recordOf(changed, 'pledge', 'report');
      Object.assign(entry, {
        act: 'keep',
        to: 'kept',
        g: { marksCounted: { satisfied: 0, fairly: 0, dissatisfied: 0, apart: 0 } },
      });
      entry.w = { opinion: invented };
    }),
    found: 'record-refused',
    says: '按规则不能这样办',
  },
  {
    by: '评议办',
    does: '给公开承诺添一张“满意”，和真的混在一起',
    how: forged((changed) => {
      const { at, entry } = firstMark(changed);
      changed.entries.splice(at, 0, markEntry(entry.p, invented, 'satisfied', false));
    }),
    found: 'marks-counted',
    says: '群众测评的票数不对',
  },
  {
    by: '单位',
    does: '用同一部手机给自己的承诺投两次“满意”，连最后的票数也改好',
    how: forged((changed) => {
      const { at, entry } = firstMark(changed);
      const twice = markEntry(entry.p, entry.k, entry.m === 'satisfied' ? 'fairly' : 'satisfied', false);
      changed.entries.splice(at, 0, twice);
      const { entry: kept } = recordOf(changed, 'pledge', 'keep');
      const counted = kept.g?.['marksCounted'] as Record<string, number>;
      kept.g = { ...kept.g, marksCounted: { ...counted, [twice.m]: (counted[twice.m] ?? 0) + 1 } };
    }),
    found: 'mark-repeated',
    says: '打了两次分',
  },
  {
    by: '评议办',
    does: '承诺认定兑现以后，再补几张好评',
    how: forged((changed) => {
      const { entry } = firstMark(changed);
      const { at } = recordOf(changed, 'pledge', 'keep');
      changed.entries.splice(at + 1, 0, markEntry(entry.p, invented, 'satisfied', false));
    }),
    found: 'mark-refused',
    says: '不在测评中',
  },
  {
    by: '有数据库权限的人',
    does: '把不满意的改成满意，哈希和签名全部重做',
    how: forged((changed) => {
      for (const { entry } of marksOf(changed)) entry.m = 'satisfied';
    }),
    found: 'marks-counted',
    says: '群众测评的票数不对',
  },
  {
    by: '评议办',
    does: '公布的清单里不列一份督办',
    how: rewritten((changed) => {
      const { entry } = recordOf(changed, 'order', 'issue');
      editLines(changed, 'records.ndjson', (lines) => lines.filter((line) => !line.includes(entry.id)));
    }),
    found: 'record-missing',
    says: '公布的清单里没有',
  },
  {
    by: '评议办',
    does: '把一封函连同它在存证本里的记录全部抽掉，数字、签名重做',
    how: forged((changed) => {
      const { entry } = recordOf(changed, 'letter', 'issue');
      const first = changed.entries.filter((one): one is RecordEntry => one.t === 'record' && one.kind === 'letter');
      const gone = first.find(({ no = '' }) => no.includes('0001')) ?? entry;
      changed.entries = changed.entries.filter((one) => one.t !== 'record' || one.id !== gone.id);
    }),
    found: 'number-missing',
    says: '不见了',
  },
  {
    by: '评议办',
    does: '公布的清单里把一份明查暗访写成已经归档',
    how: rewritten((changed) => {
      editLines(changed, 'records.ndjson', (lines) =>
        lines.map((line) => (line.includes('"kind":"inspection"') ? line.replace('"reviewed"', '"filed"') : line)),
      );
    }),
    found: 'record-facts',
    says: '公布',
  },
  {
    by: '单位',
    does: '把公开承诺里写的目标悄悄改小',
    how: rewritten((changed) => {
      editLines(changed, 'texts.ndjson', (lines) =>
        lines.map((line) => {
          const text = JSON.parse(line) as TextLine;
          return text.f === 'goal' ? JSON.stringify({ ...text, v: '争取亮起来' }) : line;
        }),
      );
    }),
    found: 'text-false',
    says: '公开的话和封存的不一样',
  },
  {
    by: '单位',
    does: '不公布公开承诺里的承诺责任人',
    how: rewritten((changed) => {
      editLines(changed, 'texts.ndjson', (lines) =>
        lines.filter((line) => (JSON.parse(line) as TextLine).f !== 'leader'),
      );
    }),
    found: 'text-withheld',
    says: '应公开的责任领导没有公开',
  },
  {
    by: '评议办',
    does: '督办拖了一个多月才办结，日期倒填成反馈的当天',
    how: forged((changed) => {
      recordOf(changed, 'order', 'lift').entry.day = recordOf(changed, 'order', 'answer').entry.day;
    }),
    found: 'dated-back',
    says: '日期倒填',
  },
  {
    by: '评议办',
    does: '一个监督员写的记录，自己又签第二个名',
    how: forged((changed) => {
      const { entry } = recordOf(changed, 'inspection', 'cosign');
      const { a } = recordOf(changed, 'inspection', 'write').entry;
      if (a !== undefined) entry.a = a;
    }),
    found: 'record-refused',
    says: '第二个签名的是同一个人',
  },
  {
    by: '单位',
    does: '反馈督办用了别的单位的名义',
    how: forged((changed) => {
      recordOf(changed, 'order', 'answer').entry.d = 'jyj';
    }),
    found: 'record-refused',
    says: '不是承办这件的单位',
  },
  {
    by: '评议办',
    does: '抽掉公开承诺的一次进展',
    how: forged((changed) => {
      changed.entries.splice(recordOf(changed, 'pledge', 'report').at, 1);
    }),
    found: 'record-number',
    says: '中间少了或重复了',
  },
];

/** Everything that is tried on records beside the cases. */
export const recordAttacks: AttackList = {
  title: '动承诺、督办等记录',
  about: '记录的每一步也进存证本，和案件一样按规则重演；测评一部手机一份，最后的票数要和存证本里数出来的一样。',
  attacks,
};
