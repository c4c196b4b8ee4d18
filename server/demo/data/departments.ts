/** The 86 departments of the demonstration city in their six classes. Everything here is invented; telephones are placeholders. */

import type { Topic } from '../../domain/vocabulary.ts';

export type ClassCode = 'A' | 'B' | 'C' | 'D' | 'E' | 'F';

export const classes: readonly { code: ClassCode; name: string; isRanked: boolean }[] = [
  { code: 'A', name: '党群综合类', isRanked: false },
  { code: 'B', name: '综合管理类', isRanked: true },
  { code: 'C', name: '行政执法类', isRanked: true },
  { code: 'D', name: '民生服务类', isRanked: true },
  { code: 'E', name: '垂直管理类', isRanked: true },
  { code: 'F', name: '公共服务企事业类', isRanked: true },
];

export interface DemoDepartment {
  code: string;
  classCode: ClassCode;
  name: string;
  fullName: string;
  duties: string;
  commitments: string[];
  /** What people come for, as it stands in a sentence. */
  matters: string[];
  /** 有效意见 of the assessment year 2025; the earlier years follow the same shape. */
  effective: number;
  /** How much of them falls on which topic, before the margins are met. */
  topics: Partial<Record<Topic, number>>;
}

const common: Record<ClassCode, readonly string[]> = {
  A: ['来信来电两个工作日内回复', '工作日窗口不断档', '首接人员负责到底', '办事材料一次告知'],
  B: [
    '政策咨询两个工作日内答复',
    '材料齐全当场受理',
    '不同意的事项书面说明理由',
    '电话响铃三声内接听',
    '首问负责，不推给别的处室',
  ],
  C: [
    '执法必亮证、必记录、必告知',
    '投诉举报五个工作日内反馈',
    '轻微首违先提醒后处理',
    '同一事项不重复检查',
    '紧急情况两小时内到场',
  ],
  D: [
    '窗口等候不超过三十分钟',
    '一次告知全部材料',
    '老年人优先并有专人陪办',
    '中午不休息，周六上午可办',
    '能网上办的不要求跑现场',
  ],
  E: ['咨询电话工作日接通率不低于九成', '受理事项当场出具回执', '政策变化提前五个工作日公告', '首问负责制'],
  F: [
    '故障报修一小时内回应',
    '收费项目全部上墙',
    '热线二十四小时有人接',
    '计划停供提前两天告知到户',
    '投诉两个工作日内联系本人',
  ],
};

/** Topics that any department of the class may be told about. */
const usual: Record<ClassCode, Partial<Record<Topic, number>>> = {
  A: { procedure: 5, conduct: 4, business: 3, disclosure: 4, integrity: 1 },
  B: { procedure: 5, conduct: 3, business: 9, approval: 3, disclosure: 4, integrity: 1 },
  C: { procedure: 4, conduct: 4, approval: 3, enforcement: 6, disclosure: 2, integrity: 1 },
  D: { procedure: 6, conduct: 5, approval: 5, disclosure: 3, integrity: 1 },
  E: { procedure: 5, conduct: 4, business: 5, approval: 3, enforcement: 3, disclosure: 3, integrity: 1 },
  F: { procedure: 4, conduct: 4, disclosure: 2, integrity: 2 },
};

/** code | name | full name after 澜江市 (empty: the name) | effective | duties | own commitment | matters | own topics */
const lines: Record<ClassCode, string> = {
  A: `
jwjw|纪委监委机关|中共澜江市纪律检查委员会、澜江市监察委员会机关|0|负责全市党的纪律检查和监察工作，受理检举控告。|信访举报有专人接收|信访举报登记,廉洁教育预约|
swbgs|市委办公室|中共澜江市委办公室|1|负责市委文电、会务、信息和督查落实。|来文当日登记|来信转办,公文交换|
zzb|组织部|中共澜江市委组织部|1|负责干部、人才和基层党组织建设。|人才补贴按月公示进度|人才安家补贴,党组织关系转接|business:3
xcb|宣传部|中共澜江市委宣传部|3|负责宣传思想文化和文明创建工作。|文明创建问题两日内转办|文明创建投诉,全民阅读活动报名|
tzb|统战部|中共澜江市委统一战线工作部|1|负责统一战线、民族宗教和侨务工作。|归侨侨眷事项专人办理|侨眷身份确认,宗教活动备案|
zfw|政法委|中共澜江市委政法委员会|3|协调政法工作和平安建设，推进网格化治理。|网格事项当日响应|网格事项上报,见义勇为申报|
bianban|编办|中共澜江市委机构编制委员会办公室|2|负责机构编制管理和事业单位登记。|事业单位登记两个工作日办结|事业单位法人登记,权责清单咨询|
shgzb|社会工作部|中共澜江市委社会工作部|6|统筹人民建议征集、志愿服务和新就业群体服务。|人民建议十个工作日内答复|人民建议征集,志愿服务证明,骑手驿站使用|
lgbj|老干部局|中共澜江市委老干部局|5|为离退休干部提供服务，办好老年大学。|老年大学报名同步开通人工窗口|老年大学报名,离休干部医药费报销|
dangxiao|党校|中共澜江市委党校|1|培训干部，开展理论研究和决策咨询。|培训通知提前十天下发|培训报名,学员证明|
zgh|总工会|澜江市总工会|8|维护职工权益，开展帮扶救助和普惠服务。|困难职工帮扶七个工作日内审核|困难职工帮扶,职工疗休养报名,女职工互助保障|livelihood:3
tsw|团市委|共青团澜江市委员会|5|联系服务青少年，组织志愿和创业项目。|青年驿站申请当日答复|青年驿站入住,创业大赛报名,志愿者注册|
fulian|妇联|澜江市妇女联合会|7|维护妇女儿童权益，开展家庭教育指导。|维权来访当场登记|两癌筛查救助,家庭教育课报名,维权咨询|livelihood:3
canlian|残联|澜江市残疾人联合会|8|服务残疾人，组织康复、就业和辅具适配。|残疾人证行动不便者上门评定|残疾人证换发,辅具适配,康复补贴|livelihood:5
gsl|工商联|澜江市工商业联合会|2|联系服务民营企业和商会。|企业反映事项五个工作日内回访|民企诉求登记,商会年检|business:4
hshzh|红十字会|澜江市红十字会|5|开展人道救助、应急救护培训和捐献服务。|捐赠款物流向按季公布|救护员培训,大病救助申请,造血干细胞登记|livelihood:2
`,
  B: `
szfbgs|市政府办公室|澜江市人民政府办公室|8|负责市政府文电、会务、政务公开和督查。|依申请公开按期答复|政府信息公开申请,市长信箱来信|disclosure:6
fgw|发展改革委|澜江市发展和改革委员会|18|负责经济社会发展规划、项目审批和价格管理。|项目备案即来即办|项目备案,节能审查,粮油价格咨询|approval:5
gxj|工业和信息化局||20|负责工业运行、技术改造和数字化转型。|技改补助评审结果全部公示|技改补助申报,绿色工厂认定,用能权交易|
kjj|科学技术局||12|负责科技计划、高新技术企业培育和成果转化。|科技项目验收二十个工作日内完成|高企认定,科技券兑付,科技项目验收|
czj|财政局||13|负责财政收支、政府采购和资产管理。|政府采购质疑七个工作日内答复|采购质疑,惠企资金拨付,票据领用|integrity:3
sjj|审计局||2|对财政资金和领导干部履职实施审计监督。|审计结果依法公告|审计结果查询|disclosure:4
tjj|统计局||3|组织统计调查，发布统计数据。|统计数据查询当日回复|统计报表填报,数据查询|
swj|商务局||21|负责内外贸、会展和电商发展。|展会补贴申报截止后三十天公示|展会补贴兑付,消费券核销,外贸企业备案|business:5
gzw|国资委|澜江市人民政府国有资产监督管理委员会|5|履行国有资产出资人职责。|国有房产招租信息全部上网|国有门面招租,改制企业职工档案|
nyncj|农业农村局||22|负责农业生产、农村改革和农产品质量。|惠农补贴按村公示到户|农机购置补贴,宅基地审批,高标准农田|business:3
waiban|外办|澜江市人民政府外事办公室|2|负责因公出国和涉外事务。|因公护照办理进度可查|因公护照,外国人来华邀请函|
shujuj|数据局||17|统筹数据资源、数字政府和一网通办平台。|平台故障两小时内公告|澜事通登录,电子证照调用,数据共享申请|approval:12
jrb|市委金融办|中共澜江市委金融委员会办公室|5|协调地方金融发展和风险防范。|非法集资举报专人受理|非法集资举报,小额贷款投诉|
jgswj|机关事务管理局||5|负责机关办公用房、公务用车和节能。|公共停车位错时开放|机关车位错时停车,周转房维修|
xfj|信访局||8|受理来信来访，协调推动信访问题解决。|来访当日登记并告知查询办法|来信查询,信访复查|
gxs|供销合作总社|澜江市供销合作总社|1|组织农资供应和农产品流通。|农资门店明码标价|农资购买|
`,
  C: `
gaj|公安局||14|负责社会治安、户政和出入境管理。|户籍业务就近能办|身份证补办,居住证办理,户口迁移|approval:3
jjzd|交警支队|澜江市公安局交通警察支队|61|负责道路交通管理、事故处理和车驾管业务。|轻微事故十五分钟到场|违法记录申诉,驾照期满换证,电动车上牌|transport:16,enforcement:8
sfj|司法局||3|负责法律服务、行政复议和人民调解。|法律援助当场受理|公证预约,法律援助申请|
zgj|自然资源和规划局||36|负责规划许可、用地和测绘管理。|规划公示不少于十天|规划条件查询,自建房审批,地块规划公示|approval:6,city:3
sthjj|生态环境局||30|负责污染防治和环境执法。|夜间施工噪声一小时内到场|排污许可,环评审批,噪声投诉|city:8,enforcement:6
zjj|住房和城乡建设局||49|负责住房保障、房产市场和建设管理。|物业投诉五个工作日内约谈|加装电梯补贴,公租房申请,维修资金使用|city:12,livelihood:3
cgj|城市管理局||96|负责市容环境、停车秩序和综合执法。|占道经营反复点位定人定时|店招备案,建筑垃圾清运证,犬只登记|city:24,enforcement:12,transport:3
szylj|市政和园林局||38|负责道路桥梁、路灯、排水和公园绿地。|路灯熄灭二十四小时内修复|占道开挖许可,绿化迁移审批|city:18,transport:2
jtj|交通运输局||24|负责公路、水路和客货运输管理。|出租车投诉五个工作日内办结|网约车证办理,货车营运证年审,公路养护|transport:10
slj|水利局||5|负责水资源、防汛和河湖管理。|河长制问题三日内回应|取水许可,河道采砂投诉|city:2
yjj|应急管理局||3|负责安全生产和应急救援。|安全隐患举报当日核查|特种作业证复审,隐患举报|
scjgj|市场监督管理局||34|负责市场主体登记、质量、价格和食品安全监管。|消费投诉七个工作日内告知是否受理|营业执照变更,消费投诉调解,食品经营许可|enforcement:9,approval:4
wglj|文化广电和旅游局||6|负责文化服务、旅游市场和文物保护。|旅游投诉五个工作日内调解|旅行社投诉,演出审批,图书馆座位预约|livelihood:2
xfjyzd|消防救援支队|澜江市消防救援支队|2|负责火灾预防和灭火救援。|开业前消防检查三个工作日内完成|开业消防检查,消防通道投诉|
rfb|人民防空办公室|澜江市人民防空办公室|1|负责人防工程建设和警报管理。|人防车位收费标准公示|人防车位租赁|
`,
  D: `
jyj|教育局||58|负责各级各类教育管理和考试招生。|学区方案报名前十天公布|入学报名,转学手续,校外培训退费|livelihood:20
mzj|民政局||14|负责社会救助、养老和婚姻登记。|低保申请二十个工作日内办结|低保申请,养老助餐,婚姻登记预约|livelihood:8
rsj|人力资源和社会保障局||52|负责就业、社会保险和劳动关系。|劳动仲裁立案五日内答复|工伤认定,失业金申领,职称评审,欠薪投诉|livelihood:9,business:3
wjw|卫生健康委|澜江市卫生健康委员会|45|负责医疗服务、公共卫生和生育服务。|医疗投诉七个工作日内回复|预约挂号,疫苗接种,生育服务登记|livelihood:18
ybj|医疗保障局||28|负责医保待遇、药品采购和基金监管。|异地备案即时办结|异地就医备案,门诊慢特病认定,生育津贴|livelihood:10
tyjrswj|退役军人事务局||3|负责退役军人安置、优抚和权益维护。|优待证制作进度可查|优待证领取,自主就业补助|
tiyuj|体育局||3|负责群众体育和体育设施。|免费场馆开放时间每周公布|场馆预约,健身器材维修|livelihood:2
xzspj|行政审批局||31|集中行使行政许可，管理政务服务中心。|一窗受理，一次告知，限时办结|证照联办,窗口取号,材料复印|approval:16
gjj|住房公积金管理中心|澜江市住房公积金管理中心|11|负责公积金归集、提取和贷款。|提取业务三个工作日到账|公积金提取,贷款审批,异地转移|livelihood:2,approval:4
sbzx|社会保险基金管理中心|澜江市社会保险基金管理中心|8|负责社会保险登记、缴费核定和待遇发放。|退休待遇按时足额发放|退休审核,社保转移,养老认证|livelihood:4
ggzy|公共资源交易中心|澜江市公共资源交易中心|1|提供工程招投标和政府采购交易服务。|保证金五个工作日内退还|投标保证金退还|business:2
bdczx|不动产登记中心|澜江市不动产登记中心|24|负责不动产登记、查询和档案。|一般登记三个工作日办结|房产过户,抵押登记,不动产查册|approval:9
dag|档案馆|澜江市档案馆|1|保管利用档案，提供查档服务。|查档当场办结|婚姻档案查询|
zwrx|政务热线服务中心|澜江市政务热线服务中心|5|受理市民热线诉求并派单跟踪。|热线十五秒内接听|热线工单查询,工单回访|
`,
  E: `
swju|税务局|国家税务总局澜江市税务局|38|负责税费征收管理和纳税服务。|征期大厅增开窗口|发票领用,个税退税,社保费申报,电子税务局申报|business:8,enforcement:3,approval:4
haiguan|海关|中华人民共和国澜江海关|7|负责进出境监管、征税和检验检疫。|通关咨询一小时内回应|报关单修改,原产地证,跨境包裹查询|
haishi|海事局|中华人民共和国澜江海事局|3|负责水上交通安全和船舶管理。|船舶证书五个工作日内办结|船员证书,船舶签证|
qxj|气象局|澜江市气象局|5|负责气象预报预警和防灾减灾。|暴雨预警三十分钟内发布到户|预警短信订阅,气象证明|disclosure:4
yzglj|邮政管理局|澜江市邮政管理局|8|负责邮政快递市场监管。|快递申诉十五日内处理|快递丢失申诉,快递进村|livelihood:2
ycj|烟草专卖局|澜江市烟草专卖局|6|负责烟草专卖管理。|零售许可十个工作日内办结|烟草零售许可证,合理布局查询|enforcement:3
tjdcd|国家统计局调查队|国家统计局澜江调查队|2|承担国家统计调查任务。|入户调查出示证件|住户调查记账|
rmyh|人民银行市分行|中国人民银行澜江市分行|8|负责金融服务、征信和货币流通。|征信查询当场打印|征信报告查询,零钞兑换,账户开立投诉|
jrjgfj|金融监管分局|国家金融监督管理总局澜江监管分局|10|负责银行保险机构监管和消费者保护。|消费投诉十五日内告知受理情况|保险理赔投诉,银行误导销售投诉|
bjz|出入境边防检查站|澜江出入境边防检查站|3|负责口岸出入境边防检查。|通关高峰开足通道|船员登陆证,口岸通关|
swfj|省水文分局|省水文水资源勘测局澜江分局|1|负责水文监测和洪水预报。|汛期水情每日发布|水位数据查询|
wgc|无线电管理处|省无线电管理局澜江管理处|2|负责无线电频率和台站管理。|干扰投诉三日内排查|业余电台执照,干扰排查|
yjjcfj|省药监检查分局|省药品监督管理局澜江检查分局|3|负责药品生产和批发企业检查。|检查结果十日内公开|药品批发许可,药品抽检结果查询|enforcement:3
`,
  F: `
gdgs|供电公司|澜江供电公司|17|负责供电、抢修和用电服务。|城区抢修四十五分钟到场|用电报装,电费核对,停电抢修|city:8,business:2
swjt|水务集团|澜江水务集团有限公司|22|负责供水、污水处理和水表服务。|爆管两小时内止水|水表复核,二次供水改造,用水报装|city:9
rqjt|燃气集团|澜江燃气集团有限公司|11|负责管道燃气供应和入户安检。|漏气报警二十分钟到场|燃气开通,入户安检,燃气表换装|city:5
gjjt|公共交通集团|澜江公共交通集团有限公司|27|运营全市公交线路。|高峰发车间隔不超过十分钟|老年卡年审,线路调整建议,失物查找|transport:16
yzfgs|邮政分公司|中国邮政澜江市分公司|1|提供邮政普遍服务。|平信每日投递|包裹投递|
dxfgs|电信分公司|中国电信澜江分公司|8|提供固定和移动通信服务。|宽带故障二十四小时内修复|宽带移机,套餐变更|integrity:3
ydfgs|移动分公司|中国移动澜江分公司|6|提供移动通信和宽带服务。|信号投诉五日内现场测试|信号盲区,携号转网|integrity:3
ltfgs|联通分公司|中国联通澜江分公司|5|提供移动通信和宽带服务。|退订业务即时生效|业务退订,宽带维修|integrity:2
gdwl|广电网络分公司|澜江广电网络分公司|5|提供有线电视和宽带服务。|电视故障次日修复|有线电视报停,机顶盒更换|
dyyy|第一人民医院|澜江市第一人民医院|21|提供综合医疗服务。|门诊候诊时间大屏公布|门诊挂号,检查预约,病历复印|livelihood:12
tcgs|停车公司|澜江城市停车管理有限公司|24|运营道路泊位和公共停车场。|错收停车费两日内退回|停车费核对,包月车位,离场缴费|transport:12,integrity:4
qykyjt|汽车客运集团|澜江汽车客运集团有限公司|3|运营客运站和长途班线。|班次取消全额退票|班线查询,退票|transport:3
`,
};

const ownTopics = (text: string): Partial<Record<Topic, number>> =>
  Object.fromEntries(
    text
      .split(',')
      .filter(Boolean)
      .map((entry) => entry.split(':'))
      .map(([topic, weight]) => [topic, Number(weight)]),
  );

const departmentOf = (classCode: ClassCode, line: string, index: number): DemoDepartment => {
  const [code = '', name = '', fullName = '', effective = '', duties = '', commitment = '', matters = '', topics = ''] =
    line.split('|');
  const shared = common[classCode];
  return {
    code,
    classCode,
    name,
    fullName: fullName || `澜江市${name}`,
    duties,
    commitments: [
      commitment,
      ...[0, 1, 2].slice(0, 1 + (index % 3)).map((step) => shared[(index + step) % shared.length] ?? ''),
    ],
    matters: matters.split(','),
    effective: Number(effective),
    topics: { ...usual[classCode], ...ownTopics(topics) },
  };
};

export const departments: readonly DemoDepartment[] = (Object.keys(lines) as ClassCode[]).flatMap((classCode) =>
  lines[classCode]
    .trim()
    .split('\n')
    .map((line, index) => departmentOf(classCode, line, index)),
);
