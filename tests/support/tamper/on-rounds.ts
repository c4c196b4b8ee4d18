/** Attacks on rounds (评议活动): in a copy of the city in which one was voted in, counted and published. */
import { nativeSha256 } from '../../../db/native-hash.ts';
import type { RoundPlan } from '../../../server/domain/round/plan.ts';
import { type AnnualInputs, computeResults, type RoundResults } from '../../../server/domain/round/results.ts';
import { turnoutCounts } from '../../../server/domain/round/results-input.ts';
import { type BallotCount, tally } from '../../../server/domain/round/tally.ts';
import type { BallotEntry, Marks, RedeemEntry } from '../../../server/domain/trust/ballot.ts';
import { type Canonical, canonicalJson } from '../../../server/domain/trust/canonical.ts';
import { toBase64Url, utf8ToBytes } from '../../../server/domain/trust/encoding.ts';
import type { RecordEntry } from '../../../server/domain/trust/record-entry.ts';
import type {
  BatchCounts,
  ExcludedRows,
  FrozenFiles,
  RoundResultsBound,
} from '../../../server/domain/trust/round-entry.ts';
import type { BatchLine, RoundLine, RoundOpening } from '../../../server/domain/trust/round-files.ts';
import { resultsTable } from '../../../server/open/round-tables.ts';
import type { BallotChannel, ExclusionRule } from '../../../server/domain/vocabulary.ts';
import type { Files } from '../open-mirror.ts';
import { type Draft, editJson, editLines, rebind, seal, tellEvents } from '../small-ledger.ts';
import { type VotedRound, votedRound } from '../voted-round.ts';
import { type Attack, type AttackList, draftOf, type How, republish, type Scene } from './scene.ts';

interface Voted {
  files: Files;
  round: VotedRound;
}
const lived = new WeakMap<Scene, Promise<Voted>>();
/** What that city serves; it votes once for each scene. */
function voted(scene: Scene): Promise<Voted> {
  const live = async (): Promise<Voted> => {
    let round: VotedRound | undefined;
    const files = await scene.database(async (desk) => {
      round = await votedRound(desk);
    });
    if (round === undefined) throw new Error('Nobody has voted');
    return { files, round };
  };
  const known = lived.get(scene) ?? live();
  lived.set(scene, known);
  return known;
}

/** A draft of that city with what an attacker looks for in it. */
interface Held {
  draft: Draft;
  round: VotedRound;
  /** Address of a file of the round, below `/open/`. */
  at: (file: string) => string;
}

const sha = (text: string): string => toBase64Url(nativeSha256.hash(utf8ToBytes(text)));
const write = ({ draft, at }: Held, file: string, text: string): string => {
  draft.open.set(at(file), utf8ToBytes(text));
  return sha(text);
};
const read = ({ draft, at }: Held, file: string): string => new TextDecoder().decode(draft.open.get(at(file)));
const linesOf = <T>(held: Held, file: string): T[] =>
  read(held, file)
    .split('\n')
    .slice(0, -1)
    .map((line) => JSON.parse(line) as T);
const writeLines = (held: Held, file: string, lines: readonly { c: string }[]): string =>
  write(
    held,
    file,
    lines
      .toSorted((a, b) => (a.c < b.c ? -1 : 1))
      .map((line) => `${canonicalJson(line as unknown as Canonical)}\n`)
      .join(''),
  );

const actOf = ({ draft }: Held, kind: RecordEntry['kind'], act: string): RecordEntry => {
  const found = draft.entries.findLast((entry) => entry.t === 'record' && entry.kind === kind && entry.act === act);
  if (found === undefined) throw new Error(`No ${kind} has ${act}`);
  return found as RecordEntry;
};
const givenTo = <T>(held: Held, kind: RecordEntry['kind'], act: string, field: string): T =>
  actOf(held, kind, act).g?.[field] as unknown as T;
const ballotsOf = ({ draft }: Held): BallotEntry[] => draft.entries.filter((entry) => entry.t === 'ballot');
const first = <T>(list: readonly T[]): T => {
  const [one] = list;
  if (one === undefined) throw new Error('There is none');
  return one;
};
const openingsOn = (held: Held, department: string): RoundOpening[] =>
  linesOf<RoundOpening>(held, `openings/${department}.ndjson`);

/** Binds the openings of a department anew. */
function rebindOpenings(held: Held, department: string, lines: readonly RoundOpening[]): void {
  const bound = givenTo<RoundResultsBound>(held, 'round', 'publish', 'roundResults');
  bound.openings[department] = writeLines(held, `openings/${department}.ndjson`, lines);
}

/** Binds the results anew. */
function rebindResults(held: Held, results: RoundResults): void {
  const bound = givenTo<RoundResultsBound>(held, 'round', 'publish', 'roundResults');
  bound.results = write(held, 'results.json', canonicalJson(results as unknown as Canonical));
  const plan = JSON.parse(read(held, 'rules.json')) as RoundPlan;
  held.draft.open.set(held.at('results.csv'), utf8ToBytes(resultsTable(plan, results)));
}

/** Counts the whole round anew from the changed log and files, as the server would, and says so in its acts. */
function recount(held: Held): void {
  const { draft } = held;
  const plan = JSON.parse(read(held, 'rules.json')) as RoundPlan;
  const bound = givenTo<RoundResultsBound>(held, 'round', 'publish', 'roundResults');
  const cancelled = new Set(draft.entries.flatMap((entry) => (entry.t === 'cancel' ? [entry.c] : [])));
  const begun = actOf(held, 'batch', 'begin').g as unknown as { raterGroup: string; ballotChannel: BallotChannel };
  const counts = givenTo<BatchCounts>(held, 'batch', 'count', 'batchCounts');
  const { ballots, targets } = givenTo<ExcludedRows>(held, 'exclusion', 'propose', 'excluded');
  const opened = new Map<string, Marks>();
  bound.opened = 0;
  for (const { code } of plan.departments)
    for (const { c, o } of openingsOn(held, code)) {
      opened.set(c, o);
      bound.opened += 1;
    }
  const excluded = new Set(targets);
  const rows = [
    ...ballotsOf(held)
      .filter(({ c }) => !cancelled.has(c))
      .map(({ c, d, g }) => ({ c, department: d, group: g, channel: 'online' as const })),
    ...linesOf<BatchLine>(held, `batches/${held.round.batch}.ndjson`).map(({ c, d }) => ({
      c,
      department: d,
      group: begun.raterGroup,
      channel: begun.ballotChannel,
    })),
  ].filter(({ c }) => !excluded.has(c));
  const cells = tally(
    plan,
    rows.map(
      ({ c, ...origin }): BallotCount => ({ ...origin, count: 1, ...(opened.has(c) && { marks: opened.get(c) }) }),
    ),
  );
  const redeemed = new Map<string, number>();
  for (const entry of draft.entries) if (entry.t === 'redeem') redeemed.set(entry.g, (redeemed.get(entry.g) ?? 0) + 1);
  const before = JSON.parse(read(held, 'results.json')) as RoundResults;
  const annual = before.departments.flatMap((one): AnnualInputs[] => (one.annual ? [one.annual.inputs] : []));
  const results = computeResults(plan, {
    cells,
    turnout: turnoutCounts(plan, {
      redeemed,
      batches: [{ group: begun.raterGroup, channel: begun.ballotChannel, ...counts }],
      exclusions: [
        {
          rule: givenTo<ExclusionRule>(held, 'exclusion', 'propose', 'exclusionRule'),
          ballots,
          group: begun.raterGroup,
          channel: begun.ballotChannel,
        },
      ],
    }),
    cancelled: cancelled.size,
    excludedRows: excluded.size,
    annual,
  });
  bound.hidden = results.rows.hidden;
  rebindResults(held, results);
  Object.assign(givenTo<object>(held, 'round', 'review', 'roundCounts'), {
    redeemed: draft.entries.filter(({ t }) => t === 'redeem').length,
    ballots: ballotsOf(held).length,
    cancelled: cancelled.size,
    excluded: { ballots, rows: excluded.size },
  });
}

/** The operator changes what there is, has everything told consistently, and signs again. */
const forged =
  (change: (held: Held) => void): How =>
  async (scene) => {
    const { files, round } = await voted(scene);
    const draft = draftOf(new Map([...files].map(([path, bytes]) => [path, bytes.slice()])));
    change({ draft, round, at: (file) => `rounds/${round.id}/${file}` });
    await republish(draft, scene.signer, scene.lived.desk.context.db);
    tellEvents(draft);
    rebind(draft);
    return seal(draft, scene.signer);
  };
const recounted = (change: (held: Held) => void): How =>
  forged((held) => {
    change(held);
    recount(held);
  });

const editResults = (change: (results: RoundResults) => void): How =>
  forged((held) => {
    const results = JSON.parse(read(held, 'results.json')) as RoundResults;
    change(results);
    rebindResults(held, results);
  });

const removeEntry = ({ draft }: Held, entry: object): void => {
  draft.entries.splice(draft.entries.indexOf(entry as never), 1);
};

const attacks: Attack[] = [
  {
    by: '有数据库权限的人',
    does: '抽掉一份选票，忘了它的开票',
    how: forged((held) => {
      const { c } = first(openingsOn(held, 'jyj').filter(({ ch }) => ch === 'online'));
      removeEntry(held, first(ballotsOf(held).filter((ballot) => ballot.c === c)));
    }),
    found: 'vote-opening-unknown',
    says: '没有这份选票',
  },
  {
    by: '评议办',
    does: '把一份差票改到别的单位名下，连结果一起重算',
    how: recounted((held) => {
      const line = first(openingsOn(held, 'jyj').filter(({ ch, o }) => ch === 'online' && o.r === 1));
      const ballot = first(ballotsOf(held).filter(({ c }) => c === line.c));
      ballot.d = 'zjj';
      rebindOpenings(
        held,
        'jyj',
        openingsOn(held, 'jyj').filter(({ c }) => c !== line.c),
      );
      rebindOpenings(held, 'zjj', [...openingsOn(held, 'zjj'), line]);
    }),
    found: 'ticket-false',
    says: '选票的签名不对',
  },
  {
    by: '评议办',
    does: '把一份好票存入两次',
    how: forged((held) => {
      const ballot = first(ballotsOf(held));
      held.draft.entries.splice(held.draft.entries.indexOf(ballot), 0, { ...ballot });
    }),
    found: 'ballot-repeated',
    says: '投了两次',
  },
  {
    by: '评议办',
    does: '把一份差票的开票改成满意，连结果一起重算',
    how: recounted((held) => {
      const lines = openingsOn(held, 'jyj');
      first(lines.filter(({ o }) => o.r === 1)).o.r = 4;
      rebindOpenings(held, 'jyj', lines);
    }),
    found: 'vote-opening-false',
    says: '和投票时封存的不一样',
  },
  {
    by: '评议办',
    does: '扣下一份电话访问的差票不公开，连结果一起重算',
    how: recounted((held) => {
      const lines = openingsOn(held, 'jyj');
      const bad = first(lines.filter(({ ch }) => ch === 'telephone'));
      rebindOpenings(
        held,
        'jyj',
        lines.filter((line) => line !== bad),
      );
    }),
    found: 'vote-opening-withheld',
    says: '应公开而没有公开',
  },
  {
    by: '评议办',
    does: '扣下一份手机差票的开票，结果照旧',
    how: forged((held) => {
      const lines = openingsOn(held, 'jyj');
      const bad = first(lines.filter(({ ch, o }) => ch === 'online' && o.r === 1));
      rebindOpenings(
        held,
        'jyj',
        lines.filter((line) => line !== bad),
      );
    }),
    found: 'round-figure',
    says: '重算',
  },
  {
    by: '评议办',
    does: '公开人数太少的一格里的评价，叫人认出是谁打的',
    how: recounted((held) => {
      const draft = held.round.votes.find(({ group, drafts }) => group === 'sub' && (drafts[0]?.o.r ?? 0) > 0)
        ?.drafts[0];
      if (draft === undefined) throw new Error('Nobody of the small group has voted');
      const { c, o, salt: s } = draft;
      rebindOpenings(held, 'cgj', [...openingsOn(held, 'cgj'), { c, g: 'sub', ch: 'online', o, s }]);
    }),
    found: 'vote-cell-small',
    says: '人数太少',
  },
  {
    by: '评议办',
    does: '拿一张用过的票，换成自己写的评价',
    how: forged((held) => {
      const ballot = first(ballotsOf(held).filter(({ d }) => d === 'zjj'));
      const lines = openingsOn(held, 'zjj').filter(({ c }) => c !== ballot.c);
      ballot.c = sha('another rating');
      rebindOpenings(held, 'zjj', lines);
    }),
    found: 'ticket-false',
    says: '签的是另一份',
  },
  {
    by: '评议办',
    does: '没有投票人的钥匙，把一份差票写成“本人作废”，连结果一起重算',
    how: recounted((held) => {
      const lines = openingsOn(held, 'jyj');
      const bad = first(lines.filter(({ ch, o }) => ch === 'online' && o.r === 1));
      rebindOpenings(
        held,
        'jyj',
        lines.filter((line) => line !== bad),
      );
      const at = held.draft.entries.findIndex((entry) => entry.t === 'cancel');
      held.draft.entries.splice(at, 0, { t: 'cancel', p: held.round.id, c: bad.c, w: sha('no key of anybody') });
    }),
    found: 'cancel-false',
    says: '没有投票人的钥匙',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '发票机不凭评议码就签了六份票',
    how: recounted((held) => {
      const used = held.draft.entries.filter((entry): entry is RedeemEntry => entry.t === 'redeem' && entry.g === 'NP');
      for (const entry of used.slice(0, 6)) removeEntry(held, entry);
    }),
    found: 'ballots-minted',
    says: '有票是凭空造的',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '造一个用过的评议码，好给凭空造的票腾出余额',
    how: recounted((held) => {
      const at = held.draft.entries.findIndex((entry) => entry.t === 'redeem');
      held.draft.entries.splice(at, 0, { t: 'redeem', p: held.round.id, g: 'NP', r: sha('a code that there is not') });
    }),
    found: 'redeem-unknown',
    says: '不在名册',
  },
  {
    by: '评议办',
    does: '同一个评议码记两次',
    how: forged((held) => {
      const at = held.draft.entries.findIndex((entry) => entry.t === 'redeem');
      const entry = held.draft.entries[at] as RedeemEntry;
      held.draft.entries.splice(at, 0, { ...entry, g: entry.g === 'NP' ? 'S1' : 'NP' });
    }),
    found: 'redeem-repeated',
    says: '用了两次',
  },
  {
    by: '评议办',
    does: '投票以后换掉名册',
    how: forged((held) => {
      editJson(held.draft, held.at('roster.json'), (roster: Record<string, string[]>) => {
        roster['NP']?.splice(0, 1, sha('a line of somebody else'));
      });
    }),
    found: 'round-file',
    says: '不是登记过的那一份',
  },
  {
    by: '掌握签名密钥的运营方',
    does: '换掉名册，连冻结的记录一起改',
    how: forged((held) => {
      const roster = JSON.parse(read(held, 'roster.json')) as Record<string, string[]>;
      roster['NP'] = (roster['NP'] ?? []).map((line) => sha(line)).sort();
      const frozen = givenTo<FrozenFiles>(held, 'round', 'freeze', 'frozenRound');
      frozen.roster = write(held, 'roster.json', canonicalJson(roster));
    }),
    found: 'redeem-unknown',
    says: '凭空造的',
  },
  {
    by: '评议办',
    does: '投票以后改权重',
    how: forged((held) => {
      editJson(held.draft, held.at('rules.json'), (plan: RoundPlan) => {
        for (const [at, item] of plan.items.entries()) item.weight = at === 0 ? 10 : 90;
      });
    }),
    found: 'round-file',
    says: 'rules.json',
  },
  {
    by: '单位',
    does: '托人把自己的得分改高一点',
    how: editResults(({ departments }) => {
      first(departments).score = '99.999';
    }),
    found: 'round-figure',
    says: '99.999',
  },
  {
    by: '单位',
    does: '托人把名次对调',
    how: editResults(({ departments }) => {
      for (const one of departments) if (one.rank !== undefined) one.rank = 3 - one.rank;
    }),
    found: 'round-figure',
    says: 'rank',
  },
  {
    by: '单位',
    does: '托人把年度得分里的整改率改成全部整改',
    how: editResults(({ departments }) => {
      const { annual } = first(departments);
      if (annual) annual.inputs.rectified = { part: 40, of: 40 };
    }),
    found: 'round-figure',
    says: 'rectified',
  },
  {
    by: '评议办',
    does: '把收票批次里的一行改到别的单位名下，连结果一起重算',
    how: recounted((held) => {
      const path = `batches/${held.round.batch}.ndjson`;
      const rows = linesOf<BatchLine>(held, path);
      const opening = first(openingsOn(held, 'jyj').filter(({ ch }) => ch === 'telephone'));
      writeLines(
        held,
        path,
        rows.map((row) => (row.c === opening.c ? { ...row, d: 'cgj' } : row)),
      );
      rebindOpenings(
        held,
        'jyj',
        openingsOn(held, 'jyj').filter(({ c }) => c !== opening.c),
      );
      rebindOpenings(held, 'cgj', [...openingsOn(held, 'cgj'), opening]);
    }),
    found: 'round-file',
    says: '不是登记过的那一份',
  },
  {
    by: '评议办',
    does: '往收票批次里添一行',
    how: forged((held) => {
      const path = `batches/${held.round.batch}.ndjson`;
      writeLines(held, path, [...linesOf<BatchLine>(held, path), { c: sha('one more'), d: 'cgj' }]);
    }),
    found: 'batch-rows',
    says: '不是清点时封存的那些',
  },
  {
    by: '评议办',
    does: '收回的比发出的多，照样计票',
    how: recounted((held) => {
      Object.assign(givenTo<object>(held, 'batch', 'count', 'batchCounts'), { issued: 10 });
    }),
    found: 'batch-sums',
    says: '对不上账',
  },
  {
    by: '评议办',
    does: '一个人提出剔除，自己又确认',
    how: forged((held) => {
      const { a } = actOf(held, 'exclusion', 'propose');
      if (a !== undefined) actOf(held, 'exclusion', 'confirm').a = a;
    }),
    found: 'record-refused',
    says: '第二个签名的是同一个人',
  },
  {
    by: '评议办',
    does: '确认以后把剔除的票换成几份差票，结果照旧',
    how: forged((held) => {
      const bound = givenTo<ExcludedRows>(held, 'exclusion', 'propose', 'excluded');
      const others = openingsOn(held, 'jyj').filter(({ c, ch }) => ch === 'telephone' && !bound.targets.includes(c));
      bound.targets = others.slice(0, bound.targets.length).map(({ c }) => c);
    }),
    found: 'round-figure',
    says: '重算',
  },
  {
    by: '评议办',
    does: '剔除一份并不存在的票，好显得好票多',
    how: recounted((held) => {
      givenTo<ExcludedRows>(held, 'exclusion', 'propose', 'excluded').targets[0] = sha('no ballot');
    }),
    found: 'exclusion-target',
    says: '不存在',
  },
  {
    by: '评议办',
    does: '投票结束以后补一份票',
    how: forged((held) => {
      const ballot = first(ballotsOf(held));
      removeEntry(held, ballot);
      held.draft.entries.splice(held.draft.entries.indexOf(actOf(held, 'round', 'close')) + 1, 0, ballot);
    }),
    found: 'vote-outside',
    says: '不在投票期间',
  },
  {
    by: '评议办',
    does: '复核时把手机票数少写几份',
    how: forged((held) => {
      const counts = givenTo<{ ballots: number }>(held, 'round', 'review', 'roundCounts');
      counts.ballots -= 5;
    }),
    found: 'round-counts',
    says: '票数不对',
  },
  {
    by: '评议办',
    does: '把已经公布的评议活动说成还在投票',
    how: forged((held) => {
      editJson(held.draft, 'rounds.json', (rounds: RoundLine[]) => {
        first(rounds).state = 'open';
      });
    }),
    found: 'round-list',
    says: 'state',
  },
  {
    by: '评议办',
    does: '结果的表格和结果不一样',
    how: forged((held) => {
      editLines(held.draft, held.at('results.csv'), (lines) => lines.map((line) => line.replace('ranked', 'few')));
    }),
    found: 'table',
    says: 'standing',
  },
];

/** Everything that is tried on rounds. */
export const roundAttacks: AttackList = {
  title: '动评议活动的票、得分和名次',
  about:
    '手机票凭盲签名入箱，先封存后开票；其他渠道的票先封存再计数。两个程序都从每一份票重新算到名次。动手的人能改条目、改文件、重新签名，“连结果一起重算”的还把得分、票数都改得互相对得上。',
  attacks,
};

/** What the data of a round cannot show; each is tried, and verifies as clean. */
export const unseenRoundAttacks: readonly Attack[] = [
  {
    by: '掌握签名密钥的运营方',
    does: '发票机在余额以内凭空造一份票',
    how: recounted((held) => {
      const entry = held.draft.entries.find((one): one is RedeemEntry => one.t === 'redeem' && one.g === 'NP');
      if (entry !== undefined) removeEntry(held, entry);
    }),
    missed: '有人领了票没有投，用过的评议码比选票多；造的票不超过这个余额，数目对得上',
    instead: '报告写明余额有多少，这就是上限；用过的评议码可以由第三方按名单电话核实“您参加了吗”',
  },
  {
    by: '评议办',
    does: '扣下一份手机差票的开票，说是投票人没有开，连结果一起重算',
    how: recounted((held) => {
      const lines = openingsOn(held, 'jyj');
      const bad = first(lines.filter(({ ch, o }) => ch === 'online' && o.r === 1));
      rebindOpenings(
        held,
        'jyj',
        lines.filter((line) => line !== bad),
      );
    }),
    missed: '投票人也可能真的没有开票，只看得出“没有开票”多了一份',
    instead: '投票人：手机里存着评价和盐值，拿出来就能证明开过；没有开票的份数在报告里',
  },
  {
    by: '评议办',
    does: '抽掉一份手机差票，连开票、票数和结果一起重做，重新签名',
    how: recounted((held) => {
      const lines = openingsOn(held, 'jyj');
      const bad = first(lines.filter(({ ch, o }) => ch === 'online' && o.r === 1));
      rebindOpenings(
        held,
        'jyj',
        lines.filter((line) => line !== bad),
      );
      removeEntry(held, first(ballotsOf(held).filter(({ c }) => c === bad.c)));
    }),
    missed: '和有人领了票没有投一样，余额多了一份',
    instead: '投票人的回执，见证单位、以前下载过检查点的人',
  },
  {
    by: '评议办',
    does: '邀请方和发票机串通，把没有人用的评议码自己用掉',
    missed: '用的是真的评议码，票也是真的签名',
    instead: '第三方按名单抽人打电话，只问“您参加了吗”：百分之五是假的，打六十通就有九成五的把握发现',
  },
];
