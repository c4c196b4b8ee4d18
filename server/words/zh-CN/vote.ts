/** Words of 投票: the page `/v`, and what its script says on the phone of somebody who was invited to a round. */

import type { Day } from '../../domain/day.ts';
import { formatDate } from './calendar.ts';

/** What stands on the page before any script. */
export const votePage = {
  title: '参加评议',
  lead: '请扫邀请信上的二维码，或者在这里输入评议码。',
  paper: (telephone: string): string =>
    `这个浏览器不能在手机上评议（需要打开 JavaScript，并使用近几年的浏览器）。您可以换一部手机或换一个浏览器，也可以填邀请信里的纸质评议表，或者${telephone === '' ? '打邀请信上的电话' : `打电话 ${telephone}`}参加。`,
  limits: '本系统能做到什么，防不了什么',
  can: [
    '评议办、被评单位和系统管理员都看不出哪张票是谁投的：评议码只换一次盲签的票，票上没有您的任何信息。',
    '票箱先收下票、给您回执，然后才看到您评了什么，所以不能挑着收。',
    '谁删改了您的票，这部手机再打开本站时会发现，任何人也能查出来。',
  ],
  cannot: [
    '本系统防不了：有人花钱买好评、名单挑人、有人站在您身后看。',
    '如果运营单位偷偷记录每一次联网，再按时间对照领票和投票，可能猜出一张票是谁的。想更稳妥，可以“先领票，过几天再投”。',
    '如果有人给您的手机发来改过的网页，本页也看不出来。',
  ],
  servers: (isApart: boolean): string =>
    isApart
      ? '发票的是另一家单位的服务器，和票箱分开运营。'
      : '现在发票和票箱在同一台服务器上，由同一家单位运营。两家分开更稳妥。',
  privacy: '不记录您的电话、微信号、网络地址和投票时间。',
} as const;

const units = (count: number): string => `${count.toLocaleString('zh-CN')} 个单位`;

/** What the script says in whole sentences. They come with the page and not with the script, which stays small. */
export const voteTexts = {
  loading: '正在打开……',
  back: '返回',
  again: '再试一次',
  offline: '没有连上服务器。已经填好的内容都在这部手机上，请过一会儿再试。',
  start: {
    title: '参加评议',
    code: '评议码',
    hint: '在邀请信上，19 个字母和数字，不分大小写',
    button: '开始评议',
    which: '参加哪一次评议？',
    none: '现在没有正在进行的评议活动。',
    wrong: {
      length: '评议码应当是 19 个字母和数字，请看看是不是少抄或多抄了。',
      characters: '评议码里没有这样的字符，请核对。',
      check: '评议码有一处抄错了，请逐个核对。',
    },
    heading: '还没有开始，请核对：',
    whichFirst: '请选择参加哪一次评议',
    foreign: '这个评议码不是这次评议活动的，请核对活动和评议码。',
    unknownRound: '没有这次评议活动，请核对邀请信上的地址。',
    here: '这部手机上的评议',
    stage: {
      marking: '还没有提交，接着填',
      sealed: '正在领票，接着提交',
      ticketed: '票已领好，还没有投',
      cast: '票已投，还差最后一步',
      done: '已投票，看回执',
    },
  },
  choose: {
    title: '您想评哪些单位？',
    search: '找单位',
    placeholder: '输入名称里的字',
    notFound: '没有找到，请换一个字试试。',
    all: '全部都评',
  },
  ballot: {
    title: '请评议',
    kept: '每选一项都已存在这部手机上，可以随时关掉，下次接着评。',
    more: '增减单位',
    toReview: '看一遍，再提交',
    next: '下一个单位',
    report: '单位自述',
    overall: '总体评价',
    unknown: '不了解',
    same: '各项都选：',
    note: '没选的项目按“不了解”交出，不计入得分。',
  },
  review: {
    title: '请看一遍',
    lead: '还没有提交。提交以后不能再改评分，只能作废。',
    unknown: '不了解',
    nothing: '您还没有评任何单位。可以返回去评，也可以全部按“不了解”交出。',
    change: '修改',
    submit: '提交评议',
    wait: '先领票，过几天再投',
  },
  sending: {
    title: '正在提交',
    stay: '请不要关掉页面。万一断了网或关掉了，再打开会接着做，不会丢，也不会重复。',
    steps: {
      marking: '把评分封好',
      sealed: '领票，核对签名',
      ticketed: '投进票箱，核对回执',
      cast: '交出评分',
    },
    stopped: '没有做完',
    later: '先不做了',
  },
  trouble: {
    network: '没有连上服务器。做到哪一步都记在这部手机上，请过一会儿按“再试一次”，不会丢，也不会重复。',
    room: '这部手机的浏览器没有地方保存内容了，所以没有提交。请关掉无痕模式或清理空间后再试，或者填纸质评议表。',
    waits: '这次活动的公钥还没有存入公开存证本，为了不让您拿到做了记号的票，现在不提交。请过一会儿再试。',
    keys: '网站给出的公钥和公开存证本里的不一样，为了不让您拿到做了记号的票，没有提交。请打邀请信上的电话告诉评议办，也可以告诉见证单位。',
    plan: '网站给出的评议方案和公开存证本里冻结的不一样，没有提交。请打邀请信上的电话告诉评议办，也可以告诉见证单位。',
    ticket: '发来的票签名不对，没有投出。评分还在这部手机上。请过一会儿再试；仍然不行的，请打邀请信上的电话。',
    receipt: '票箱给的回执签名不对，所以评分没有交出。请过一会儿再试；仍然不行的，请打邀请信上的电话。',
  },
  tickets: {
    title: '票已领好',
    cast: '现在投票',
    care: '不要清空浏览器数据，也不要用无痕模式：票丢了不能补。',
  },
  done: {
    title: '评议已收下',
    slip: '评议回执',
    facts: { round: '评议活动', ballots: '票数', by: '最迟存入' },
    secret: '回执不显示您打了什么分，请勿交给他人。评分已从这部手机上抹去。',
    text: '存成文字',
    copy: '复制存证编号',
    copied: '已复制',
    qr: '二维码',
    qrLabel: '存证回执的二维码',
    verify: '到核验页查对',
    fileNote: '凭下面任何一段文字，谁都可以在核验页查对：到期没有存入，或者存入后被删改，都会显出来。',
    cancelTitle: '作废钥匙',
    cancelLead:
      '在截止以前，可以随时作废这次投的票。作废钥匙只在这部手机上，别人没有。万一有人出钱、打招呼要您打高分，您可以过后自己作废；作废不影响任何人，也不会告诉任何人。',
    cancelGo: '作废',
    cancelSave: '存下作废钥匙',
    cancelFile: '作废钥匙',
    cancelNote:
      '在截止以前，谁有这段文字，谁就能作废这些票。请不要给别人。打开本站“参加评议”，按“用作废钥匙”，把这段文字粘贴进去。',
    also: '还有话要说？',
    opinion: '给单位提意见（和刚才的票没有任何联系）',
    pressed:
      '有人要求您打高分、看着您投票，或者给钱给物？请向纪检监察机关举报（电话 12388），也可以写成意见；写明哪个单位、什么时候，不用写自己评了什么。',
    forget: '从这部手机上去掉',
    forgetHint: '如果这不是您的手机，请先存下作废钥匙，再去掉。',
    forgotten: '这部手机上已不再记住这次评议。',
  },
  cancel: {
    title: '作废选票',
    lead: '作废以后，这张票不再计入，也不能再投一次。请选择要作废哪些单位的票：',
    all: '全部',
    yes: '确定作废',
    no: '不作废',
    none: '这次投的票都已作废。',
    paste: '用作废钥匙',
    pasteHint: '投票的手机不在身边时，把存下的作废钥匙文字全部粘贴在这里。',
    pasteButton: '作废这些票',
    unreadable: '没有认出作废钥匙，请核对是不是粘贴全了。',
  },
} as const;

/** What it says with a number, a day or a name in it. */
const voteForms = {
  retrying: (left: number): string => `网络不稳，正在重试（还会试 ${left} 次）。请不要关掉页面。`,
  start: {
    next: (title: string, day: Day): string => `${title}：${formatDate(day)}开始。`,
    until: (day: Day): string => `${formatDate(day)}截止`,
    notOpen: (state: string, from: Day, to: Day): string =>
      `这次评议现在“${state}”。投票时间是 ${formatDate(from)}至 ${formatDate(to)}。`,
  },
  choose: {
    lead: (count: number): string =>
      `这次可以评 ${units(count)}。只选您办过事、了解的单位就行，没选的按“不了解”交出，不计入得分。`,
    group: (picked: number, all: number): string => (picked === 0 ? units(all) : `选了 ${picked} / ${all}`),
    go: (picked: number): string => (picked === 0 ? '请先选单位' : `开始评（${units(picked)}）`),
  },
  ballot: {
    progress: (done: number, of: number): string => `已评 ${done} / ${of} 个单位`,
    group: (done: number, all: number): string => `已评 ${done} / ${all}`,
    status: (done: number, of: number): string =>
      done === 0 ? '未评' : done === of ? '已评' : `评了 ${done} / ${of} 项`,
    sameLabel: (level: string): string => `各项都选${level}`,
  },
  review: {
    left: (count: number): string => `${count} 项没选，按“不了解”`,
    rest: (count: number): string => `其余 ${units(count)}没有评，按“不了解”交出，不计入得分。`,
    waitHint: (day: Day): string =>
      `现在只领票，票和评分存在这部手机上，${formatDate(day)}以前再打开本页投出。隔得越久，越没有人能按时间猜出票是谁的。领票以后评分不能再改；清空浏览器数据，票就没有了。`,
    late: (day: Day): string => `领票时间到 ${formatDate(day)}为止，已经过了。`,
  },
  sending: {
    count: (done: number, of: number): string => `${done} / ${of}`,
  },
  trouble: {
    opening: (count: number): string => `有 ${count} 张票的评分票箱没有收下。评分还在这部手机上，请过一会儿再试。`,
  },
  tickets: {
    lead: (day: Day): string =>
      `票和评分都在这部手机上，还没有投出。请在 ${formatDate(day)}以前再打开本页，按“现在投票”。`,
  },
  done: {
    ballots: (count: number): string => `${count} 张，每个单位一张`,
    promise: (day: Day): string =>
      `您的票将在 ${formatDate(day)}以前存入公开存证本。存入以后，谁删改它，这部手机再打开本站时就会发现。`,
    list: (count: number): string => `存证编号和签名（${count} 张）`,
  },
  cancel: {
    button: (count: number): string => (count === 0 ? '请先选择' : `作废 ${count} 张票`),
    sure: (count: number): string => `真的要作废这 ${count} 张票吗？作废后不能恢复。`,
    working: (done: number, of: number): string => `正在作废 ${done} / ${of}……`,
    said: (count: number): string => `已作废 ${count} 张票。公开存证本里会记下这些票已由投票人作废。`,
  },
} as const;

type Texts = Readonly<{ [key: string]: unknown }>;

/** Puts the sentences beside the forms. */
function join(forms: Texts, texts: Texts): Texts {
  const joined: Record<string, unknown> = { ...forms };
  for (const [key, text] of Object.entries(texts)) {
    joined[key] = typeof text === 'string' ? text : join((forms[key] ?? {}) as Texts, text as Texts);
  }
  return joined;
}

/** Everything that the script says, with the sentences that came with the page. */
export const voteWordsWith = (texts: typeof voteTexts): typeof voteForms & typeof voteTexts =>
  join(voteForms, texts) as typeof voteForms & typeof voteTexts;
