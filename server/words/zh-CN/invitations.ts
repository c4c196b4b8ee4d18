/** Words of invitations on paper and by SMS: letters, slips, QR sheets, the message, the columns of the inviter's list. */
import type { Day } from '../../domain/day.ts';
import { formatDate, formatDay } from './calendar.ts';

/** What invitations of one kind say, apart from the code. */
export interface InvitationTexts {
  title: string;
  /** 评议办: runs the site and the round. */
  organizer: string;
  /** Who wrote the list of people and signs the letter. */
  inviter: string;
  telephone: string;
  /** Where a code is typed, without `https://`. */
  typeAt: string;
  closesOn: Day;
  /** 会场码: used only within this time. */
  window?: { from: string; until: string } | undefined;
  /** Nobody, the inviter included, knows who got which code. */
  isSealed: boolean;
}

const moment = (text: string): string => `${formatDate(text.slice(0, 10))} ${text.slice(11)}`;

const validFor = ({ window, closesOn }: Pick<InvitationTexts, 'window' | 'closesOn'>): string =>
  window === undefined
    ? `有效至${formatDay(closesOn)}当天`
    : `${moment(window.from)} 至 ${window.until.slice(0, 10) === window.from.slice(0, 10) ? window.until.slice(11) : moment(window.until)} 有效`;

export const invitationWords = {
  columns: { roster: '名册', code: '评议码', link: '链接', message: '短信' },
  nameColumn: '姓名',
  pageTitle: { letters: '评议邀请函', slips: '评议码小票', qr: '评议二维码' },
  validFor,
  code: '评议码',
  codeLabel: '评议码的二维码',
  /** An SMS is paid for by its length: short, and the link has the code already. */
  message: ({ title, organizer, telephone, ...when }: InvitationTexts, link: string, code: string, name: string) =>
    `【${organizer}】${name === '' ? '' : `${name}，`}您好！邀请您参加“${title}”，${validFor(when)}。请点开链接评议：${link} 打不开时，在网站输入评议码 ${code}。评议码只能用一次，请勿转给别人。不记名，谁也查不到您怎么评。${telephone === '' ? '' : `咨询 ${telephone}`}`,
  letter: {
    title: '评议邀请函',
    salutation: (name: string) => (name === '' ? '尊敬的评议代表：' : `${name}：`),
    opening: ({ organizer, title, inviter }: InvitationTexts) =>
      `${organizer}正在开展“${title}”。${inviter === organizer ? '' : `受其委托，${inviter}`}邀请您参加。您的评价直接计入评议结果，不经任何被评单位之手。`,
    how: '怎样评议',
    howSteps: ({ typeAt, telephone, ...when }: InvitationTexts) => [
      '用手机扫右边的二维码，打开就能评。也可以用微信扫。',
      `扫不了的，在手机或电脑上打开 ${typeAt} ，输入下面的评议码。`,
      `${validFor(when)}。只评您打过交道的单位；不了解的留空，算“不了解”，不影响任何单位的得分。`,
      `评到一半可以放下，下次在同一部手机上接着评。不会用手机的，${telephone === '' ? '请与我们联系' : `请打 ${telephone}`}，可以改用纸质票或者电话评议。`,
    ],
    once: '评议码只能用一次。请勿拍照外传，请勿转给别人。',
    anonymous: '为什么没有人知道您怎么评',
    anonymousLines: ({ isSealed }: InvitationTexts) => [
      '您的手机先把评价封好，再凭评议码盖章，最后才把评价投进票箱。盖章的看不见内容，票箱里看不见是谁。',
      isSealed
        ? '这封信是随手抽的，没有登记谁拿了哪个码：谁参加过，也没有人知道。'
        : '名单只在邀请单位手里，不在网站上。邀请单位能看到哪个评议码用过，只为提醒还没有评的人，看不到评了什么；结果公布并复核完后，名单销毁。',
      '有人要看您的评价或者要您的截图，您可以先照他说的评，评议结束前再用“作废钥匙”作废。有人干预评议，请向纪检监察机关反映。',
    ],
    check: '怎样知道没有人改过',
    checkLine:
      '评完会得到一张回执，凭它随时可以查自己的票还在不在。所有的票和算分的办法都公开，谁都可以重算。网站“核验”页上的存证本公钥应当是：',
    keyDiffers: (telephone: string) =>
      `与上面一行不同的，请不要评议，并${telephone === '' ? '告诉我们' : `打 ${telephone} 告诉我们`}。`,
    limits: '这套办法防不了什么',
    limitLines: [
      '有人花钱买好评；名单挑人；有人站在您身后看着您评。',
      '别人先拿到这封信用了您的评议码：一查就知道用过了，但补不了，请收好。',
      '网站当时给您的页面被做了手脚，或者有人盯着网络猜是谁在评：可以换一个网络，先领票、过几天再投。',
    ],
  },
  slip: {
    scan: '手机扫码评议',
    orType: (typeAt: string) => `或打开 ${typeAt} 输入`,
    once: '只能用一次 · 不记名 · 请勿转给别人',
  },
} as const;
