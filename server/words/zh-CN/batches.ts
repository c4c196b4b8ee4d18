/** Words of 收票批次: what is refused and why, the pages of batches, of double entry, of interviews, and of the import of a survey. */

import type { LineFault, TableFault } from '../../domain/round/survey.ts';
import type { BatchFault, TypedFault } from '../../domain/round/written-ballot.ts';

interface Numbers {
  issued: number;
  returned: number;
  entries: number;
  once: number;
  differs: number;
}

export const batchErrors = {
  overall: '总体评价',
  noRound: '没有这个评议活动。',
  roundTakesNone: '这个评议活动现在不收票：开始以后、审核以前才可以录入和核对。',
  noGroup: '方案里没有这一类评议人。',
  noChannel: '方案里没有这种收票方式。',
  notOnPaper: '这一批不是纸质票。电话访问请用访问页面，调查数据请导入。',
  notTelephone: '这一批不是电话访问。',
  readBefore: '这张票您已经录过一遍。第二遍要由另一位同志录；自己录错了的，请点“更正我录的”。',
  readTwice: '这张票已经有两个人录过。',
  thirdPerson: '您录过这张票。两遍不一致的，要由没有录过的同志看票决定。',
  undecided: '这个单位两遍录得不一样，请照票面定下来。',
  cell: (department: string, item: string | null, why: TypedFault['why']): string =>
    why === 'department'
      ? `这批票上没有“${department}”。`
      : why === 'columns'
        ? `“${department}”一行的格数不对。`
        : `“${department}”的“${item ?? ''}”没有这个等次。`,
  faults: {
    'more-returned': ({ issued, returned }) =>
      `收回 ${returned} 张，比发出的 ${issued} 张还多：按规则整批作废，不能计入。请核实数目；属实的，请负责人“整批作废”后重新组织。`,
    undecided: ({ once, differs }) =>
      `还有 ${[once > 0 && `${once} 张只录了一遍`, differs > 0 && `${differs} 张两遍不一致`].filter(Boolean).join('、')}，录完、定下来再结数。`,
    'not-all-entered': ({ returned, entries }) =>
      `收回 ${returned} 张，只录了 ${entries} 张，还差 ${returned - entries} 张。`,
    'too-many-entered': ({ returned, entries }) =>
      `收回 ${returned} 张，却录了 ${entries} 张，多出 ${entries - returned} 张。请核对票号，多录的撤下来。`,
  } satisfies Record<BatchFault, (numbers: Numbers) => string> as Record<BatchFault, (numbers: Numbers) => string>,
};

export const surveyErrors = {
  file: {
    'not-a-table': '读不出表格。请交 XLSX 或 CSV（UTF-8 或 GB18030 编码），第一张工作表放数据。',
    'too-large': '文件太大：不超过 2 MB。请分成几个文件，或删去用不着的列。',
    'too-many-rows': '行数太多：一个文件不超过 20,000 行。',
    'too-many-columns': '列数太多：不超过 80 列。',
  } satisfies Record<TableFault, string> as Record<TableFault, string>,
  columns: ['行', '列', '内容', '问题'],
  lines: {
    group: (text) => (text === '' ? '没有写评议人类别' : `方案里没有“${text}”这一类评议人`),
    department: (text) => (text === '' ? '没有写单位' : `“${text}”不在这次评议的单位里，或者这一类评议人不评它`),
    level: (text) => (text === '' ? '没有选等次' : `“${text}”没有对应的等次`),
    twice: (text) => `同一个人对“${text}”评了两次`,
    'two-groups': (text) => `同一个人前面写的不是“${text}”`,
    seconds: (text) => `“${text}”不是秒数`,
  } satisfies Record<LineFault, (text: string) => string> as Record<LineFault, (text: string) => string>,
  missing: '还没有说明哪一列是单位、哪一类评议人、哪一列是指标。',
  linesWrong: (count: number): string => `还有 ${count} 处错误，一处也不能有。请下载错误清单，改好文件再导入。`,
  nothing: '文件里没有一行评价。',
  issued: (ballots: number): string => `访问人数不能少于回收的 ${ballots} 份。`,
};

const levelKeys = (levels: readonly { level: number; name: string }[]): string =>
  [...levels.map(({ level, name }) => `${level} ${name}`), '0 或空着 不了解', 'x 两个勾或涂改'].join('　');

export const batchWords = {
  title: '收票批次',
  back: (round: string): string => `返回“${round}”`,
  backToBatches: '返回收票批次',
  backToBatch: '返回这一批',
  lead: '纸质、会场、电话和第三方调查的票一批一批登记。数目对上、另一人确认以后才计入结果。',
  closed: '现在不收票：开始以后、审核以前才可以录入和核对。',
  empty: { title: '还没有批次', text: '收回第一批票以后，在下面建立批次。' },
  totals: '已计入',
  totalsNone: '还没有计入的批次。',
  list: '全部批次',
  columns: {
    number: '批号',
    name: '名称',
    group: '评议人类别',
    channel: '方式',
    state: '状态',
    batches: '批次',
    issued: '发出',
    returned: '收回',
    void: '无效',
    valid: '有效',
    entered: '已录',
  },
  sheets: '张',
  enteredOf: (done: number, open: number): string => (open === 0 ? `${done}` : `${done}，另 ${open} 张未定`),
  notCounted: '未结数',
  toSurvey: '导入调查数据',
  toFlags: '异常票',
  toRecord: '登记表和经过',
  begin: {
    title: '建立批次',
    name: '名称',
    nameHint: '例如：第三箱，十二月十五日收回。',
    group: '评议人类别',
    channel: '收票方式',
    issued: '发出',
    issuedHint: '发出的票数；电话访问写拨打的人数。',
    button: '建立批次',
    choose: '请选择',
    missing: {
      batchName: '请写名称。',
      raterGroup: '请选评议人类别。',
      ballotChannel: '请选收票方式。',
      issued: '请写发出的数目。',
    },
  },
  batch: {
    numbers: '数目',
    issued: '发出',
    returned: '收回',
    valid: '有效',
    void: (name: string): string => `无效：${name}`,
    once: '只录了一遍',
    differs: '两遍不一致',
    sheets: (count: number): string => `${count} 张`,
    reconciled: '发出、收回、有效、无效已经对上。',
    enter: '录入',
    enterLead: (waiting: number): string =>
      waiting > 0
        ? `有 ${waiting} 张等您录第二遍。别人录了什么，您看不到；请照票面录。`
        : '每张票由两个人各录一遍，互相看不到；不一样的由第三个人看票决定。',
    interview: '开始一次访问',
    interviewLead: '照着读，照着记。对方不愿意答就谢谢挂断，不留记录。',
    decide: '定下不一致的票',
    decideLead: (count: number): string => `有 ${count} 张两遍录得不一样，请看票决定：`,
    serial: (serial: number): string => `第 ${serial} 号`,
    alone: '只有我录过的票（可以更正）',
    acts: '下一步',
    actsNone: '现在没有您可以做的步骤。',
    done: (name: string): string => `${name}：已办好。`,
    countHint: '写上清点的实际数目。数目对不上时不能结数。',
    remove: {
      title: '撤下一张',
      lead: '票号写错了、同一张票录了两次，可以撤下来重录。撤下会留痕。',
      serial: '票号',
      button: '撤下',
      done: (serial: string): string => `第 ${serial} 号已撤下，可以重新录入。`,
      missing: '请写票号。',
      gone: '没有这个票号。',
    },
    none: '还没有录入一张。',
  },
  enter: {
    title: (batch: string): string => `录入：${batch}`,
    serial: '票号',
    serialHint: '盖在票上的号码。没有号码的，先按顺序编号写在票上。',
    keys: '按键',
    levelKeys,
    how: '输入一个数字就跳到下一格；回车到下一行；方向键移动。没有勾的空着。',
    all: '没有勾的单位，按“不了解”计。',
    some: '只录票上评了的单位。',
    void: '整张无效',
    voidNone: '不是，照票面录',
    voidHint: '勾选以后，下面不用录。多数单位没有评的，系统会按“弃权过半”自动判定。',
    button: '保存，录下一张',
    correcting: (serial: number): string => `更正您录的第 ${serial} 号。第二个人还没有录。`,
    correctButton: '更正我录的',
    correctLink: (serial: number): string => `更正第 ${serial} 号`,
    filter: '只看一类单位',
    saved: {
      first: (serial: number): string => `第 ${serial} 号已保存，等另一个人录第二遍。`,
      agreed: (serial: number): string => `第 ${serial} 号两遍一致，有效。`,
      void: (serial: number, why: string): string => `第 ${serial} 号两遍一致，无效（${why}）。`,
      differs: (serial: number): string => `第 ${serial} 号两遍不一致，由第三个人看票决定。`,
    },
    missingSerial: '请写票号，只写数字。',
    badCell: (department: string, item: string, typed: string): string =>
      `“${department}”的“${item}”写了“${typed}”，没有这个等次。`,
    notNow: { title: '这一批现在不能录入', text: '只有“录入中”的纸质票、会场票批次可以录入。' },
    department: '单位',
  },
  decide: {
    title: (serial: number): string => `第 ${serial} 号：两遍不一致`,
    lead: '请拿出这张票，照票面决定。只列出不一样的单位；两遍一样的格子不会变。',
    first: '一遍录的',
    second: '另一遍录的',
    yours: '照票面是',
    voidLead: (one: string, other: string): string => `一遍判为“${one}”，另一遍判为“${other}”。请看票决定。`,
    valid: '有效',
    notVoid: '不是无效票',
    notVoidHint: '判为无效的那一遍不算，再由另一个人照票面录一遍。',
    button: '定下来',
    blank: '空',
    unclear: '×',
    done: '已定下来。',
    again: '已退回，等另一个人再录一遍。',
    gone: { title: '这张票现在不用您决定', text: '它已经定下来了，或者您录过其中一遍。请返回这一批看看。' },
    missing: (department: string): string => `“${department}”还没有定下来。`,
  },
  interview: {
    title: '电话访问',
    say: '开头读给对方听',
    script: (organizer: string, round: string): string =>
      `您好，我是${organizer}的访问员，想用几分钟听听您对几个单位的评价（${round}）。回答不记姓名和号码，只作统计；不愿意回答随时可以挂断。您愿意吗？`,
    consent: '对方同意接受访问',
    consentMissing: '对方同意了才能继续；不同意的，谢谢对方，直接挂断，不用记录。',
    choose: '“您这一年跟下面哪些单位打过交道？”',
    chooseHint: '勾选对方说到的单位。',
    chooseMissing: '请至少选一个单位；一个也没有的，谢谢对方，结束访问。',
    toQuestions: '开始提问',
    askItem: (department: string, item: string): string => `“您觉得${department}的${item}怎么样？”`,
    unknown: '不了解、不愿回答',
    button: '保存访问',
    saved: (serial: number): string => `第 ${serial} 次访问已保存，谢谢。`,
    savedVoid: (serial: number, why: string): string =>
      `第 ${serial} 次访问已保存，但没有一项评价，按无效计（${why}）。`,
    end: '访问结束时读：“谢谢您。您的回答只作统计，不会有人知道是您说的。”',
    refused: '对方拒绝，结束',
    refusedNote: '拒访只体现在拨打人数里，不另外记录。',
    answerMissing: (department: string, item: string): string => `“${department}”的“${item}”还没有选。`,
    change: '重新选单位',
    notNow: { title: '这一批现在不能访问', text: '只有“录入中”的电话访问批次可以访问。' },
  },
  survey: {
    title: '导入调查数据',
    lead: '调查公司交来的 XLSX 或 CSV：一行是一个人对一个单位的评价。先试算，看清楚每一处错误，没有错误才能导入。',
    privacy: '文件不会保存，只留下评价；姓名、电话请先删去。',
    file: '文件',
    fileHint: 'XLSX 或 CSV，不超过 2 MB。',
    fileMissing: '请选择文件。',
    read: '读取文件',
    mapping: '哪一列是什么',
    head: '表头在第几行',
    department: '单位',
    group: '评议人类别',
    groupAll: (name: string): string => `全部是：${name}`,
    respondent: '受访者编号',
    respondentHint: '同一编号的几行合成一张票；没有这一列，一行就是一张票。',
    seconds: '用时（秒）',
    none: '没有这一列',
    column: (place: number, head: string): string => `第 ${place + 1} 列${head === '' ? '' : `：${head}`}`,
    texts: '文字对应哪个等次',
    textsHint: '每种写法选一个等次；没有选的，那些行算错误。',
    text: (text: string, count: number): string => `${text === '' ? '（空着）' : `“${text}”`}，${count} 处`,
    tooManyTexts: '这些列里的写法太多，不像是等次。请检查哪一列是指标。',
    wrong: '算错误',
    unknown: '不了解',
    check: '试算',
    result: '试算结果',
    lines: (lines: number): string => `读了 ${lines} 行。`,
    missing: { department: '请选哪一列是单位。', group: '请选评议人类别。', items: '请至少选一项指标的列。' },
    noErrors: '没有错误，可以导入。',
    errors: (count: number, shown: number): string =>
      count > shown ? `有 ${count} 处错误，下面是前 ${shown} 处：` : `有 ${count} 处错误：`,
    download: '下载错误清单',
    line: '行',
    what: '列',
    content: '内容',
    problem: '问题',
    ballots: '份数',
    rows: '评价',
    issued: (group: string): string => `${group}：访问了多少人`,
    issuedHint: '成功和不成功的都算，不少于份数。',
    name: '批次名称',
    button: '导入',
    done: (count: number): string => `已导入，建立了 ${count} 个批次。请逐批结数，再由另一人确认。`,
    again: '换一个文件',
  },
};
