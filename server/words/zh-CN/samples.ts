/** Words of 抽查: the public pages on which everybody can repeat a draw, and what is said when one cannot be made. */

import type { SampleFrame } from '../../domain/vocabulary.ts';

const number = (value: number): string => value.toLocaleString('zh-CN');

export const frameWords: Record<SampleFrame, { name: string; about: string }> = {
  claimed: {
    name: '单位说已经办好的',
    about: '已申请销号、正在审核、征询、公示或已销号，结果是“已解决”，意见人没有用回执码认可，也没有核查通过过的。',
  },
  filed: { name: '没有交办的', about: '已归档不予交办，或者已归并到别的案件的。' },
  departments: { name: '被评单位', about: '现在参加评议的单位，抽中的安排明查暗访。' },
};

export const sampleErrors = {
  drawDay: '开奖日要晚于今天：公告的时候，号码还不能有人知道。',
  noLedger: '存证本还没有检查点，请十分钟后再公告。',
  empty: '这个范围里现在一个也没有，不用抽。',
  tooEarly: (day: string): string => `还没到公告的开奖日 ${day}。`,
  winning: (lottery: string): string =>
    `号码不像${lottery === '' ? '开奖号码' : lottery}的：请写数字，用空格隔开，两组之间写加号，例如 02 07 11 19 24 33+05。`,
} as const;

export const sampleWords = {
  list: {
    title: '抽查',
    lead: '抽谁去核查，主办的人说了不算：先公告从哪些里抽、抽几件，再用以后开出的彩票号码来抽。谁都可以照着再算一遍。',
    none: '还没有公告过抽查。',
    failed: '没有读到抽查的公告，请稍后再来。',
    heads: { number: '编号', frame: '从哪些里抽', size: '抽', drawDay: '开奖日', state: '情况' },
    count: (count: number): string => `${number(count)} 个`,
    announced: '等开奖',
    drawn: '已抽',
  },
  page: {
    title: (sample: string): string => `抽查 ${sample}`,
    up: '全部抽查',
    frozen: '公告时冻结的',
    facts: {
      frame: '从哪些里抽',
      count: '一共有',
      size: '抽取',
      lottery: '用哪个彩票',
      issue: '期号',
      drawDay: '开奖日',
      announced: '公告日',
      tree: '存证本到',
      root: '当时的总值',
      ids: '名单的 SHA-256',
      winning: '开奖号码',
      drawnOn: '抽取日',
      entries: '在存证本里',
    },
    treeSize: (size: number): string => `${number(size)} 条`,
    entry: (index: number): string => `第 ${number(index)} 条`,
    items: (count: number): string => `${number(count)} 个`,
    lottery: (name: string, issue: string): string => `${name} 第 ${issue} 期`,
    waiting: (day: string): string => `${day} 开奖以后，用号码抽取。现在谁也不知道会抽中哪些。`,
    drawn: '抽中的（按抽中的次序）',
    drawnNote: {
      claimed: '抽中的要由社会监督员到现场核查，核查通过以前不能销号。',
      filed: '抽中的由评议办负责人会同审计员复看，错的重新受理。',
      departments: '抽中的由社会监督员明查暗访。',
    },
    notPublic: '未公开的一件',
    results: {
      none: '待核查',
      passed: '核查通过',
      failed: '核查没有通过，退回整改',
    },
    numbersHere: '开奖号码',
    repeat: '自己再算一遍',
    repeatLead: '下面三行在任何一台装有 sha256sum 的电脑上都能运行，算出的就是抽中的：',
    repeatList: '名单：每行一个编号，按字母次序',
    listHash: '名单的 SHA-256 应当等于上面公告的那一个。',
    onPhone: '在手机上重算',
    onPhoneBusy: '正在算……',
    same: (count: number): string => `一致：${number(count)} 个里抽中的正是这些。`,
    waitingSame: (count: number): string => `名单与公告的一致，共 ${number(count)} 个；等开奖。`,
    listDiffers: '名单和公告时的不一样：有人动过。请截图，告诉评议办和见证方。',
    drawDiffers: '算出来的不是公布的这些：有人动过。请截图，告诉评议办和见证方。',
    noNetwork: '没有取到名单，请检查网络再试。',
    whole: '名单是不是当时存证本里应有的那些，“核验”会把整本账重算一遍：',
    wholeLink: '核验',
    missing: { title: '没有这次抽查', text: '编号可能写错了，或者公告还没有存入存证本。' },
  },
} as const;
