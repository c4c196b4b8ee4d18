/** What the office and the departments of the demonstration write beside the cases: 承诺, 督办, 暗访, 函调, 月报. Everything is invented. */

export const pledgePosts = ['党组书记、局长', '主要负责人', '党委书记', '总经理'];
export const pledgeReports = [
  '整改方案已经主要负责人审定，经费和人员到位',
  '主体整改已完成，正在试运行并听取意见',
  '已请社会监督员看过现场，按意见补了两处',
];
export const pledgeDifficulties = ['需要外单位配合的一段尚在协调', '设备到货比计划晚了几天'];
export const pledgeOpinions = ['承诺事项已兑现，群众测评多数满意，同意销账', '现场验收合格，转入日常巡查'];

export interface InspectionText {
  way: 'open' | 'covert' | 'phone' | 'online';
  place: string;
  items: readonly (
    | 'on-duty'
    | 'badge'
    | 'first-asked'
    | 'told-once'
    | 'in-time'
    | 'attitude'
    | 'notices'
    | 'facilities'
  )[];
  situation: string;
  problem?: string;
  grade: 'none' | 'minor' | 'serious';
  advice: 'fix' | 'assign' | 'circulate' | 'none';
  department: string;
}
export const inspections: readonly InspectionText[] = [
  {
    way: 'covert',
    department: 'xzspj',
    place: '政务服务中心二楼综合窗口',
    items: ['on-duty', 'badge', 'told-once', 'attitude'],
    situation: '以办事群众身份取号，等候十二分钟。窗口人员亮牌上岗，一次讲清所需材料并给了样表。',
    grade: 'none',
    advice: 'none',
  },
  {
    way: 'open',
    department: 'bdczx',
    place: '不动产登记中心一楼大厅',
    items: ['on-duty', 'in-time', 'facilities', 'notices'],
    situation: '上午九点半到场，六个窗口开四个。自助机两台中一台停用，旁边没有说明。',
    problem: '停用的自助机没有提示，群众白排队',
    grade: 'minor',
    advice: 'fix',
  },
  {
    way: 'phone',
    department: 'zjj',
    place: '电话测试：老旧小区改造咨询电话',
    items: ['first-asked', 'told-once', 'attitude'],
    situation: '工作日上午拨打三次，第一次占线，第二次响铃无人接，第三次接通后答复清楚。',
    problem: '咨询电话接听不及时',
    grade: 'minor',
    advice: 'assign',
  },
  {
    way: 'online',
    department: 'ybj',
    place: '网上办事：异地就医备案',
    items: ['in-time', 'told-once', 'notices'],
    situation: '按办事指南在网上走了一遍流程，页面说明和实际要求一致，十分钟办结。',
    grade: 'none',
    advice: 'none',
  },
  {
    way: 'covert',
    department: 'cgj',
    place: '桃园路夜市',
    items: ['on-duty', 'attitude', 'facilities'],
    situation: '晚上八点半到场，执法人员在岗。抽看六家摊位，一家净化器未开。',
    problem: '个别摊位油烟净化器未开启',
    grade: 'minor',
    advice: 'fix',
  },
  {
    way: 'open',
    department: 'jjzd',
    place: '实验小学门口',
    items: ['on-duty', 'in-time', 'facilities'],
    situation: '早上七点二十分到场，有两名警力疏导，斑马线已重新施划，通行有序。',
    grade: 'none',
    advice: 'none',
  },
];

/** 督办 of departments: level, why, what is asked. */
export const orders: readonly (readonly [level: 'reminder' | 'yellow' | 'red', reason: string, demand: string])[] = [
  ['reminder', '整改方案报送不及时，措施写得笼统', '请逐件排出完成时间，由分管负责人把关'],
  ['yellow', '有超期件久未销号，群众多次催问', '五个工作日内报送清零措施'],
  ['reminder', '签收不及时，多件超过一个工作日才签收', '请明确专人每天查看，节假日安排值班'],
  ['red', '督办单没有按期反馈，重办后仍不到位', '主要负责人签字反馈，并到评议办说明'],
];
export const orderAnswers = [
  '已逐件排定完成时间并指定责任处室，本周内清零',
  '主要负责人专题研究，已增派人员，每周五报一次进度',
];
export const orderLifts = ['超期件已清零，同意解除', '反馈属实，措施到位，解除督办'];

export const letterAddressees = [
  '桃园社区居委会',
  '人民路社区居委会',
  '滨河社区居委会',
  '开发区企业服务站',
  '实验小学家长委员会',
  '市物业管理协会',
  '老年大学学员会',
  '个体私营企业协会',
  '江边村村委会',
  '商贸城管委会',
];
export const letterComments = ['态度比去年好', '来过两次电话，办得还算快', '希望少跑一趟', '还在等最后一步'];

export const monthlyDone = ['完成交办件整改，逐件回访', '清理超期件，完善一次性告知', '开展窗口服务自查，整改问题三处'];
export const monthlyNext = [
  '推进限期整改事项，按计划节点完成',
  '组织业务培训，落实首问负责',
  '对长期坚持事项开展阶段评估',
];
export const monthlyDifficulties = ['跨部门事项协调用时较长', '设施改造需等年度预算'];

/** What is written when everything of the year has been published. */
export const sample = {
  frame: 'claimed',
  sampleSize: 12,
  lottery: '双色球',
  issue: '2026138',
  drawDay: '2026-12-01',
} as const;
export const bulletin = {
  month: '2026-11',
  overview:
    '本月全市交办意见总体按期推进，立行立改事项基本清零，限期整改事项进入收尾。群众本人确认销号的比重继续上升，单位自报与核实之间的差距缩小。',
  problems:
    '少数单位超期件反复出现，协办意见不及时；个别整改停留在书面，经不起现场核查；回访中仍有群众反映没有人联系过。',
  requirements: '各单位对照附表逐件清零，主要负责人对重办件亲自把关；协办单位按时提交意见；整改前后主动联系意见人。',
  typical: '城市管理局对夜市油烟问题定岗值守、逐户加装净化器，监督员两次暗访均合格，群众本人认可销号。',
} as const;
export const analysis = {
  title: '2025年度群众意见分析报告',
  month: '2026-11',
  overview: '全年有效意见集中在办事效率与流程、城市管理与市政设施、服务态度与作风三类，合计超过四成。',
  problems: '高峰时段窗口不足、一次性告知不到位、部门交界处责任不清，是反映最多的三个原因。',
  requirements: '建议把窗口弹性排班、一次告知单、交界事项清单列入明年公开承诺。',
  typical: '“上午十点取号，前面只有九个人，等了一个半小时”一类意见，全年出现在多个大厅。',
} as const;
