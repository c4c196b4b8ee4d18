/** A year's notice, read from what people paste. */
import { describe, expect, test } from 'vitest';
import stored from '../../db/calendar-days.json' with { type: 'json' };
import { readNotice } from '../../server/domain/holiday-notice.ts';

/** The State Council's notice for 2026, as it was published. */
const notice2026 = `国务院办公厅关于2026年部分节假日安排的通知
国办发明电〔2025〕7号
各省、自治区、直辖市人民政府，国务院各部委、各直属机构：
经国务院批准，现将2026年元旦、春节、清明节、劳动节、端午节、中秋节和国庆节放假调休日期的具体安排通知如下。
一、元旦：1月1日（周四）至3日（周六）放假调休，共3天。1月4日（周日）上班。
二、春节：2月15日（农历腊月二十八、周日）至23日（农历正月初七、周一）放假调休，共9天。2月14日（周六）、2月28日（周六）上班。
三、清明节：4月4日（周六）至6日（周一）放假，共3天。
四、劳动节：5月1日（周五）至5日（周二）放假调休，共5天。5月9日（周六）上班。
五、端午节：6月19日（周五）至21日（周日）放假，共3天。
六、中秋节：9月25日（周五）至27日（周日）放假，共3天。
七、国庆节：10月1日（周四）至7日（周三）放假调休，共7天。9月20日（周日）、10月10日（周六）上班。
节假日期间，各地区、各部门要妥善安排好值班和安全、保卫等工作，遇有重大突发事件，要按规定及时报告并妥善处置。
国务院办公厅
2025年11月4日`;

const daysOf = (text: string, year: number): string[] => {
  const reading = readNotice(text, year);
  if (!reading.ok) throw new Error(JSON.stringify(reading));
  return reading.days.map(({ day, kind, name }) => `${day} ${kind} ${name}`);
};
const faultOf = (text: string, year: number) => {
  const reading = readNotice(text, year);
  return reading.ok ? undefined : reading.fault;
};

describe("the State Council's notice", () => {
  test('pasted as it was published, gives every holiday and make-up day of 2026', () => {
    const reading = readNotice(notice2026, 2026);
    expect(reading).toEqual({ ok: true, days: stored.days.filter(({ day }) => day.startsWith('2026-')) });
  });

  test('reads the same when the lines were lost in pasting, or the brackets are those of a keyboard', () => {
    const inOne = readNotice(notice2026.replaceAll('\n', ''), 2026);
    const western = readNotice(notice2026.replaceAll('（', '(').replaceAll('）', ')'), 2026);
    expect(inOne).toEqual(readNotice(notice2026, 2026));
    expect(western).toEqual(readNotice(notice2026, 2026));
  });

  test('two festivals in one run keep both names, and two make-up days are two', () => {
    const days = daysOf(
      '国庆节、中秋节：10月1日（周四）至7日（周三）放假调休，共7天。9月27日（周日）、10月10日（周六）上班。',
      2026,
    );
    expect(days).toHaveLength(9);
    expect(days).toContain('2026-09-27 makeup 国庆节、中秋节');
    expect(days).toContain('2026-10-07 holiday 国庆节、中秋节');
  });

  test('a New Year that begins in December keeps what belongs to the year, and a single day is a run of one', () => {
    expect(daysOf('元旦：2022年12月31日至2023年1月2日放假调休，共3天。', 2023)).toEqual([
      '2023-01-01 holiday 元旦',
      '2023-01-02 holiday 元旦',
    ]);
    expect(daysOf('一、元旦：1月1日（周三）放假1天，不调休。', 2025)).toEqual(['2025-01-01 holiday 元旦']);
  });

  test.each([
    ['a weekday that the day is not', '国庆节：10月1日（周五）至7日（周三）放假调休，共7天。', 2026, 'weekday'],
    ['a notice of another year', notice2026, 2025, 'weekday'],
    ['a number of days that does not fit', '国庆节：10月1日至7日放假调休，共8天。', 2026, 'count'],
    [
      'a make-up day of the year before',
      '元旦：1月1日至3日放假调休，共3天。2018年12月29日（周六）上班。',
      2019,
      'year',
    ],
    ['a day that does not exist', '春节：2月30日放假。', 2026, 'unreadable'],
    ['a run of months', '春节：2月1日至5月1日放假。', 2026, 'long'],
    ['words without days', '十月十一日上班', 2026, 'unreadable'],
    ['nothing', ' \n', 2026, 'none'],
  ])('%s is named instead of being guessed', (_, text, year, fault) => {
    expect(faultOf(text, year)).toBe(fault);
  });
});

describe('lines and tables', () => {
  test('one run of days a line, a table with commas under a heading, and other ways to write a date', () => {
    const same = ['2031-10-01 holiday 国庆节', '2031-10-02 holiday 国庆节', '2031-10-11 makeup 国庆节'];
    expect(daysOf('2031-10-01 至 2031-10-02 放假 国庆节\n2031-10-11 调休上班 国庆节', 2031)).toEqual(same);
    expect(daysOf('日期,安排,名称\n2031-10-01,2031-10-02,放假,国庆节\n2031/10/11,上班,国庆节\n', 2031)).toEqual(same);
    expect(daysOf('2031年10月1日，2031年10月2日，放假，国庆节\n2031.10.11\t补班\t国庆节', 2031)).toEqual(same);
  });

  test('the line that cannot be read is named by its number', () => {
    const reading = readNotice('2031-10-01 放假 国庆节\n十月十一日上班', 2031);
    expect(reading).toMatchObject({ ok: false, fault: 'unreadable', line: 2, text: '十月十一日上班' });
  });

  test('of a day that is written twice the last line counts', () => {
    expect(daysOf('2031-10-01 放假 国庆节\n2031-10-01 放假 中秋节', 2031)).toEqual(['2031-10-01 holiday 中秋节']);
  });
});
