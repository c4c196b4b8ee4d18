/** Attacks on what is served: by a man in the middle without the key, and by the operator, who signs whatever was made of it. */
import { nativeSha256 } from '../../../db/native-hash.ts';
import { canonicalBytes } from '../../../server/domain/trust/canonical.ts';
import { toBase64Url, utf8ToBytes } from '../../../server/domain/trust/encoding.ts';
import {
  type ActEntry,
  asCanonical,
  type CaseEntry,
  type Entry,
  type NewCaseEntry,
  type OpenEntry,
  type RatingEntry,
  type ReleaseEntry,
} from '../../../server/domain/trust/entries.ts';
import { createSigner } from '../../../server/ledger/signer.ts';
import type { LivedCity } from '../lived-city.ts';
import { type Draft, editJson, editLines, seal, sealBytes } from '../small-ledger.ts';
import { type Attack, type AttackList, draftOf, type How } from './scene.ts';

type Change = (draft: Draft, lived: LivedCity) => void;

/** Somebody on the way changes files, and can sign nothing. */
const onTheWay =
  (change: (files: Map<string, Uint8Array>, lived: LivedCity) => void): How =>
  ({ files, lived }) => {
    const changed = files();
    change(changed, lived);
    return changed;
  };
/** The operator changes entries or files, and signs again. */
const signed =
  (change: Change): How =>
  ({ forge, lived }) =>
    forge((draft) => change(draft, lived));
/** The operator also counts every fact and figure anew, so that they agree. */
const counted =
  (change: Change): How =>
  ({ recount, lived }) =>
    recount((draft) => change(draft, lived));

/** The act of a case, in the log. @param which of several, the first being 0 */
function actOf({ entries }: Draft, id: string, act: ActEntry['act'], which = 0): { at: number; entry: ActEntry } {
  const places = entries.flatMap((entry, at) =>
    'act' in entry && entry.t !== 'case.new' && entry.id === id && entry.act === act ? [at] : [],
  );
  const at = places[which];
  if (at === undefined) throw new Error(`${id} has no ${act}`);
  return { at, entry: entries[at] as ActEntry };
}
const birthOf = ({ entries }: Draft, id: string): NewCaseEntry =>
  entries.find((entry): entry is NewCaseEntry => entry.t === 'case.new' && entry.id === id) as NewCaseEntry;
const isOf =
  (id: string) =>
  (entry: Entry): entry is CaseEntry =>
    'act' in entry && entry.id === id;
const lastOf = <T extends Entry['t']>({ entries }: Draft, type: T): { at: number; entry: Extract<Entry, { t: T }> } => {
  const at = entries.findLastIndex((entry) => entry.t === type);
  return { at, entry: entries[at] as Extract<Entry, { t: T }> };
};
/** Puts entries in before the newest publication. */
const insert = ({ entries }: Draft, ...added: Entry[]): void => {
  entries.splice(
    entries.findLastIndex(({ t }) => t === 'publish'),
    0,
    ...added,
  );
};
/** Takes an act out and closes the gap in the numbering. */
function dropAct(draft: Draft, id: string, act: ActEntry['act'], which = 0): void {
  const { at, entry } = actOf(draft, id, act, which);
  draft.entries.splice(at, 1);
  for (const other of draft.entries) if (isOf(id)(other) && other.n > entry.n) (other as { n: number }).n -= 1;
}
const hashOf = (text: string): string => toBase64Url(nativeSha256.hash(utf8ToBytes(text)));
const openings = 'openings/2025/cgj.ndjson';
const invented = hashOf('nobody knows this preimage');

const attacks: Attack[] = [
  // ── without the key ─────────────────────────────────────────────────────────────────────────────────────────────
  {
    by: '中间人',
    does: '把单位名录换成另一份，一个单位挪到好看的类别里',
    how: onTheWay((files) => files.set('open/departments.csv', utf8ToBytes('code,name\r\ncgj,城管局\r\n'))),
    found: 'publication-file',
    says: '不是公布时登记的那一份',
    names: () => ({ path: 'open/departments.csv' }),
  },
  {
    by: '中间人',
    does: '改网站公布数据里的一个整改率',
    how: onTheWay((files) => {
      const text = new TextDecoder().decode(files.get('open/figures.json'));
      files.set('open/figures.json', utf8ToBytes(text.replace(/"percent":"[\d.]+"/, '"percent":"99.9"')));
    }),
    found: 'figure',
    says: '公布 99.9',
  },
  {
    by: '中间人',
    does: '在手机要下载的那个单位的文件里少放一件',
    how: onTheWay((files) => {
      const file = JSON.parse(new TextDecoder().decode(files.get('open/dept/cgj.json'))) as { cases: unknown[] };
      file.cases.pop();
      files.set('open/dept/cgj.json', utf8ToBytes(JSON.stringify(file)));
    }),
    found: 'department-file',
    says: '城管局',
  },
  {
    by: '中间人',
    does: '从开票的评价里抽掉一份差评',
    how: onTheWay((files) => {
      const lines = new TextDecoder().decode(files.get(`open/${openings}`)).split('\n');
      const worst = lines.findIndex((line) => line.includes('"r":1'));
      files.set(`open/${openings}`, utf8ToBytes(lines.toSpliced(worst, 1).join('\n')));
    }),
    found: 'opening-withheld',
    says: '应公开的评价少了 1 份',
  },
  {
    by: '中间人',
    does: '把检查点上的签名抹掉',
    how: onTheWay((files) => {
      const note = new TextDecoder().decode(files.get('log/checkpoint'));
      files.set('log/checkpoint', utf8ToBytes(note.slice(0, note.indexOf('—'))));
    }),
    found: 'no-ledger',
  },
  {
    by: '中间人',
    does: '用别人的密钥、同样的名字重签整本重做的账本，读的人手里有报纸上登的公钥',
    how: ({ files, signer }) => ({
      files: seal(draftOf(files()), createSigner(signer.key.name, new Uint8Array(32).fill(5))),
      key: signer.key,
    }),
    found: 'checkpoint-signature',
    says: '不是用这把公钥签的',
  },
  {
    by: '中间人',
    does: '留下新的数据文件，拿几个月前的检查点来配',
    how: ({ files, earlier }) => files().set('log/checkpoint', earlier(0).get('log/checkpoint') ?? new Uint8Array(0)),
    found: 'publication-missing',
    says: '找不到网站现在这次公布',
  },
  {
    by: '中间人',
    does: '从办理经过的清单里删一行',
    how: onTheWay((files) => {
      const lines = new TextDecoder().decode(files.get('open/events.ndjson')).split('\n');
      files.set('open/events.ndjson', utf8ToBytes(lines.toSpliced(5, 1).join('\n')));
    }),
    found: 'event-missing',
    says: '少了',
  },
  // ── the log, with the key ───────────────────────────────────────────────────────────────────────────────────────
  {
    by: '掌握签名密钥的运营方',
    does: '从存证本里删掉一步签收，重做哈希和签名',
    how: counted((draft, { cases }) => draft.entries.splice(actOf(draft, cases.silent, 'accept').at, 1)),
    found: 'act-number',
    says: '中间少了或重复了',
    names: () => ({ kase: '2026-0004' }),
  },
  {
    by: '掌握签名密钥的运营方',
    does: '删掉群众的“不认可”，把后面的步骤重新编号，数字也全部重算',
    how: counted((draft, { cases }) => dropAct(draft, cases.disputed, 'dispute')),
    found: 'act-refused',
    says: '案件当时的状态下不能做这一步',
    names: () => ({ kase: '2026-0002' }),
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把一件的两步调换次序',
    how: counted((draft, { cases }) => {
      const [a, b] = [actOf(draft, cases.silent, 'claim').at, actOf(draft, cases.silent, 'beginReview').at];
      [draft.entries[a], draft.entries[b]] = [draft.entries[b] as Entry, draft.entries[a] as Entry];
    }),
    found: 'act-number',
    says: '中间少了或重复了',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把一件改成当初就交办给别的单位，后面的办理记录不动',
    how: counted((draft, { cases }) => {
      const { entry } = actOf(draft, cases.late, 'assign');
      entry.g = { ...entry.g, department: 'jyj' };
    }),
    found: 'act-refused',
    says: '不是承办这件的单位',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把一份差评挪到别的单位名下',
    how: signed((draft) => {
      const worst = /"c":"([\w-]+)","r":1/.exec(new TextDecoder().decode(draft.open.get(openings)))?.[1];
      const entry = draft.entries.find(
        (one): one is RatingEntry => one.t === 'rating' && one.c === worst,
      ) as RatingEntry;
      entry.d = 'jyj';
    }),
    found: 'opening-unknown',
    says: '存证本里没有这份评价',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '没有申请销号、没有审核，就记一笔销号',
    how: counted((draft, { cases }) => {
      const { entry } = actOf(draft, cases.silent, 'close');
      const last = draft.entries.findLast(isOf(cases.extended)) as ActEntry;
      insert(draft, { ...entry, id: cases.extended, n: last.n + 1 });
    }),
    found: 'act-refused',
    says: '案件当时的状态下不能做这一步',
  },
  {
    by: '评议办',
    does: '让交办的人自己审核、自己销号',
    how: counted((draft, { cases }) => {
      const { a } = actOf(draft, cases.silent, 'assign').entry;
      if (a === undefined) throw new Error('Nobody assigned it');
      actOf(draft, cases.silent, 'close').entry.a = a;
    }),
    found: 'act-refused',
    says: '交办',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把经办人的代号抹掉，好看不出是不是同一个人',
    how: counted((draft, { cases }) => {
      const { at, entry } = actOf(draft, cases.silent, 'close');
      const { a: _, ...rest } = entry;
      draft.entries[at] = rest;
    }),
    found: 'actor',
    says: '看不出是谁做的',
  },
  {
    by: '单位',
    does: '没有佐证材料就申请销号，系统照收',
    how: counted((draft, { cases }) => {
      const { at, entry } = actOf(draft, cases.silent, 'claim');
      const { evidence: _, ...g } = entry.g ?? {};
      const { evidence: __, ...w } = entry.w ?? {};
      const { g: ___, ...rest } = entry;
      draft.entries[at] = { ...rest, w, ...(Object.keys(g).length > 0 && { g }) };
    }),
    found: 'act-refused',
    says: '应填的内容没有填',
  },
  {
    by: '评议办',
    does: '不等公示期满就销号',
    how: counted((draft, { cases }) => {
      const { day } = actOf(draft, cases.silent, 'proceed').entry;
      actOf(draft, cases.silent, 'close').entry.day = day;
    }),
    found: 'act-refused',
    says: '公示',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把“期满无答复”改记成“群众认可”，编一把钥匙',
    how: counted((draft, { cases }) => {
      const { at, entry } = actOf(draft, cases.silent, 'proceed');
      const { a: _, w: __, ...rest } = entry;
      draft.entries[at] = {
        ...rest,
        t: 'case.confirm',
        act: 'confirm',
        by: 'citizen',
        g: { proof: `lock:${invented}` },
      };
    }),
    found: 'lock-closed',
    says: '这句话不是意见人说的',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '拿另一件意见公开过的钥匙来冒充这一件的认可',
    how: counted((draft, { cases }) => {
      const { entry: real } = actOf(draft, cases.confirmed, 'confirm');
      const { at, entry } = actOf(draft, cases.silent, 'proceed');
      const { a: _, w: __, ...rest } = entry;
      draft.entries[at] = { ...rest, t: 'case.confirm', act: 'confirm', by: 'citizen', g: { ...real.g } };
    }),
    found: 'lock-closed',
    says: '这句话不是意见人说的',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把群众第一轮的“不认可”钥匙改记成“认可”',
    how: signed((draft, { cases }) => {
      const { entry } = actOf(draft, cases.disputed, 'dispute');
      entry.act = 'confirm';
      entry.to = 'notice';
    }),
    found: 'lock-closed',
    says: '这句话不是意见人说的',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '第二轮的认可，拿第一轮的钥匙来开',
    how: counted((draft, { cases, citizens }) => {
      actOf(draft, cases.disputed, 'confirm').entry.g = { proof: `lock:${citizens.disputed.preimage(1, 'y')}` };
    }),
    found: 'lock-closed',
    says: '这句话不是意见人说的',
  },
  {
    by: '评议办',
    does: '代录的意见（回执码在窗口手里），自己开锁当作群众认可',
    how: counted((draft, { cases }) => {
      const born = birthOf(draft, cases.confirmed);
      born.by = 'clerk';
      born.a = 'abcdefghijkl';
      born.s = true;
    }),
    found: 'lock-of-seen-code',
    says: '不能作为本人的凭证',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把期满销号的依据改写成“独立核实”，数字不重算',
    how: signed((draft, { cases }) => {
      actOf(draft, cases.silent, 'close').entry.basis = 'independent';
    }),
    found: 'act-differs',
    says: '销号依据',
    names: () => ({ what: 'basis' }),
  },
  {
    by: '单位',
    does: '托运营方把超期的申请销号倒填到期限以内，日期早于前一步',
    how: counted((draft, { cases }) => {
      actOf(draft, cases.late, 'claim').entry.day = '2026-10-09';
    }),
    found: 'day-backwards',
    says: '日期倒填',
  },
  {
    by: '单位',
    does: '托运营方把超期的申请销号倒填到期限以内，比前一步不早，只是早于已经公布过的日子',
    how: counted((draft, { cases }) => {
      const { entry } = actOf(draft, cases.late, 'claim');
      entry.day = '2026-10-13';
      entry.due = { ...entry.due, review: '2026-10-20' };
    }),
    found: 'dated-back',
    says: '日期倒填',
    onlyByFirst: true,
  },
  {
    by: '掌握签名密钥的运营方',
    does: '先把还没到日子的公示期满记进去',
    how: counted((draft, { cases }) => {
      actOf(draft, cases.late, 'close').entry.day = '2027-01-20';
    }),
    found: 'dated-ahead',
    says: '公布之前就已存入',
    onlyByFirst: true,
  },
  {
    by: '掌握签名密钥的运营方',
    does: '悄悄把一件交办时的办结期限延后三十天，数字全部重算',
    how: counted((draft, { cases }) => {
      const { entry } = actOf(draft, cases.silent, 'assign');
      entry.due = { ...entry.due, complete: '2027-02-10' };
    }),
    found: 'act-differs',
    says: '期限与规则算出的不符',
    onlyByFirst: true,
  },
  {
    by: '评议办',
    does: '事后改办理期限的规则，连登记的哈希一起改',
    how: counted((draft) => {
      editJson(draft, 'rules/1.json', (rules: { defaults: Record<string, { amount: number }> }) => {
        for (const allowance of Object.values(rules.defaults)) allowance.amount += 10;
      });
      const { entry } = lastOf(draft, 'rules');
      entry.h = toBase64Url(nativeSha256.hash(draft.open.get('rules/1.json') ?? new Uint8Array(0)));
    }),
    found: 'act-differs',
    says: '期限与规则算出的不符',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把编过号的一件整个抽掉，清单和数字全部重算',
    how: counted((draft, { cases }) => {
      draft.entries = draft.entries.filter((entry) => !isOf(cases.checked)(entry));
      editLines(draft, 'texts.ndjson', (lines) => lines.filter((line) => !line.includes(cases.checked)));
    }),
    found: 'number-missing',
    says: '编号 2026-0003 不见了',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '藏起一次按申请删除，当它没有发生过，数字全部重算',
    how: counted((draft, { cases }) => dropAct(draft, cases.erased, 'erase')),
    found: 'text-withheld',
    says: '没有公开',
    names: () => ({ kase: '2026-0007' }),
  },
  {
    by: '外面的人',
    does: '把已按申请删除的原话又放回公开的文字里',
    how: ({ forge, earlier, lived }) =>
      forge((draft) => {
        const before = new TextDecoder().decode(earlier(0).get('open/texts.ndjson')).split('\n');
        editLines(draft, 'texts.ndjson', (lines) => [
          ...before.filter((line) => line.includes(lived.cases.erased)),
          ...lines,
        ]);
      }),
    found: 'text-erased',
    says: '已按申请删除',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '编一件新意见，用的是别人那一件的锁',
    how: counted((draft, { cases }) => {
      const born = birthOf(draft, cases.received);
      insert(draft, { ...born, id: 'invented', c: invented });
    }),
    found: 'lock-repeated',
    says: '用了同一把锁',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '同一件意见存入两次，好多算一件',
    how: counted((draft, { cases }) => insert(draft, { ...birthOf(draft, cases.received), ch: 'web' })),
    found: 'case-repeated',
    says: '存入了两次',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '同一份好评存入两次',
    how: signed((draft) => {
      const { at, entry } = lastOf(draft, 'rating');
      draft.entries.splice(at, 0, { ...entry });
    }),
    found: 'entry-repeated',
    says: '完全相同',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '塞进一条写法不规范的记录，好让不同的程序读出不同的内容',
    how: ({ files, signer }) => {
      const draft = draftOf(files());
      const bytes = draft.entries.map((entry) => canonicalBytes(asCanonical(entry)));
      bytes[3] = utf8ToBytes(` ${new TextDecoder().decode(bytes[3])}`);
      return sealBytes(bytes, draft.open, signer);
    },
    found: 'entry-form',
    says: '写法不规范',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '在记录里夹带格式以外的字段',
    how: signed((draft, { cases }) => {
      (birthOf(draft, cases.received) as NewCaseEntry & { x1: string }).x1 = '说明';
    }),
    found: 'entry-shape',
    says: '不合格式',
  },
  // ── ratings, with the key ───────────────────────────────────────────────────────────────────────────────────────
  {
    by: '掌握签名密钥的运营方',
    does: '开票时把一份差评写成满分',
    how: signed((draft) => editLines(draft, openings, (lines) => lines.map((line) => line.replace('"r":1', '"r":5')))),
    found: 'opening-false',
    says: '和打分时封存的不一样',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '同一份好评开两次票',
    how: signed((draft) => editLines(draft, openings, (lines) => [lines[0] ?? '', ...lines])),
    found: 'opening-repeated',
    says: '开了两次票',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '凭空开一份没有人投过的票',
    how: signed((draft) =>
      editLines(draft, openings, (lines) => [...lines, JSON.stringify({ c: `${'z'.repeat(42)}Y`, r: 5, s: invented })]),
    ),
    found: 'opening-unknown',
    says: '存证本里没有这份评价',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '满十份了也不开票，因为结果难看',
    how: counted((draft) => {
      const first = draft.entries.find((entry): entry is OpenEntry => entry.t === 'open') as OpenEntry;
      delete first.cells['cgj/2025'];
    }),
    found: 'cell-withheld',
    says: '应开票而没有开',
  },
  {
    by: '单位',
    does: '让运营方在只有几份的时候就开票，好猜出是谁打的',
    how: signed((draft) => {
      lastOf(draft, 'open').entry.cells['jyj/2025'] = 9;
    }),
    found: 'cell-too-small',
    says: '不足 10 份就开了票',
  },
  {
    by: '单位',
    does: '申诉后另行计数一份差评，却不留记录',
    how: signed((draft) => {
      draft.entries.splice(lastOf(draft, 'flag').at, 1);
      editLines(draft, 'texts.ndjson', (lines) => lines.filter((line) => !line.includes('"f":"reason"')));
    }),
    found: 'figure',
    says: '公众日常评价',
  },
  {
    by: '单位',
    does: '申诉一份还没有开票的评价，等于先看到了它打几分',
    how: signed((draft) => {
      const waiting = draft.entries.findLast(
        (one): one is RatingEntry => one.t === 'rating' && one.d === 'jyj',
      ) as RatingEntry;
      lastOf(draft, 'flag').entry.target = waiting.c;
    }),
    found: 'flag-target',
    says: '申诉的那份评价没有公开过',
  },
  // ── publications, with the key ──────────────────────────────────────────────────────────────────────────────────
  {
    by: '掌握签名密钥的运营方',
    does: '改一个公布的整改率，连登记的哈希一起改',
    how: signed((draft) =>
      editJson(draft, 'figures.json', (figures: { overall: { rates: Record<string, { percent: string | null }> } }) => {
        for (const rate of Object.values(figures.overall.rates)) rate.percent &&= '99.9';
      }),
    ),
    found: 'figure',
    says: '公布 99.9',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '只在表格里改数，数据文件不动',
    how: signed((draft) =>
      editLines(draft, 'figures.csv', (lines) => lines.map((line) => line.replace(/,\d+,/, ',77,'))),
    ),
    found: 'table',
    says: 'open/figures.csv',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '在公开的清单里把一件改成按期办结',
    how: signed((draft) =>
      editLines(draft, 'cases/2025.ndjson', (lines) =>
        lines.map((line) => line.replace('"onTime":false', '"onTime":true')),
      ),
    ),
    found: 'case-facts',
    says: 'onTime',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '在公开的清单里抽掉一件',
    how: signed((draft) => editLines(draft, 'cases/2025.ndjson', (lines) => lines.slice(1))),
    found: 'case-missing',
    says: '公布的清单里没有',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '在公开的清单里添一件办得漂亮的',
    how: signed((draft) =>
      editLines(draft, 'cases/2025.ndjson', (lines) => [
        ...lines,
        (lines[0] ?? '').replace(/"id":"[^"]+"/, '"id":"zzz"'),
      ]),
    ),
    found: 'case-invented',
    says: '存证本里没有',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把一个单位整个从名录和数字里拿掉',
    how: signed((draft) =>
      editJson(draft, 'city.json', (city: { departments: { code: string }[] }) => {
        city.departments = city.departments.filter(({ code }) => code !== 'jyj');
      }),
    ),
    found: 'city',
    says: 'departments',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把一个单位挪到另一类，类别的数字不重算',
    how: signed((draft) =>
      editJson(draft, 'city.json', (city: { classes: object[]; departments: { class: string }[] }) => {
        city.classes.push({ code: 'other', name: '其他类', ranked: false });
        for (const department of city.departments.slice(0, 1)) department.class = 'other';
      }),
    ),
    found: 'figure',
    says: '重算',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '公布时漏登一个文件，以后好随意换',
    how: ({ files, signer }) => {
      const draft = draftOf(files());
      delete lastOf(draft, 'publish').entry.files['figures.csv'];
      return seal(draft, signer);
    },
    found: 'publication-unbound',
    says: '公布时没有登记',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '新的一次公布难看，网站上仍旧摆着上一次的',
    how: ({ files, signer }) => {
      const draft = draftOf(files());
      const { entry } = lastOf(draft, 'publish');
      draft.entries.push({ ...entry, n: entry.n + 1 });
      return seal(draft, signer);
    },
    found: 'publication-stale',
    says: '拿旧的充新的',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '给手机发的网页脚本和登记的不是同一份',
    how: ({ files, signer }) => {
      const draft = draftOf(files());
      const release: ReleaseEntry = { t: 'release', commit: 'abc', files: { '_astro/check.js': hashOf('honest') } };
      draft.entries.push(release);
      return seal(draft, signer).set('_astro/check.js', utf8ToBytes('malicious'));
    },
    found: 'release-file',
    says: '不是登记过的那一份',
  },
];

export const servedAttacks: AttackList = {
  title: '改公开的文件',
  about:
    '前八种动手的人在路上，没有签名密钥；其余的人有密钥，改完以后把各层哈希、检查点、办理经过的清单和登记的哈希全部重做，凡写明“重算”的，连事实和数字也一起重算，只有存证本自己能露出破绽。',
  attacks,
};
