/** What a verification says to whoever ran it: how much was looked at, each difference in a sentence, and what nobody can see this way. */

import { addDays } from '../../domain/day.ts';
import type { FieldName } from '../../domain/fields.ts';
import type { Counts, RateName } from '../../domain/figures.ts';
import type { RecordKind } from '../../domain/records.ts';
import type { Finding, FindingKind, Section } from '../../domain/trust/findings.ts';
import { sectionOf, sections } from '../../domain/trust/findings.ts';
import type { Report } from '../../domain/trust/report.ts';
import type { Progress } from '../../domain/trust/verify.ts';
import type { Basis } from '../../domain/vocabulary.ts';
import { formatDate } from './calendar.ts';
import { countDefinitions, rateDefinitions, ratingDefinitions } from './definitions.ts';
import { recordKindWords } from './records.ts';
import { roundFindingWords, roundPlainly } from './verify-rounds.ts';
import { actWords, basisWords, fieldWords, guardWords, levelWords } from './workflow.ts';

const number = (value: number): string => value.toLocaleString('zh-CN');

/** A JSON value as it stands in a sentence. */
const value = (json: string | undefined): string => {
  if (json === undefined || json === '') return '没有';
  if (json === 'null') return '不公开';
  return json.length > 200 ? `${json.slice(0, 200)}……` : json.replaceAll('"', '');
};

/** 「公布 41，重算 40」 */
const both = ({ published, recounted }: Finding): string => `公布 ${value(published)}，重算 ${value(recounted)}`;

/** What an act is called; that of a record is written `<kind>.<act>`. */
function actName(act: string): string {
  if (Object.hasOwn(actWords, act)) return actWords[act as keyof typeof actWords].name;
  const [kind = '', step = ''] = act.split('.');
  return (Object.hasOwn(recordKindWords, kind) && recordKindWords[kind as RecordKind].acts[step]?.name) || act;
}

/** Of which entry and which case a finding is. Entries are counted from 0, as their places in the log are. */
function place({ index, kase, record, act }: Finding): string {
  const about = [
    ...(kase === undefined ? [] : [`案件 ${kase}`]),
    ...(record === undefined ? [] : [record]),
    ...(act === undefined ? [] : [`“${actName(act)}”`]),
  ].join(' ');
  const entry = index === undefined ? '' : `第 ${number(index)} 条`;
  return about === '' ? entry : entry === '' ? about : `${entry}（${about}）`;
}

/** Whose words a finding is about. */
const ofWhat = ({ kase, record }: Finding): string =>
  kase === undefined ? (record === undefined ? '' : `记录 ${record}`) : `案件 ${kase}`;

const inFile = ({ path, line }: Finding): string =>
  `${path ?? ''}${line === undefined ? '' : ` 第 ${number(line)} 行`}`;

const refusals: Record<string, string> = {
  'not-in-this-state': '案件当时的状态下不能做这一步',
  'not-this-role': '这个岗位不能做这一步',
  'not-your-case': '不是承办这件的单位',
  'field-missing': '应填的内容没有填',
  'second-signer': '第二个签名的是同一个人',
  impossible: '日期或期限算不出来',
  ...guardWords,
};

const differing: Record<string, string> = {
  to: '之后的状态',
  due: '期限',
  basis: '销号依据',
  reach: '是否应回访',
  evidence: '佐证材料',
};

const parts: Record<string, string> = {
  numerator: '分子',
  denominator: '分母',
  percent: '百分比',
  low: '置信区间下限',
  high: '置信区间上限',
};

/** What a figure is called, from its place in figures.json. */
function figureName(path: readonly string[]): string {
  const [first = '', second = '', third = ''] = path;
  if (first === 'rates')
    return `${rateDefinitions[second as RateName]?.name ?? second} ${parts[third] ?? third}`.trim();
  if (first === 'resolved') return basisName(second);
  if (first === 'closed') return `当月销号 ${second === 'resolved' ? basisName(third) : '解释说明'}`;
  if (first === 'ratings') return `公众日常评价 ${ratingName(path.slice(1))}`;
  return countDefinitions[first as Exclude<keyof Counts, 'resolved'>]?.name ?? path.join('.');
}
const basisName = (basis: string): string => countDefinitions[`resolved.${basis as Basis}`]?.name ?? basis;
function ratingName(path: readonly string[]): string {
  const [first = '', second = ''] = path;
  if (first === 'withFlagged') return `含另行计数的 ${ratingName(path.slice(1))}`;
  if (first === 'levels') return levelWords[Number(second) as 0] ?? '各等次';
  if (first === 'satisfaction' || first === 'unknown') {
    return `${ratingDefinitions[first].name.replace(/（.*）/, '')} ${parts[second] ?? second}`.trim();
  }
  return { substantive: '有效评价', flagged: '另行计数', sample: '样本是否够数' }[first] ?? first;
}

/** What a field of an act is called. */
const fieldName = (name = ''): string => (Object.hasOwn(fieldWords, name) ? fieldWords[name as FieldName].label : name);

/** A finding as a sentence without its full stop. */
export const findingWords: Record<FindingKind, (finding: Finding) => string> = {
  'checkpoint-signature': () => '检查点的签名不对：不是用这把公钥签的',
  'checkpoint-origin': ({ published, recounted }) =>
    `检查点写的是存证本 ${published ?? ''}，第 0 条写的是 ${recounted ?? ''}`,
  'key-not-in-log': () => '您给的公钥不在存证本第 0 条里',
  'witness-signature': ({ what }) => `检查点上有以 ${what ?? ''} 的名义写的签名，但不是它的公钥签的`,
  'witnesses-missing': ({ published, recounted }) =>
    `要求 ${recounted ?? ''} 个见证方，签名有效的只有 ${published ?? ''} 个`,
  'rolled-back': ({ published, recounted }) =>
    `存证本变短了：以前见过 ${recounted ?? ''} 条，现在只有 ${published ?? ''} 条，后面的被抽掉了`,
  forked: ({ recounted }) => `前 ${recounted ?? ''} 条和您保存的检查点不一样：历史被改写过，或者给您看的是另一本`,
  'other-log': ({ published, recounted, what }) =>
    what === 'continued'
      ? `您保存的检查点是前一本存证本 ${recounted ?? ''} 的；现在这本 ${published ?? ''} 说自己接着它，两本之间要请评议办说明`
      : `您保存的检查点是另一本存证本 ${recounted ?? ''} 的，不是 ${published ?? ''} 的`,
  'since-signature': () => '您保存的检查点上没有这本存证本的有效签名',
  root: () => '从每一条重新算出的总值，和检查点里签了名的不一样：有条目被改、被抽或被插',
  'file-missing': ({ path }) => `应有的文件 ${path ?? ''} 没有`,
  'bundle-malformed': ({ path }) => `条目文件 ${path ?? ''} 不完整`,
  tile: ({ path }) => `哈希文件 ${path ?? ''} 和条目算出来的不一样`,
  'entry-form': (finding) => `${place(finding)}的写法不规范`,
  'entry-shape': (finding) => `${place(finding)}的内容不合格式（${finding.what ?? ''}）`,
  'entry-repeated': (finding) => `${place(finding)}和前面的某一条完全相同`,
  'meta-first': (finding) => `${place(finding)}：说明存证本是哪一本的记录应当是、也只能是第 0 条`,
  'rules-order': (finding) => `${place(finding)}：规则的编号不连续，${both(finding)}`,
  'rules-file': ({ path }) => `规则文件 ${path ?? ''} 不是登记过的那一份`,
  'rules-malformed': ({ path }) => `规则文件 ${path ?? ''} 读不出来`,
  'release-file': ({ path }) => `网页脚本 ${path ?? ''} 不是登记过的那一份`,
  'publish-order': (finding) => `${place(finding)}：公布的次数或日期不连续`,
  'dated-ahead': (finding) =>
    `${place(finding)}的日期是 ${finding.published ?? ''}，却在 ${finding.recounted ?? ''} 公布之前就已存入`,
  'case-unknown': (finding) => `${place(finding)}：这件意见还没有存入，就有了办理记录`,
  'case-repeated': (finding) => `${place(finding)}：同一件意见存入了两次`,
  'act-number': (finding) =>
    `${place(finding)}：这件的记录应是第 ${finding.recounted ?? ''} 步，写的是第 ${finding.published ?? ''} 步，中间少了或重复了`,
  'day-backwards': (finding) =>
    `${place(finding)}：日期 ${finding.published ?? ''} 早于前一步的 ${finding.recounted ?? ''}，日期倒填`,
  'dated-back': (finding) =>
    `${place(finding)}：日期是 ${finding.published ?? ''}，到 ${finding.recounted ?? ''} 公布时早该存入，却到那以后才存入：日期倒填`,
  'rules-unknown': (finding) => `${place(finding)}：依据的第 ${finding.what ?? ''} 版规则没有登记过`,
  'rules-backwards': (finding) => `${place(finding)}：依据的规则比前一步的还旧`,
  'act-refused': (finding) =>
    `${place(finding)}：按规则不能这样办：${refusals[finding.what ?? ''] ?? finding.what ?? ''}`,
  'act-differs': (finding) =>
    `${place(finding)}：${differing[finding.what ?? ''] ?? finding.what ?? ''}与规则算出的不符${finding.what === 'evidence' ? '' : `，${both(finding)}`}`,
  actor: (finding) => `${place(finding)}：经办人的写法不对，看不出是谁做的`,
  number: (finding) => `${place(finding)}：编号漏写、重写，或年份不对`,
  'number-repeated': (finding) => `${place(finding)}：编号 ${finding.what ?? ''} 给了两件`,
  'number-missing': ({ what }) => `编号 ${what ?? ''} 不见了：编过号的没有存入，或者被抽掉了`,
  'merge-target': (finding) => `${place(finding)}：归并到的那一件不存在，或者当时不能归并`,
  'lock-repeated': (finding) => `${place(finding)}：和另一件意见用了同一把锁`,
  'lock-closed': (finding) => `${place(finding)}：打不开意见人的锁，这句话不是意见人说的`,
  'lock-of-seen-code': (finding) => `${place(finding)}：回执码经过了服务器或由人代录，不能作为本人的凭证`,
  'proof-missing': (finding) => `${place(finding)}：没有出示意见人的凭证`,
  'record-number': (finding) =>
    `${place(finding)}：这份记录应是第 ${finding.recounted ?? ''} 步，写的是第 ${finding.published ?? ''} 步，中间少了或重复了`,
  'record-refused': (finding) =>
    `${place(finding)}：按规则不能这样办：${refusals[finding.what ?? ''] ?? finding.what ?? ''}`,
  'record-differs': (finding) =>
    `${place(finding)}：${differing[finding.what ?? ''] ?? finding.what ?? ''}与规则算出的不符${finding.published === undefined ? '' : `，${both(finding)}`}`,
  'record-case': (finding) => `${place(finding)}：所列的案件 ${finding.what ?? ''} 还没有存入`,
  'mark-refused': (finding) => `${place(finding)}：给不在测评中的承诺打了分`,
  'mark-repeated': (finding) => `${place(finding)}：同一部手机给同一项承诺打了两次分`,
  'marks-counted': (finding) => `${place(finding)}：群众测评的票数不对，${both(finding)}`,
  'check-signature': (finding) => `${place(finding)}：监督员的签名不对，不是登记过的公钥签的，或者签的是另一件事`,
  'check-key': (finding) => `${place(finding)}：签名的人没有登记过公钥，或者公钥是别人替登记的`,
  'check-term': (finding) => `${place(finding)}：那一天他不在聘期内，不能以监督员的身份核查`,
  'check-recused': (finding) => `${place(finding)}：监督员应当回避这个单位`,
  'sample-root': (finding) => `${place(finding)}：抽查公告里的存证本总值不对，${both(finding)}`,
  'sample-frame': (finding) =>
    finding.what === 'frozen'
      ? `${place(finding)}：抽查公告的写法不对，看不出从哪些里面抽`
      : finding.what === 'size'
        ? `${place(finding)}：抽查公告冻结在第 ${finding.published ?? ''} 条，不是公告时存证本的最新处：后来的被排除在外`
        : `${place(finding)}：可抽的范围不对，${both(finding)}；数目相同也可能换过几件`,
  'sample-day': (finding) =>
    finding.what === 'announce'
      ? `${place(finding)}：开奖日 ${finding.published ?? ''} 不晚于公告日，公告时号码可能已经知道`
      : `${place(finding)}：${finding.published ?? ''} 就抽了，公告的开奖日是 ${finding.recounted ?? ''}`,
  'sample-drawn': (finding) =>
    finding.what === 'winning'
      ? `${place(finding)}：开奖号码的写法不规范（${finding.published ?? ''}）`
      : `${place(finding)}：抽中的不是按号码算出的那些，公布 ${value(finding.published)}，应为 ${value(finding.recounted)}`,
  'sample-case': (finding) => `${place(finding)}：说抽中了这一件，抽查记录里没有抽中它`,
  'sample-ignored': ({ kase, record }) => `案件 ${kase ?? ''} 在 ${record ?? ''} 里抽中了，一个月过去还没有交去核查`,
  ...roundFindingWords,
  'rating-repeated': (finding) => `${place(finding)}：同一份评价存入了两次`,
  'cell-too-small': (finding) => `${place(finding)}：${finding.what ?? ''} 不足 10 份就开了票`,
  'cell-count': (finding) => `${place(finding)}：${finding.what ?? ''} 开票的份数不对，${both(finding)}`,
  'cell-withheld': (finding) =>
    `${place(finding)}：${finding.what ?? ''} 已有 ${finding.recounted ?? ''} 份，应开票而没有开`,
  'flag-target': (finding) => `${place(finding)}：申诉的那份评价没有公开过，或者已经另行计数`,
  'opening-malformed': (finding) => `${inFile(finding)}：开票的写法不对`,
  'opening-unknown': (finding) => `${inFile(finding)}：存证本里没有这份评价`,
  'opening-early': (finding) => `${inFile(finding)}：这份评价还没到开票的时候`,
  'opening-repeated': (finding) => `${inFile(finding)}：同一份评价开了两次票`,
  'opening-false': (finding) => `${inFile(finding)}：公开的等次和打分时封存的不一样`,
  'opening-order': (finding) => `${inFile(finding)}：没有按次序排列`,
  'opening-withheld': ({ path, what }) => `${path ?? ''}：应公开的评价少了 ${what ?? ''} 份`,
  'publication-missing': () => '存证本里找不到网站现在这次公布',
  'publication-stale': ({ published, recounted }) =>
    `网站上是第 ${published ?? ''} 次公布，存证本里已有第 ${recounted ?? ''} 次：拿旧的充新的`,
  'publication-file': ({ path }) => `文件 ${path ?? ''} 不是公布时登记的那一份`,
  'publication-unbound': ({ path }) => `文件 ${path ?? ''} 公布时没有登记`,
  'file-malformed': (finding) => `${inFile(finding)} 读不出来`,
  city: (finding) => `open/city.json 的 ${finding.what ?? ''} 不对，${both(finding)}`,
  'case-missing': ({ kase }) => `案件 ${kase ?? ''} 在存证本里有，公布的清单里没有`,
  'case-invented': (finding) => `${inFile(finding)}：案件 ${finding.kase ?? ''} 在存证本里没有，或者不属于这一年度`,
  'case-facts': (finding) => `案件 ${finding.kase ?? ''} 的 ${finding.what ?? ''}：${both(finding)}`,
  'record-missing': ({ record }) => `记录 ${record ?? ''} 在存证本里有，公布的清单里没有`,
  'record-invented': (finding) => `${inFile(finding)}：记录 ${finding.record ?? ''} 在存证本里没有，或者写了两次`,
  'record-facts': (finding) => `记录 ${finding.record ?? ''} 的 ${finding.what ?? ''}：${both(finding)}`,
  'department-file': (finding) =>
    `${finding.group ?? ''}（${finding.path ?? ''}）的 ${finding.what ?? ''}：${both(finding)}`,
  'event-line': (finding) => `${inFile(finding)}：和存证本不一样`,
  'event-missing': (finding) => `${finding.path ?? ''}：少了${place(finding)}`,
  'text-malformed': (finding) => `${inFile(finding)}：写法不对`,
  'text-unknown': (finding) => `${inFile(finding)}：存证本里没有这段话，或者重复了`,
  'text-false': (finding) =>
    `${inFile(finding)}：公开的话和封存的不一样${ofWhat(finding) === '' ? '' : `（${ofWhat(finding)}）`}`,
  'text-withheld': ({ kase, record, what }) =>
    record !== undefined
      ? `记录 ${record} 应公开的${fieldName(what)}没有公开`
      : kase === undefined
        ? '申诉后另行计数的评价，应公开的理由没有公开'
        : `案件 ${kase} 应公开的${fieldName(what)}没有公开（刚刚删除或修改、记录还没有存入的，过一两天再核一次）`,
  'text-erased': (finding) => `${inFile(finding)}：案件 ${finding.kase ?? ''} 的文字已按申请删除，却还在`,
  figure: (finding) => `${finding.group ?? ''} ${figureName(finding.figure ?? [])}：${both(finding)}`,
  table: (finding) =>
    finding.line === undefined
      ? `${inFile(finding)} 的行数：${both(finding)}`
      : `${inFile(finding)} 的 ${finding.what ?? ''}：${both(finding)}`,
};

/** What was looked at in each part, with how many. */
const sectionWords: Record<Section, (report: Report) => string> = {
  signature: ({ keyFrom }) =>
    keyFrom === 'reader' ? '检查点的签名：用您给的公钥' : '检查点的签名：公钥取自存证本自己，只能看出以后的改动',
  witnesses: ({ witnesses }) =>
    witnesses.length === 0
      ? '见证方的签名：您没有给见证方的公钥，这一项没有查'
      : `见证方的签名：${witnesses.map(({ name, time }) => `${name}（${time === null ? '没有签' : instant(time)}）`).join('、')}`,
  tree: ({ checked }) => `存证本的总值：${number(checked.entries)} 条，各层哈希文件 ${number(checked.tiles)} 个`,
  since: ({ since }) =>
    since === null
      ? '与旧检查点的连续性：您没有给旧检查点，这一项没有查'
      : `与旧检查点的连续性：前 ${number(since.size)} 条${since.signed ? '' : '（旧检查点没有签名）'}`,
  entries: ({ checked }) => `每一条的写法：${number(checked.entries)} 条；公布 ${number(checked.publications)} 次`,
  rules: () => '规则文件：工作日历和办理期限',
  cases: ({ checked }) => `按规则逐步重演：意见 ${number(checked.cases)} 件，记录 ${number(checked.acts)} 条`,
  records: ({ checked }) =>
    checked.records === 0
      ? '承诺、督办等记录：还没有'
      : `承诺、督办等记录：${number(checked.records)} 份，逐步重演 ${number(checked.recordActs)} 条，群众测评 ${number(checked.marks)} 份`,
  checks: ({ plainly }) =>
    `监督员的签名：核查 ${number(plainly.signedChecks + plainly.unsignedChecks)} 次，签名 ${number(plainly.signedChecks)} 个`,
  samples: ({ checked: { samples } }) =>
    samples.announced === 0
      ? '抽查：还没有公告过'
      : `抽查：公告 ${number(samples.announced)} 次，已抽 ${number(samples.drawn)} 次，范围和抽中的都按号码重算`,
  rounds: ({ rounds, checked }) =>
    rounds.length === 0
      ? '评议活动：还没有'
      : `评议活动 ${number(rounds.length)} 次：已用评议码 ${number(checked.redeemed)} 个都在名册上，选票 ${number(checked.ballots)} 份的签名逐份核对，得分和名次全部重算`,
  openings: ({ checked }) => `评价的开票：评价 ${number(checked.ratings)} 份，已开票 ${number(checked.openings)} 份`,
  files: ({ checked }) => `公布的文件：${number(checked.files)} 个，逐字节`,
  facts: ({ checked }) => `每件意见的情况：${number(checked.cases)} 件`,
  departments: () => '各单位的文件',
  texts: ({ checked }) => `公开的文字：${number(checked.texts)} 段`,
  events: ({ checked }) => `办理经过的清单：${number(checked.acts)} 条`,
  figures: () => '公布的数字：件数、分子、分母、百分比、置信区间，全部重新数',
  scripts: ({ plainly }) =>
    plainly.scripts === 0
      ? '网页脚本：这份文件里没有，这一项没有查'
      : `网页脚本：${number(plainly.scripts)} 个${plainly.scriptsAbsent > 0 ? `，另有 ${number(plainly.scriptsAbsent)} 个没有取到` : ''}`,
};

/** 「2026年11月22日 14:30」 in Beijing time, of POSIX seconds. */
function instant(seconds: number): string {
  const minutes = Math.floor(seconds / 60) + 8 * 60;
  const two = (part: number): string => String(part).padStart(2, '0');
  const day = addDays('1970-01-01', Math.floor(minutes / 1440));
  return `${formatDate(day)} ${two(Math.floor((minutes % 1440) / 60))}:${two(minutes % 60)}`;
}

/** What is allowed, and what the reader should know all the same. */
function plainly({ plainly: told, continues, rounds }: Report): string[] {
  const { closings } = told;
  const bases = (Object.keys(closings) as Basis[]).map(
    (basis) => `${basisWords[basis].name} ${number(closings[basis])}`,
  );
  return [
    ...(continues === null
      ? []
      : [
          `这本存证本接续 ${continues.origin}：那一本有 ${number(continues.size)} 条，后来丢失了一部分。手里有旧检查点或回执的，请对照。`,
        ]),
    `已销号 ${number(closings.citizen + closings.independent + closings.office)} 件：${bases.join('，')}；另有解释说明 ${number(told.explained)} 件。`,
    `独立核实 ${number(told.signedChecks + told.unsignedChecks)} 次：监督员亲手签名 ${number(told.signedChecks)} 次；没有签名 ${number(told.unsignedChecks)} 次，这些是谁核实的只能信评议办记的。`,
    `独立核实销号的 ${number(closings.independent)} 件里，有监督员签名的 ${number(told.signedClosings)} 件。`,
    `回执码被服务器看到过的答复 ${number(told.seenAnswers)} 次，不算群众确认。`,
    `按申请删除文字 ${number(told.erasures)} 件；申诉后另行计数的评价 ${number(told.appeals)} 份；等着满 10 份才开票的评价 ${number(told.waitingRatings)} 份。`,
    `工作人员查看未遮盖的原文 ${number(told.textsOpened)} 次、联系方式 ${number(told.contactsOpened)} 次。`,
    ...rounds.flatMap(roundPlainly),
  ];
}

const limits = [
  '意见或评价交上来、还没有存入就被丢掉的：只有手里有回执的人能发现。',
  '花钱买来的好评、站在身后看着打的分，以及单位写的“已经修好”是不是真的。',
  '给您看一本、给别人看另一本：要有见证方签名，或者拿检查点和别人的比。',
  '还没有公开的东西：没有开票的评价、没有公布的原文。',
];

export const reportWords = {
  /** The whole report, line by line. */
  lines(report: Report): string[] {
    const { city, origin, size, root, publication, key, keyFrom, witnesses, otherSignatures } = report;
    const bySection = new Map<Section, Finding[]>();
    for (const finding of report.findings) {
      const section = sectionOf(finding);
      bySection.set(section, [...(bySection.get(section) ?? []), finding]);
    }
    const total = Object.values(report.counts).reduce((sum, count) => sum + count, 0);
    const vouched = witnesses.some(({ time }) => time !== null);
    return [
      `${city}：评议存证本核验报告`,
      `存证本 ${origin}，共 ${number(size)} 条，总值 ${root}`,
      publication === null
        ? '没有找到公布记录'
        : `第 ${number(publication.n)} 次公布，统计截止 ${formatDate(publication.day)}，${publication.year} 评议年度`,
      '',
      ...sections.flatMap((section) => {
        const found = bySection.get(section) ?? [];
        return [
          `${found.length === 0 ? (isSkipped(section, report) ? '－' : '✓') : '✗'} ${sectionWords[section](report)}`,
          ...found.map((finding) => `    ${findingWords[finding.kind](finding)}。`),
        ];
      }),
      ...(total > report.findings.length
        ? [`    同类的还有 ${number(total - report.findings.length)} 处，没有逐一列出。`]
        : []),
      '',
      '据实说明（不是差错）',
      ...plainly(report).map((line) => `  ${line}`),
      ...(otherSignatures > 0
        ? [`  检查点上另有 ${number(otherSignatures)} 个签名，您没有给它们的公钥，没有核对。`]
        : []),
      ...(keyFrom === 'log' ? [`  存证本自己写的公钥是 ${key}；请与报纸、公告栏上的对照。`] : []),
      ...(vouched
        ? []
        : ['  注意：没有核对过任何见证方的签名。只凭存证本自己的签名，防得住单位改数，防不住主办的人整本重做。']),
      '',
      '这样核对看不出来的',
      ...limits.map((line) => `  ${line}`),
      '',
      total === 0 ? '结果：全部一致。' : `结果：发现 ${number(total)} 处不一致。`,
    ];
  },
  progress: ({ step, done, of }: Progress): string =>
    step === 'log'
      ? `读取存证本：${number(done)} / ${number(of)} 条`
      : {
          rounds: '核对选票，重算评议得分',
          openings: '核对评价的开票',
          texts: '核对公开的文字',
          files: '核对公布的文件',
          figures: '重算公布的数字',
        }[step],
  usage:
    '用法：npm run verify -- <城市的网址或文件夹> [--key 公钥] [--witness 公钥]… [--require-witness 个数] [--since 旧检查点] [--into 文件夹] [--json]。说明见 docs/verify.md。',
  unknownOption: (option: string): string => `不认识的参数 ${option}：说明见 docs/verify.md。`,
  wrongKey: (text: string): string =>
    `--key 不对（现在是“${text}”）：应为存证本的公钥，形如 名称+八位字符+一串字符，请整行复制。`,
  wrongWitness: (text: string): string =>
    `--witness 不对（现在是“${text}”）：应为见证方的公钥，形如 名称+八位字符+一串字符，请整行复制。`,
  wrongNumber: (text: string): string => `--require-witness 不对（现在是“${text}”）：应为 0 到 30 之间的整数。`,
  wrongSince: (file: string): string =>
    `--since 不对：${file} 不是检查点。应为以前保存的 log/checkpoint，或者它的前三行。`,
  noFolder: (folder: string): string => `没有文件夹 ${folder}：请写城市的网址，或者抄回来的文件夹。`,
  intoOnlyForAddresses: '--into 只用于从网址下载；核对文件夹时请去掉。',
  cannotKeep: (folder: string): string => `不能写入文件夹 ${folder}：请检查路径、磁盘和权限。`,
  wrongAddress: (text: string): string => `网址不对（现在是“${text}”）：应为 http:// 或 https:// 开头的网址。`,
  cannotRead: (path: string, why: string): string =>
    `没有读到 ${path}（${why}）：请检查网络后再运行一次；加上 --into 文件夹，断了可以接着下载。`,
  noLedger: (where: string): string =>
    `${where} 没有可以读的存证本（log/checkpoint）：请核对网址，或者等城市第一次公布以后再来。`,
} as const;

/** Parts that were not looked at, because nothing was given to look at them with. */
const isSkipped = (section: Section, { since, witnesses, plainly: { scripts } }: Report): boolean =>
  (section === 'since' && since === null) ||
  (section === 'witnesses' && witnesses.length === 0) ||
  (section === 'scripts' && scripts === 0);
