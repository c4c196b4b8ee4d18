/** Words of the page of the working-day calendar: entering a year, and what that would move. */
import type { NoticeReading } from '../../domain/holiday-notice.ts';

const faults: Record<Exclude<(NoticeReading & { ok: false })['fault'], 'none'>, string> = {
  unreadable: '看不懂，请写成“2026-10-01 至 2026-10-07 放假 国庆节”这样',
  year: '的日期不在这一年；跨年的调休请录入到它所在的那一年',
  weekday: '的星期和日期对不上，请核对是不是这一年的通知',
  count: '写的天数和起止日期对不上',
  long: '的假期太长，请核对起止日期',
};

export const calendarWords = {
  title: '工作日历',
  lead: '每个时限都按它数工作日。放假安排公布后请及时录入；临时停工、补班也在这里改。',
  year: '年份',
  known: (year: number): string => `${year} 年的放假安排已录入。`,
  unknown: (year: number): string => `${year} 年的放假安排还没有录入，时限按只有周末休息来算，并注明“可能调整”。`,
  caption: (year: number): string => `${year} 年的放假和调休`,
  columns: { day: '日期', kind: '安排', name: '名称' },
  kinds: { holiday: '放假', makeup: '调休上班' },
  edit: (year: number): string => `录入 ${year} 年`,
  days: '放假和调休安排',
  daysHint: '把国务院办公厅的通知原文整段粘贴进来就行。也可以一行写一段，或者从表格里粘贴（用逗号隔开）：',
  example: ['2026-10-01 至 2026-10-07 放假 国庆节', '2026-10-10 上班 国庆节'],
  wrong: (reading: NoticeReading & { ok: false }): string =>
    reading.fault === 'none'
      ? '请至少写一段'
      : `第 ${reading.line} 行“${excerpt(reading.text)}”${faults[reading.fault]}`,
  preview: '先看影响，再保存',
  oneDay: '只改一天',
  day: '日期',
  dayHint: (year: number): string => `${year} 年里的一天`,
  kind: '改为',
  kindChoices: { holiday: '放假', makeup: '调休上班（周末）', plain: '按平常（取消这天的安排）' },
  name: '名称',
  nameHint: '例如 国庆节、台风停工',
  noDay: (year: number): string => `请选 ${year} 年里的一天`,
  noName: '请写名称',
  lastDay: '这一年只剩这一天安排，不能取消；要全部重录请用上面的表格',
  previewTitle: (year: number): string => `保存以前：${year} 年会变成这样`,
  readAs: (holidays: number, makeups: number): string =>
    `读到放假 ${holidays} 天、调休上班 ${makeups} 天，请和通知核对。`,
  changedDays: '和现在不同的日子',
  noChangedDays: '和现在录入的完全一样。',
  plain: '平常',
  nothingMoves: (open: number): string => `看了 ${open} 件在办案件，没有一件的时限会变。`,
  moves: (open: number, moved: number, later: number, earlier: number): string =>
    `看了 ${open} 件在办案件，${moved} 件的时限会变：${[
      ...(later > 0 ? [`${later} 个日期推后`] : []),
      ...(earlier > 0 ? [`${earlier} 个日期提前`] : []),
    ].join('，')}。`,
  movesCaption: '会变的时限',
  movesColumns: { case: '案件', department: '单位', what: '时限', from: '原来', to: '改为', days: '相差' },
  unit: '天',
  noNumber: '未编号',
  shifted: (days: number): string => (days > 0 ? `推后 ${days} 天` : `提前 ${-days} 天`),
  listed: (shown: number, moved: number): string => `只列出 ${shown} 件，共 ${moved} 件。`,
  save: (moved: number): string => (moved === 0 ? '保存这一年' : `保存，并重算这 ${moved} 件的时限`),
  back: '不保存，返回修改',
  consequence:
    '保存会替换这一年原来的全部安排，重算写进每件案件的记录和存证本，并通知有关单位。要撤回，把原来的安排再录入一次。',
  done: (moved: number): string =>
    moved === 0
      ? '已保存。没有案件的时限因此改变。'
      : `已保存。${moved} 件案件的时限已经重算，原因写在各件的时限说明里。`,
} as const;

function excerpt(text: string): string {
  const characters = [...text];
  return characters.length <= 20 ? text : `${characters.slice(0, 20).join('')}…`;
}
