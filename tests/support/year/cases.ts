/**
 * The year of a small city as far as its cases go, February to November: every act of the workflow is somebody's in one of these journeys.
 * They run side by side: each is told day by day, and a day passes when all of them have had it.
 */
import { expect } from 'vitest';
import { addDays, daysBetween, yearOf } from '../../../server/domain/day.ts';
import type { CalendarYear } from '../../../server/schemas/admin.ts';
import type { Author, Cast, Journey } from './cast.ts';
import { sampleOn } from './records.ts';

const plan = (today: string) => ({
  cause: '线路老化',
  goal: '恢复照明，晚上亮灯率不低于百分之九十八',
  measures: [{ what: '更换灯具和线路', section: '市政设施科', by: addDays(today, 20) }],
  leader: '分管副局长',
  contactPerson: '市政设施科',
  telephone: '0000-80000001',
  plannedDay: addDays(today, 30),
});

/** 交办 to 城管局, signed for. */
async function assigned(cast: Cast, id: string, given: object = {}): Promise<void> {
  await cast.does('clerk', id, 'assign', { department: 'cgj', nature: 'TIMED', demand: '办好并回告', ...given });
  await cast.does('liaison', id, 'accept', { contactPerson: '市政设施科', telephone: '0000-80000001' });
}
async function working(cast: Cast, id: string, given: object = {}): Promise<void> {
  await assigned(cast, id, given);
  await cast.does('liaison', id, 'plan', plan(cast.today()));
  await cast.does('handler', id, 'progress', { progress: '已完成一半', percent: 50, difficulty: '材料未到' });
}

/** Waits until a clock of the case has run out. */
async function* ranOut(cast: Cast, id: string, clock: 'answer' | 'notice'): Journey {
  const { clocks } = await (await cast.desk.as('clerk2')).view(id);
  const due = clocks.find((one) => one.clock === clock)?.due;
  if (due === undefined) throw new Error(`${clock} does not run`);
  yield daysBetween(cast.today(), due) + 1;
}

/** 公示 to its end, and 销号. */
async function* closes(cast: Cast, id: string): Journey {
  yield* ranOut(cast, id, 'notice');
  await cast.does('clerk2', id, 'close');
}

/** The author says nothing: 公示 after the answer clock has run out, and 销号. */
async function* closesUnanswered(cast: Cast, id: string): Journey {
  yield* ranOut(cast, id, 'answer');
  await cast.does('clerk2', id, 'proceed', { opinion: '意见人没有在期限内答复' });
  yield* closes(cast, id);
}

/** The ordinary way, and once more: confirmed, closed, visited again, reopened by the author, confirmed again. */
async function* confirmedTwice(cast: Cast): Journey {
  const author = await cast.opinion('解放路十二盏路灯不亮');
  yield 1;
  await working(cast, author.id);
  yield 10;
  await cast.claims('liaison', author.id);
  yield 1;
  await cast.passes(author.id);
  yield 2;
  await cast.says(author, 'yes');
  yield* closes(cast, author.id);
  await cast.does('clerk2', author.id, 'revisit', {
    revisitAnswer: 'satisfied',
    solved: 'yes',
    revisitWay: 'phone',
    contacted: true,
    attitude: 'good',
    comment: '路灯亮了',
    handling: '无需处理',
  });
  yield 20;
  const preimage = author.preimage(1, 'n');
  await cast.sends('reopen', author, { preimage, seen: false, reason: '又有两盏不亮' });
  await cast.claims('liaison', author.id, '两盏灯已经换好');
  await cast.passes(author.id);
  await cast.says(author, 'yes', 2);
  yield* closes(cast, author.id);
}

/** 退回 refused, two questions to the author, of which one is answered, 延期 with both signatures, 催办. */
async function* returnRefused(cast: Cast): Journey {
  const author = await cast.opinion('人民桥下面的人行道积水');
  await cast.does('clerk', author.id, 'assign', { department: 'cgj', nature: 'TIMED' });
  yield 1;
  await cast.does('liaison', author.id, 'requestReturn', {
    reason: '桥下道路由住建局养护',
    grounds: '三定规定第四条',
    suggestedDepartment: 'zjj',
    signedBy: '局长',
  });
  yield 1;
  await cast.does('director', author.id, 'refuseReturn', {
    ruling: '桥下人行道已移交城管局养护',
    consultation: '三方到现场会商，确认养护界线',
    attendees: ['城管局分管副局长', '住建局设施科'],
  });
  await cast.does('liaison', author.id, 'ask', { question: '积水的是哪一头？' });
  yield 2;
  await cast.sends('reply', author, { answer: '靠菜市场的一头' });
  await cast.does('handler', author.id, 'ask', { question: '大约几点开始积水？' });
  yield 12;
  // By now the clockwork has ended the question that nobody answered.
  await cast.does('liaison', author.id, 'plan', plan(cast.today()));
  await cast.does('clerk', author.id, 'urge', { demand: '汛期之前完成' });
  const due = (await (await cast.desk.as('liaison')).view(author.id)).clocks.find(({ clock }) => clock === 'complete');
  await cast.does('liaison', author.id, 'requestExtension', {
    reason: '要等枯水期施工',
    workDone: '已完成测量和招标',
    until: addDays(due?.due ?? cast.today(), 20),
    signedBy: '局长',
  });
  await cast.does('head', author.id, 'signExtension', { comment: '情况属实' });
  await cast.does('director', author.id, 'grantExtension', { ruling: '同意延期一次' });
  yield 30;
  await cast.claims('liaison', author.id);
  await cast.passes(author.id);
  yield* closesUnanswered(cast, author.id);
}

/** 退回 granted, moved on twice, 提级督办, explained by the head of the department. */
async function* passedAround(cast: Cast): Journey {
  const { id } = await cast.opinion('老旧小区加装电梯找不到主管单位', { kind: 'question' });
  await cast.does('clerk', id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
  await cast.does('liaison', id, 'requestReturn', {
    reason: '加装电梯不属我局职责',
    grounds: '三定规定第二条',
    suggestedDepartment: 'zjj',
  });
  yield 1;
  await cast.does('director', id, 'grantReturn', { ruling: '同意退回，改由住建局承办' });
  await cast.does('clerk', id, 'assign', { department: 'zjj', nature: 'IMMEDIATE' });
  await cast.does('third', id, 'accept');
  yield 3;
  await cast.does('director', id, 'transfer', { ruling: '涉及校产，改由教育局承办' });
  await cast.does('clerk', id, 'assign', { department: 'jyj', nature: 'IMMEDIATE' });
  yield 1;
  await cast.does('director', id, 'transfer', {
    ruling: '会商确定由城管局牵头',
    consultation: '三家单位到场',
    attendees: ['住建局', '教育局', '城管局'],
  });
  await cast.does('director', id, 'escalate', { reason: '三次转办没有牵头单位', leader: '分管副市长' });
  await assigned(cast, id, { nature: 'IMMEDIATE' });
  yield 5;
  await cast.does('head', id, 'explain', {
    explanation: '加装电梯由业主自愿申请，流程见办事指南',
    legalBasis: '物权编第二百七十八条',
    signedBy: '局长',
  });
  await cast.passes(id);
  yield* closesUnanswered(cast, id);
}

/** 会办: one helper from the beginning, one joined later and let off; an extension refused. */
async function* helped(cast: Cast): Journey {
  const author = await cast.opinion('学校门口早上堵车，停车线也看不清');
  await assigned(cast, author.id, { coDepartments: ['zjj'] });
  yield 2;
  await cast.does('clerk', author.id, 'join', { coDepartments: ['jyj'], demand: '请学校配合错峰' });
  await cast.does('third', author.id, 'assist', { opinion: '本周重划停车线' });
  await cast.does('head', author.id, 'requestExtension', {
    reason: '要等学校放假',
    workDone: '已完成方案',
    until: addDays(cast.today(), 75),
    signedBy: '局长',
  });
  await cast.does('director', author.id, 'refuseExtension', { ruling: '现有时限足够' });
  await cast.does('liaison', author.id, 'plan', plan(cast.today()));
  const hand = await cast.desk.as('liaison');
  const early = await hand.try(author.id, 'claim', {
    outcome: '已经划好',
    evidence: [await hand.upload()],
    signedBy: '局长',
  });
  expect(((await early.json()) as { name: string }).name).toBe('helpersDone');
  yield 5;
  await cast.does('clerk', author.id, 'endHelp', { coDepartments: ['jyj'], reason: '学校没有需要配合的事' });
  await cast.claims('liaison', author.id);
  await cast.passes(author.id);
  await cast.says(author, 'yes');
  yield* closes(cast, author.id);
}

/** 重点: two 督办单, 约谈建议, 挂牌; seen on the spot; 摘牌. */
async function* listed(cast: Cast): Journey {
  const { id } = await cast.opinion('农贸市场污水直排');
  await working(cast, id, { keyItem: true });
  yield 3;
  const order = () => ({ reason: '进展缓慢', demand: '七日内见成效', replyBy: addDays(cast.today(), 7) });
  await cast.does('director', id, 'supervise', { ...order(), level: 2 });
  yield 2;
  await cast.does('liaison', id, 'answerOrder', { orderReply: '已增派两个班组', signedBy: '局长' });
  yield 8;
  await cast.does('director', id, 'supervise', { ...order(), level: 3 });
  await cast.does('director', id, 'talk', { ...order(), leader: '局长' });
  await cast.does('director', id, 'list', order());
  yield 6;
  await cast.does('head', id, 'answerOrder', { orderReply: '管网已经接通', signedBy: '局长' });
  await cast.claims('liaison', id);
  yield 1;
  await cast.does('clerk2', id, 'beginReview');
  const hand = await cast.desk.as('clerk2');
  const unseen = await hand.try(id, 'passReview', { opinion: '佐证属实' });
  expect(((await unseen.json()) as { name: string }).name).toBe('siteChecked');
  await cast.does('supervisor', id, 'check', { finding: '现场没有污水外流', place: '农贸市场东门' });
  await cast.does('clerk2', id, 'passReview', { opinion: '佐证和现场一致' });
  await cast.does('director', id, 'delist', { finding: '管网接通，水质达标', opinion: '同意摘牌' });
  await cast.does('clerk2', id, 'proceed', { opinion: '独立核实通过' });
  yield* closes(cast, id);
}

/** 重办 three times: sent back, found wanting on the spot, rejected by the author; the leaders rise; 研判销号. */
async function* reworked(cast: Cast): Journey {
  const author = await cast.opinion('小公园的健身器材坏了没人修');
  await working(cast, author.id);
  yield 5;
  await cast.claims('liaison', author.id);
  await cast.does('clerk2', author.id, 'beginReview');
  await cast.does('clerk2', author.id, 'sendBack', { reason: '照片不是这个公园' });
  yield 5;
  await cast.claims('liaison', author.id);
  await cast.passes(author.id);
  await cast.does('supervisor', author.id, 'failCheck', { finding: '还有两件不能用', place: '小公园' });
  yield 5;
  const liaison = await cast.desk.as('liaison');
  const low = await liaison.try(author.id, 'claim', {
    outcome: '修好了',
    evidence: [await liaison.upload()],
    signedBy: '局长',
  });
  expect(((await low.json()) as { name: string }).name).toBe('signedHighEnough');
  await cast.claims('deputy', author.id);
  await cast.passes(author.id);
  await cast.says(author, 'no', 3);
  yield 5;
  await cast.claims('head', author.id);
  await cast.passes(author.id);
  await cast.says(author, 'no', 3);
  yield 3;
  const director = await cast.desk.as('director');
  await cast.does('director', author.id, 'closeByPanel', {
    panel: ['人大代表甲', '政协委员乙', '律师丙'],
    ruling: '器材已全部更换，诉求中另设儿童乐园超出规划',
    evidence: [await director.upload('研判意见.pdf')],
  });
  yield* closes(cast, author.id);
}

/** 延期销号; later the lot falls on it, and it does not hold. */
async function* overturned(cast: Cast): Journey {
  const { id } = await cast.opinion('河边步道的栏杆生锈');
  await working(cast, id);
  yield 10;
  await cast.claims('liaison', id);
  await cast.does('clerk2', id, 'beginReview');
  await cast.does('clerk2', id, 'sendBack', { reason: '只修了一半' });
  const director = await cast.desk.as('director');
  await cast.does('director', id, 'closeByExtension', {
    panel: ['人大代表甲', '政协委员乙', '律师丙'],
    ruling: '其余栏杆随堤防工程一并更换',
    until: addDays(cast.today(), 120),
    evidence: [await director.upload('会议纪要.pdf')],
  });
  yield* closes(cast, id);
  yield 10;
  yield* sampleOn(cast, id);
  await cast.does('supervisor', id, 'overturn', { finding: '约定的一半也没有换', place: '河边步道' });
  await cast.claims('deputy', id, '全部换新');
  yield 1;
  await cast.does('clerk2', id, 'beginReview');
  await cast.does('supervisor', id, 'check', { finding: '全部换新' });
  await cast.does('clerk2', id, 'passReview', { opinion: '属实' });
  await cast.does('clerk2', id, 'proceed', { opinion: '独立核实通过' });
  yield* closes(cast, id);
}

/** 移交销号, after the director had it opened again. */
async function* handedOver(cast: Cast): Journey {
  const author = await cast.opinion('高铁桥下堆放的建筑垃圾');
  await working(cast, author.id);
  yield 6;
  await cast.claims('liaison', author.id);
  await cast.passes(author.id);
  await cast.says(author, 'yes');
  yield* closes(cast, author.id);
  yield 5;
  await cast.does('director', author.id, 'reopen', { reason: '媒体反映又有堆放' });
  const director = await cast.desk.as('director');
  await cast.does('director', author.id, 'closeByTransfer', {
    panel: ['人大代表甲', '政协委员乙', '律师丙'],
    receivingBody: '铁路局工务段',
    ruling: '属铁路用地红线以内',
    evidence: [await director.upload('移交单.pdf')],
  });
  yield* closes(cast, author.id);
}

/** 挂账, reviewed after half a year, taken up again, put into a plan, and explained. */
async function* onAccount(cast: Cast): Journey {
  const { id } = await cast.opinion('希望在城北再建一所中学', { kind: 'suggestion' });
  await assigned(cast, id, { nature: 'LONG_TERM' });
  yield 6;
  await cast.does('deputy', id, 'putOnAccount', {
    suspensionCause: 'funds',
    explanation: '今年没有列入财政预算',
    nextStep: '列入三年滚动计划',
    reviewDay: addDays(cast.today(), 182),
    signedBy: '局长',
  });
  yield 1;
  await cast.does('clerk2', id, 'beginReview');
  await cast.does('clerk2', id, 'passAccount', { opinion: '同意挂账，公开未整改说明' });
  yield 180;
  await cast.does('clerk2', id, 'reviewAccount', { opinion: '资金仍未落实，继续挂账' });
  yield 20;
  await cast.does('head', id, 'resume', { reason: '省里下达了专项资金' });
  await cast.does('liaison', id, 'progress', { progress: '完成选址', percent: 20 });
  await cast.does('liaison', id, 'stage', {
    explanation: '列入明年重点项目',
    stageDay: addDays(cast.today(), 30),
    signedBy: '局长',
    legalBasis: '城市总体规划',
  });
  yield 20;
  await cast.does('liaison', id, 'explain', {
    explanation: '明年三月开工，后年九月招生',
    legalBasis: '义务教育法第十五条',
    signedBy: '局长',
  });
  await cast.passes(id);
  yield* closesUnanswered(cast, id);
}

/** What is not 有效意见: filed, reconsidered, filed again; a clue, sealed and received. */
async function* notForDepartments(cast: Cast): Journey {
  const filed = await cast.desk.opinion({ text: '你们辛苦了' });
  await cast.does('clerk', filed.id, 'file', { exit: 'NO_CONTENT', reason: '没有可以办理的内容' });
  const clue = await cast.desk.opinion({ text: '有人收钱办事' });
  await cast.does('clerk', clue.id, 'seal', { reason: '反映公职人员收受财物' });
  yield 1;
  await cast.does('discipline', clue.id, 'receiveClue', { comment: '已接收' });
  await cast.does('director', filed.id, 'reconsider', { reason: '其实是表扬' });
  await cast.does('clerk', filed.id, 'file', { exit: 'PRAISE', reason: '表扬性意见，转告单位', otherChannel: 'none' });
}

/** 归并, undone for one and kept for another, whose author says 认可 of the result. Text covered once more, and words erased. */
async function* merged(cast: Cast): Journey {
  const author: Author = await cast.opinion('垃圾站味道大');
  const [second, third] = [
    await cast.desk.opinion({ text: '垃圾站太臭了' }),
    await cast.desk.opinion({ text: '垃圾桶不够' }),
  ];
  await working(cast, author.id);
  const { number } = await (await cast.desk.as('clerk')).view(author.id);
  for (const { id } of [second, third]) await cast.does('clerk', id, 'merge', { target: number, reason: '同一件事' });
  yield 1;
  await cast.does('clerk', third.id, 'unmerge', { reason: '说的是另一处' });
  await cast.does('clerk', third.id, 'file', { exit: 'OUT_OF_SCOPE', reason: '请向物业反映', otherChannel: 'hotline' });
  await cast.does('clerk', author.id, 'redactText', { publicText: '垃圾站味道大。', reason: '说得更短' });
  yield 4;
  await cast.claims('liaison', author.id);
  await cast.passes(author.id);
  await cast.says(second, 'yes');
  await cast.says(author, 'yes');
  yield* closes(cast, author.id);
  yield 3;
  await cast.does('director', author.id, 'erase', { reason: '本人申请删除' });
}

/** The State Council's notice is changed at short notice: dates of what is running move, by the system. */
async function* newHoliday(cast: Cast): Journey {
  const { id } = await cast.opinion('公交站牌被撞倒');
  await assigned(cast, id, { nature: 'IMMEDIATE' });
  const director = await cast.desk.as('director');
  const day = addDays(cast.today(), 2);
  const year = yearOf(day);
  const { days } = (await (await director.get(`/api/admin/calendar?year=${year}`)).json()) as CalendarYear;
  const moved = await cast.posts<{ moved: number }>('director', '/api/admin/calendar', {
    year,
    days: [...days, { day, kind: 'holiday', name: '暴雪停工' }],
  });
  expect(moved.moved).toBeGreaterThan(0);
  yield 4;
  await cast.claims('liaison', id);
  await cast.passes(id);
  yield* closesUnanswered(cast, id);
}

/** Every journey of a case. */
export const caseJourneys: readonly ((cast: Cast) => Journey)[] = [
  confirmedTwice,
  returnRefused,
  passedAround,
  helped,
  listed,
  reworked,
  overturned,
  handedOver,
  onAccount,
  notForDepartments,
  merged,
  newHoliday,
];

/** Runs journeys side by side until all have ended. */
export async function travel(cast: Cast, journeys: readonly ((cast: Cast) => Journey)[]): Promise<void> {
  let under = journeys.map((journey) => ({ steps: journey(cast), name: journey.name, wait: 0 }));
  while (under.length > 0) {
    for (const one of under) {
      if (one.wait > 0) continue;
      const { done, value } = await one.steps.next().catch((error: unknown) => {
        throw new Error(`${one.name}, ${cast.today()}: ${String(error)}`, { cause: error });
      });
      one.wait = done ? -1 : value;
    }
    under = under.filter(({ wait }) => wait >= 0);
    const days = Math.min(...under.map(({ wait }) => wait));
    if (under.length === 0) return;
    await cast.pass(Math.max(days, 1));
    under = under.map((one) => ({ ...one, wait: one.wait - Math.max(days, 1) }));
  }
}
