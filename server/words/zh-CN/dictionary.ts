/** 数据字典: what every file of the log and of the open data is, and what every field and column in it means. */

import { policyKeys } from '../../domain/deadline-policy.ts';
import { isWords } from '../../domain/fields.ts';
import { type Counts, plainCounts, type RateName, rateNames } from '../../domain/figures.ts';
import type { Licence } from '../../domain/trust/open-data.ts';
import { bases, type RatingLevel, ratingLevels } from '../../domain/vocabulary.ts';
import { actNames, actOf } from '../../domain/workflow.ts';
import { countDefinitions, rateDefinitions, ratingDefinitions } from './definitions.ts';
import {
  boolean,
  code,
  committedMeaning,
  day,
  decimal,
  empty,
  field,
  type FieldMeaning,
  type Fields,
  type FieldType,
  givenMeaning,
  hash,
  integer,
  list,
  month,
  names,
  object,
  optional,
  percent,
  record,
  text,
} from './dictionary-fields.ts';
import { publicRecordFields, recordColumns, recordFields } from './dictionary-records.ts';
import { roundFileMeanings } from './dictionary-rounds.ts';
import { publicWords } from './public.ts';
import {
  actWords,
  basisWords,
  channelWords,
  clockWords,
  closureWords,
  exitWords,
  fieldWords,
  kindWords,
  levelWords,
  natureWords,
  resultWords,
  revisitWords,
  roleWords,
  stateWords,
  supervisionWords,
  topicWords,
} from './workflow.ts';

/** What one file is; `path` may name a part in angle brackets. */
export interface FileMeaning {
  title: string;
  format: string;
  /** What of the log vouches for it. */
  boundBy: string;
  /** Fields of the document, of each line, or the columns. */
  fields?: Fields;
}

const cases = { unit: '件' } as const;
const ratings = { unit: '个评价' } as const;
const times = { unit: '次' } as const;

// ── 数字 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

type CountKey = keyof Omit<Counts, 'resolved'>;
const counted = (name: CountKey): FieldMeaning =>
  integer(`${countDefinitions[name].name}：${countDefinitions[name].formula}`, cases);
const byBasis = (about: string): Fields =>
  record(bases, (basis) => integer(`${about}，销号依据是${basisWords[basis].name}`, cases));
const rateFields = (name: RateName): Fields => ({
  numerator: integer(`${rateDefinitions[name].name}的分子`, cases),
  denominator: integer(`${rateDefinitions[name].name}的分母`, cases),
  percent: decimal(`${rateDefinitions[name].name}，一位小数；分母为 0 时为空`, { ...percent, ...empty }),
});

/** The figures of a group. */
const figures: Fields = {
  ...record(plainCounts, counted),
  resolved: object('整改销号，按销号依据分', { fields: byBasis('整改销号') }),
  resolvedTotal: integer(`整改销号：${countDefinitions.resolvedTotal.formula}`, cases),
  rates: object('各项比率，由上面的件数算出', {
    fields: record(rateNames, (name) =>
      object(`${rateDefinitions[name].name} = ${rateDefinitions[name].formula}`, { fields: rateFields(name) }),
    ),
  }),
};

const sampleValues = {
  hidden: '不足 10 个有效评价，不公开',
  'too-few': '不足 30 个有效评价，样本不足，不算比率',
  shown: '公开',
};
const { satisfaction, unknown } = ratingDefinitions;
const levelFields = (about: string): Fields =>
  record(ratingLevels, (level: RatingLevel) => integer(`${about}“${levelWords[level]}”的个数`, ratings));
const sample = (about: string): Fields => ({
  sample: code(`${about}样本大小`, { values: sampleValues }),
  substantive: integer(`${about}有效评价数（不了解除外）`, { ...ratings, ...empty }),
  levels: object(`${about}各等次的个数`, { ...empty, fields: levelFields(about) }),
  satisfaction: object(`${about}${satisfaction.name} = ${satisfaction.formula}`, {
    ...empty,
    fields: {
      numerator: integer('分子', ratings),
      denominator: integer('分母', ratings),
      percent: decimal('百分比，一位小数', percent),
      low: decimal('95% 置信区间下限（威尔逊法）', percent),
      high: decimal('95% 置信区间上限（威尔逊法）', percent),
    },
  }),
  unknown: object(`${about}${unknown.name} = ${unknown.formula}`, {
    ...empty,
    fields: {
      numerator: integer('分子', ratings),
      denominator: integer('分母', ratings),
      percent: decimal('百分比，一位小数', { ...percent, ...empty }),
    },
  }),
});
const rated: Fields = {
  ratings: object('公众日常评价，不进入评议得分', {
    fields: {
      ...sample(''),
      flagged: integer('另行计数的评价（疑似刷评，或单位申诉成立）', { ...ratings, ...empty }),
      withFlagged: object('连同另行计数的一起算', { fields: sample('连同另行计数的，') }),
    },
  }),
};

const cityName: Fields = {
  name: text('城市名称'),
  organizer: text('主办单位（评议办）'),
  demonstration: boolean('是不是演示数据'),
};
const classFields: Fields = { code: code('分类代码'), name: text('分类名称'), ranked: boolean('是否参加排名') };
const departmentFields: Fields = { code: code('单位代码'), name: text('单位简称'), class: code('所属分类的代码') };
const topicFields: Fields = { code: code('意见类别代码', { values: topicWords }), name: text('意见类别') };
const publication: FieldMeaning = object('这一次发布', {
  fields: {
    n: integer('第几次发布，与存证本里 publish 记录的 n 相同'),
    day: day('发布日期，也是统计截止日期'),
    year: integer('数字所说的评议年度，以开始的那一年为名'),
  },
});
const licenceField: FieldMeaning = object('开放数据的使用许可', {
  fields: { name: text('许可名称'), url: text('许可全文的网址') },
});
const definitionFields: Fields = {
  name: text('名称'),
  formula: text('算法'),
  counts: text('算什么'),
  leavesOut: text('不算什么'),
};
const definitionsOf = (about: string): FieldMeaning =>
  object(`${about}的定义，按字段名排列`, { each: object('一个数的定义', { fields: definitionFields }) });

const figuresJson: Fields = {
  asOf: day('统计截止日期'),
  year: integer('评议年度，以开始的那一年为名'),
  city: object('城市', { fields: cityName }),
  overall: object('全市', { fields: { ...figures, ...rated } }),
  classes: list('各分类', { fields: { ...classFields, ...figures, ...rated } }),
  departments: list('各单位', { fields: { ...departmentFields, ...figures, ...rated } }),
  months: list('按收到的月份', {
    fields: {
      month: month('月份'),
      closed: object('这个月里办结的，不论哪个月收到', {
        fields: {
          resolved: object('整改销号，按销号依据分', { fields: byBasis('这个月整改销号') }),
          explained: integer('这个月解释说明的件数', cases),
        },
      }),
      ...figures,
    },
  }),
  topics: list('按意见类别', { fields: { ...topicFields, ...figures } }),
  years: list('按评议年度', { fields: { year: integer('评议年度'), ...figures } }),
  definitions: object('每个数的定义', {
    fields: {
      version: text('定义的版本'),
      since: day('从哪天起按这个版本'),
      notes: list('共同的说明', { each: text('一条说明') }),
      counts: definitionsOf('件数'),
      rates: definitionsOf('比率'),
      ratings: definitionsOf('公众日常评价'),
    },
  }),
};

/** Columns that only the groups with ratings fill. */
const sampleColumns = (prefix: string, about: string): Fields =>
  Object.fromEntries(
    Object.entries({
      sample: code(`${about}样本大小`, { values: sampleValues }),
      substantive: integer(`${about}有效评价数（不了解除外）`, ratings),
      ...Object.fromEntries(
        ratingLevels.map((level) => [`level_${level}`, integer(`${about}“${levelWords[level]}”的个数`, ratings)]),
      ),
      satisfaction: decimal(`${about}${satisfaction.name}`, percent),
      satisfaction_numerator: integer(`${about}满意率的分子`, ratings),
      satisfaction_denominator: integer(`${about}满意率的分母`, ratings),
      satisfaction_low: decimal(`${about}满意率 95% 置信区间下限`, percent),
      satisfaction_high: decimal(`${about}满意率 95% 置信区间上限`, percent),
      unknown: decimal(`${about}${unknown.name}`, percent),
      unknown_numerator: integer(`${about}不了解率的分子`, ratings),
      unknown_denominator: integer(`${about}不了解率的分母`, ratings),
    }).map(([name, meaning]) => [`${prefix}_${name}`, { ...meaning, ...empty }]),
  );

const figuresCsv: Fields = {
  as_of: day('统计截止日期'),
  group: code('哪一种分组', {
    values: {
      overall: '全市',
      class: '一个分类',
      department: '一个单位',
      month: '收到的月份',
      topic: '意见类别',
      year: '评议年度',
    },
  }),
  code: code('组的代码：分类、单位、类别的代码，月份或年度；全市为空', empty),
  name: text('组的名称'),
  ...record(plainCounts, counted),
  ...Object.fromEntries(
    bases.map((basis) => [`resolved_${basis}`, integer(`整改销号，销号依据是${basisWords[basis].name}`, cases)]),
  ),
  resolved_total: integer(`整改销号：${countDefinitions.resolvedTotal.formula}`, cases),
  ...Object.fromEntries(
    rateNames.flatMap((name) => {
      const { percent: rate, numerator, denominator } = rateFields(name);
      return [
        [name, { ...rate, meaning: `${rateDefinitions[name].name} = ${rateDefinitions[name].formula}` }],
        [`${name}_numerator`, numerator],
        [`${name}_denominator`, denominator],
      ];
    }),
  ),
  ...Object.fromEntries(
    bases.map((basis) => [
      `closed_${basis}`,
      integer(`只有月份的组有：这个月整改销号、依据是${basisWords[basis].name}的`, { ...cases, ...empty }),
    ]),
  ),
  closed_explained: integer('只有月份的组有：这个月解释说明的', { ...cases, ...empty }),
  ...sampleColumns('ratings', ''),
  ratings_flagged: integer('另行计数的评价', { ...ratings, ...empty }),
  ...sampleColumns('ratings_with_flagged', '连同另行计数的，'),
};

// ── 意见 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const yesNo = { yes: '认可', no: '不认可' };
const proofs = { lock: '在本人手机上打开了锁，别人无法代替', seen: '服务器能看到回执码，另行计数' };
const checks = { passed: '通过', failed: '不通过' };

const facts: Fields = {
  id: code('意见在存证本里的编码'),
  number: text('案件编号；受理以前没有', empty),
  week: day('收到意见的那一周的第一天；不公布哪一天'),
  channel: code('来源渠道', { values: channelWords }),
  kind: code('意见性质', { values: kindWords }),
  state: code('现在到了哪一步', { values: stateWords }),
  exit: code('梳理结果；没有梳理的为空', { ...empty, values: exitWords }),
  topic: code('意见类别', { ...empty, values: topicWords }),
  department: code('承办单位的代码', empty),
  named: code('意见人指明的单位', empty),
  coDepartments: list('协办单位的代码', { each: code('单位代码') }),
  nature: code('整改类型', { ...empty, values: natureWords }),
  assignedOn: day('交办日期', empty),
  acceptedOn: day('签收日期', empty),
  acceptDue: day('签收期限', empty),
  due: day('办结期限', empty),
  paused: boolean('办结的计时是否停着'),
  returns: integer('申请退回几次', times),
  transfers: integer('转办几次', times),
  extensions: integer('延期几次', times),
  claims: integer('单位申请销号（自报）几次', times),
  result: code('整改结果', { ...empty, values: resultWords }),
  reworks: integer('重办几次', times),
  checked: code('这一轮独立核实的结果', { ...empty, values: checks }),
  failedCheck: boolean('是否曾经核实不通过'),
  answer: code('意见人这一轮的答复', { ...empty, values: yesNo }),
  answerProof: code('答复凭什么', { ...empty, values: proofs }),
  revisit: code('回访结果', { ...empty, values: revisitWords }),
  reachable: boolean('办结时是否留有联系方式'),
  supervision: integer('督办级别', { values: supervisionWords }),
  basis: code('销号依据', { ...empty, values: names(basisWords) }),
  closure: code('销号方式', { ...empty, values: closureWords }),
  closedOn: day('办结日期', empty),
  onTime: boolean('是否按期办结', empty),
  erased: boolean('文字是否已按申请删除'),
};

/** The same in a CSV: names of columns, and lists as codes between spaces. */
const factColumns: Fields = Object.fromEntries(
  Object.entries(facts).map(([name, meaning]) => [
    name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
    meaning.type === 'list' ? text(`${meaning.meaning}，用空格隔开`, empty) : meaning,
  ]),
);

const countsByLevel = (about: string): FieldMeaning =>
  object(about, { fields: record(ratingLevels, (level) => integer(`“${levelWords[level]}”的个数`, ratings)) });

// ── 存证本里的记录 ───────────────────────────────────────────────────────────────────────────────────────────────────

/** Fields that an act of a case may be given. */
const fieldNames = [...new Set(actNames.flatMap((act) => [...(actOf(act).needs ?? []), ...(actOf(act).may ?? [])]))];
const given: Fields = {
  ...record(
    fieldNames.filter((name) => !isWords(name)),
    givenMeaning,
  ),
  targetSeq: integer('归并时那一件已有几条记录', optional),
};
const committed: Fields = record(
  fieldNames.filter((name) => isWords(name) || name === 'evidence'),
  committedMeaning,
);
const dues: Fields = record(Object.keys(clockWords) as (keyof typeof clockWords)[], (clock) =>
  day(`${clockWords[clock]}的期限`, optional),
);
const locks = (about: string): FieldMeaning =>
  list(`${about}的三把锁，每轮一把`, { ...optional, each: hash('一把锁：原像的 SHA-256') });

const entryTypes = {
  'case.new': '收到意见',
  'case.text': '公开文本',
  'case.reject': '不予交办',
  'case.merge': '归并或取消归并',
  'case.assign': '交办',
  'case.claim': '单位申请销号',
  'case.confirm': '意见人答复',
  'case.verify': '独立核实',
  'case.reopen': '重办',
  'case.close': '销号',
  'case.step': '其他步骤',
  erase: '删除内容',
};

const event: Fields = {
  i: integer('在存证本里的序号，从 0 起'),
  t: code('记录的种类', { values: entryTypes }),
  id: code('意见在存证本里的编码'),
  n: integer('这件意见的第几条记录，从 1 起'),
  act: code('做了什么', { values: names(actWords) }),
  to: code('做完以后到哪一步', { values: stateWords }),
  day: day('哪一天；收到意见的记录没有', optional),
  by: code('谁做的', { values: roleWords }),
  a: code('工作人员账号的代号，同一个人始终相同，看不出是谁', optional),
  d: code('单位：收到意见的记录里是意见人指明的，其他记录里是经办人所在的', optional),
  v: integer('按第几版规则办的，见 rules/<n>.json', optional),
  w: field('any')('收到意见的记录里是那一周的第一天；其他记录里是各项文字的承诺值', {
    ...optional,
    fields: committed,
  }),
  ch: code('来源渠道', { ...optional, values: channelWords }),
  k: code('意见性质', { ...optional, values: kindWords }),
  no: text('案件编号', optional),
  basis: code('销号依据', { ...optional, values: names(basisWords) }),
  reach: boolean('销号时留有联系方式', optional),
  s: boolean('回执码经过服务器（代录，或没有使用脚本）', optional),
  g: object('填写的内容中不是文字的', { ...optional, fields: given }),
  due: object('这一步设定或改动的期限', { ...optional, fields: dues }),
  c: hash('意见人看到的公开文本的承诺值', optional),
  y: locks('认可'),
  x: locks('不认可'),
};

const eventColumns: Fields = Object.fromEntries(
  Object.entries(event).flatMap(([name, meaning]): [string, FieldMeaning][] => {
    const { optional: _, fields: __, ...column } = meaning;
    const cell = meaning.optional ? { ...column, ...empty } : column;
    if (name === 'w')
      return [
        ['week', day('收到意见的那一周的第一天；只有收到意见的记录有', empty)],
        ['commitments', { type: 'json', meaning: '各项文字的承诺值', ...empty }],
      ];
    if (name === 'g' || name === 'due') return [[name, { ...cell, type: 'json' }]];
    if (name === 'y' || name === 'x') return [[name, text(`${meaning.meaning}，用空格隔开`, empty)]];
    return [[name, cell]];
  }),
);

// ── 规则 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const units = { workday: '工作日', day: '自然日' };
const allowances = publicWords.method.allowances;
const rules: Fields = {
  calendar: object('工作日历', {
    fields: {
      years: list('已录入放假安排的年份', { each: integer('年份') }),
      days: list('放假和调休的日子', {
        fields: {
          day: day('日期'),
          kind: code('安排', { values: { holiday: '放假', makeup: '调休上班' } }),
          name: text('名称'),
        },
      }),
    },
  }),
  defaults: object('各步期限的默认值', {
    fields: record(policyKeys, (key) =>
      object(`${allowances[key]}的期限`, {
        fields: { amount: integer('几天'), unit: code('按什么天数', { values: units }) },
      }),
    ),
  }),
  changes: list('本市改动过的期限', {
    fields: {
      key: text(
        '哪一步，写法同上；只对某种意见性质或某个渠道的，写成“步/性质/渠道”，不限的写 *，例如 complete.TIMED/help/*',
      ),
      validFrom: day('从哪天起'),
      amount: integer('几天'),
      unit: code('按什么天数', { values: units }),
    },
  }),
  yearStartsOn: text('评议年度的第一天，月-日'),
};

// ── 文件 ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

const json = 'JSON';
const lines = 'NDJSON：一行一个 JSON 对象，以换行结束';
const csv = 'CSV（RFC 4180），UTF-8 带 BOM，首行是列名';
const bound = 'publish 记录里写有文件字节的 SHA-256';
const byCommitment = '存证本里的承诺值：SHA-256(盐值 ‖ 内容的规范 JSON)';
const byLog = '存证本本身，内容逐字相同';
const itself = '检查点里的根散列';

const directory: Fields = {
  code: code('单位代码'),
  name: text('单位简称'),
  full_name: text('单位全称'),
  class: code('所属分类的代码'),
  class_name: text('所属分类', empty),
  address: text('地址', empty),
  telephone: text('公开电话', empty),
  duties: text('主要职责', empty),
  active: boolean('是否仍参加评议'),
};

const files: Readonly<Record<string, FileMeaning>> = {
  'log/checkpoint': {
    title: '存证本最新的检查点：名称、条数、根散列和签名',
    format: '签名文本（c2sp.org/tlog-checkpoint）',
    boundBy: '本站和见证单位的签名',
  },
  'log/tile/<L>/<N>': {
    title: '存证本的散列，每个文件 256 个；没满的地址末尾加 .p/<个数>',
    format: '二进制，每个散列 32 字节（c2sp.org/tlog-tiles）',
    boundBy: itself,
  },
  'log/tile/entries/<N>': {
    title: '存证本的记录，每个文件 256 条；没满的地址末尾加 .p/<条数>',
    format: '二进制，每条前有两字节长度（c2sp.org/tlog-tiles）；每条是规范 JSON（RFC 8785）',
    boundBy: itself,
  },
  'open/city.json': {
    title: '城市、许可、分类、单位和本次发布的编号',
    format: json,
    boundBy: bound,
    fields: {
      origin: text('存证本的名称'),
      keys: list('验证签名用的公钥：检查点的、回执的', { each: text('公钥（c2sp.org/signed-note）') }),
      ...cityName,
      licence: licenceField,
      yearStartsOn: text('评议年度的第一天，月-日'),
      classes: list('分类', { fields: classFields }),
      departments: list('单位', { fields: departmentFields }),
      topics: list('意见类别', { fields: topicFields }),
      years: list('有意见的评议年度，每个有一份 cases 文件', { each: integer('评议年度') }),
      publication,
    },
  },
  'open/figures.json': { title: '全部公开数字和定义', format: json, boundBy: bound, fields: figuresJson },
  'open/figures.csv': { title: '全部公开数字，一组一行', format: csv, boundBy: bound, fields: figuresCsv },
  'open/departments.csv': { title: '参评单位名录', format: csv, boundBy: bound, fields: directory },
  'open/records.ndjson': {
    title: '公开承诺、督办、函调、明查暗访、聘任、月报、通报、抽查等记录，一行一份',
    format: lines,
    boundBy: bound,
    fields: recordFields,
  },
  'open/records.csv': { title: '同上，供表格软件打开', format: csv, boundBy: bound, fields: recordColumns },
  'open/cases/<year>.ndjson': {
    title: '一个评议年度收到的意见，一行一件；所有数字都由它数出',
    format: lines,
    boundBy: bound,
    fields: facts,
  },
  'open/cases/<year>.csv': {
    title: '同上，供表格软件打开',
    format: csv,
    boundBy: bound,
    fields: factColumns,
  },
  'open/dept/<code>.json': {
    title: '一个单位本年度的意见和评价，手机上核对用',
    format: json,
    boundBy: bound,
    fields: {
      code: code('单位代码'),
      year: integer('评议年度'),
      asOf: day('统计截止日期'),
      cases: list('算在这个单位的意见', { fields: facts }),
      ratings: object('已开票的公众日常评价', {
        fields: {
          levels: countsByLevel('各等次的个数'),
          apart: countsByLevel('其中另行计数的（不在上面的数里）'),
        },
      }),
    },
  },
  'open/openings/<year>/<code>.ndjson': {
    title: '一个单位一个评议年度已开票的评价，按 c 排序',
    format: lines,
    boundBy: byCommitment,
    fields: {
      c: hash('评价记录里的承诺值'),
      r: integer('评价等次', { values: levelWords }),
      s: hash('盐值：SHA-256(盐值 ‖ {"r":等次}) 应等于 c'),
    },
  },
  'open/texts.ndjson': {
    title: '公开的文字，附盐值，可与存证本里的承诺值核对',
    format: lines,
    boundBy: byCommitment,
    fields: {
      id: code('意见或记录在存证本里的编码；申诉裁定的是那个评价的 c'),
      n: integer('这件意见或记录的第几条记录；意见的 1 是提交的意见，0 是申诉裁定'),
      f: code('哪一项', {
        values: {
          text: '提交时意见人看到的公开文本',
          publicText: fieldWords.publicText.label,
          explanation: fieldWords.explanation.label,
          nextStep: fieldWords.nextStep.label,
          legalBasis: fieldWords.legalBasis.label,
          ruling: fieldWords.ruling.label,
          ...publicRecordFields,
          reason: '理由；申诉裁定的是同意申诉的理由',
        },
      }),
      v: field('any')('内容；“整改措施”是一个列表，其余是文字'),
      s: hash('盐值；f 为 text 时承诺的是 {"text":内容}，其余承诺的是内容本身'),
    },
  },
  'open/events.ndjson': {
    title: '存证本里有关意见的记录，截至最近一次发布',
    format: lines,
    boundBy: byLog,
    fields: event,
  },
  'open/events.csv': {
    title: '同上，供表格软件打开',
    format: csv,
    boundBy: byLog,
    fields: eventColumns,
  },
  'open/rules/<n>.json': {
    title: '第 n 版规则：工作日历和时限',
    format: '规范 JSON（RFC 8785）',
    boundBy: 'rules 记录里写有文件字节的 SHA-256',
    fields: rules,
  },
  ...roundFileMeanings,
  'open/index.json': {
    title: '全部文件的清单',
    format: json,
    boundBy: '不作保证，以各文件自己的为准',
    fields: {
      licence: licenceField,
      publication,
      files: list('文件', {
        fields: {
          path: text('地址，在 /open/ 之后的部分'),
          title: text('是什么'),
          type: text('媒体类型'),
          bytes: integer('大小；边生成边发送的没有', { unit: '字节', ...optional }),
          sha256: hash('文件字节的 SHA-256；边生成边发送的没有', optional),
        },
      }),
    },
  },
  'open/mirror.txt': {
    title: '全部文件的网址，一行一个；wget -x -nH -i 即可整份复制',
    format: '纯文本',
    boundBy: '不作保证，以各文件自己的为准',
  },
  'open/dictionary.json': {
    title: '本数据字典',
    format: json,
    boundBy: bound,
    fields: {
      title: text('名称'),
      licence: licenceField,
      publication,
      notes: list('共同的说明', { each: text('一条说明') }),
      types: object('字段类型的写法', { each: text('一种类型') }),
      files: object('每个文件的说明，按地址排列', {
        each: object('一个文件', {
          fields: {
            title: text('是什么'),
            format: text('格式'),
            boundBy: text('由什么作保，可以和存证本核对'),
            fields: field('any')('字段或列：类型、含义、单位、取值', optional),
          },
        }),
      }),
    },
  },
};

const types: Record<FieldType, string> = {
  text: '文字',
  integer: '整数',
  boolean: '是否：true 或 false',
  day: '日期，YYYY-MM-DD',
  month: '月份，YYYY-MM',
  decimal: '小数，写成文字，避免四舍五入的差别',
  code: '代码，含义见 values',
  hash: '32 字节，base64url，不带填充',
  object: '对象',
  list: '列表',
  json: '单元格里是 JSON',
  any: '见说明',
};

const notes = [
  '所有日期都只到日；群众提交的只到周。没有时刻、没有姓名、没有网络地址。',
  'CSV 里以 = + - @ 开头的文字前面加了一个撇号，防止表格软件当作公式；要逐字核对请用 NDJSON。',
  'empty 为真的字段可以没有值：JSON 里写 null，CSV 里是空格子；optional 为真的字段没有值时整个不写。',
  '同一次发布的文件由同一次计算得出，编号写在 city.json 的 publication 里。',
];

/** What a file is, by its address with parts in angle brackets, such as `open/cases/<year>.csv`. */
export const fileMeanings = files;

/** The content of `/open/dictionary.json`. */
export const dictionaryFile = (about: {
  licence: Licence;
  publication: { n: number; day: string; year: number };
}): object => ({ title: '数据字典', ...about, notes, types, files });
