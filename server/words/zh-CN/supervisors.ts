/** Words of 社会监督员: the public list of who they are, and the office's page of 聘任. */

export const supervisorErrors = {
  account: '请选这位监督员用哪个账号登录。',
  twice: '这个账号已经有一份聘任，先解聘，或者续聘。',
  notLater: '续聘的日期要晚于现在的聘期。',
  noAccount: '没有这个监督员账号，请系统管理员先建账号。',
} as const;

export const supervisorWords = {
  termEnded: (day: string): string => `聘期到 ${day} 为止。`,
  list: {
    title: '社会监督员',
    lead: '受聘到现场核查、明查暗访的人。每个人的核查用自己的密钥签名，下面的公钥可以拿来验。',
    current: '聘期内',
    former: '聘期已满',
    none: '还没有聘任。',
    failed: '没有读到名单，请稍后再来。',
    heads: {
      name: '姓名',
      identity: '身份',
      workplace: '单位',
      certificate: '证号',
      term: '聘期',
      recusals: '回避单位',
    },
    term: (from: string, until: string): string => `${from} 至 ${until}`,
    noRecusals: '无',
    key: '签名公钥',
    noKey: '还没有登记',
    holder: '在存证本里的代号',
  },
  desk: {
    title: '监督员聘任',
    lead: '聘任后名单公开；聘期一到自动结束，续聘要在到期以前办。',
    none: '还没有聘任过监督员。',
    add: '新聘一位',
    account: '登录账号',
    accountHint: '一个账号同时只有一份聘任。没有账号的，请系统管理员先建一个“社会监督员”账号。',
    noAccounts: '没有可以聘任的账号：每个监督员账号都有聘任了，或者还没有建账号。',
    button: '保存，交负责人聘任',
    open: '看这一份',
    hasKey: '已登记签名',
    noKey: '未登记签名',
    states: { proposed: '待聘任', appointed: '聘期内', ended: '已结束' } as Readonly<Record<string, string>>,
    notBegun: '已聘任，聘期未到',
    heads: { name: '姓名', identity: '身份', term: '聘期', state: '情况', key: '签名' },
  },
  paper: {
    title: '社会监督员登记表',
    print: '打印登记表',
    rows: {
      name: '姓名',
      identity: '身份类别',
      workplace: '单位',
      telephone: '电话（密）',
      term: '聘期',
      certificate: '证号',
      recusals: '回避单位',
    },
    signatures: ['监督员', '评议办负责人'],
  },
} as const;
