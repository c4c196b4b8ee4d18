/** The same year as far as records beside the cases go: every act of every kind of record is somebody's in one of these journeys. */
import { expect } from 'vitest';
import { addDays, daysBetween, monthOf } from '../../../server/domain/day.ts';
import { drawLots } from '../../../server/domain/lottery.ts';
import { publicKeyOf } from '../../../server/domain/trust/check-signature.ts';
import type { SampleView } from '../../../server/schemas/samples.ts';
import { addSupervisor, keyOf } from '../supervisors.ts';
import type { Cast, Journey } from './cast.ts';

const pledge = (title: string, until: string) => ({
  title,
  matter: '群众反映路灯不亮的意见集中',
  goal: '亮灯率不低于百分之九十八',
  measures: [{ what: '更换老旧线路', section: '市政设施科', by: until }],
  plannedDay: until,
  leader: '局长',
  leaderPost: '党组书记、局长',
  telephone: '0000-80000001',
  topic: 'city',
  watchTelephone: '0000-80000002',
});

/** 公开承诺: one kept and marked by citizens, one carried on, one dropped. */
export async function* pledges(cast: Cast): Journey {
  yield 90;
  const until = addDays(cast.today(), 40);
  const draft = (title: string) =>
    cast.begins('clerk', 'pledge', 'draft', { department: 'cgj', ...pledge(title, until) });
  const [kept, carried, dropped] = [await draft('路灯常亮'), await draft('公厕有灯'), await draft('树木修剪')];
  await cast.goesOn('clerk', kept, 'redraft', pledge('路灯常亮，坏了三天修好', until));
  await cast.goesOn('director', dropped, 'drop', { reason: '不集中' });
  yield 10;
  const published = await cast.goesOn('director', kept, 'publish');
  await cast.goesOn('director', carried, 'publish');
  yield 20;
  await cast.goesOn('liaison', kept, 'report', { progress: '换了三条路', percent: 60, difficulty: '一条路在施工' });
  yield 15;
  const liaison = await cast.desk.as('liaison');
  await cast.goesOn('liaison', kept, 'finish', {
    outcome: '全部换完',
    evidence: [await liaison.upload()],
    signedBy: '局长',
  });
  await cast.goesOn('director', carried, 'carry', { reason: '两座公厕要改建', plannedDay: addDays(cast.today(), 120) });
  const number = published.number ?? '';
  for (const mark of ['satisfied', 'fairly', 'dissatisfied']) {
    const short = /〔(\d{4})〕(\d+)号/.exec(number);
    const answer = await cast.desk.post(`/api/pledges/${short?.[1]}-${short?.[2]}/marks`, {
      token: Buffer.from(cast.desk.context.random(16)).toString('base64url'),
      mark,
    });
    expect(answer.status, await answer.clone().text()).toBe(201);
  }
  yield 25;
  await cast.goesOn('director', kept, 'keep', { opinion: '现场抽看，确已兑现' });
}

/** 明查暗访 by two supervisors: one finding becomes a case, one is filed. */
export async function* inspections(cast: Cast): Journey {
  await addSupervisor(cast.desk, 'supervisor2');
  yield 1;
  const write = async (place: string): Promise<string> => {
    const id = Buffer.from(cast.desk.context.random(16)).toString('base64url');
    await cast.posts('supervisor', '/api/desk/field/inspections', {
      id,
      given: {
        inspectionWay: 'covert',
        inspectedOn: cast.today(),
        startsAt: '09:30',
        endsAt: '10:00',
        place,
        department: 'cgj',
        section: '办事大厅',
        inspectionItems: ['on-duty', 'attitude'],
        situation: '三个窗口只开一个',
        problem: '排队四十分钟',
        grade: 'minor',
        advice: 'assign',
        respondent: '值班主任',
      },
    });
    return id;
  };
  const [converted, filed] = [await write('一号窗口'), await write('二号窗口')];
  for (const id of [converted, filed]) {
    await cast.goesOn('supervisor2', id, 'cosign', { comment: '属实' });
    await cast.goesOn('clerk', id, 'review', { opinion: '情况清楚' });
  }
  await cast.goesOn('clerk', converted, 'convert', { publicText: '办事大厅三个窗口只开一个，排队四十分钟。' });
  await cast.goesOn('clerk', filed, 'file', { reason: '当场已改' });
}

/** 督办 of a department: answered, sent back, answered again, lifted. */
export async function* orders(cast: Cast): Journey {
  yield 120;
  const id = await cast.begins('director', 'order', 'issue', {
    orderLevel: 'yellow',
    department: 'cgj',
    reason: '超期件较多',
    demand: '半月内清零',
    replyBy: addDays(cast.today(), 10),
    leader: '局长',
  });
  const answer = { orderReply: '已清理八件', signedBy: '局长' };
  yield 5;
  await cast.goesOn('liaison', id, 'answer', answer);
  await cast.goesOn('director', id, 'sendBack', { reason: '还有两件没说', replyBy: addDays(cast.today(), 5) });
  yield 3;
  await cast.goesOn('head', id, 'answer', { ...answer, orderReply: '全部清零' });
  await cast.goesOn('director', id, 'lift', { opinion: '核对无误' });
}

/** 满意度函调: two letters, of which one is answered with its code. */
export async function* letters(cast: Cast): Journey {
  yield 200;
  const { items } = await cast.posts<{ items: { id: string; code: string }[] }>('clerk', '/api/desk/letters', {
    department: 'cgj',
    addressees: ['解放路社区', '澜江商会'],
    replyBy: addDays(cast.today(), 20),
    matter: '一年来的服务',
  });
  const [answered, lapsed] = items;
  yield 5;
  const sent = await cast.desk.post('/api/letters/answer', {
    code: answered?.code,
    mark: 'fairly',
    solved: 'partly',
    comment: '比去年好',
  });
  expect(sent.status, await sent.clone().text()).toBe(201);
  yield 20;
  const waiting = (await (await (await cast.desk.as('clerk')).get(`/api/desk/records/${lapsed?.id}`)).json()) as {
    state: string;
  };
  // The clockwork may have been first.
  if (waiting.state === 'issued') await cast.goesOn('clerk', lapsed?.id ?? '', 'lapse');
}

/** 聘任 with a key, for a second term, and its end. */
export async function* supervisors(cast: Cast): Journey {
  yield 20;
  const { id } = await cast.posts<{ id: string }>('clerk', '/api/desk/supervisors', {
    account: 'account-supervisor2',
    given: {
      holderName: '李某',
      identity: 'congress',
      workplace: '澜江纸业',
      telephone: '0000-2222',
      certificate: '澜监 7',
      termFrom: cast.today(),
      termUntil: addDays(cast.today(), 100),
      recusals: ['jyj'],
    },
  });
  await cast.goesOn('director', id, 'appoint');
  await cast.posts('supervisor2', '/api/desk/field/key', { publicKey: publicKeyOf(keyOf('supervisor2')) });
  yield 90;
  await cast.goesOn('director', id, 'renew', { termUntil: addDays(cast.today(), 200) });
  yield 60;
  await cast.goesOn('director', id, 'end', { reason: '本人申请' });
}

/** 整改月报: sent back once, then reported. 月通报 and 意见分析报告 of the office. */
export async function* reports(cast: Cast): Journey {
  yield 62;
  const month = monthOf(addDays(cast.today(), -31));
  const words = { doneThisMonth: '销号三件', nextPlan: '清理超期件', filledBy: '联络员' };
  const report = await cast.begins('liaison', 'report', 'fill', {
    department: 'cgj',
    month,
    ...words,
    difficulty: '人手不足',
  });
  await cast.goesOn('clerk', report, 'sendBack', { reason: '没有写难点怎么解决' });
  await cast.goesOn('liaison', report, 'refill', { ...words, difficulty: '向人社局申请增员' });
  await cast.goesOn('head', report, 'approve', { signedBy: '局长' });
  const texts = { overview: '本月交办八件', problems: '个别单位签收慢', requirements: '按时签收', typical: '路灯一件' };
  const bulletin = await cast.begins('clerk', 'bulletin', 'draft', { month, ...texts });
  await cast.goesOn('clerk', bulletin, 'redraft', { ...texts, overview: '本月交办九件' });
  await cast.goesOn('director', bulletin, 'issue');
  const analysis = await cast.begins('statistician', 'analysis', 'draft', {
    title: '集中评议意见分析',
    month,
    ...texts,
  });
  await cast.goesOn('statistician', analysis, 'redraft', { title: '2026 年集中评议意见分析', ...texts });
  await cast.goesOn('director', analysis, 'issue');
}

/** 抽查: announced, and drawn three days later with the numbers of that evening, which happen to fall on a case. */
export async function* sampleOn(cast: Cast, caseId: string): Journey {
  const id = await cast.begins('director', 'sample', 'announce', {
    frame: 'claimed',
    sampleSize: 1,
    lottery: '双色球',
    issue: '2026120',
    drawDay: addDays(cast.today(), 3),
  });
  yield 3;
  const { number } = (await (await (await cast.desk.as('clerk')).get(`/api/desk/records/${id}`)).json()) as {
    number: string;
  };
  const path = `/api/samples/${encodeURIComponent(number)}`;
  const { frozen, drawDay } = (await (await cast.desk.ask(path)).json()) as SampleView;
  expect(daysBetween(drawDay, cast.today())).toBe(0);
  const ids = (await (await cast.desk.ask(`${path}/frame`)).text()).split('\n').filter(Boolean);
  expect(ids).toContain(caseId);
  const numbers = Array.from({ length: 33 }, (_, index) => String(index + 1).padStart(2, '0'));
  const evenings = numbers.slice(6).flatMap((last) => numbers.slice(0, 16).map((blue) => `${last}+${blue}`));
  const winning = evenings
    .map((ending) => `01 02 03 04 05 ${ending}`)
    .find((candidate) => drawLots({ root: frozen.root, winning: candidate, ids, size: 1 })[0] === caseId);
  await cast.goesOn('clerk', id, 'draw', { winning });
}

/** Every journey of a record; 抽查 is drawn in that of the case on which it falls. */
export const recordJourneys: readonly ((cast: Cast) => Journey)[] = [
  pledges,
  inspections,
  orders,
  letters,
  supervisors,
  reports,
];
