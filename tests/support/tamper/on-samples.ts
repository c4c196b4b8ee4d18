/** Attacks on lots and on what supervisors sign: in a copy of the city in which lots were drawn and the drawn cases were looked at. */
import { nativeSha256 } from '../../../db/native-hash.ts';
import { addDays } from '../../../server/domain/day.ts';
import { drawLots, type Frozen, frameHash } from '../../../server/domain/lottery.ts';
import { emptyEdge, appendLeaves, rootOfEdge } from '../../../server/domain/trust/edge.ts';
import { canonicalBytes, type Canonical } from '../../../server/domain/trust/canonical.ts';
import { toBase64Url } from '../../../server/domain/trust/encoding.ts';
import { type ActEntry, asCanonical, type Entry } from '../../../server/domain/trust/entries.ts';
import { leafHash } from '../../../server/domain/trust/hash.ts';
import type { RecordEntry } from '../../../server/domain/trust/record-entry.ts';
import type { Desk } from '../desk.ts';
import type { LivedCity } from '../lived-city.ts';
import type { Files } from '../open-mirror.ts';
import { type Draft, rebind, seal, tellEvents } from '../small-ledger.ts';
import { announce, appoint, draw, registerKey, signatureOf } from '../supervisors.ts';
import { type Attack, type AttackList, draftOf, type How, republish, type Scene } from './scene.ts';

/** Three cases are said to be done, two of them are drawn, and a supervisor looks at both and signs. */
export async function liveSamples(desk: Desk, { cases }: Pick<LivedCity, 'cases'>): Promise<void> {
  const [liaison, second] = [await desk.as('liaison'), await desk.as('clerk2')];
  await appoint(desk, 'supervisor');
  await registerKey(desk, 'supervisor');
  for (const id of [cases.extended, cases.written]) {
    const evidence = [await liaison.upload()];
    await liaison.act(id, 'claim', { outcome: '路灯全部修好', evidence, signedBy: '局长' });
    await second.act(id, 'beginReview');
  }
  await desk.context.ledger.settle();
  desk.later(1);
  const sample = await announce(desk, { sampleSize: 2 });
  await desk.context.ledger.settle();
  desk.later(3);
  const { body } = await draw(desk, sample.id);
  const supervisor = await desk.as('supervisor');
  for (const id of body.drawn as string[]) {
    const signature = await signatureOf(desk, 'supervisor', id, 'check');
    await supervisor.act(id, 'check', { finding: '到现场看过，灯亮', place: '解放路', signature });
  }
  await desk.context.ledger.settle();
  // Long enough for everything that follows to be in the log.
  desk.later(40);
  await desk.opinion({ text: '另一件事，也请办一办' });
  await desk.context.ledger.settle();
}

const served = new WeakMap<Scene, Promise<Files>>();
/** What that city serves; it is lived once for each scene. */
export function sampled(scene: Scene): Promise<Files> {
  const known = served.get(scene) ?? scene.database((desk) => liveSamples(desk, scene.lived));
  served.set(scene, known);
  return known;
}

/** The operator changes entries, has everything counted anew, and signs again. */
const forged =
  (change: (draft: Draft, lived: LivedCity) => void): How =>
  async (scene) => {
    const { lived, signer } = scene;
    const draft = draftOf(new Map([...(await sampled(scene))].map(([path, bytes]) => [path, bytes.slice()])));
    change(draft, lived);
    await republish(draft, signer, lived.desk.context.db);
    tellEvents(draft);
    rebind(draft);
    return seal(draft, signer);
  };

function recordOf({ entries }: Draft, kind: RecordEntry['kind'], act: string): { at: number; entry: RecordEntry } {
  const at = entries.findIndex((entry) => entry.t === 'record' && entry.kind === kind && entry.act === act);
  return { at, entry: entries[at] as RecordEntry };
}
const given = (entry: { g?: Record<string, Canonical> }): Record<string, Canonical> => entry.g ?? {};
const isAct =
  (act: ActEntry['act']) =>
  (entry: Entry): entry is ActEntry =>
    'act' in entry && entry.t !== 'record' && entry.act === act;
const actsOf = ({ entries }: Draft, act: ActEntry['act']): ActEntry[] =>
  entries.filter((entry): entry is ActEntry => isAct(act)(entry) && given(entry)['sample'] !== undefined);
const signedChecks = ({ entries }: Draft): ActEntry[] =>
  entries.filter((entry): entry is ActEntry => isAct('check')(entry) && given(entry)['signature'] !== undefined);

/** Root of the first entries, base64url. */
const rootAt = ({ entries }: Draft, size: number): string => {
  const leaves = entries.slice(0, size).map((entry) => leafHash(nativeSha256, canonicalBytes(asCanonical(entry))));
  return toBase64Url(
    rootOfEdge(
      nativeSha256,
      appendLeaves(nativeSha256, emptyEdge, leaves, () => undefined),
    ),
  );
};

/** The cases that were announced as what may be drawn: those that were, and those without which the hash would not be the one announced. */
function frameOf(draft: Draft, { ids }: Frozen): string[] {
  const cases = [...new Set(actsOf(draft, 'draw').map(({ id }) => id))];
  const all = [...new Set(draft.entries.flatMap((entry) => (isAct('claim')(entry) ? [entry.id] : [])))];
  return all.filter((id) => cases.includes(id) || frameHash([...cases, id]) === ids);
}

/** Freezes something else, and draws from that whatever comes out, so that the draw itself agrees. */
function freeze(draft: Draft, change: (frozen: Frozen, ids: string[]) => string[]): void {
  const announced = recordOf(draft, 'sample', 'announce').entry;
  const drawn = recordOf(draft, 'sample', 'draw').entry;
  const frozen = { ...(given(announced)['frozen'] as unknown as Frozen) };
  const ids = change(frozen, frameOf(draft, frozen));
  Object.assign(frozen, { count: ids.length, ids: frameHash(ids) });
  announced.g = { ...given(announced), frozen: frozen as unknown as Canonical };
  drawn.g = {
    ...given(drawn),
    drawn: drawLots({ root: frozen.root, winning: given(drawn)['winning'] as string, ids, size: 2 }),
  };
}

const attacks: Attack[] = [
  {
    by: '掌握签名密钥的运营方',
    does: '抽完以后换一个开奖号码，抽中的名单不动',
    how: forged((draft) => {
      const { entry } = recordOf(draft, 'sample', 'draw');
      const frozen = given(recordOf(draft, 'sample', 'announce').entry)['frozen'] as unknown as Frozen;
      const ids = frameOf(draft, frozen);
      const drawn = (given(entry)['drawn'] as string[]).join();
      // With so few cases some other numbers give the same ones by chance; the forger would not mind, and neither does anybody else.
      const winning = Array.from({ length: 16 }, (_, n) => `01 07 11 19 24 33+${String(n + 1).padStart(2, '0')}`).find(
        (numbers) => drawLots({ root: frozen.root, winning: numbers, ids, size: 2 }).join() !== drawn,
      );
      entry.g = { ...given(entry), winning: winning ?? '' };
    }),
    found: 'sample-drawn',
    says: '抽中的不是按号码算出的那些',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把抽中的一件换成没有抽中的另一件',
    how: forged((draft, { cases }) => {
      const { entry } = recordOf(draft, 'sample', 'draw');
      const drawn = given(entry)['drawn'] as string[];
      const other = [cases.silent, cases.extended, cases.written].find((id) => !drawn.includes(id)) ?? '';
      entry.g = { ...given(entry), drawn: [other, ...drawn.slice(1)] };
    }),
    found: 'sample-drawn',
    says: '应为',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '公告的范围里少放一件怕查的，再按少了的名单抽，处处对得上',
    how: forged((draft) => freeze(draft, (_frozen, ids) => ids.slice(1))),
    found: 'sample-frame',
    says: '可抽的范围不对',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '公告时冻结一个月前的存证本，好让新办好的不在范围里',
    how: forged((draft) =>
      freeze(draft, (frozen) => {
        frozen.size = draft.entries.findIndex(({ t }) => t === 'publish');
        frozen.root = rootAt(draft, frozen.size);
        return [];
      }),
    ),
    found: 'sample-frame',
    says: '不是公告时存证本的最新处',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '试出一个中意的总值写进公告，抽中的正好是想要的',
    how: forged((draft) =>
      freeze(draft, (frozen, ids) => {
        frozen.root = `${'A'.repeat(42)}E`;
        return ids;
      }),
    ),
    found: 'sample-root',
    says: '总值不对',
  },
  {
    by: '评议办',
    does: '号码开出来以后才公告，把公告日和开奖日写成同一天',
    how: forged((draft) => {
      const { entry } = recordOf(draft, 'sample', 'announce');
      entry.g = { ...given(entry), drawDay: entry.day };
    }),
    found: 'sample-day',
    says: '不晚于公告日',
  },
  {
    by: '评议办',
    does: '没等到公告的开奖日就抽了',
    how: forged((draft) => {
      const { entry } = recordOf(draft, 'sample', 'announce');
      entry.g = { ...given(entry), drawDay: addDays(given(entry)['drawDay'] as string, 1) };
    }),
    found: 'sample-day',
    says: '公告的开奖日是',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '抽中的一件不交去核查，另拿一件充数',
    how: forged((draft, { cases }) => {
      const [first] = actsOf(draft, 'draw');
      const { entry } = recordOf(draft, 'sample', 'draw');
      const drawn = given(entry)['drawn'] as string[];
      const other = [cases.silent, cases.extended, cases.written].find((id) => !drawn.includes(id)) ?? '';
      if (first === undefined) throw new Error('Nothing was drawn');
      const last = Math.max(
        ...draft.entries.map((one) => ('act' in one && one.t !== 'record' && one.id === other ? one.n : 0)),
      );
      const to = draft.entries.findLast((one): one is ActEntry => 'act' in one && 'to' in one && one.id === other)?.to;
      const at = draft.entries.indexOf(first);
      draft.entries[at] = { ...first, id: other, n: last + 1, to: to ?? first.to };
      // The check that followed goes, too.
      draft.entries = draft.entries.filter((one) => !(isAct('check')(one) && one.id === first.id && one.n > first.n));
    }),
    found: 'sample-case',
    says: '没有抽中它',
  },
  {
    by: '评议办',
    does: '抽中了一件，就是不交去核查，一个月过去了',
    how: forged((draft) => {
      const [first] = actsOf(draft, 'draw');
      draft.entries = draft.entries.filter(
        (one) => one !== first && !(isAct('check')(one) && one.id === first?.id && one.n > first.n),
      );
    }),
    found: 'sample-ignored',
    says: '还没有交去核查',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把监督员在一件上的签名贴到另一件上',
    how: forged((draft) => {
      const [one, other] = signedChecks(draft);
      if (one === undefined || other === undefined) throw new Error('There are no two checks');
      one.g = { ...given(one), signature: given(other)['signature'] ?? '' };
    }),
    found: 'check-signature',
    says: '签名不对',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把监督员签了名的一次核查记到另一个账号名下',
    how: forged((draft) => {
      const [one] = signedChecks(draft);
      if (one !== undefined) one.a = 'abcdefghijkl';
    }),
    found: 'check-key',
    says: '没有登记过公钥',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '把监督员登记的公钥换成自己的',
    how: forged((draft) => {
      const { entry } = recordOf(draft, 'supervisor', 'registerKey');
      entry.g = { publicKey: 'A'.repeat(43) };
    }),
    found: 'check-signature',
    says: '不是登记过的公钥签的',
  },
  {
    by: '评议办',
    does: '替监督员登记一把公钥',
    how: forged((draft) => {
      const { entry } = recordOf(draft, 'supervisor', 'registerKey');
      entry.a = 'abcdefghijkl';
    }),
    found: 'check-key',
    says: '公钥是别人替登记的',
  },
  {
    by: '评议办',
    does: '让聘期已满的人接着核查',
    how: forged((draft) => {
      const { entry } = recordOf(draft, 'supervisor', 'propose');
      entry.g = { ...given(entry), termUntil: addDays(entry.day, 1) };
    }),
    found: 'check-term',
    says: '不在聘期内',
  },
  {
    by: '评议办',
    does: '让应当回避这个单位的监督员去核查',
    how: forged((draft) => {
      const { entry } = recordOf(draft, 'supervisor', 'propose');
      entry.g = { ...given(entry), recusals: ['cgj'] };
    }),
    found: 'check-recused',
    says: '应当回避',
  },
];

export const sampleAttacks: AttackList = {
  title: '改抽查和监督员的签名',
  about:
    '城市里公告过抽查、按开奖号码抽过，抽中的由监督员到现场看过、用自己手机里的密钥签了名。动手的人掌握存证本的密钥，改完以后全部数字、哈希和签名重做一遍。',
  attacks,
};
