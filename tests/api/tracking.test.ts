/** 查进度: what the holder of a receipt sees and may say, that nobody else may, and what wrong codes come to. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { locksOf, makeCode, preimage, viewHash, viewKey } from '../../server/domain/receipt.ts';
import type { Track } from '../../server/schemas/tracking.ts';
import { databases } from '../support/databases.ts';
import { type Citizen, type Desk, type Hand, testDesk } from '../support/desk.ts';
import { hostileTexts, notText } from '../support/hostile.ts';

const takeUp = { publicText: '有群众反映，解放路路灯坏了。', topic: 'city', kind: 'complaint' };
type Author = Citizen & { id: string };

describe.each(databases)('on $name', ({ open }) => {
  let desk: Desk;
  let clerk: Hand;
  let clerk2: Hand;
  let liaison: Hand;
  beforeEach(async () => {
    desk = await testDesk(await open());
    clerk = await desk.as('clerk');
    clerk2 = await desk.as('clerk2');
    liaison = await desk.as('liaison');
  });
  afterEach(() => desk.close());

  const track = async (author: { viewKey: string }): Promise<Track> => {
    const answer = await desk.post('/api/track', { viewKey: author.viewKey });
    expect(answer.status, await answer.clone().text()).toBe(200);
    expect(answer.headers.get('cache-control')).toBe('no-store');
    return (await answer.json()) as Track;
  };
  const say = (author: Citizen, word: 'yes' | 'no', given: object = {}, round: 1 | 2 | 3 = 1) =>
    desk.post('/api/track/answer', {
      viewKey: author.viewKey,
      answer: word,
      preimage: author.preimage(round, word === 'yes' ? 'y' : 'n'),
      seen: false,
      ...given,
    });
  const stateOf = async ({ id }: Author) => (await clerk.view(id)).state;

  async function assigned(given: Parameters<Desk['opinion']>[0] = {}): Promise<Author> {
    const author = await desk.opinion(given);
    await clerk.act(author.id, 'takeUp', takeUp);
    await clerk.act(author.id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
    await liaison.act(author.id, 'accept');
    return author;
  }
  async function claimAndReview({ id }: Author): Promise<void> {
    await liaison.act(id, 'claim', {
      outcome: '路灯全部修好，今后找设施科',
      evidence: [await liaison.upload()],
      signedBy: '局长',
    });
    await clerk2.act(id, 'beginReview');
    await clerk2.act(id, 'passReview', { opinion: '属实' });
  }
  async function asking(given: Parameters<Desk['opinion']>[0] = {}): Promise<Author> {
    const author = await assigned(given);
    await claimAndReview(author);
    return author;
  }

  test('a new 意见 is with the office, in plain words, and shows what the author wrote with personal data covered', async () => {
    const author = await desk.opinion({ text: '路灯坏了，电话13812345678没人回' });
    expect(await track(author)).toMatchObject({
      week: '2026-10-12',
      named: { code: 'cgj', name: '城管局' },
      text: '路灯坏了，电话〔手机号〕没人回',
      state: 'received',
      standing: '评议办已收到，正在梳理',
      number: null,
      holder: null,
      due: null,
      done: null,
      ask: null,
      reopen: null,
      history: [{ day: '2026-10-12', text: '提交意见', who: '您', detail: null }],
    });
  });

  test('once assigned it says who holds it, what is due when, and why on that day', async () => {
    const shown = await track(await assigned());
    expect(shown).toMatchObject({ number: '2026-0001', holder: { name: '城管局' }, standing: '单位已签收' });
    expect(shown.isPublic, 'its receipt week is not over').toBe(false);
    expect(shown.due).toMatchObject({ name: '单位报整改方案', day: '2026-10-26' });
    expect(shown.due?.explanation).toContain('从 2026年10月12日 起 10 个工作日');
    expect(shown.history.map(({ text, who }) => `${text}/${who}`)).toEqual([
      '提交意见/您',
      '列为有效意见/评议办',
      '交办给城管局/评议办',
      '签收/城管局',
    ]);
  });

  test('a claim shows what the department says, and only the right preimage of the round confirms it', async () => {
    const author = await asking();
    const shown = await track(author);
    expect(shown.done).toMatchObject({ result: 'A', outcome: '路灯全部修好，今后找设施科', evidence: 1 });
    expect(shown.ask).toMatchObject({ round: 1, own: true, agreed: false, until: { day: '2026-10-27' } });
    expect(shown.ask?.yes).toBe(locksOf(author.code).yes[0]);

    const stranger = makeCode(desk.context.random(10));
    const forged = [
      author.preimage(2, 'y'),
      author.preimage(1, 'n'),
      preimage(stranger, 1, 'y'),
      shown.ask?.yes ?? '',
      author.viewKey,
    ];
    for (const wrong of forged) {
      const answer = await say(author, 'yes', { preimage: wrong });
      expect(answer.status).toBe(422);
      expect(await answer.json()).toMatchObject({ errors: [{ pointer: '#/preimage' }] });
    }
    expect(await stateOf(author)).toBe('asking');

    const confirmed = (await (await say(author, 'yes', { comment: '谢谢，电话13812345678' })).json()) as Track;
    expect(confirmed).toMatchObject({ state: 'notice', ask: null });
    expect(confirmed.history.at(-1)).toMatchObject({ text: '群众认可', who: '您', detail: '谢谢，电话〔手机号〕' });
    expect(await clerk.view(author.id)).toMatchObject({ answer: 'yes', answerProof: 'lock' });
  });

  test('不认可 sends it back, and the next round wants the next lock', async () => {
    const author = await asking();
    const disputed = (await (await say(author, 'no', { comment: '只修了一半' })).json()) as Track;
    expect(disputed).toMatchObject({ state: 'rectifying', ask: null, done: null });
    await claimAndReview(author);
    expect((await track(author)).ask?.round).toBe(2);
    expect((await say(author, 'yes', {}, 1)).status).toBe(422);
    expect((await say(author, 'yes', {}, 2)).status).toBe(200);
    expect(await stateOf(author)).toBe('notice');
  });

  test('an answer is taken only while one is asked for', async () => {
    const author = await assigned();
    const early = await say(author, 'yes');
    expect(early.status).toBe(409);
    expect(await early.json()).toMatchObject({ name: 'not-in-this-state' });
    await claimAndReview(author);
    expect((await say(author, 'yes')).status).toBe(200);
    expect((await say(author, 'no')).status).toBe(409);
  });

  test('a phone that did not hear the answer may send its word again, and it counts once', async () => {
    const author = await asking();
    const first = await say(author, 'yes');
    const again = await say(author, 'yes');
    expect([first.status, again.status]).toEqual([200, 200]);
    expect(await again.json()).toEqual(await first.json());
    expect((await clerk.view(author.id)).history.filter(({ act }) => act === 'confirm')).toHaveLength(1);
  });

  test('ten answers at once count once', async () => {
    const author = await asking();
    const answers = await Promise.all(Array.from({ length: 10 }, () => say(author, 'yes')));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    expect((await clerk.view(author.id)).history.filter(({ act }) => act === 'confirm')).toHaveLength(1);
  });

  test('an answer that the server could have read counts as seen, even when the sender says otherwise', async () => {
    const open1 = await asking();
    await say(open1, 'yes', { seen: true });
    expect(await clerk.view(open1.id)).toMatchObject({ answer: 'yes', answerProof: 'seen' });

    const code = makeCode(desk.context.random(10));
    await desk.post('/api/opinions', {
      token: Buffer.from(desk.context.random(16)).toString('base64url'),
      department: 'cgj',
      kind: 'complaint',
      text: '没有脚本的浏览器里写的意见',
      mayPublish: true,
      channel: 'web',
      viewHash: viewHash(viewKey(code)),
      locks: locksOf(code),
      codeSeen: true,
    });
    const { db } = desk.context;
    const row = await db.selectFrom('opinion').selectAll().where('code_seen', '=', 1).executeTakeFirstOrThrow();
    const author: Author = {
      id: row.case_id,
      opinionId: row.id,
      code,
      viewKey: viewKey(code),
      preimage: (round, word) => preimage(code, round, word),
    };
    await clerk.act(author.id, 'takeUp', takeUp);
    await clerk.act(author.id, 'assign', { department: 'cgj', nature: 'IMMEDIATE' });
    await liaison.act(author.id, 'accept');
    await claimAndReview(author);
    await say(author, 'yes', { seen: false });
    expect(await clerk.view(author.id)).toMatchObject({ answer: 'yes', answerProof: 'seen' });
  });

  test('a question is asked and answered without a phone number, and what is answered is covered', async () => {
    const author = await assigned();
    await liaison.act(author.id, 'ask', { question: '是哪一根灯杆？' });
    const shown = await track(author);
    expect(shown.question).toBe('是哪一根灯杆？');
    expect(shown.due).toBeNull();
    const replied = await desk.post('/api/track/reply', {
      viewKey: author.viewKey,
      answer: '<b>27号</b>，我电话13812345678',
    });
    expect(replied.status).toBe(200);
    const after = (await replied.json()) as Track;
    expect(after.question).toBeNull();
    expect(after.history.at(-1)).toMatchObject({ text: '意见人答复', who: '您' });
    expect(after.history.at(-1)?.detail).not.toContain('13812345678');
    expect((await desk.post('/api/track/reply', { viewKey: author.viewKey, answer: '再说一次' })).status).toBe(409);
  });

  test('an 意见 that is not taken up says why and where to go', async () => {
    const author = await desk.opinion({ text: '法院判决不公，要求改判' });
    await clerk.act(author.id, 'file', { exit: 'OUT_OF_SCOPE', reason: '属诉讼事项', otherChannel: 'court' });
    const shown = await track(author);
    expect(shown.filed).toEqual({
      reason: '不属受理范围',
      note: expect.stringMatching(/不属于评议意见的受理范围.*评议办说明：属诉讼事项/),
      channel: '人民法院（诉讼）',
    });
    expect(shown.due).toBeNull();
  });

  test('a clue leaves one neutral sentence and nothing of what came before', async () => {
    const author = await desk.opinion({ text: '某科长办事要好处，不给不办' });
    await clerk.act(author.id, 'takeUp', takeUp);
    await clerk.act(author.id, 'seal', { reason: '涉嫌索贿' });
    const shown = await track(author);
    expect(shown).toMatchObject({
      state: 'sealed',
      standing: '已按规定转交有权处理的机关，处理情况不在此公开',
      holder: null,
      number: null,
      due: null,
    });
    expect(shown.history.map(({ text }) => text)).toEqual(['提交意见']);
    expect(JSON.stringify(shown)).not.toContain('索贿');
  });

  test('a closed case shows its basis and may be reopened for thirty days, with the lock of 不认可', async () => {
    const author = await asking();
    await say(author, 'yes');
    desk.later(10);
    await (await desk.as('clerk2')).act(author.id, 'close');
    const shown = await track(author);
    expect(shown.closed).toEqual({ day: '2026-10-22', basis: 'citizen', closure: 'ordinary', result: 'A' });
    expect(shown.reopen).toEqual({ until: '2026-11-21', round: 1 });
    const reopen = (given: object = {}) =>
      desk.post('/api/track/reopen', {
        viewKey: author.viewKey,
        preimage: author.preimage(1, 'n'),
        seen: false,
        reason: '又坏了',
        ...given,
      });
    expect((await reopen({ preimage: author.preimage(1, 'y') })).status).toBe(422);
    expect((await reopen({ reason: '' })).status).toBe(422);
    desk.later(31);
    expect(await (await reopen()).json()).toMatchObject({ name: 'reopenedInTime' });
    expect((await track(author)).reopen).toBeNull();
    desk.later(-2);
    expect((await reopen()).status).toBe(200);
    expect(await track(author)).toMatchObject({ state: 'rectifying', closed: null });
  });

  test('of several authors of one case, any may send it back, and only its own author confirms it', async () => {
    const first = await assigned();
    const second = await desk.opinion({ text: '解放路路灯还是不亮' });
    const { number } = await clerk.view(first.id);
    await clerk.act(second.id, 'merge', { target: number });
    expect(await track(second)).toMatchObject({ joined: true, number, holder: { name: '城管局' } });
    await liaison.act(first.id, 'ask', { question: '您家在哪一栋？' });
    expect(JSON.stringify(await track(second))).not.toContain('您家在哪一栋');
    expect((await desk.post('/api/track/reply', { viewKey: second.viewKey, answer: '我来回答' })).status).toBe(409);
    await desk.post('/api/track/reply', { viewKey: first.viewKey, answer: '三栋门口' });
    expect(JSON.stringify(await track(second))).not.toContain('三栋');
    await claimAndReview(first);

    const agreed = (await (await say(second, 'yes')).json()) as Track;
    expect(agreed).toMatchObject({ state: 'asking', ask: { own: false, agreed: true } });
    expect(await stateOf(first)).toBe('asking');
    const disputed = (await (await say(second, 'no', { comment: '我这边没亮' })).json()) as Track;
    expect(disputed.state).toBe('rectifying');
    expect(disputed.history.at(-1)).toMatchObject({ who: '您', detail: '我这边没亮' });
    expect((await track(first)).history.at(-1)).toMatchObject({ who: '意见人', detail: null });
    await claimAndReview(first);
    expect((await track(second)).ask).toMatchObject({ round: 2, agreed: false });
    expect((await say(first, 'yes', {}, 2)).status).toBe(200);
    expect(await stateOf(first)).toBe('notice');
  });

  test('the author deletes the contact alone', async () => {
    const author = await desk.opinion({ contact: '13800138000' });
    expect((await track(author)).contactUntil).toBe('2027-10-12');
    const withdrawn = await desk.post('/api/track/withdraw-contact', { viewKey: author.viewKey });
    expect((await withdrawn.json()) as Track).toMatchObject({ contactUntil: null, state: 'received' });
  });

  test('a code that is nobody’s finds nothing, and after many of them the sender has to wait', async () => {
    const author = await desk.opinion();
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 40; attempt += 1) {
      const answer = await desk.post('/api/track', { viewKey: viewKey(makeCode(desk.context.random(10))) });
      statuses.push(answer.status);
      if (answer.status === 429) expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(statuses[0]).toBe(404);
    expect(statuses.at(-1)).toBe(429);
    expect((await desk.post('/api/track', { viewKey: author.viewKey })).status).toBe(429);
    desk.later(1);
    expect((await desk.post('/api/track', { viewKey: author.viewKey })).status).toBe(200);
  });

  test('right codes never run out of tries', async () => {
    const author = await desk.opinion();
    for (let attempt = 0; attempt < 60; attempt += 1) expect((await track(author)).state).toBe('received');
  });

  test('neither 回执号, nor the stored hash, nor the opinion’s id opens a case', async () => {
    const author = await desk.opinion();
    for (const wrong of [viewHash(author.viewKey), author.opinionId]) {
      expect((await desk.post('/api/track', { viewKey: wrong })).status).toBe(404);
    }
    expect((await desk.post('/api/track', { viewKey: (await track(author)).receipt })).status).toBe(422);
  });

  test('hostile keys, proofs and words are refused on every road and change nothing', async () => {
    const author = await asking();
    const before = JSON.stringify(await clerk.view(author.id));
    const proof = { preimage: author.preimage(1, 'y'), seen: false };
    const roads = [
      ['', {}],
      ['/answer', { ...proof, answer: 'yes' }],
      ['/reply', { answer: '好' }],
      ['/reopen', { ...proof, reason: '又坏了' }],
      ['/withdraw-contact', {}],
    ] as const;
    for (const hostile of [...notText, ...Object.values(hostileTexts), 'a'.repeat(100_000)]) {
      const what = JSON.stringify(hostile).slice(0, 40);
      for (const [road, given] of roads) {
        const inKey = await desk.post(`/api/track${road}`, { ...given, viewKey: hostile });
        expect(inKey.status, `${what} as the key of ${road}`).toBe(422);
        const beside = await desk.post(`/api/track${road}`, { ...given, viewKey: author.viewKey, spy: hostile });
        expect(beside.status, `${what} beside ${road}`).toBe(422);
      }
      expect((await say(author, 'yes', { preimage: hostile })).status, `${what} as proof`).toBe(422);
      expect((await say(author, 'yes', { answer: hostile })).status, `${what} as answer`).toBe(422);
    }
    expect((await say(author, 'yes', { comment: '长'.repeat(501) })).status).toBe(422);
    expect(JSON.stringify(await clerk.view(author.id))).toBe(before);
  });
});
