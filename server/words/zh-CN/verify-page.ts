/** Words of the page 核验: what the 存证本 is, what everybody can check with it, and what it cannot protect. */

import type { Day } from '../../domain/day.ts';
import { formatDate } from './calendar.ts';

const number = (value: number): string => value.toLocaleString('zh-CN');

export const verifyPage = {
  title: '核验',
  description: '存证本有多大、谁作见证；在手机上重算一个单位的数字，查对自己的回执；在电脑上把全市重算一遍。',
  what: [
    '存证本是一本只能往后添的公开账本：每份评价、每件意见、每一步办理，都在里面占一条。',
    '里面没有姓名、电话，也没有打了什么分、写了什么话，只有加了封的指纹、日期和办理结果；谁都可以整本抄走。',
    '改动、抽掉任何一条，全本的总值就对不上，抄过它、见证过它的人都会发现。网站公布的每一个数，都能从它重算出来。',
  ],
  contents: '目录',

  now: {
    title: '现在',
    size: '已存入',
    sizeValue: (count: number): string => `${number(count)} 条`,
    checkpoint: '最新检查点',
    waiting: '等待存入',
    waitingValue: (opinions: number, steps: number, ratings: number): string =>
      [
        opinions > 0 && `意见 ${number(opinions)} 件`,
        steps > 0 && `办理、答复等 ${number(steps)} 条`,
        ratings > 0 && `评价 ${number(ratings)} 份`,
      ]
        .filter(Boolean)
        .join('，') || '没有',
    publication: '最近公布',
    publicationValue: (n: number, day: Day, index: number): string =>
      `${formatDate(day)}，第 ${number(n)} 次（存证第 ${number(index)} 条）`,
    pace: {
      week: '意见在受理周过完以后存入；评价攒够 50 份一起存入，最迟下周一；办理步骤十分钟存入一次；数字一天公布一次。',
      day: '意见在第二天存入；评价攒够 50 份一起存入，最迟下周一；办理步骤十分钟存入一次；数字一天公布一次。',
      demonstration:
        '演示城市里，什么都在几秒钟以内存入并公布，方便试用。正式使用时：意见在受理周过完以后存入，评价攒够 50 份一起存入。',
    },
    why: '晚一点、打乱次序存入，是为了不让人从时间认出是谁。',
    empty: '存证本里还没有记录。第一件意见、第一份评价存入以后，这里就有东西可查。',
    previous: (origin: string, size: number): string =>
      `这一本接着 ${origin} 写。那一本到第 ${number(size)} 条为止，因数据损失停用；停用的经过应由主办单位公开说明。`,
    keys: '名称和公钥',
    origin: '名称',
    logKey: '检查点公钥',
    receiptKey: '存证回执公钥',
    keysNote: '公钥应当另外登在报纸、公告栏和评议办的信函上。请以那里的为准，不要只信网页。',
  },

  witness: {
    title: '谁作见证',
    lead: '见证单位每次核对存证本是接着以前写的，才签上自己的名字。它签过的内容，本站再也改不动。',
    name: '见证单位',
    vouched: '最近一次',
    upTo: '见证到',
    never: '还没有签过',
    contradiction: (name: string, ours: number, seen: number | null): string =>
      `见证单位 ${name} 说，它见过的存证本与现在这一本（${number(ours)} 条）接不上${seen === null ? '' : `：它见过 ${number(seen)} 条`}。在说明原因以前，本站已停止给新的检查点签名。`,
    none: '现在还没有外部见证单位。没有见证，存证本能管住各单位，管不住本站自己：它仍然可能给不同的人看不同的账本，或者整本重写。抄一份检查点留在手里，是现在最管用的办法。',
  },

  department: {
    title: '用手机重算一个单位',
    lead: '选一个单位，您的手机会把它的每一件意见下载下来重新数一遍，和网站公布的数字比。约几十 KB，几秒钟。',
    label: '单位',
    choose: '请选择单位',
    button: '重算',
    notYet: '还没有公布过数字。第一次公布以后，这里就能重算。',
    without: '重算要运行脚本。数据文件谁都可以下载，用表格软件也能数：',
    files: [
      ['/open/figures.csv', '全部公布的数字（CSV）'],
      ['/open/city.json', '单位名录和公布编号'],
      ['/open/dictionary.json', '每个文件、每一列是什么意思'],
      ['/open/mirror.txt', '全部文件的网址'],
    ],
    limits:
      '这一项查的是：公布的数字是不是从公布的件里数出来的，件的文件是不是存证过的那一份，公开的评价是不是封存时的那一份。件的经过是否属实、有没有漏掉一件，要靠下面的全市核验。',
  },

  receipt: {
    title: '查对我的存证回执',
    lead: '把存证回执的文字粘贴在这里；只有存证编号也可以。',
    label: '存证回执或存证编号',
    hint: '以 wmpy-receipt/v1 开头的几行，或者 43 位的存证编号；只填条数（例如 120），看那一条的原文。',
    button: '查对',
    kept: '这部手机上的存证回执',
    again: '现在复核',
    none: '这部手机上没有存证回执。提交评价或意见以后，会自动记在这里。',
    limits:
      '这一项查的是：那一条在存证本里，存证本有本站和见证单位的签名，并且接得上您上次看到的那一本。它不显示您打了什么分、写了什么话。',
    forget: '从这部手机上去掉',
    scan: '扫存证回执的二维码',
    without:
      '不运行脚本时，填存证编号，按“查对”会直接打开证明文件（c2sp.org/tlog-proof）。还在等待存入的，会显示没有找到。',
  },

  city: {
    title: '把全市重算一遍',
    lead: '下载整本存证本和全部数据，重算总值，按规则把每件意见重新走一遍，再把公布的每个数字重新数一遍。',
    button: '开始核验全市',
    cancel: '停止',
    phone: '数据可能有几十 MB，请在电脑上、或者连着无线网络时做。在手机上也可以，要久一些。',
    own: '更可靠的办法：用自己电脑上的程序',
    ownNote: '网页是本站发给您的，本站不能给自己作证。程序请从代码仓库或者见证单位取，不要从这个网站取。',
    ways: [
      ['npm run verify -- {address}', '用本项目的代码（Node）'],
      ['python3 verify.py {address}', '用 tools/verify.py，只要 Python 3.9，别的都不用装；由不同的人照同一份说明写成'],
      ['wget -x -nH -i {address}open/mirror.txt', '先整份抄走，断了网再核'],
    ],
    docs: '两个程序怎么用、报告怎么看，写在代码仓库的 docs/verify.md；格式的完整说明在 docs/ledger.md。',
    limits:
      '这一项查的是：抄到的这一份前后一致、签名正确、数字都对。隔一阵子带着旧检查点再查一次（--since），才看得出中间有没有人动过。',
    without: '不运行脚本时，请用下面的办法。',
  },

  checkpoint: {
    title: '检查点',
    lead: '这几行字就锁住了整本存证本。登在报纸上、贴在公告栏里、拍下来，以后谁都能拿它来对。',
    qr: '检查点的二维码',
    print: '打印检查点',
    file: '检查点文件',
    note: '三行依次是：存证本的名称、条数、总值；破折号开头的是签名。',
    printed: (address: string): string => `查对网址：${address}`,
  },

  protects: {
    title: '防得了什么',
    list: [
      '删掉、改动、调换存过的评价和意见：总值对不上，谁都能发现。',
      '单位冒充群众认可：认可要用只在您手机上的回执码打开一把锁，单位、评议办和管理员都造不出来。',
      '没有依据就销号、跳过步骤、改动期限：重新走一遍流程就会显出来。',
      '公布的数字与记录不符：任何人都能重算。',
      '收了评价不存入：您的存证回执有签名和日期，过期没有存入就是证据。',
      '先看打分再决定收不收：开票以后公开的等次，必须与存入时封好的一致；应开的一份不能少。',
    ],
  },
  cannot: {
    title: '防不了什么',
    list: [
      '有人花钱买好评，或者站在您身后看着您评。',
      '挑着人发问卷、挑着人来评。所以网上自愿评价不进入评议得分。',
      '在有人见证、有人抄走之前，凭空编一批件放进去，再由自己人“认可”。',
      '有人盯着您的屏幕，或者盯着网络，看谁在什么时候打开了本站。',
      '本站发给您的网页里夹带坏脚本。请用代码仓库里的程序，或者见证单位网站上的镜像来核验。',
      '社会监督员签了名的核查，改不了也造不出；没有签名的，只能看到“登记过核实”，两种分开计数。',
      '没有外部见证单位的时候，只管得住各单位，管不住本站自己。',
      '写的是不是实话。单位说“修好了”，存证本只能证明它这样说过；修没修好，看群众认可和独立核实。',
    ],
  },
  wrong: {
    title: '发现不对怎么办',
    steps: [
      '先再查一次。网站正在公布新数字，或者网络断了一下，也会对不上。',
      '把证据存下来：存证回执、检查点、核验报告。本站自己的签名在里面，赖不掉。',
      '交给见证单位、人大常委会办公室，或者媒体。他们不需要您的身份，只凭文件就能判断。',
      '也可以告诉主办单位，但不要只告诉主办单位。',
    ],
    telephone: (organizer: string, telephone: string): string =>
      `${organizer}${telephone === '' ? '' : `，电话 ${telephone}`}`,
  },
} as const;

/** What the scripts of the page say. */
export const verifyWords = {
  working: '正在下载和核对……',
  wrongReceipt: '这张存证回执核对不上',
  fineReceipt: '这张存证回执没有问题',
  waitingReceipt: '这张存证回执还在等待存入',
  unknownReceipt: '存证本里还没有这一条',
  pasted: '已读出二维码',
  noAnswer: '没有查成：网络不通，或者网站忙。请稍后再试。',
  moved: '网站正在公布新的数字，请过几秒钟再试一次。',
  yes: '一致',
  no: '不一致',
  checks: {
    checkpoint: (size: number): string => `检查点的签名正确，共 ${number(size)} 条`,
    noCheckpoint: '检查点的签名不对',
    vouched: (names: readonly string[]): string => `见证单位已签名：${names.join('、')}`,
    notVouched: '这个检查点还没有见证单位签名',
    continues: '接得上这部手机上次看到的存证本',
    notContinues: '接不上这部手机上次看到的存证本：前面的记录被改过，或者给您看的是另一本',
    receiptSigned: (by: Day): string => `回执是用存证回执公钥签的，承诺 ${formatDate(by)}以前存入`,
    receiptUnsigned: '回执的签名不对，不是本站的存证回执公钥签的',
    included: (index: number, hashes: number): string =>
      `在存证本第 ${number(index)} 条：沿 ${number(hashes)} 个哈希算到总值，一致`,
    notIncluded: '存证证明是错的：算不到检查点里的总值',
    waiting: (by: Day | undefined): string =>
      by === undefined ? '还不在存证本里：正在等待存入，或者没有这个编号' : `正在等待存入，最迟 ${formatDate(by)}`,
    missing: (by: Day): string => `承诺 ${formatDate(by)}以前存入，但存证本里没有`,
    published: (n: number, day: Day, index: number): string =>
      `${formatDate(day)}第 ${number(n)} 次公布，登记在存证本第 ${number(index)} 条，证明正确`,
    notPublished: '公布登记的存证证明不对',
    bound: (files: number): string => `下载的 ${number(files)} 个文件，逐字节是登记过的那一份`,
    notBound: (path: string): string => `文件 ${path} 不是登记过的那一份`,
    foreign: (id: string): string => `文件里有不属于这个单位或年度的件：${id}`,
    openings: (count: number): string => `公开的 ${number(count)} 份评价，每一份都与存入时封好的一致`,
    noOpenings: '还没有公开的评价（满 10 份才公开）',
    notOpening: (line: number): string => `第 ${number(line)} 份公开的评价与存入时封好的不一致`,
  },
  pasteFirst: '请先粘贴存证回执',
  unreadable: '没有认出存证回执或存证编号，请核对是不是粘贴全了。',
  keptState: {
    in: (index: number): string => `第 ${number(index)} 条`,
    waiting: (by: Day): string => `等待存入，最迟 ${formatDate(by)}`,
  },
  kinds: { opinion: '意见', rating: '评价', ballot: '评议票' },
  entry: (index: number): string => `存证第 ${number(index)} 条`,
  noEntry: (index: number): string => `存证本里还没有第 ${number(index)} 条。`,
  leaf: '存证编号',
  proof: '保存存证证明',
  proofFile: '存证证明',
  stopped: '已停止。',
  downloaded: (megabytes: string): string => `已下载 ${megabytes} MB`,
  wrongCity: (findings: number): string => `发现 ${number(findings)} 处不一致`,
  fineCity: '全部一致',
  reportFile: '全市核验报告',
  savedReport: '保存核验结果',
  recount: {
    fine: (name: string, numbers: number): string => `${name}：${number(numbers)} 个数全部一致`,
    wrong: (name: string, numbers: number): string => `${name}：${number(numbers)} 个数不一致`,
    otherFile: (name: string): string => `${name}：数字相同，但数据与登记的不符`,
    caption: (name: string, year: number, cases: number): string =>
      `${name}，${year} 评议年度，由您的手机从 ${number(cases)} 件重新数出`,
    indicator: '指标',
    published: '公布',
    recounted: '重算',
    result: '结果',
    more: '全部指标',
    rest: (name: string): string => `${name}，其他指标`,
    resolvedTotal: '整改销号',
    hidden: '不公开',
    nothing: '暂无',
    ratings: {
      substantive: '有效评价',
      satisfaction: '满意率',
      unknown: '不了解',
      flagged: '另行计数的评价',
      levels: '各等次（从非常满意到非常不满意）',
      withFlagged: '含另行计数的满意率',
    },
    choose: '请先选一个单位',
  },
} as const;
