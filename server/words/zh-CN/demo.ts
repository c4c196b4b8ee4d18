/** What the making of the demonstration city tells the operator, and the names that the city has. */

export const demo = {
  city: {
    name: '澜江市',
    organizer: '澜江市作风评议工作领导小组办公室（演示）',
    documentPrefix: '澜评',
    siteCode: '0000000000',
    icp: '演示备案号00000000',
    policeRecord: '',
    telephone: '0000-80000000',
  },
  address: (name: string) => `澜江市澜江大道（${name}，演示地址）`,
  evidence: ['整改后现场照片.jpg', '整改前后对比.jpg', '现场核实记录.jpg'],
  departments: (count: number, accounts: number) => `  单位 ${count} 个、岗位账号 ${accounts} 个`,
  progress: (percent: number) => `  三个评议年度的意见办理和群众评价 ${bar(percent)}`,
  done: (cases: number, events: number, ratings: number) =>
    `  完成：意见 ${cases} 件、办理记录 ${events} 条、评价 ${ratings} 次`,
  liveRound: {
    inviter: '澜江市统计学会（演示）',
    /** Each roster has somebody else to ask. */
    code: (roster: string, link: string) => ({
      username: '评议码',
      title: `正在进行的日常评议，${voters[roster] ?? ''}：打开 ${link} ，或者在 /v 输入`,
    }),
  },
  receipt: { username: '回执码', title: '一件正在征询意见人的意见：在“查进度”里输入，可以答满意或不满意' },
} as const;

/** Who holds the codes of each roster of the open round. */
const voters: Readonly<Record<string, string>> = {
  FC: '服务对象，评城市管理局',
  FB: '服务对象，评不动产登记中心',
  QY: '企业，评七个单位',
  JC: '基层单位，评七个单位',
};

/** A bar of ten steps with its number. */
function bar(percent: number): string {
  const full = Math.floor(percent / 10);
  return `${'█'.repeat(full)}${'░'.repeat(10 - full)} ${percent}%`;
}
