/** 提意见: an 意见 begins a case once, is redacted, keeps its contact sealed, and tells nobody who wrote it. */
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { locksOf, makeCode, receiptNumber, viewHash, viewKey } from '../../server/domain/receipt.ts';
import type { NewCaseEntry } from '../../server/domain/trust/entries.ts';
import { leafHash, portableSha256 } from '../../server/domain/trust/hash.ts';
import type { OpinionSlip } from '../../server/schemas/opinions.ts';
import { databases } from '../support/databases.ts';
import { type Desk, dump, testDesk } from '../support/desk.ts';
import { hostileTexts, notText } from '../support/hostile.ts';

describe.each(databases)('on $name', ({ open }) => {
  let city: Desk;
  beforeAll(async () => {
    city = await testDesk(await open());
  });
  afterAll(() => city.close());

  const token = (): string => Buffer.from(city.context.random(16)).toString('base64url');
  const newOpinion = (given: object = {}) => {
    const code = makeCode(city.context.random(10));
    return {
      token: token(),
      department: 'cgj',
      kind: 'complaint',
      text: '解放路路灯坏了三个月没人修',
      mayPublish: true,
      channel: 'web',
      viewHash: viewHash(viewKey(code)),
      locks: locksOf(code),
      codeSeen: false,
      ...given,
    };
  };
  const send = (given: object = {}) => city.post('/api/opinions', newOpinion(given));
  const rows = () => city.context.db.selectFrom('opinion').selectAll().execute();
  const rowOf = async (receipt: string) => (await rows()).find(({ receipt_number }) => receipt_number === receipt);
  const photo = (body: Uint8Array<ArrayBuffer>) =>
    city.ask('/api/photos', {
      method: 'POST',
      headers: { 'content-type': 'image/jpeg', 'sec-fetch-site': 'same-origin' },
      body,
    });
  const picture = async (): Promise<Uint8Array<ArrayBuffer>> =>
    new Uint8Array(
      await sharp({ create: { width: 60, height: 40, channels: 3, background: '#a33' } })
        .jpeg()
        .withExif({ IFD0: { Copyright: '张三的手机', Make: 'SpyPhone' } })
        .toBuffer(),
    );

  test('an 意见 becomes a received case with its first line of history, and the answer is a slip', async () => {
    const opinion = newOpinion();
    const answer = await city.post('/api/opinions', opinion);
    expect(answer.status).toBe(201);
    const slip = (await answer.json()) as OpinionSlip;
    expect(slip).toMatchObject({
      receipt: receiptNumber(opinion.viewHash),
      department: { code: 'cgj', name: '城管局' },
      receivedOn: '2026-10-12',
      publicText: '解放路路灯坏了三个月没人修',
      contactUntil: null,
      includeBy: '2026-10-20',
    });
    const entry = JSON.parse(slip.entry) as NewCaseEntry;
    expect(entry).toMatchObject({
      t: 'case.new',
      w: '2026-10-12',
      ch: 'web',
      d: 'cgj',
      y: opinion.locks.yes,
      x: opinion.locks.no,
    });
    expect(slip.entry).not.toContain('路灯');
    expect(slip.receiptNote.split('\n').slice(0, 4)).toEqual([
      'wmpy-receipt/v1',
      'localhost/wmpy',
      Buffer.from(leafHash(portableSha256, new TextEncoder().encode(slip.entry))).toString('base64'),
      '2026-10-20',
    ]);
    const row = await rowOf(slip.receipt);
    const { db } = city.context;
    const file = await db
      .selectFrom('case_file')
      .selectAll()
      .where('id', '=', row?.case_id ?? '')
      .executeTakeFirstOrThrow();
    expect(file).toMatchObject({ state: 'received', seq: 1, named: 'cgj', channel: 'web', received_on: '2026-10-12' });
    const events = await db.selectFrom('case_event').selectAll().where('case_id', '=', file.id).execute();
    expect(events.map(({ act, role, at }) => ({ act, role, at }))).toEqual([
      { act: 'submit', role: 'citizen', at: '2026-10-12' },
    ]);
    expect(row?.received_week).toBe('2026-10-12');
  });

  test('sent again, it answers the same and begins no second case', async () => {
    const opinion = newOpinion();
    const first = await city.post('/api/opinions', opinion);
    const before = await rows();
    const second = await city.post('/api/opinions', { ...opinion, text: '换了一段文字再发一次' });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(await second.json()).toEqual(await first.json());
    expect(await rows()).toHaveLength(before.length);
  });

  test('sent many times at once, it is one case', async () => {
    const opinion = newOpinion();
    const before = await rows();
    const answers = await Promise.all(Array.from({ length: 8 }, () => city.post('/api/opinions', opinion)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
    expect(await rows()).toHaveLength(before.length + 1);
  });

  test('two people whose codes are the same by chance are told apart: the second makes another', async () => {
    const opinion = newOpinion();
    await city.post('/api/opinions', opinion);
    const other = await city.post('/api/opinions', { ...opinion, token: token() });
    expect(other.status).toBe(409);
  });

  test('personal data is covered by the server too, and the original is kept for the office alone', async () => {
    const text = '窗口不理人，我的电话是13812345678，请回电';
    const slip = (await (await send({ text })).json()) as OpinionSlip;
    expect(slip.publicText).toBe('窗口不理人，我的电话是〔手机号〕，请回电');
    expect(await rowOf(slip.receipt)).toMatchObject({ original_text: text, redacted_text: slip.publicText });
  });

  test('a contact is sealed and has a day on which it is deleted', async () => {
    const slip = (await (await send({ contact: ' 13911112222\n' })).json()) as OpinionSlip;
    expect(slip.contactUntil).toBe('2027-10-12');
    const row = await rowOf(slip.receipt);
    expect(city.context.contacts.open(row?.sealed_contact ?? '')).toBe('13911112222');
    expect(await dump(city.context.db)).not.toContain('13911112222');
  });

  test('an empty contact is none', async () => {
    const slip = (await (await send({ contact: '  ' })).json()) as OpinionSlip;
    expect(slip.contactUntil).toBeNull();
    expect((await rowOf(slip.receipt))?.sealed_contact).toBeNull();
  });

  test('who does not know the department need not name one', async () => {
    const slip = (await (await send({ department: null })).json()) as OpinionSlip;
    expect(slip.department).toBeNull();
  });

  test('neither token nor sender nor time of day is in the database', async () => {
    const opinion = newOpinion();
    await city.post('/api/opinions', opinion, { 'user-agent': 'SpyPhone/7', 'x-forwarded-for': '203.0.113.77' });
    const everything = await dump(city.context.db);
    for (const secret of [opinion.token, 'SpyPhone', '203.0.113', '10:00', '02:00'])
      expect(everything).not.toContain(secret);
  });

  test('photos are made anew, so that no trace of the camera is left, and belong to the 意见', async () => {
    const sent = await picture();
    expect(new TextDecoder('latin1').decode(sent)).toContain('SpyPhone');
    const uploaded = await photo(sent);
    expect(uploaded.status).toBe(201);
    const { id } = (await uploaded.json()) as { id: string };
    const slip = (await (await send({ photos: [id] })).json()) as OpinionSlip;
    const file = await city.context.db.selectFrom('file').selectAll().where('id', '=', id).executeTakeFirstOrThrow();
    const row = await rowOf(slip.receipt);
    expect(file).toMatchObject({ opinion_id: row?.id, case_id: row?.case_id, purge_after: null, name: '' });
    const kept = await city.context.files.read(file.sha256);
    expect(new TextDecoder('latin1').decode(kept)).not.toContain('SpyPhone');
    expect((await sharp(kept).metadata()).exif).toBeUndefined();
    const stolen = await send({ photos: [id] });
    expect(stolen.status).toBe(422);
    expect(await stolen.json()).toMatchObject({ errors: [{ pointer: '#/photos' }] });
  });

  test.each([
    ['nothing', new Uint8Array()],
    ['a PDF', new TextEncoder().encode('%PDF-1.4\n%%EOF')],
    [
      'a picture made of code',
      new TextEncoder().encode('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'),
    ],
    ['the beginning of a picture', new Uint8Array([0xff, 0xd8, 0xff, 0xe0, 0, 16, 74, 70, 73, 70])],
  ])('%s is not a photo', async (_what, bytes) => {
    const answer = await photo(bytes);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({ name: 'not-a-photo' });
  });

  test('text is stored as it was written, but without what no keyboard makes', async () => {
    const html = (await (await send({ text: hostileTexts.html })).json()) as OpinionSlip;
    expect((await rowOf(html.receipt))?.original_text).toBe(hostileTexts.html);
    const controls = (await (await send({ text: hostileTexts.controls })).json()) as OpinionSlip;
    expect((await rowOf(controls.receipt))?.original_text).toBe('一二三[31m四五六');
    const sql = (await (await send({ text: hostileTexts.sql })).json()) as OpinionSlip;
    expect((await rowOf(sql.receipt))?.original_text).toBe(hostileTexts.sql);
  });

  test.each([
    ['no text', { text: undefined }],
    ['a text of four characters', { text: '太慢了！' }],
    ['a text of spaces', { text: '　 \n\t  \u200b\u200b\u200b' }],
    ['a text of control characters', { text: '\u0000\u0001\u0002\u0003\u0004\u0005' }],
    ['a text of 1001 characters', { text: '慢'.repeat(1001) }],
    ['a text of a hundred thousand characters', { text: '慢'.repeat(100_000) }],
    ['an unknown kind', { kind: 'rumour' }],
    ['an unknown department', { department: 'nobody' }],
    ['a channel of the office', { channel: 'paper' }],
    ['a long contact', { contact: '1'.repeat(101) }],
    ['four photos', { photos: ['a', 'b', 'c', 'd'] }],
    ['a photo that nobody uploaded', { photos: ['nothing'] }],
    ['a view hash that is none', { viewHash: 'abc' }],
    ['two locks', { locks: { yes: ['a', 'b'], no: [] } }],
    ['locks that are no hashes', { locks: { yes: ['a', 'b', 'c'], no: ['a', 'b', 'c'] } }],
    ['no word on publication', { mayPublish: undefined }],
    ['publication as text', { mayPublish: 'yes' }],
    ['an unknown field', { original_text: 'x' }],
  ])('%s is refused with what to mend, and nothing is stored', async (_what, given) => {
    const before = await rows();
    const answer = await send(given);
    expect(answer.status).toBe(422);
    expect(await answer.json()).toMatchObject({
      name: 'validation',
      errors: expect.arrayContaining([expect.objectContaining({ pointer: expect.any(String) })]),
    });
    expect(await rows()).toHaveLength(before.length);
  });

  test.each(notText)('a text of %j is refused', async (text) => {
    expect((await send({ text })).status).toBe(422);
  });
});
