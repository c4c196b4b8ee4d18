/**
 * Sentence patterns of 有效意见 with what was done about each. Everything is invented.
 * A line is: topic ~ kind ~ departments it fits (empty: any that has the topic) ~ what the citizen writes ~ what was done.
 * Words in braces are filled in by `fills.ts`, the same word alike on both sides.
 */

import { opinionKinds, type OpinionKind, type Topic, topics } from '../../domain/vocabulary.ts';

export interface Pattern {
  topic: Topic;
  kind: OpinionKind;
  /** Departments it fits; empty for any. */
  departments: readonly string[];
  text: string;
  done: string;
}

const lines = `
procedure~complaint~~{hour}到{w}办{m}，前面只有{n}个人，等了{min}，{n2}个窗口只开了一半，能不能高峰多开窗口。~已对{w}近一个月取号数据逐时段核对，{hour}前后确实排队最长，现高峰时段增开{n}个机动窗口，等候超过三十分钟自动呼叫值班长
procedure~criticism~~办{m}跑了{trips}，第一次说缺证明，第二次又说表格版本不对，为什么不能一次讲清。~已重新编写{m}一次告知单，列明{n}种情形各自需要的材料和样表，窗口当面勾选交给群众
procedure~complaint~~{m}的材料{month}就交了，到现在没有任何消息，打电话问说还在流转，到底要多久。~已查明该件滞留在复核环节，当日办结并电话告知本人；{m}各环节时限已写入系统，超时自动提醒分管负责人
procedure~suggestion~~{m}一定要本人到场，老人住院来不了，建议增加上门或者视频核验。~{m}已开通视频核验，行动不便的可预约上门，预约电话由专人接听
procedure~criticism~~{w}中午没有人值班，上班族请半天假来办{m}还白跑一趟。~{w}中午安排双人值班，周六上午照常受理{m}，时间表已贴在门口和网上
procedure~complaint~~{m}先说三天能办好，{days}过去了还在审核，催一次动一下。~经核对系统记录，超期原因是两个处室之间纸质传递，现改为系统流转，{m}全部在承诺期限内办结
procedure~suggestion~~{m}的申请表要填{n}页，很多内容身份证上都有，建议系统自动带出来。~{m}申请表由原来的{n}页减为一页，身份信息由系统自动带出，不再重复填写
procedure~complaint~~同一件事{d}让去街道，街道让回{d}，来回跑了{trips}，没有一个人肯接。~已与街道书面明确{m}由{d}先接先办，需要街道配合的由{d}联系，不再让群众两头跑
procedure~criticism~~叫号系统过号就作废，去趟洗手间回来又要重新排{min}。~叫号系统已改为过号保留三个号位，大厅增设语音和短信提醒
procedure~question~~想问{m}办理进度，网上查不到，现场又要排队，有没有别的办法查。~已开通凭受理号查询进度的页面，短信同步推送各环节结果
procedure~suggestion~~{w}只有一台自助机还经常死机，建议加一台并安排人教老年人用。~{w}新增{n2}台自助机，工作时间有引导员陪同操作，故障机已更换主板
procedure~complaint~~预约了{hour}办{m}，到了才知道系统升级全天停办，没有人提前通知。~今后系统升级提前三天发短信，已预约的由窗口逐个联系改期，当天留一个应急窗口
procedure~help~~父亲年纪大了听不懂普通话，办{m}时窗口语速太快，回来什么都没办成。~已安排会本地话的同志在{w}定点服务，并上门为老人补办完成
procedure~criticism~~{m}要盖{n2}个章，盖完最后一个前面的又过期了。~{m}取消其中重复的签章环节，内部能核对的由经办人联网核对
procedure~complaint~~电子材料上传了{calls}都提示格式错误，客服也说不清到底要什么格式。~上传页面已写明格式和大小，支持手机拍照自动压缩，失败时提示具体原因
procedure~suggestion~~每年{month}集中办{m}人山人海，建议分批次错开时间。~今年起{m}按区域分{n2}批办理，每批时间提前半个月公布
city~complaint~cgj~{road}夜市油烟直排，反映{calls}，每次来人就收，走了又摆，希望有长效办法。~已与{road}夜市{n}家摊位签订油烟净化承诺，未装净化器的全部装上，每晚六点到十一点定岗值守
city~complaint~cgj~{estate}门口占道卖菜，早上{hour2}就堵得车进不去，地上全是烂菜叶。~已在{estate}东侧空地划出临时疏导点，引导{n}户菜农入点经营，收市后半小时内保洁
city~complaint~cgj~{road}店招灯箱半夜还亮着，正对卧室，孩子睡不好。~已督促{road}{n}家商户加装定时开关，晚上十点后关闭
city~complaint~cgj~{estate}后面的空地成了垃圾场，装修垃圾堆了{days}没人拉。~已清运{estate}后侧装修垃圾{n}车，装上围挡和监控，投放点改到小区北门
city~complaint~cgj~广场舞音响从{hour}响到晚上十点，{road}一带根本没法休息。~已与{n2}支队伍约定音量和时段，安装定向音箱和分贝显示屏，晚上九点结束
city~complaint~cgj~{road}上共享单车把盲道占得死死的，盲人怎么走。~已在{road}重新划设停放区，盲道两侧设为禁停区，企业一小时内挪车
city~suggestion~cgj~{road}公厕晚上八点就锁门，出租车司机和环卫工没地方上厕所，建议延长。~{road}公厕已改为二十四小时开放，夜间由巡查保洁员兼管
city~complaint~cgj~楼下烧烤店的烟直往家里灌，{estate}一到三层都不敢开窗。~已责令该店停用不合格净化器，更换后检测合格方恢复营业，每月抽测一次
city~criticism~cgj~{road}的流动摊贩和执法队像捉迷藏，车来了跑，车走了回来，管了等于没管。~{road}改为定人定岗，早晚两个时段驻守，并就近提供{n}个便民摊位
city~complaint~cgj~{estate}附近有人养大型犬不牵绳，孩子吓得不敢下楼。~已找到犬主现场教育并补办登记，小区每日早晚巡查，设置文明养犬提示牌
city~complaint~cgj~拆了一半的广告牌挂在{road}楼上晃，刮风天下面走人很危险。~已于当天拆除该广告牌，对{road}全线户外设施排查，另清除{n}处隐患
city~suggestion~cgj~建议在{market}周边增加分类垃圾桶，现在一到周末垃圾就满出来。~{market}周边增设{n}组垃圾桶，周末清运由两次改为四次
city~complaint~cgj~{road}上的渣土车一路撒土，晴天一身灰雨天一身泥。~已查处未密闭车辆{n}台次，工地出口加装冲洗设备，每天洒水四次
city~complaint~cgj~{estate}顶楼搭了阳光房，报了{month}到现在还在那里。~已依法作出限期拆除决定，当事人已自行拆除，现场恢复原状
city~complaint~szylj~{road}路灯从{month}坏到现在，晚上一片黑，老人都不敢出门。~已更换{road}老化电缆和{n}盏灯具，全线亮灯，并装上单灯监控
city~complaint~szylj~{road}下雨就积水，没过脚踝，周边店铺年年搬沙袋。~已疏通{road}雨水管，新增{n}个雨水口，今年汛期经历两次大雨未再积水
city~complaint~szylj~{road}挖了填、填了挖，半年挖了{n2}次，能不能统一安排。~已建立占道开挖联审表，{road}今年内不再批准开挖，缺陷路面已重新摊铺
city~complaint~szylj~{road}的窨井盖响得厉害，车一压就咣当一声，一晚上睡不着。~已更换{road}{n}座防沉降井盖，夜间复测无异响
city~suggestion~szylj~{road}边的公园只有一个出入口，老人绕一大圈，建议在西侧开个门。~已在公园西侧增设出入口和坡道，轮椅可以通行
city~complaint~szylj~{estate}门口人行道地砖松了，雨天一踩一身水。~已翻铺{estate}门口人行道{n}十平方米，松动地砖全部更换
city~complaint~szylj~{road}的行道树枝条挡住红绿灯，司机根本看不见。~已修剪{road}{n}处遮挡信号灯的枝条，列入每季度修剪清单
city~suggestion~szylj~{road}绿化带里没有过街通道，大家都踩草地走，建议铺条小路。~已按实际人流在{road}绿化带铺设{n2}条石板路
city~complaint~zjj~{estate}物业收了钱不修电梯，{n}天坏两次，老人被关在里面。~已约谈{estate}物业，启用应急维修资金更换曳引机，检验合格后恢复运行
city~complaint~zjj~{estate}外墙瓷砖往下掉，差点砸到人，物业和业委会互相推。~已设置警戒并完成应急排险，维修资金申请走绿色通道，外墙修缮施工中有专人监督
city~complaint~zjj~{estate}地下车库漏水，反映{calls}开发商都说在走流程。~已督促开发企业完成地下车库{n}处渗漏维修，蓄水试验合格
city~suggestion~zjj~{estate}是九十年代的房子，建议列入老旧小区改造，管道天天堵。~{estate}已列入明年改造计划并公示，主下水管道先行疏通更换
city~complaint~zjj~{estate}旁边工地围挡占了半条路，人只能走机动车道。~已责令工地退让围挡，留出一米五人行通道并加装照明
city~complaint~zjj~{estate}二次装修敲掉了承重墙，楼上裂了缝，物业说管不了。~已责令停工恢复，经鉴定单位出具加固方案，加固完成并复核
city~complaint~sthjj~工地夜里{hour3}还在浇混凝土，打电话说已转街道，街道说归环保，到底谁管。~已现场查处无夜间施工证明的行为，与街道约定夜间噪声由生态环境局先接，一小时内到场
city~complaint~sthjj~{road}河边的水发黑发臭，夏天没法开窗。~已查出上游{n2}处雨污混接，封堵改接完成，水质连续两月检测合格
city~complaint~sthjj~{estate}对面喷漆房气味很大，白天关着门晚上偷偷开。~已对该企业夜间突击检查，责令停产改用水性漆并加装在线监测
city~complaint~sthjj~垃圾中转站的臭味飘到{estate}，早晚最明显。~已督促中转站加装除臭设备和快速门，周界臭气检测达标
city~complaint~sthjj~{road}几家饭店把泔水倒进雨水井，一下雨全返上来。~已封堵私接口，{n}家饭店全部装上隔油池，与市政部门联合巡查
city~complaint~zgj~{estate}旁边的规划绿地变成了停车场，什么时候能恢复。~经核对规划图属实，临时停车场已清退，绿地恢复施工并公示完工日期
city~complaint~zgj~{road}地块公示牌被杂草挡住，附近居民都不知道要盖什么。~已重新设置公示牌并在社区公告栏张贴，公示期从重新张贴之日起算
city~suggestion~zgj~{road}的控规里原来有小学，现在看不到了，请说明调整的理由。~已在网上公开调整前后对比图和论证意见，并到社区开说明会
city~complaint~slj~{road}段河堤栏杆锈断了{n}根，孩子们在那里玩太危险。~已更换河堤栏杆{n}根并设置警示牌，河长每周巡查
city~complaint~slj~沿河有人倒建筑垃圾，河道越来越窄，汛期怎么办。~已清理河道垃圾{n}车，查处倾倒当事人，安装监控
city~complaint~gdgs~停电通知只发微信群，老人看不到，建议楼道贴纸质通知。~计划停电改为短信、楼道张贴、网格员上门三种方式同时通知
city~complaint~gdgs~{estate}夏天一到晚上就跳闸，说是变压器小了，报了两年没换。~已为{estate}新增一台变压器，负荷高峰未再跳闸
city~complaint~gdgs~{road}的电线垂下来，离地面不到两米，大车一过就刮到。~已于当天抬高并绑扎{road}低垂线缆，废弃线缆清除
city~complaint~swjt~水费突然翻倍，要求复核水表，说要等一个月才能上门。~已上门校验水表并核对用水曲线，多计部分退回；水表复核改为五个工作日内上门
city~complaint~swjt~{estate}早上水压小得洗不了澡，六楼以上经常没水。~已更换{estate}加压泵并调整供水时段，六楼早高峰压力测试合格
city~complaint~swjt~{road}爆管抢修停水{days}，没有送水车，也没有说什么时候恢复。~已制定停水超过八小时送水到小区的规定，抢修进度每两小时公告一次
city~complaint~swjt~{estate}的水有铁锈味，放{min}才变清。~已更换{estate}老化管段并冲洗水箱，水质抽检合格，报告已张贴
city~complaint~rqjt~燃气安检总是工作日{hour}来，家里没人就贴条，约周末又约不上。~已开放晚间和周末安检预约，安检员电话印在通知单上
city~help~rqjt~{estate}新房通气申请{month}交的，到现在还在用电磁炉。~已完成{estate}庭院管验收，{n}户当周全部通气
city~complaint~dxfgs,ydfgs,ltfgs,gdwl~{estate}楼道里几家的网线像蜘蛛网，垂下来绊人。~已会同其他运营企业清理{estate}楼道废线，规整入槽
city~complaint~ydfgs,ltfgs,dxfgs~{estate}地下车库和电梯里完全没信号，老人跌倒都打不出电话。~已完成{estate}电梯和车库信号覆盖，现场测试通话正常
conduct~criticism~~到{w}问{m}，工作人员头也不抬，一直看手机，问三句答一句。~已调取{w}当日录像核实，对当事人批评教育并调离窗口，全员开展服务规范培训
conduct~complaint~~打电话咨询{m}，接电话的人很不耐烦，没说完就挂了。~已通过录音核实并由科室负责人登门道歉，咨询电话实行录音抽查和评价
conduct~complaint~~{w}的人说“你去告好了”，这种态度怎么为人民服务。~已对当事人诫勉谈话并向本人当面道歉，窗口设立值班领导岗
conduct~criticism~~咨询台{n2}个人聊天，叫了{calls}才过来一个，还嫌我问得多。~已重新排定咨询台岗位，聊天扎堆纳入日常巡查，值班长每小时巡一次
conduct~complaint~~电话打了{calls}才有人接，接了说不归他管，让我打另一个，另一个是空号。~已更正网上公布的{n}个电话号码，实行首接负责，转接时由工作人员陪同到接通
conduct~suggestion~~建议窗口工作人员挂牌上岗，上次办{m}想表扬都不知道叫什么工号。~所有窗口已公示姓名工号和监督电话，桌面放置评价码
conduct~criticism~~同样问{m}，两个窗口两种说法，让人不知道听谁的。~已统一{m}答复口径并印成问答卡，两名工作人员已重新培训考核
conduct~complaint~~快下班了就不收件，说系统关了，其实离下班还有{min}。~已规定下班前取号的当天办完，系统关闭时间后移半小时
conduct~criticism~~老人不会用手机，工作人员说“让你儿女来”，听着寒心。~已向老人上门道歉，设立老年人专窗，不会用手机的由工作人员全程代办
conduct~complaint~~来电登记的是张某某，却告诉邻居说是我反映的，这样谁还敢提意见。~已查实泄露经过并对责任人作出处理，全员重新签订保密承诺
conduct~suggestion~~建议把服务承诺贴到窗口，承诺的{days}没做到要有说法。~服务承诺已上墙并附未兑现时的补偿和追责办法
conduct~complaint~gjjt~{line}路司机看见老人赶车也不等，关门就走，还大声训人。~已核对车载录像，对司机停班培训三天，车队上门道歉
conduct~complaint~dyyy~分诊台护士说话很冲，问去哪个科室，回一句“自己看屏幕”。~已对当事人培训，分诊台增加导医两名，设老年患者陪诊岗
conduct~complaint~jjzd~{road}口协警训人像训孩子，罚款可以，态度不能这样。~已核实执法记录仪，对当事人批评教育，路面执勤统一规范用语
conduct~complaint~cgj~执法队员收摊时把水果踢翻一地，就不能好好说话吗。~已核实并赔偿摊主损失，对当事人停岗培训，规范执法用语并全程记录
business~criticism~~涉企政策兑现慢，去年申报的补贴到今年{month}还没有到账，也没有说法。~已查明资金卡在复核环节，{n}家企业补贴全部拨付到位，兑付进度每月在网上公示
business~suggestion~~补贴政策散在各个网站，小企业根本找不到，建议做一个统一目录。~已编制涉企政策目录并上线按行业检索，街镇专员上门讲解
business~complaint~~{m}要求提供近三年审计报告，我们刚成立两年，直接被系统挡住了。~申报系统已增加初创企业通道，成立不足三年的提供实际年度材料即可
business~criticism~~一个月来了{n}批检查，检查内容大同小异，企业光接待就没法生产。~已将检查纳入联合检查计划，同一企业每年现场检查不超过两次
business~suggestion~~建议政策申报窗口期延长，通知发出到截止只有{days}，材料根本来不及。~申报期由原来的{days}延长到二十个工作日，提前一个月预告
business~question~~{m}补贴和去年相比门槛变了吗，电话里三个人三种答案。~已发布新旧政策对照表和问答，咨询电话统一由政策专员答复
business~complaint~~中标后合同款拖了{n}个月，每次都说财政没批。~已协调付清拖欠款项，建立支付进度台账，逾期支付自动预警
business~help~~小微企业想申请贴息贷款，银行说要部门推荐，部门说银行直接办。~已与银行明确由企业直接申请，推荐环节取消，{n}家企业已放款
business~suggestion~~建议把{m}的评审打分公开，没评上也让人知道差在哪里。~评审分项得分已向申报企业反馈，结果和专家组成在网上公布
business~complaint~~园区企业招工难，答应的公交和宿舍补贴说了一年没有落实。~已开通园区通勤班车，宿舍补贴方案印发，第一批{n}家企业已兑付
business~criticism~~电话里答应的优惠，到办的时候换了人就不认。~政策答复实行书面回执制，谁答复谁负责，本件已按原答复兑现
business~complaint~swju~电子税务局经常卡在验证码，征期最后一天根本登不进去。~已扩容登录服务并增加短信以外的验证方式，征期最后三天实时监测，延长申报一天
business~complaint~swju~税收优惠先征后退，退税等了{n}个月，小企业资金占不起。~已核实并退付到账，符合条件的改为申报时直接享受
business~complaint~rsj~稳岗返还名单里没有我们，问了才知道地址变更没同步。~已补发稳岗返还，企业信息与登记部门实时同步
business~complaint~gdgs~企业增容申请交了{n}个月，每次来人勘察说法都不一样。~已确定供电方案并实行项目经理一包到底，增容已送电
business~complaint~swj~去年展会的补贴说{month}发，名单公示完就没有下文。~展会补贴已全部拨付，公示后三十天内未到账的自动提醒经办人
approval~criticism~~网上提交的材料到窗口又要重交一遍纸质件，说系统看不清，跑了{trips}。~已取消{m}纸质件重复提交，扫描不清的由窗口当场补扫
approval~complaint~~{m}在网上办到最后一步就报错，重填了{calls}还是不行。~已修复{m}提交接口，受影响的{n}件全部人工补录并通知本人
approval~suggestion~~{m}建议用电子证照，明明政府发的证还要我自己复印。~{m}已接入电子证照，身份证、营业执照不再收复印件
approval~complaint~~{m}退件理由只写“材料不符”，哪里不符不说，只能再跑一趟。~退件理由改为逐项写明缺什么怎么补，已退的{n}件逐个电话说明
approval~criticism~~说是全城通办，到了{w}又说只能回户籍地办。~{m}已在全部分中心开放，窗口人员重新授权，宣传口径更正
approval~complaint~~{m}办好了没有通知，等我去问才说放在那里半个月了。~办结自动发短信，超过三天未领取由窗口电话提醒，可免费邮寄
approval~suggestion~~建议{m}开通免费邮寄，县里来一趟路上要两个小时。~{m}办结证照可选免费邮寄，申请页面已增加选项
approval~question~~{m}的前置材料网上指南和窗口墙上的不一样，以哪个为准。~已核对并统一办事指南，以网上为准，墙上旧版已换
approval~complaint~xzspj~{w}{n2}个综合窗口只有一个能办{m}，其他都说没权限。~综合窗口权限已全部开通，每个窗口都能收{m}，后台分派
approval~complaint~bdczx~{hour}取号办过户，前面{n}个人等了{min}，{n2}个窗口只开了三个。~不动产大厅已增开{n2}个窗口，带押过户单设专窗，等候时间大屏实时显示
approval~complaint~bdczx~查册要本人跑一趟，中介拿委托书也不行，网上又查不出来。~网上查册已开通，本人刷脸即可出具，委托查询说明已公布
approval~complaint~shujuj~澜事通换了手机就登不上，人脸识别失败{calls}，客服让等。~已增加银行卡和线下核验两种找回办法，客服二十四小时内处理
approval~suggestion~shujuj~澜事通首页堆满活动图，想办事要翻{n}屏，建议把常办的放前面。~首页已改版，常办事项前置，老年人可切换大字版
approval~complaint~gjj~公积金提取网上显示成功，{days}没到账，窗口说要再交一次租房合同。~提取款项已到账，系统与房产数据联网，不再另交合同
approval~complaint~zgj~自建房审批图纸改了{n2}次，每次意见都不一样。~审批意见改为一次性书面提出，免费提供{n}套通用图集
approval~complaint~scjgj~营业执照变更网上驳回{calls}，到窗口五分钟就办好了，那网上是摆设吗。~已统一网上和窗口审查标准，驳回超过一次的由专人电话辅导
approval~complaint~swju~开了三年的店要注销，税务说有一笔{month}的零申报没做，能不能一次列清。~注销前自动生成待办清单，一次列清，简易注销当天办结
enforcement~complaint~~执法人员检查时没有出示证件，态度生硬，建议规范用语。~已核查执法记录，对未亮证的两名人员批评教育，现场检查先亮证后检查
enforcement~criticism~~同样的问题，隔壁没事我们被罚，执法标准到底是什么。~已公开裁量基准和同类案例，本案重新复核，处罚适用一致
enforcement~complaint~~检查当天说没问题，{days}后又寄来处罚告知，让人措手不及。~已规范检查结果当场告知，需要立案的书面说明理由和期限
enforcement~suggestion~~初次犯的小错误建议先提醒，一上来就罚，小店一个月白干。~轻微首违不罚清单已公布{n}项，本件按首违改为责令改正
enforcement~complaint~~举报了{n}次都回复“未发现”，可是问题天天在那里。~已换人在问题高发时段暗访并查实，处罚决定已公示，结果告知举报人
enforcement~question~~被罚以后想申诉，不知道找谁，告知书上的电话打不通。~告知书电话已更正，并附申诉途径和时限说明
enforcement~complaint~jjzd~{road}的限速从六十突然变四十，牌子被树挡住，一天罚了好几百人。~已修剪遮挡并在前方增设{n2}块预告牌，对期间记录逐条复核后撤销
enforcement~complaint~jjzd~临时停车下去送个老人不到三分钟就被贴单，能不能人性化一点。~已推行临停十分钟短信提醒，首次违停以提醒为主
enforcement~complaint~jjzd~{road}电动车逆行、闯灯没有人管，行人走斑马线提心吊胆。~{road}早晚高峰设固定岗，非机动车违法抓拍已启用，首周教育{n}百余人次
enforcement~complaint~cgj~门口放两盆花也要罚，隔壁占半条路卖烧烤没人管。~已对{road}一视同仁全面整治，花箱摆放办理便民备案不予处罚
enforcement~complaint~cgj~扣了我的三轮车不开单子，去领的时候说找不到。~已查明车辆去向并归还，扣押物品一律当场开具清单，责任人通报批评
enforcement~complaint~scjgj~{market}的秤不准，一斤少一两，投诉了没有下文。~已检定{market}全部{n}十台秤，不合格的没收，门口设公平秤
enforcement~complaint~scjgj~{road}餐馆后厨卫生差，举报后检查提前打招呼，去的时候当然干净。~检查改为不打招呼随机抽查，该店责令停业整改，复查合格后恢复
enforcement~complaint~scjgj~超市临期食品换标签再卖，举报两次只说已受理。~已查实并立案处罚，处罚信息公示，举报奖励已告知
enforcement~complaint~sthjj~企业每次检查当天烟囱都不冒烟，人一走照旧。~已启用走航监测和夜查，查实超标排放并处罚，安装用电监控
enforcement~complaint~jtj~火车站的黑车当面拉客，执法车停在旁边也不下来。~已在火车站设联合执勤点，查扣非法营运车{n}辆，晚间时段不断岗
enforcement~complaint~jtj~出租车不打表，去{market}张口五十，打电话投诉要我自己提供证据。~已调取车辆轨迹核实并处罚，今后凭上车时间地点即可受理
enforcement~complaint~gaj~办案民警换了{n2}个，每次都要我从头说一遍。~已明确主办民警和联系电话，案件移交实行书面交接
enforcement~complaint~ycj~同一条街批了{n}家烟酒店，我申请就说超过合理布局。~已重新测量间距并公开布局图，本件符合条件已受理
enforcement~complaint~swju~发票额度突然被降，没有人告诉原因，生意都做不了。~经复核恢复原额度，今后风险调整前先电话和短信告知
livelihood~complaint~jyj~学区划分公告发布太晚，离报名只有{days}，家长来不及准备材料。~今后学区方案报名前三十天公布，今年报名期延长一周
livelihood~complaint~jyj~{school}食堂饭菜凉的，孩子每天剩一半，家长委员会没有人理。~已更换{school}食堂保温设备，家长每周轮流陪餐，菜谱网上公示
livelihood~complaint~jyj~{school}门口没有校车停靠点，{n}辆车挤在一起，孩子在车缝里走。~已与交警划设{school}校车专用停靠位，早晚有教师和民警护学
livelihood~complaint~jyj~校外培训机构关门跑路，交了一年的学费退不了。~已启动资金监管账户退费，{n}名家长退款到账，其余进入司法程序并有专人跟踪
livelihood~complaint~jyj~{school}课后服务就是写作业，说好的兴趣课没有开。~{school}本学期开设{n}门兴趣课，课表公示，由学生自选
livelihood~suggestion~jyj~建议随迁子女入学材料减掉居住满一年的证明，很多房东不肯配合。~随迁子女入学改为联网核验居住证，不再要求房东证明
livelihood~complaint~jyj~{school}班级{n2}十多个人，后排根本看不见黑板。~已从秋季起增设{n2}个班，超额班级全部拆分
livelihood~complaint~wjw,dyyy~老年人不会用手机预约，人工窗口只剩一个，排队{min}。~已恢复{n2}个人工窗口，当日号源三成留给现场，志愿者协助老人
livelihood~complaint~wjw,dyyy~做个检查要等{days}，急得不行，医生说让去别家看看。~检查时段延长到晚上九点，增开周末检查，等候缩短到三天以内
livelihood~complaint~wjw~社区医院的疫苗{month}就说缺货，问什么时候到，每次都说不知道。~疫苗到货信息每周公布，缺货时登记并按序通知，已补种{n}十余人
livelihood~complaint~wjw~{estate}的卫生站三天两头关门，老人配个降压药要走{min}。~已调配医生一名，{estate}卫生站周一至周六开诊，慢病药可预约送达
livelihood~complaint~wjw~转诊单开了，上级医院说不认，两家医院不能先沟通好吗。~已统一电子转诊单，两家医院互认，由医院之间联系床位
livelihood~suggestion~wjw~建议门诊报告互认，同样的片子换一家医院又拍一次。~检查结果互认项目扩大到{n}十项，需要重拍的由医生书面说明
livelihood~complaint~dyyy~取药窗口{n}个人排一条队，{hour}等了{min}，腿都站麻了。~药房改为叫号取药并增设座椅，高峰增开{n2}个窗口
livelihood~complaint~dyyy~住院押金退款要跑{trips}，说财务周五不办。~出院结算押金当场原路退回，财务窗口工作日全天办理
livelihood~complaint~dyyy~病历复印只能工作日上午，外地的怎么来。~已开通线上申请邮寄病历，窗口延长到下午五点
livelihood~complaint~ybj~异地就医备案成功了，到外地医院还是刷不出来，电话打了{calls}才有人接。~已修正参保地信息并补办手工报销，备案后自动测试，失败当天提醒
livelihood~complaint~ybj~慢特病认定等了{n}个月，期间买药全自费。~慢特病认定改为每周评审，认定前的费用按规定追溯报销
livelihood~complaint~ybj~生育津贴申请{month}交的，现在孩子都会爬了还没到账。~生育津贴已核发到账，联网核验后五个工作日内拨付
livelihood~complaint~ybj~小区药店刷医保卡比现金贵，同一种药贵好几块。~已查处{n2}家药店加价行为并公示，药价在网上可以比对
livelihood~complaint~rsj~工伤认定缺什么材料没有一次说清，第一次说缺考勤表，第二次又说缺劳动合同。~工伤认定材料清单已按情形列明，受理时一次告知，本件已作出认定
livelihood~complaint~rsj~工地拖欠{n}个月工资，找了劳动监察让等通知，年都过不好。~已督促总包企业通过工资专户发放，{n}名工人工资全部到账
livelihood~help~rsj~失业了想领失业金，网上说参保不足，社保局又说交满了，怎么办。~已更正参保记录，失业金从申请当月起补发
livelihood~suggestion~rsj~招聘会都是工作日办的，建议周末也办几场，附近的厂也来。~每月增办{n2}场周末招聘会，园区企业进社区
livelihood~complaint~rsj~参加的技能培训说有补贴，结业{n}个月了钱没发，证也没给。~补贴和证书已发放，培训机构结业后三十天内兑付，逾期暂停承接资格
livelihood~complaint~mzj~社区养老助餐点中午十一点半就没菜了，希望增加份数。~助餐点备餐由六十份增至一百份，电话预订保留到十二点半
livelihood~complaint~mzj~低保申请交了{n}个月，社区说在区里，区里说在社区。~已查明滞留环节并作出审核决定，从申请次月起补发，进度可网上查询
livelihood~help~mzj~{estate}独居老人多，{month}有人摔倒两天才发现，希望装个呼叫器。~已为{estate}{n}十户独居老人安装呼叫设备，网格员每天探视
livelihood~complaint~sbzx~养老认证非要刷脸，母亲瘫痪在床，刷了{calls}都通不过。~已上门完成认证并补发待遇，行动不便人员改为社区代认证
livelihood~complaint~sbzx~退休手续办了{n}个月，工龄少算两年，要我自己去找三十年前的档案。~已由中心调档核实并补计工龄，差额补发到账
livelihood~complaint~gjj~贷款审批说{days}，实际等了两个多月，卖家要我付违约金。~贷款审批提速到十个工作日，本件放款完成并致歉
livelihood~complaint~canlian~残疾人证评定只有一家医院，{month}约不上号，行动不便怎么去。~已增加{n2}家评定医院，重度残疾人上门评定
livelihood~complaint~zgh~困难职工申请交了{n}个月没有回音，孩子马上开学。~已审核通过并发放助学金，审核进度由短信告知
livelihood~complaint~fulian,hshzh~大病救助申请材料交了两回，说第一次的丢了。~救助申请改为网上留底，本件已核发，遗失材料责任人作出检查
livelihood~complaint~yzglj~快递一律放驿站，{estate}老人要走{min}去拿，打电话也不送。~已督促{n}家企业恢复上门投递，未经同意放驿站的按投诉处罚
livelihood~suggestion~tiyuj,wglj~健身场馆免费时段全在工作日白天，上班族一次也没用上。~免费时段增加周三周五晚上和周日上午，每周在网上放号
livelihood~complaint~zjj~公租房排队排了两年，前面有多少人一直查不到。~公租房轮候次序每月公示，凭编号可查前面人数
transport~complaint~jjzd~{school}门口早高峰没有人疏导，斑马线磨得看不见了。~{school}门口早晚设护学岗，斑马线已重新施划并加装警示灯
transport~complaint~jjzd~{road}和{road2}路口左转灯只有十几秒，一次只过{n}辆车。~已按早晚流量重新配时，左转增加{n}秒，平均排队缩短一半
transport~complaint~jjzd~{road}违停的车占了一条道，早上{hour2}救护车都过不去。~{road}划为严管路段，增设违停抓拍，并在附近开放{n}十个错时泊位
transport~suggestion~jjzd~{road}单行以后要绕{n}公里，建议高峰以外恢复双向。~已组织论证并征求沿线意见，{road}改为仅早高峰单行
transport~complaint~jjzd~{road}红绿灯坏了{days}，全靠司机互相让，晚上很吓人。~信号机已更换并接入监控，故障自动报警，两小时内到场
transport~complaint~jjzd~电动车上牌点只有{n2}个，{hour}去排到中午，建议下社区。~上牌服务每周进{n2}个社区，支持网上预约
transport~suggestion~jjzd~{estate}出口没有红绿灯，左转出来要等{min}，建议加个灯。~经勘查已安装感应信号灯，出口视线遮挡物清除
transport~complaint~gjjt~{line}路晚上七点以后要等四十分钟，电子站牌不准。~{line}路晚间发车间隔缩短到十五分钟，电子站牌定位模块已更换
transport~complaint~gjjt~{line}路改线以后不停{estate}，老人看病要走{min}。~{line}路已增设{estate}站，恢复到医院直达
transport~suggestion~gjjt~建议{line}路早上增加区间车，{hour2}根本挤不上去。~{line}路早高峰增开{n}班区间车，满载率明显下降
transport~complaint~gjjt~老年卡刷了两次扣费，打客服说七天内退，{days}了没有动静。~多扣费用已退回，客服受理后三天内未退的自动升级处理
transport~complaint~gjjt~{line}路空调不开窗也打不开，夏天车厢像蒸笼。~{line}路{n}台车空调检修完毕，车厢温度达到二十八度自动开启
transport~complaint~tcgs~扫码出场多扣一小时的钱，客服机器人绕圈，找不到人工。~多扣停车费已退回，客服首屏增加人工按钮，两分钟内接通
transport~complaint~tcgs~{road}泊位停了{min}收了三小时的钱，申诉要我提供离开的照片。~已核对地磁记录退回差额，申诉改为由公司举证
transport~complaint~tcgs~{market}停车场出口只有一个闸机，节假日堵{min}，超时还加收钱。~{market}停车场增开一个出口，出场排队时间不计费
transport~suggestion~tcgs~{estate}周边夜间泊位空着，建议给居民便宜包月。~{estate}周边{n}十个泊位推出夜间居民包月
transport~complaint~tcgs~包月车位天天被占，打电话说自己联系车主。~包月区安装车位锁，占用由巡查员十五分钟内到场处理
transport~complaint~jtj~{road}大货车白天黑夜地跑，路面压出坑，雨天溅一身。~{road}已铣刨重铺，设置限高并分流货车
transport~complaint~jtj~网约车证办了{n}个月，培训考试一个月只有一次。~考试增加到每周一次，从业资格证五个工作日内发放
transport~suggestion~jtj~{estate}到园区没有公交，拼车又怕不安全，建议开定制班线。~已开通{estate}到园区定制班线，扫码预约
transport~complaint~szylj~{road}桥上的人行道只有半米宽，推婴儿车过不去。~桥面护栏已外移，人行道拓宽到一米六
transport~complaint~cgj~{road}共享电动车堆满人行道，推轮椅只能走机动车道。~{road}划定{n}处停放区，企业超量投放的已削减
transport~complaint~qykyjt~{month}取消了到县里的晚班车，站里没有公告，白等一晚。~晚班车按周五、周日恢复，停班提前三天公告并短信通知
transport~complaint~qykyjt~退票要扣两成手续费，明明是班次取消。~因班次取消的一律全额退款，已退还多扣的手续费
disclosure~suggestion~~{m}补贴申请表在网站上找了半天没找到，电话也没人接。~申请表已放到网站首页办事栏，附填写样例，电话增设两条线
disclosure~criticism~~网站上的办事指南还是{n2}年前的，电话是空号，地址也搬了。~已全面核对办事指南，更新{n}条，建立每月核对制度
disclosure~complaint~~申请信息公开，回复说“不存在”，可是新闻里明明报道过。~已重新检索并公开相关文件，答复由法制机构复核
disclosure~suggestion~~政策解读看不懂，全是文件原话，建议用大白话加例子。~已为{m}制作图解和问答，举{n}个例子，放在网站和窗口
disclosure~complaint~~{m}结果只贴在单位门口，外地的根本看不到。~公示同步上网并保留一年，可按名称查询
disclosure~question~~{m}的名额怎么分的，公示里只有名单没有标准，请公开。~已补充公开分配标准和计算过程
disclosure~complaint~~公众号上留言{calls}没有人回，自动回复让打电话，电话占线。~公众号留言实行两个工作日回复，未回复的由值班长清零
disclosure~suggestion~~征求意见只给了{days}，等我们看到已经截止了，采没采纳也不说。~征求意见期延长到三十天，采纳情况逐条公布
disclosure~complaint~~{m}收费标准窗口没有贴，问了说按规定，规定在哪里看。~收费依据和标准已上墙上网，注明监督电话
disclosure~criticism~~停办搬迁的通知只在门上贴了一张纸，白跑一趟的人很多。~今后停办搬迁提前五个工作日在网站、短信和地图同步更新
disclosure~suggestion~qxj~暴雨预警短信到的时候雨已经下完了，建议分区域早点发。~预警已分区到街镇，提前量达到四十分钟
disclosure~complaint~~网站搜索“{m}”，出来的全是领导活动新闻。~网站搜索已调整为办事优先，{m}排在第一条
integrity~complaint~~办{m}要先买他们指定的软件，不买就说格式不符合。~已取消指定软件要求，公开数据格式，已收费用退回
integrity~complaint~~{w}旁边的代办点收{n}百块，说和里面熟，自己排队就慢。~已清退代办点，窗口设免费帮办，叫号规则公开并可回看
integrity~complaint~~{m}收了一笔服务费，没有票据，问什么项目说惯例。~经核查该费用无依据，已全额退回，责任人作出处理
integrity~question~~{m}到底收不收费，有人收了{n}十，有人没收。~{m}不收任何费用，已公示并退还误收款项
integrity~suggestion~~建议评审专家名单事后公开，每年都是那几个人评，难免让人多想。~评审专家改为随机抽取，事后公开名单和回避情况
integrity~complaint~dxfgs,ydfgs,ltfgs~手机每月多扣{n}块，查了才知道给我开了没同意的业务。~多扣费用双倍退还，未经二次确认的业务全部关闭
integrity~complaint~dxfgs,ydfgs,ltfgs,gdwl~宽带到期不提醒自动续费，想退要交违约金。~续费前两次短信提醒，到期七天内可无条件退订，本件已退款
integrity~complaint~tcgs~道路停车免费时段也照样扣钱，问了就说系统问题。~免费时段误扣的{n}百余笔全部原路退回，系统规则已校正
integrity~complaint~czj~采购参数像量身定做，质疑了只回“不影响公平”。~已组织专家复核并责令采购人修改参数重新采购
integrity~complaint~~协会收会费说不入会{m}就慢，是不是{d}的意思。~已责令协会停止不当宣传并退还会费，明确{m}与入会无关
`;

const known = (topic: string, kind: string): { topic: Topic; kind: OpinionKind } => {
  const [ours, of] = [topics.find((name) => name === topic), opinionKinds.find((name) => name === kind)];
  if (ours === undefined || of === undefined) throw new TypeError(`Unknown topic or kind: ${topic} ${kind}`);
  return { topic: ours, kind: of };
};

export const patterns: readonly Pattern[] = lines
  .trim()
  .split('\n')
  .map((line) => {
    const [topic = '', kind = '', departments = '', text = '', done = ''] = line.split('~');
    return { ...known(topic, kind), departments: departments.split(',').filter(Boolean), text, done };
  });
