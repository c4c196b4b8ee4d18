/** 满意度函调: a code is told once, opens one letter, and is answered once; nobody is named anywhere. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lapseLetters } from '../../server/jobs/letters.ts';
import type { IssuedLetter, LetterView } from '../../server/schemas/letters.ts';
import { databases } from '../support/databases.ts';
import { type Desk, dump, testDesk } from '../support/desk.ts';
import { recordAs } from '../support/records.ts';

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let letters: IssuedLetter[];
  beforeAll(async () => {
    desk = await testDesk(await open());
  });
  afterAll(() => desk.close());

  const issue = async (given: object): Promise<Response> =>
    (await desk.as('clerk')).post('/api/desk/letters', { department: 'cgj', replyBy: '2026-10-30', ...given });
  const opened = (code: string) => desk.post('/api/letters/open', { code });
  const answered = (code: string, given: object) => desk.post('/api/letters/answer', { code, ...given });

  test('one letter goes out to each addressee, with a number and a code that is stored nowhere', async () => {
    const answer = await issue({
      addressees: ['桃园社区居委会', '某某食品公司', '解放路小学'],
      matter: '今年办理的店招审批',
    });
    expect(answer.status, await answer.clone().text()).toBe(201);
    letters = ((await answer.json()) as { items: IssuedLetter[] }).items;
    expect(letters.map(({ number, addressee }) => [number, addressee])).toEqual([
      ['澜评函〔2026〕0001号', '桃园社区居委会'],
      ['澜评函〔2026〕0002号', '某某食品公司'],
      ['澜评函〔2026〕0003号', '解放路小学'],
    ]);
    expect(new Set(letters.map(({ code }) => code)).size).toBe(3);
    const everything = await dump(desk.context.db);
    for (const { code } of letters) {
      expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){3}-[0-9A-HJKMNP-TV-Z]$/);
      expect(everything).not.toContain(code);
      expect(everything).not.toContain(code.replaceAll('-', ''));
    }
  });

  test('nobody at the desk is told of two hundred letters one by one', async () => {
    expect(await desk.context.db.selectFrom('notice').selectAll().where('kind', '=', 'record').execute()).toEqual([]);
  });

  test('no addressee, the same one twice, too many, or a day that is past are refused', async () => {
    expect((await issue({ addressees: [] })).status).toBe(422);
    expect((await issue({ addressees: ['甲社区', '甲社区'] })).status).toBe(422);
    expect((await issue({ addressees: Array.from({ length: 201 }, (_, index) => `第${index}社区`) })).status).toBe(422);
    expect((await issue({ addressees: ['乙社区'], replyBy: '2026-10-01' })).status).toBe(422);
    const liaison = await desk.as('liaison');
    expect(
      (await liaison.post('/api/desk/letters', { department: 'cgj', addressees: ['丙'], replyBy: '2026-10-30' }))
        .status,
    ).toBe(403);
  });

  test('the code opens the letter however it is typed; a slip of the finger and a code of nobody are told apart', async () => {
    const code = letters[0]?.code ?? '';
    const answer = await opened(` ${code.toLowerCase().replaceAll('-', ' ')}`);
    expect((await answer.json()) as LetterView).toEqual({
      number: '澜评函〔2026〕0001号',
      department: { code: 'cgj', name: '城管局' },
      matter: '今年办理的店招审批',
      replyBy: '2026-10-30',
      state: 'issued',
    });
    expect((await opened('ABCD')).status).toBe(422);
    expect((await opened(`${code.slice(0, -1)}${code.endsWith('0') ? '1' : '0'}`)).status).toBe(422);
    expect((await opened('0000-0000-0000-0000-0')).status).toBe(404);
  });

  test('a letter is answered once; sent again it changes nothing; the words keep no telephone', async () => {
    const code = letters[0]?.code ?? '';
    const first = await answered(code, {
      mark: 'fairly',
      solved: 'partly',
      attitude: 'good',
      contacted: true,
      comment: '窗口的李明说让打13912345678',
    });
    expect(first.status, await first.clone().text()).toBe(201);
    expect((await answered(code, { mark: 'dissatisfied' })).status).toBe(200);
    expect(((await (await opened(code)).json()) as LetterView).state).toBe('answered');
    const event = await desk.context.db
      .selectFrom('record_event')
      .selectAll()
      .where('act', '=', 'answer')
      .executeTakeFirstOrThrow();
    // Of whoever answers only the day is kept.
    expect(event).toMatchObject({ role: 'citizen', account_id: null, at: '2026-10-12' });
    expect(JSON.parse(event.given)).toEqual({ mark: 'fairly', solved: 'partly', attitude: 'good', contacted: true });
    expect(await dump(desk.context.db)).not.toContain('13912345678');
    expect((await answered(code, { mark: 'fine' })).status).toBe(422);
  });

  test('a new code takes the place of a lost one, which opens nothing any more', async () => {
    const lost = letters[1];
    const clerk = await desk.as('clerk');
    const answer = await clerk.post(`/api/desk/letters/${lost?.id}/code`);
    const renewed = (await answer.json()) as IssuedLetter;
    expect(renewed).toMatchObject({ number: lost?.number, addressee: '某某食品公司', matter: '今年办理的店招审批' });
    expect((await opened(lost?.code ?? '')).status).toBe(404);
    expect((await opened(renewed.code)).status).toBe(200);
    expect((await clerk.post(`/api/desk/letters/${letters[0]?.id}/code`)).status).toBe(409);
    const trail = await desk.context.db
      .selectFrom('audit')
      .select('subject')
      .where('act', '=', 'letter.code')
      .execute();
    expect(trail).toEqual([{ subject: lost?.id }]);
  });

  test('the office enters a letter that came back on paper, and one whose day has passed lapses', async () => {
    await recordAs(desk, 'clerk2', 'letter', 'answer', { mark: 'satisfied', solved: 'yes' }, letters[1]?.id);
    desk.later(18);
    expect(await lapseLetters.run(desk.context)).toBe('0 letters');
    desk.later(1);
    expect(await lapseLetters.run(desk.context)).toBe('1 letters');
    expect(await lapseLetters.run(desk.context)).toBe('0 letters');
    expect((await answered(letters[2]?.code ?? '', { mark: 'satisfied' })).status).toBe(409);
    expect(((await (await opened(letters[2]?.code ?? '')).json()) as LetterView).state).toBe('lapsed');
  });

  test('what came back is counted by department, with what the office entered apart', async () => {
    const clerk = await desk.as('clerk');
    expect(await (await clerk.get('/api/desk/letters/statistics')).json()).toEqual({
      year: 2025,
      items: [
        {
          department: { code: 'cgj', name: '城管局' },
          issued: 3,
          answered: 2,
          byOffice: 1,
          lapsed: 1,
          marks: { satisfied: 1, fairly: 1, dissatisfied: 0 },
        },
      ],
    });
  });

  test('codes of nobody are soon refused whoever tries them', async () => {
    const answers = [];
    for (let count = 0; count < 35; count += 1) answers.push((await opened('0000-0000-0000-0000-0')).status);
    expect(new Set(answers)).toEqual(new Set([404, 429]));
  });
});
