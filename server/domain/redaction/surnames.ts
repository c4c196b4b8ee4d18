/** Surnames, and the words in which their characters are none. */

/** Surnames, most frequent first. Those that mostly are other words (和, 向, 时, 车, 管, 全…) are left out. */
const single =
  '王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖萧田董袁潘蔡蒋余于杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付傅方白邹孟熊秦邱丘江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔汤洪常温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕季裴霍涂苗谷盛翁冉骆蓝辛靳柴蒙鲍喻祁蒲滕屈饶牟艾尤穆卓缪芦麦褚娄窦戚岑宫费卜晏柏瞿桂佟臧闵苟邬卞姬仇栾隋刁巫寇甄仲虞敖巩佘';
const double = '欧阳|上官|司马|诸葛|司徒|皇甫|尉迟|夏侯|慕容|令狐|公孙|端木|宇文|长孙|轩辕';

/** One surname, as part of a pattern. */
export const surname = `(?:${double}|[${single}])`;

/** Characters which, before one of these, make it the end of another word: 公安, 感谢, 语文, 工程. */
const endsAnotherWord: Record<string, string> = {
  安: '公治保平西',
  白: '明空',
  包: '承打外',
  常: '经非日异正',
  程: '工课流过全里日携进行',
  丁: '园',
  段: '路阶学时地',
  方: '对警地官校院资双各厂甲乙',
  费: '免收缴消话电水学药小自公车',
  付: '支交拨兑垫',
  高: '最提',
  顾: '照',
  关: '海机有相公',
  何: '任如为',
  贺: '祝',
  洪: '防抗',
  江: '澜',
  金: '积基现资奖罚',
  康: '健',
  兰: '花',
  林: '园森护造农祥林',
  龙: '水',
  陆: '大',
  马: '上',
  毛: '羊',
  牛: '黄',
  钱: '收交花给要付',
  任: '担现兼历新升责前时主授',
  尚: '高和',
  施: '设实措',
  石: '岩',
  史: '历',
  孙: '子',
  田: '农',
  童: '儿门',
  万: '千百亿',
  温: '体',
  文: '语中英作人公天论',
  武: '威',
  夏: '华',
  谢: '感谢多答酬致',
  许: '允也准或',
  严: '威尊从',
  叶: '树',
  易: '交容简不',
  余: '其剩业多',
  于: '由关对至位在属等低高终基处敢善归限便勇',
  章: '盖公印图文规违',
  郑: '新',
  钟: '分',
  周: '上下本每一二三四两几这单双',
  庄: '村家',
  左: '向',
  谷: '山',
  苗: '疫树',
  季: '四春夏秋冬旺淡一二三',
  纪: '年世违',
  柳: '杨',
  曾: '不未',
};

/** False where the first character of a name ends the word before it. */
export const startsThere = (before: string, name: string): boolean =>
  !(endsAnotherWord[name.charAt(0)] ?? '').includes(before.slice(-1) || '\n');

/** Words that begin like a name. */
const words = new Set(
  '高中 高级 高校 高新 高速 高层 高铁 高危 高温 高龄 高峰 周一 周二 周三 周四 周五 周六 周日 周末 周边 周围 金融 金牌 金额 方面 方便 方案 方向 白天 白班 白云 黄牌 马上 马路 安全 安排 安保 安置 常务 常委 常驻 常住 任何 任意 任课 何时 何种 于是 石油 石化 江苏 江西 江南 江北 毛病 程序 史上 钱款 万一 包括 包村 包片 包保 成为 严重 严格 文化 文旅 文明 文物 文体 温馨 温泉 康复 康养 林业 林草 田径 田间 苗圃 顾客 施工 许多 许可 谢谢 曾经 曾任 余下 易地 申请 申诉 申报 关于 关键 左右 甘肃 宁夏 宁波 尚未 符合 舒适 纪检 纪委 纪律 梅雨 童装 季度 盛夏 段长 雷达 孔子 汤药 洪水 武警 武装 武术 夏天 夏季 叶子 付款 范围 陆续 钟点 沈阳 苏州 魏都 丁类 杜绝 唐山 宋代 罗列 胡同 胡乱 朱红 徐徐 黄金 黄昏 杨树 陈列 陈旧 陈述 刘海 张贴 李子 王牌 庄园 章程 鲁班 欧洲 耿直 兰州 焦点 柳州 祝福 桂林 蒙古 麦收 关系 常常 费用 费了 宫颈 卓越 艾滋 屈服 饶恕 高度 方法 方式 安徽 安庆 安阳 常州 常熟 徐州 郑州 温州 常年 常见 白领 蓝领 高管 高考 高三 高二 高一 万元 万人 张口 张嘴 马路 成人 成年 成绩 金属 花费 江湖 林场 石头 余额 田地 熊猫 毕业 焦虑 孔雀 谷物 宁愿 宁可 尚且 明明 文字 古稀 左手 凌晨 季节 丁香 史料 陶瓷 毛巾 牛肉 钱包 水果 鲍鱼 龙虾 雷雨 时间 祝愿 阮囊 盛大 容易 车祸 常委 单位 单亲 易燃 鱼塘 项目 路过 苗木 花园'.split(
    ' ',
  ),
);

/** Ends of words for places and units, which no given name has. */
const unitEnd =
  /[村镇乡区县市省局处科院校所站队街路社家庄店厂部馆园组班室楼会里级位委个名的了是在和与及或等副老大小中支总正姐哥叔婶嫂姨姓]$/;

/** False for a word, a place or a unit that only begins like a name. */
export const isName = (name: string): boolean =>
  !name.includes('某') && !words.has(name.slice(0, 2)) && (name.length === 1 || !unitEnd.test(name));

/** Characters of grammar, which no given name has. */
export const grammar = '的了是在不没这那我你他她它们个什怎被把给从说要会能就都也还又再很太每各几些吗呢吧啊呀嘛着得阿';
