/** Personal data in citizens' texts: what must be hidden, what must stay. Every number here is made up. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { marksForReview, type RedactionKind, redact, redactionMarks } from '../../server/domain/redaction.ts';
import { redactionLabel, reviewHintLabels, summariseRedaction } from '#words/redaction.ts';

/** Text before and after. */
const hidden: [before: string, after: string][] = [
  // mobile numbers
  ['请打我电话13800001234，谢谢', '请打我电话〔手机号〕，谢谢'],
  ['138 0000 1234', '〔手机号〕'],
  ['138-0000-1234找我', '〔手机号〕找我'],
  ['１３８００００１２３４', '〔手机号〕'],
  ['+86 138 0000 1234', '〔手机号〕'],
  ['008613800001234', '〔手机号〕'],
  ['8613800001234', '〔手机号〕'],
  ['一三八零零零零一二三四', '〔手机号〕'],
  ['幺三八〇〇〇〇幺二三四', '〔手机号〕'],
  ['1 3 8 0 0 0 0 1 2 3 4', '〔手机号〕'],
  ['1、3、8、0、0、0、0、1、2、3、4', '〔手机号〕'],
  ['138.0000.1234', '〔手机号〕'],
  ['138，0000，1234', '〔手机号〕'],
  ['13\u200b80000\u200b1234', '〔手机号〕'],
  ['1️⃣3️⃣8️⃣0️⃣0️⃣0️⃣0️⃣1️⃣2️⃣3️⃣4️⃣', '〔手机号〕'],
  ['①③⑧00001234', '〔手机号〕'],
  ['壹叁捌00001234', '〔手机号〕'],
  ['两个号13800001234 13900005678', '两个号〔手机号〕 〔手机号〕'],
  ['013800001234', '〔手机号〕'],
  ['13800001234/13900005678', '〔手机号〕/〔手机号〕'],
  ['骂人的话13800001234骂人的话', '骂人的话〔手机号〕骂人的话'],
  // landlines
  ['家里座机0571-87654321', '家里座机〔电话〕'],
  ['(010)8765 4321', '〔电话〕'],
  ['（０７５５）２３４５６７８９', '〔电话〕'],
  ['0573-2345678转801', '〔电话〕'],
  ['02087654321', '〔电话〕'],
  ['联系方式：8765 4321', '联系方式：〔电话〕'],
  ['我家电话是7654321', '我家电话是〔电话〕'],
  // identity numbers
  ['身份证11010519491231002X', '身份证〔身份证号〕'],
  ['110105 19491231 002x', '〔身份证号〕'],
  ['本人身份证号：440524188001010014。', '本人身份证号：〔身份证号〕。'],
  ['身份证号110105194912310021抄错一位', '身份证号〔身份证号〕抄错一位'],
  ['老身份证110105491231002', '老身份证〔身份证号〕'],
  ['一一〇一〇五一九四九一二三一〇〇二X', '〔身份证号〕'],
  // cards and accounts
  ['退到6222020200112230', '退到〔银行卡号〕'],
  ['4111 1111 1111 1111', '〔银行卡号〕'],
  ['4111-1111-1111-1111', '〔银行卡号〕'],
  ['卡号：6217 0000 1111 2222 333', '卡号：〔账号〕'],
  ['水费户号 3301998877', '水费户号 〔账号〕'],
  ['窗口工号10086的人', '窗口工号〔账号〕的人'],
  // plates
  ['浙A12345违停', '〔车牌号〕违停'],
  ['浙A·D12345', '〔车牌号〕'],
  ['沪a 8k6f2', '〔车牌号〕'],
  ['粤Ｂ１２３４５', '〔车牌号〕'],
  ['京A12345D新能源', '〔车牌号〕新能源'],
  ['苏E1234警', '〔车牌号〕'],
  // electronic
  ['发到zhang.san@example.com吧', '发到〔邮箱〕吧'],
  ['ｚｓ＠ｅｘａｍｐｌｅ．ｃｏｍ', '〔邮箱〕'],
  ['12345678@qq.com', '〔邮箱〕'],
  ['QQ：12345678', 'QQ：〔QQ号〕'],
  ['加我扣扣八八八六六六', '加我扣扣〔QQ号〕'],
  ['微信号：abc_1234', '微信号：〔微信号〕'],
  ['加vx lanjiang01', '加vx 〔微信号〕'],
  ['微信同号wx: zhangsan', '微信同号wx: 〔微信号〕'],
  ['店家统一社会信用代码91350100M000100Y43', '店家统一社会信用代码〔信用代码〕'],
  // addresses
  ['我家在桃园路12号3幢2单元502室', '我家在桃园路〔门牌号〕'],
  ['人民路88号楼下', '人民路〔门牌号〕下'],
  ['解放大道十二号', '解放大道〔门牌号〕'],
  ['阳光小区5栋1单元301漏水', '阳光小区〔门牌号〕漏水'],
  ['阳光小区5栋301室漏水', '阳光小区〔门牌号〕漏水'],
  ['锦绣花园12-3-502', '锦绣花园〔门牌号〕'],
  ['幸福村3组18号', '幸福村〔门牌号〕'],
  ['柳树巷7-1号', '柳树巷〔门牌号〕'],
  ['家住502室，楼上漏水', '家住〔门牌号〕，楼上漏水'],
  // names before titles
  ['王科长办事要好处', '〔姓名〕科长办事要好处'],
  ['高科长态度恶劣', '〔姓名〕科长态度恶劣'],
  ['李医生让我再跑一趟', '〔姓名〕医生让我再跑一趟'],
  ['开18路的张师傅闯红灯', '开18路的〔姓名〕师傅闯红灯'],
  ['找王建国科长签字', '找〔姓名〕科长签字'],
  ['王家庄李书记', '王家庄〔姓名〕书记'],
  ['欧阳老师很负责', '〔姓名〕老师很负责'],
  ['窗口的陈女士', '窗口的〔姓名〕女士'],
  ['交警刘副大队长', '交警〔姓名〕副大队长'],
  ['周总说过几天', '〔姓名〕总说过几天'],
  ['一个姓吴的工作人员', '一个姓〔姓名〕的工作人员'],
  ['我叫赵小明，想问', '我叫〔姓名〕，想问'],
  ['姓名：孙丽 电话：13800001234', '姓名：〔姓名〕 电话：〔手机号〕'],
  ['谢谢医生，感谢林护士长', '谢谢医生，感谢〔姓名〕护士长'],
];

/** Texts in which nothing may be touched. */
const kept = [
  '上午十点取号，前面只有九个人，等了一个半小时，六个窗口开了三个，能不能高峰多开窗口。',
  '网上提交的材料到窗口又要重交一遍纸质件，说系统看不清，跑了两趟。',
  '工伤认定缺什么材料没有一次说清，第一次说缺考勤表，第二次又说缺劳动合同。',
  '桃园路夜市油烟直排，反映三次，每次来人就收，走了又摆，希望有长效办法。',
  '学校门口早高峰没有人疏导，斑马线磨得看不见了。',
  '工地夜里十二点还在浇混凝土，打电话说已转街道，街道说归环保，到底谁管？',
  '执法人员检查时没有出示证件，态度生硬，建议规范用语。',
  '18 路晚上七点以后要等四十分钟，电子站牌不准。',
  '扫码出场多扣一小时的钱，客服机器人绕圈，找不到人工。',
  '涉企政策兑现慢，去年申报的展会补贴到今年三月还没有到账，也没有说法。',
  '人民路路灯从三月坏到现在，晚上一片黑。',
  '某科长办事要好处……',
  '张某某科长和王某主任',
  '科长不在，局长也不在，主任说找书记。',
  '打12345没人接，又打12333和95598',
  '客服400-820-8820永远占线',
  '拨打110和119',
  '2026-10-12 13:45:00提交，至今没有答复',
  '2026年10月12日至2026年11月20日',
  '补贴3,500,000元只到账1,200,000元',
  '单号20261120123456789查不到',
  '国办函〔2026〕12号文件规定了',
  '地铁2号线和3号线换乘太远',
  '1号窗口没人，3号窗口排队',
  '这条路12号开始修，到30号还没完',
  '18路12号停运',
  '行政服务中心3号楼201室没有指示牌',
  '在302室等了两个小时',
  '公交18 201 202 203路都不停',
  '微信APP打不开，微信小程序也不行',
  '微信公众号lanjiang2026发的通知',
  '高中老师和语文老师都要求买资料',
  '班主任让家长签字',
  '感谢医生和护士',
  '公安局长期不处理，警方队长也不管',
  '上周总是堵车，周末医生都不在',
  '担任科长三年，没办一件实事',
  '石桥村村长和高新区区长',
  '林业局长期不管，金融主管部门也不管',
  '老百姓高兴，姓氏不重要',
  '为何主任不在，任何经理都不管',
  '我们小区15号停水，沿江路12号到18号之间全停',
  '4月12日至5月30日，每天12:30-13:30，13-15岁',
  '法院判决不公',
  '燃气味很重',
  '一二三四五六七八九十',
  '孩子报名从二〇二六年拖到二〇二七年',
  '浙江A股上市公司',
  'A4纸打印5份，尺寸210×297',
  '由于主任不在，关于书记的安排',
  '等了1小时30分，花了12.50元，3人2次',
  '我叫不到人工客服',
  '评分99.5分，满意率94.6%，1,018/1,100',
];

const anyChinese = fc.constantFrom(
  ...'的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线内数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并提直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见计别她手角期根论运农指几九区强放决西被干做必战先回则任取据处',
);
const anyPiece = fc.oneof(
  anyChinese,
  fc.constantFrom(...hidden.map(([before]) => before)),
  fc.constantFrom(...hidden.map(([, after]) => after)),
  fc.constantFrom(...Object.values(redactionMarks)),
  fc.constantFrom(...kept),
  fc.stringMatching(/^[0-9]{1,20}$/),
  fc.constantFrom(
    ' ',
    '-',
    '，',
    '。',
    '\u200b',
    '㏠',
    '㎏',
    '号',
    '路',
    '室',
    '王',
    '李',
    '科长',
    '医生',
    '微信',
    'QQ',
    '卡号',
    '〔',
    '〕',
    '𠮷',
    '\ud800',
  ),
  fc.string({ unit: 'binary', maxLength: 5 }),
);
const anyText = fc.array(anyPiece, { maxLength: 12 }).map((pieces) => pieces.join(''));

describe('redaction', () => {
  test.each(hidden)('“%s” becomes “%s”', (before, after) => {
    expect(redact(before).text).toBe(after);
  });

  test.each(kept)('“%s” stays as it is', (text) => {
    expect(redact(text)).toEqual({ text, found: [] });
  });

  test('an insult stays, because a word list must never hide criticism', () => {
    expect(redact('一群饭桶！').text).toBe('一群饭桶！');
  });

  test('finds tell their kind and their place in the original text', () => {
    const text = '王科长，电话１３８ ００００ １２３４。';
    const { found } = redact(text);
    expect(found.map(({ kind, start, end }) => [kind, text.slice(start, end)])).toEqual([
      ['person', '王'],
      ['mobile', '１３８ ００００ １２３４'],
    ]);
  });

  test('redacting twice changes nothing more', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const once = redact(text).text;
        expect(redact(once)).toEqual({ text: once, found: [] });
      }),
      { numRuns: 1500 },
    );
  });

  test('a text without digits, letters and titles comes back unchanged', () => {
    const withoutTitles = fc
      .array(anyChinese, { maxLength: 80 })
      .map((characters) =>
        characters.filter((character) => !'一二三四五九十零长员任工总书主管老理师生计'.includes(character)).join(''),
      );
    fc.assert(
      fc.property(withoutTitles, (text) => {
        expect(redact(text)).toEqual({ text, found: [] });
      }),
    );
  });

  test('finds lie in order, do not overlap, and everything between them is kept', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: redacted, found } = redact(text);
        let rebuilt = '';
        let place = 0;
        for (const { kind, start, end } of found) {
          expect(start >= place && end > start && end <= text.length).toBe(true);
          rebuilt += text.slice(place, start) + redactionMarks[kind];
          place = end;
        }
        expect(rebuilt + text.slice(place)).toBe(redacted);
      }),
    );
  });

  test('no hidden number can be read in the result', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const { text: redacted, found } = redact(text);
        for (const { kind, start, end } of found) {
          if (kind === 'mobile' || kind === 'identity' || kind === 'bankCard' || kind === 'email') {
            // The same digits inside a longer number are another number.
            const alone = text.slice(start, end).replaceAll(/[^0-9A-Z]/gi, '\\$&');
            expect(redacted).not.toMatch(new RegExp(`(?<![0-9A-Za-z])${alone}(?![0-9A-Za-z])`));
          }
        }
      }),
    );
  });

  test.each<readonly [string, number]>([
    ['我叫王', 40_000],
    ['我叫王建国，', 40_000],
    ...[
      '1',
      '0',
      '9 ',
      '1,',
      '86 1',
      '13 8',
      'a',
      'a.',
      'a@',
      'a@a.',
      '路1',
      '1号楼, ',
      '身份证1',
      '微信',
      '卡号 1',
      '王',
      '副王',
      '京A',
      '\u200b',
      '１',
      '〔姓名〕',
      '〔',
      'www.',
    ].map((unit) => [unit, 10_000] as const),
  ])('a text that repeats “%s” to %i characters is not worked on for ever', (unit, length) => {
    const text = unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
    const once = redact(text).text;
    marksForReview(text);
    expect(redact(once).text).toBe(once);
  });

  test('a mobile number is found whatever stands around it', () => {
    const anyNumber = fc.stringMatching(/^1[3-9][0-9]{9}$/);
    const around = fc.array(anyChinese, { maxLength: 10 }).map((characters) => `${characters.join('')}，`);
    fc.assert(
      fc.property(around, anyNumber, around, (before, number, after) => {
        expect(redact(`${before}${number}，${after}`).text).toBe(
          `${redact(before).text}〔手机号〕，${redact(after).text}`,
        );
      }),
    );
  });

  test('a text of many thousand characters made to be slow is answered', () => {
    for (const text of [
      '1 '.repeat(5000),
      '1-'.repeat(5000),
      'a@a.'.repeat(2500),
      '号1'.repeat(5000),
      '王'.repeat(10_000),
      '家住'.repeat(5000),
    ]) {
      expect(redact(text).text.length).toBeGreaterThan(0);
    }
  });

  test('the sources use no look-behind, which old browsers refuse to read', async () => {
    const { readFileSync, readdirSync } = await import('node:fs');
    const folder = new URL('../../server/domain/redaction/', import.meta.url);
    const sources = [new URL('../redaction.ts', folder), ...readdirSync(folder).map((name) => new URL(name, folder))];
    for (const source of sources)
      expect(readFileSync(source, 'utf8')).not.toMatch(/\(\?<[=!]|\/[dgimsuy]*v[dgimsuy]*[,;)]/);
  });
});

describe('what a reviewer is shown', () => {
  const hints = (text: string): [string, string][] =>
    marksForReview(text).map(({ kind, start, end }) => [kind, text.slice(start, end)]);

  test('long numbers, possible names and links are pointed out', () => {
    expect(hints('受理号20261234，本人王建国，见https://example.com/a 吧')).toEqual([
      ['digits', '20261234'],
      ['name', '王建国'],
      ['link', 'https://example.com/a'],
    ]);
  });

  test('nothing is pointed out in an ordinary complaint or in what is hidden already', () => {
    expect(hints('人民路路灯从三月坏到现在，晚上一片黑。')).toEqual([]);
    expect(hints('请打〔手机号〕')).toEqual([]);
  });
});

describe('words', () => {
  test('what was hidden is counted by kind', () => {
    expect(summariseRedaction(redact('王科长 13800001234 13900005678').found)).toBe(
      '已遮住个人信息：姓名 1 处、手机号 2 处',
    );
    expect(summariseRedaction([])).toBe('');
  });

  test('every mark is a bracketed label that no other kind uses', () => {
    const kinds = Object.keys(redactionMarks) as RedactionKind[];
    for (const kind of kinds) expect(redactionMarks[kind]).toBe(`〔${redactionLabel(kind)}〕`);
    expect(new Set(Object.values(redactionMarks)).size).toBe(kinds.length);
    expect(Object.values(reviewHintLabels).every((label) => label.length > 0)).toBe(true);
  });
});
