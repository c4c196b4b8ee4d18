/** The part of the data dictionary about rounds (评议活动): their files below `open/rounds/<id>/`. */

import { ballotChannelWords, exclusionRuleWords, roundKindWords, voidReasonWords } from './rounds.ts';
import {
  boolean,
  code,
  day,
  empty,
  type FieldMeaning,
  type Fields,
  hash,
  integer,
  list,
  object,
  optional,
  percent,
  text,
} from './dictionary-fields.ts';
import { recordKindWords } from './records.ts';

const rows = { unit: '份' } as const;
const people = { unit: '人' } as const;

const channel = (about = '渠道'): FieldMeaning => code(about, { values: ballotChannelWords });

/** `/open/rounds.json`: an object of the list. */
const roundLineFields: Fields = {
  id: code('评议活动在存证本里的编码'),
  number: text('文号'),
  title: text('名称'),
  kind: code('种类', { values: roundKindWords }),
  year: integer('评议年度'),
  opensOn: day('投票第一天'),
  closesOn: day('投票最后一天'),
  state: code('到了哪一步', { values: recordKindWords.round.states }),
  department: code('部门自主评议的单位；其他为空', empty),
  publication: integer('年度得分里的整改数字取自第几次公布；没有年度得分的为空', empty),
  files: list('文件', {
    fields: {
      path: text('地址，在 /open/rounds/<id>/ 之后的部分'),
      bytes: integer('大小', { unit: '字节' }),
      sha256: hash('文件字节的 SHA-256'),
    },
  }),
};

/** `rules.json`: the plan as frozen. */
const roundRulesFields: Fields = {
  v: integer('写法的版本'),
  round: code('评议活动的编码'),
  kind: code('种类', { values: roundKindWords }),
  title: text('名称'),
  year: integer('评议年度'),
  opensOn: day('投票第一天'),
  closesOn: day('投票最后一天'),
  ticketsUntil: day('最后一个领票日', optional),
  scale: object('等次', {
    fields: {
      preset: text('抄自哪一种量表'),
      levels: list('由好到差', {
        fields: {
          level: integer('代码；0 是不了解，不在表里'),
          name: text('名称'),
          points: integer('分值', { unit: '分' }),
          isSatisfied: boolean('算不算满意'),
        },
      }),
    },
  }),
  items: list('评议内容', {
    fields: { code: code('代码'), name: text('名称'), weight: integer('权重', percent) },
  }),
  asksOverall: boolean('另问不问总体评价；它只公布，不进得分'),
  classes: list('分类', {
    fields: { code: code('代码'), name: text('名称'), isRanked: boolean('排不排名；不排的只征求意见') },
  }),
  departments: list('参评单位', {
    fields: {
      code: code('代码'),
      name: text('名称'),
      classCode: code('这一次所在的分类'),
      isExempt: boolean('免评', optional),
    },
  }),
  groups: list('评议人类别', {
    fields: {
      code: code('代码'),
      name: text('名称'),
      weight: integer('权重', percent),
      invited: integer('邀请人数', people),
      frame: text('从谁当中、怎样选出'),
    },
  }),
  rosters: list('评议码名册', {
    fields: {
      roster: code('名册号，评议码的前两位'),
      group: code('评议人类别'),
      only: code('只评这一个单位', optional),
      except: code('不评这个单位', optional),
      codes: integer('评议码的个数', { unit: '个' }),
      window: object('只在这段时间可用（会场码）', {
        ...optional,
        fields: { from: text('开始'), until: text('结束') },
      }),
    },
  }),
  channels: list('渠道', { fields: { channel: channel(), isCounted: boolean('进不进得分；不进的只另行公布') } }),
  minimums: object('最少票数', {
    fields: {
      cell: integer('同一单位、类别、渠道少于这么多的，不公开也不计分', rows),
      group: integer('一个类别对一个单位少于这么多的，不计分，其他类别的权重按比例放大', rows),
      ranked: integer('一个单位一共少于这么多的，样本不足，不排名', rows),
    },
  }),
  annual: object('年度得分怎样合成', {
    ...optional,
    fields: {
      review: integer('评议得分的权重', percent),
      rectification: integer('整改得分的权重', percent),
      regular: integer('日常得分的权重', percent),
    },
  }),
};

/** `keys.json`: an object of the list. */
const ticketKeyFields: Fields = {
  group: code('评议人类别'),
  department: code('单位'),
  n: text('RSA-2048 公钥的模，base64url；指数是 65537'),
};

/** A line of `batches/<batch>.ndjson`. */
const batchLineFields: Fields = { c: hash('这一行的承诺值'), d: code('评的单位') };

/** A line of `openings/<code>.ndjson`. */
const roundOpeningFields: Fields = {
  c: hash('选票的承诺值'),
  g: code('评议人类别'),
  ch: channel(),
  o: object('评了什么：SHA-256(盐值 ‖ 规范 JSON) 应等于 c', {
    fields: {
      r: integer('总体评价的等次；0 是不了解或没有问'),
      x: object('各项的等次；全部不了解（弃权）时是空的', { each: integer('等次；0 是不了解') }),
    },
  }),
  s: hash('盐值'),
};

const levels = (about: string): FieldMeaning => object(about, { each: integer('选这个等次的', rows) });
const share = (about: string): FieldMeaning =>
  object(about, {
    fields: {
      part: integer('分子', rows),
      of: integer('分母', rows),
      percent: text('百分比，一位小数；分母为 0 时没有', { ...percent, ...optional }),
      low: text('95% 置信区间下限（威尔逊法），以 1 为整', optional),
      high: text('95% 置信区间上限', optional),
    },
  });
const plainShare = (about: string): FieldMeaning =>
  object(about, { fields: { part: integer('分子'), of: integer('分母') } });
const itemFields: Fields = {
  item: code('评议内容'),
  n: integer('给了等次的', rows),
  unknown: integer('不了解的', rows),
  points: integer('分值之和；得分 = points ÷ n', { unit: '分' }),
  levels: levels('各等次的份数'),
  score: text('得分，三位小数', optional),
};
const partFields: Fields = {
  substantive: integer('有效的（至少评了一项）', rows),
  abstained: integer('弃权的', rows),
  items: list('各项', { fields: itemFields }),
  score: text('得分，三位小数', optional),
};
const turnoutFields: Fields = {
  issued: integer('发出', people),
  returned: integer('收回', people),
  void: object('无效，按原因', {
    fields: Object.fromEntries(
      Object.entries(voidReasonWords).map(([reason, word]) => [reason, integer(word, { ...people, ...optional })]),
    ),
  }),
  excluded: object('剔除，按规则', {
    fields: Object.fromEntries(
      Object.entries(exclusionRuleWords).map(([rule, word]) => [rule, integer(word, { ...people, ...optional })]),
    ),
  }),
  valid: integer('有效', people),
  returnRate: share('回收率'),
  validRate: share('有效率'),
};
const range: Fields = { max: text('最高分', optional), min: text('最低分', optional) };
const standings = {
  ranked: '排名',
  unranked: '征求意见，不排名',
  few: '样本不足，不排名',
  withheld: '票太少，不公布',
  exempt: '免评',
};

/** `results.json`. */
const roundResultsFields: Fields = {
  v: integer('写法的版本'),
  round: code('评议活动的编码'),
  title: text('名称'),
  year: integer('评议年度'),
  rows: object('选票，一人评一个单位算一份', {
    fields: {
      ballots: integer('一共（不含作废和剔除的）', rows),
      cancelled: integer('本人作废的', rows),
      excluded: integer('剔除的', rows),
      hidden: integer('太少、不公开的', rows),
      hiddenCells: integer('这样的有几格', { unit: '格' }),
      unopened: integer('没有开票的', rows),
      malformed: integer('写法不对、不计的', rows),
      abstained: integer('弃权的', rows),
      substantive: integer('有效的', rows),
      counted: integer('计分的', rows),
    },
  }),
  turnout: object('人数', {
    fields: {
      invited: integer('邀请', people),
      total: object('合计', { fields: turnoutFields }),
      groups: list('按类别', {
        fields: {
          group: code('评议人类别'),
          invited: integer('邀请', people),
          ...turnoutFields,
          channels: list('按渠道', { fields: { channel: channel(), ...turnoutFields } }),
        },
      }),
      channels: list('按渠道', { fields: { channel: channel(), ...turnoutFields } }),
    },
  }),
  overall: object('全部', {
    fields: {
      ...range,
      satisfied: share('满意率'),
      verySatisfied: share('很满意率'),
      unknown: share('不了解率'),
    },
  }),
  classes: list('各分类', {
    fields: {
      classCode: code('分类'),
      isRanked: boolean('排不排名'),
      departments: integer('够票数的单位', { unit: '个' }),
      mean: text('平均分', optional),
      ...range,
      satisfied: share('满意率'),
      verySatisfied: share('很满意率'),
      unknown: share('不了解率'),
      items: list('各项的平均分', { fields: { item: code('评议内容'), score: text('平均分') } }),
    },
  }),
  departments: list('各单位', {
    fields: {
      department: code('单位'),
      classCode: code('分类'),
      standing: code('怎样对待', { values: standings }),
      n: integer('计分的有效票', rows),
      score: text('评议得分，三位小数', optional),
      interval: object('95% 置信区间', { ...optional, fields: { low: text('下限'), high: text('上限') } }),
      rank: integer('同类里的名次，同分同名次', optional),
      tier: integer('同类里的梯队，区间重叠的在一起', optional),
      satisfied: share('满意率'),
      verySatisfied: share('很满意率'),
      unknown: share('不了解率'),
      items: list('各项', { fields: itemFields }),
      overall: levels('总体评价各等次的份数'),
      groups: list('按类别', {
        fields: { group: code('评议人类别'), counts: boolean('够不够数'), ...partFields },
      }),
      channels: list('按渠道', {
        fields: {
          channel: channel(),
          counts: boolean('进不进得分'),
          ballots: integer('一共', rows),
          hidden: integer('其中太少、不公开的', rows),
          ...partFields,
        },
      }),
      annual: object('年度得分', {
        ...optional,
        fields: {
          score: text('年度得分'),
          review: text('评议得分'),
          rectification: text('整改得分', optional),
          regular: text('日常得分', optional),
          inputs: object('由什么算出', {
            fields: {
              department: code('单位'),
              rectified: plainShare('整改率'),
              onTime: plainShare('按期办结率'),
              revisits: plainShare('回访满意率'),
              signed: plainShare('按时签收率'),
              regular: list('本年度各次日常评议的得分', { each: text('得分') }),
            },
          }),
        },
      }),
    },
  }),
};

/** The columns of `results.csv`. */
const roundResultsColumns: Fields = {
  department: code('单位'),
  name: text('名称'),
  class: code('分类'),
  standing: code('怎样对待', { values: standings }),
  n: integer('计分的有效票', rows),
  score: text('评议得分', empty),
  score_low: text('95% 置信区间下限', empty),
  score_high: text('95% 置信区间上限', empty),
  rank: integer('同类里的名次', empty),
  tier: integer('同类里的梯队', empty),
  satisfied: integer('满意的评价', { unit: '个' }),
  very_satisfied: integer('很满意的评价', { unit: '个' }),
  rated: integer('满意率的分母', { unit: '个' }),
  unknown: integer('不了解的评价', { unit: '个' }),
  asked: integer('不了解率的分母', { unit: '个' }),
  annual_score: text('年度得分', empty),
  annual_review: text('其中评议得分', empty),
  annual_rectification: text('其中整改得分', empty),
  annual_regular: text('其中日常得分', empty),
};

const json = '规范 JSON（RFC 8785）';
const lines = 'NDJSON：一行一个规范 JSON 对象，以换行结束，按 c 排序';
const frozen = '冻结方案的记录（round.freeze）里写有文件字节的 SHA-256';
const result = '公布或更正结果的记录（round.publish、round.correct）里写有文件字节的 SHA-256';
const at = (path: string): string => `open/rounds/<id>/${path}`;

/** Files of rounds by their addresses. */
export const roundFileMeanings = {
  'open/rounds.json': {
    title: '各次评议活动和它们的文件',
    format: 'JSON：一个列表，下面是每一项的字段',
    boundBy: '不作保证，以各文件自己的为准',
    fields: roundLineFields,
  },
  [at('rules.json')]: { title: '一次评议活动冻结的方案', format: json, boundBy: frozen, fields: roundRulesFields },
  [at('reports.json')]: {
    title: '各单位的自我陈述',
    format: `${json}：单位代码对文字`,
    boundBy: frozen,
  },
  [at('keys.json')]: {
    title: '验证选票签名的公钥，类别和单位各一把',
    format: `${json}：一个列表，下面是每一项的字段`,
    boundBy: frozen,
    fields: ticketKeyFields,
  },
  [at('roster.json')]: {
    title: '评议码的散列，按名册',
    format: `${json}：名册号对排了序的列表`,
    boundBy: frozen,
  },
  [at('batches/<batch>.ndjson')]: {
    title: '一个收票批次的每一行：承诺值和评的单位',
    format: lines,
    boundBy: '清点批次的记录（batch.count）里写有全部承诺值的散列',
    fields: batchLineFields,
  },
  [at('openings/<code>.ndjson')]: {
    title: '一个单位公开的票；人数太少的格子只公开弃权',
    format: lines,
    boundBy: result,
    fields: roundOpeningFields,
  },
  [at('results.json')]: { title: '结果', format: json, boundBy: result, fields: roundResultsFields },
  [at('results.csv')]: {
    title: '结果，一个单位一行，供表格软件打开',
    format: 'CSV（RFC 4180），UTF-8 带 BOM，首行是列名',
    boundBy: '和 results.json 相同',
    fields: roundResultsColumns,
  },
} as const;
