/** What a verification says of rounds (评议活动): each difference in a sentence, and what is true all the same. */

import type { RoundSeen } from '../../domain/trust/check-rounds.ts';
import type { Finding, FindingKind } from '../../domain/trust/findings.ts';
import { ballotChannelWords } from './rounds.ts';

const number = (value: number): string => value.toLocaleString('zh-CN');

/** 「公布 41，重算 40」 */
const both = ({ published = '', recounted = '' }: Finding): string =>
  `公布 ${shown(published)}，重算 ${shown(recounted)}`;
const shown = (json: string): string =>
  json === '' ? '没有' : json.length > 200 ? `${json.slice(0, 200)}……` : json.replaceAll('"', '');

const entry = ({ index, record }: Finding): string =>
  `${index === undefined ? '' : `第 ${number(index)} 条`}（${record ?? ''}）`;
const line = ({ path, line: at }: Finding): string => `${path ?? ''}${at === undefined ? '' : ` 第 ${number(at)} 行`}`;
const votes: Readonly<Record<string, string>> = { redeem: '用了评议码', ballot: '投了票', cancel: '作废了票' };
/** `<department> <group> <channel>`, as one cell is called. */
const cell = ({ what = '' }: Finding): string => {
  const [department = '', group = '', channel = ''] = what.split(' ');
  return `${department}、${group}、${ballotChannelWords[channel as keyof typeof ballotChannelWords] ?? channel}`;
};

export const roundFindingWords = {
  'vote-outside': (finding) => `${entry(finding)}：不在投票期间，却${votes[finding.what ?? ''] ?? '投了票'}`,
  'redeem-repeated': (finding) => `${entry(finding)}：同一个评议码用了两次`,
  'redeem-unknown': ({ record, what }) => `${record ?? ''}：用过的评议码有一个不在名册 ${what ?? ''} 上，是凭空造的`,
  'roster-size': ({ record, what, published, recounted }) =>
    `${record ?? ''}：方案说名册 ${what ?? ''} 有 ${published ?? ''} 个评议码，名册里是 ${recounted ?? ''} 个`,
  'ticket-false': (finding) => `${entry(finding)}：选票的签名不对，不是发票机签的，或者签的是另一份`,
  'ballot-repeated': (finding) => `${entry(finding)}：同一份选票投了两次`,
  'ballots-minted': ({ record, what = '', published, recounted }) =>
    `${record ?? ''}：${what.replace('/', ' 类评议人对 ')} 有 ${published ?? ''} 份选票，用过的评议码只有 ${recounted ?? ''} 个：有票是凭空造的`,
  'cancel-false': (finding) => `${entry(finding)}：作废选票没有投票人的钥匙，或者没有这份票`,
  'batch-rows': (finding) => `${finding.record ?? ''}：收票批次的每一行不是清点时封存的那些，${both(finding)}`,
  'batch-repeated': (finding) => `${line(finding)}：同一份票登记了两次`,
  'batch-sums': ({ record, published, recounted }) =>
    `${record ?? ''}：收票批次对不上账：发出/收回 ${published ?? ''}，有效加无效 ${recounted ?? ''}`,
  'exclusion-rows': (finding) => `${finding.record ?? ''}：剔除的份数不对，${both(finding)}`,
  'exclusion-target': ({ record }) => `${record ?? ''}：剔除的票有的不存在、已经剔除过，或者不是同一类别和渠道的`,
  'vote-opening-order': (finding) => `${line(finding)}：没有按次序排列`,
  'vote-opening-unknown': (finding) => `${line(finding)}：存证本里没有这份选票，或者评的不是这个单位`,
  'vote-opening-false': (finding) => `${line(finding)}：公开的评价和投票时封存的不一样`,
  'vote-opening-withheld': (finding) =>
    `${finding.record ?? ''}：${cell(finding)} 的票应公开而没有公开${finding.published === undefined ? '' : `（${finding.published} 份）`}`,
  'vote-cell-small': (finding) => `${finding.record ?? ''}：${cell(finding)} 人数太少，评价不该公开`,
  'round-counts': (finding) => `${entry(finding)}：票数不对，${both(finding)}`,
  'round-annual': (finding) => `${entry(finding)}：年度得分用的整改、日常数字不是存证本里的，无法重算`,
  'round-figure': (finding) => `${finding.record ?? ''}的结果 ${finding.what ?? '写法'}：${both(finding)}`,
  'round-file': (finding) =>
    finding.path === undefined
      ? `${entry(finding)}：没有登记文件的散列`
      : `${finding.record ?? ''}：文件 ${finding.path} 不是登记过的那一份`,
  'round-list': (finding) => `${finding.path ?? ''} 的 ${finding.what ?? ''}：${both(finding)}`,
  'round-malformed': (finding) =>
    finding.path === undefined
      ? `${entry(finding)}：写法不对`
      : `${finding.record ?? ''}：文件 ${finding.path} 读不出来`,
} as const satisfies Partial<Record<FindingKind, (finding: Finding) => string>>;

/** What is allowed, and what the reader should know all the same. */
export const roundPlainly = (round: RoundSeen): string[] => [
  `${round.title}（${round.number}）：已用评议码 ${number(round.redeemed)} 个，手机选票 ${number(round.ballots)} 份（本人作废 ${number(round.cancelled)} 份），其他渠道 ${number(round.rows)} 份，剔除 ${number(round.excluded)} 份。`,
  ...(round.ballots === 0 && round.redeemed === 0
    ? []
    : [
        `　　领了票没有投的余额 ${number(round.slack)} 份，最多的一个单位 ${number(round.slackMost)} 份：发票机要是凭空造票，造得出又不被发现的至多这么多。`,
      ]),
  ...(round.hasResults
    ? [
        `　　投票人没有开票的 ${number(round.unopened)} 份；人数太少、不公开的 ${number(round.closed)} 份${round.largeClosed === 0 ? '' : `，其中 ${number(round.largeClosed)} 处没有公开的票比少数票的上限还多：是投票人没有开票，还是有人扣着，要问评议办`}。`,
      ]
    : []),
];
