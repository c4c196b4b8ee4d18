/** What is on the desks on any day: cases and records at every stage, each waiting for somebody. */
import { addDays } from '../../../server/domain/day.ts';
import type { Author, Cast } from './cast.ts';
import { papersUnderWay, winter } from './rounds.ts';

/** Brings a case of each stage there; after the year, so that the newest of everything is still under way. */
export async function looseEnds(cast: Cast): Promise<void> {
  const working = async (text: string, given: object = {}): Promise<Author> => {
    const author = await cast.opinion(text);
    await cast.does('clerk', author.id, 'assign', { department: 'cgj', nature: 'IMMEDIATE', ...given });
    await cast.does('liaison', author.id, 'accept', { contactPerson: '设施科', telephone: '0000-1' });
    return author;
  };
  await cast.desk.opinion({ text: '刚刚交来的意见，还没有梳理' });
  await cast.opinion('等着交办的一件');
  const { id: waiting } = await cast.opinion('等着签收的一件');
  await cast.does('clerk', waiting, 'assign', { department: 'cgj', coDepartments: ['zjj'], nature: 'TIMED' });
  const { id: returning } = await cast.opinion('等着裁定退回的一件');
  await cast.does('clerk', returning, 'assign', { department: 'cgj', nature: 'TIMED' });
  await cast.does('liaison', returning, 'requestReturn', {
    reason: '不属我局',
    grounds: '三定规定',
    suggestedDepartment: 'zjj',
  });
  const { id: extended } = await working('等着签字延期的一件', { nature: 'TIMED' });
  await cast.does('liaison', extended, 'requestExtension', {
    reason: '要定制',
    workDone: '已下单',
    until: addDays(cast.today(), 75),
    signedBy: '局长',
  });
  const { id: ordered } = await working('督办着的一件');
  await cast.does('director', ordered, 'supervise', {
    level: 3,
    reason: '慢',
    demand: '快办',
    replyBy: addDays(cast.today(), 7),
  });
  const { id: unseen } = await working('等着现场核查的重点一件', { keyItem: true });
  await cast.does('liaison', unseen, 'plan', {
    goal: '修好',
    measures: [{ what: '换灯', section: '设施科', by: addDays(cast.today(), 5) }],
    leader: '副局长',
    plannedDay: addDays(cast.today(), 6),
  });
  await cast.claims('liaison', unseen);
  await cast.does('clerk2', unseen, 'beginReview');
  await cast.claims('liaison', (await working('等着审核的一件')).id);
  const asked = await working('等着意见人答复的一件');
  await cast.claims('liaison', asked.id);
  await cast.passes(asked.id);
  const promise = await cast.begins('clerk', 'pledge', 'draft', {
    department: 'cgj',
    title: '等着群众测评的承诺',
    matter: '路灯',
    goal: '常亮',
    measures: [{ what: '换灯', section: '设施科', by: addDays(cast.today(), 5) }],
    plannedDay: addDays(cast.today(), 5),
    leader: '局长',
    leaderPost: '局长',
    telephone: '0000-1',
  });
  await cast.goesOn('director', promise, 'publish');
  const liaison = await cast.desk.as('liaison');
  await cast.goesOn('liaison', promise, 'finish', {
    outcome: '换完',
    evidence: [await liaison.upload()],
    signedBy: '局长',
  });
  const agreed = await working('等着公示期满的一件');
  await cast.claims('liaison', agreed.id);
  await cast.passes(agreed.id);
  await cast.says(agreed, 'yes');
  const round = await winter(cast);
  await cast.pass(12);
  await cast.does('clerk2', agreed.id, 'close');
  await papersUnderWay(cast, round);
}
