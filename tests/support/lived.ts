/** A city whose cases have lived random lives, as events stored one by one; for tests of what is published. */
import fc from 'fast-check';
import type { Kysely } from 'kysely';
import { recordEvent, type StoredEvent } from '../../db/case-files.ts';
import { seedCalendar } from '../../db/calendar.ts';
import { saveClass, saveDepartment } from '../../db/departments.ts';
import { type NewOpinion, storeOpinions } from '../../db/opinion-writes.ts';
import { setSetting } from '../../db/settings.ts';
import type { Database } from '../../db/tables.ts';
import { sha256 } from '@noble/hashes/sha2.js';
import { utf8ToBytes } from '@noble/hashes/utils.js';
import { applyEvent, firstEvent } from '../../server/domain/advance.ts';
import { type CaseFile, newCaseFile } from '../../server/domain/case-file.ts';
import { assessmentYear, receiptWeek } from '../../server/domain/day.ts';
import { receiptNumber } from '../../server/domain/receipt.ts';
import { lives, otherCase } from '../domain/walks.ts';

/** A sentence that stands only in what must never be published. */
export const secretName = '张三丰';

const department = (code: string, name: string, classCode: string) => ({
  code,
  name,
  fullName: `澜江市${name}`,
  classCode,
  pinyin: code,
  initials: code,
  duties: '',
  commitments: [],
  address: '',
  telephone: '',
  isActive: true,
  position: 1,
});

/** Two departments in two classes; one has a name that a spreadsheet would take for a formula. */
export async function addCity(db: Kysely<Database>): Promise<void> {
  await db.transaction().execute(async (trx) => {
    await seedCalendar(trx);
    await setSetting(trx, 'city', {
      name: '澜江市',
      organizer: '评议办',
      documentPrefix: '澜评办',
      siteCode: '',
      icp: '',
      policeRecord: '',
      telephone: '',
      yearStartsOn: '12-01',
    });
    await saveClass(trx, { code: 'C', name: '行政执法类', isRanked: true, position: 1 });
    await saveClass(trx, { code: 'D', name: '民生服务类', isRanked: true, position: 2 });
    await saveDepartment(trx, department('a', '城市管理局', 'C'));
    await saveDepartment(trx, department('b', '=1+1,"教育局"', 'D'));
  });
}

/** An 意见 with which a case begins, as its author's phone would have sent it. */
function arrivalOf(file: CaseFile, hasContact: boolean): NewOpinion {
  const hash = (name: string): string => Buffer.from(sha256(utf8ToBytes(`${file.id} ${name}`))).toString('base64url');
  const first = { ...firstEvent(file, { role: 'citizen' }), at: file.receivedOn };
  return {
    caseFile: file,
    event: first,
    photos: [],
    year: assessmentYear(file.receivedOn),
    enterOn: file.receivedOn,
    opinion: {
      id: hash('token'),
      case_id: file.id,
      view_hash: hash('view'),
      receipt_number: receiptNumber(hash('view')),
      locks: JSON.stringify({ yes: ['y1', 'y2', 'y3'].map(hash), no: ['n1', 'n2', 'n3'].map(hash) }),
      code_seen: 0,
      received_week: receiptWeek(file.receivedOn).from,
      department_code: file.named,
      kind: file.kind,
      original_text: '路灯不亮',
      redacted_text: '路灯不亮',
      text_salt: hash('salt'),
      may_publish: 1,
      sealed_contact: hasContact ? 'sealed' : null,
      contact_purge_after: hasContact ? '2099-01-01' : null,
      verdict: 'pass',
      verdict_reason: 'proof',
    },
  };
}

/** Stores the lives, each event recorded as the desk records it. @returns the cases as they are in the end, with their histories */
export async function addLives(
  db: Kysely<Database>,
  { count, seed }: { count: number; seed: number },
): Promise<{ file: CaseFile; events: StoredEvent[] }[]> {
  const sample = fc.sample(lives, { numRuns: count, seed });
  const stored: { file: CaseFile; events: StoredEvent[] }[] = [];
  await db.transaction().execute(async (trx) => {
    // The case that others are merged into.
    const target = {
      ...newCaseFile({ id: otherCase.id, channel: 'web', kind: 'criticism', named: null, receivedOn: '2024-12-02' }),
      seq: 1,
    };
    const arrival = [{ ...firstEvent(target, { role: 'citizen' }), at: target.receivedOn }];
    await storeOpinions(trx, [arrivalOf(target, false)]);
    stored.push({ file: target, events: arrival });
    for (const [index, life] of sample.entries()) {
      const id = `case-${index}`;
      const start = { ...life.start, id };
      const first: StoredEvent = { ...firstEvent(start, { role: 'citizen' }), at: start.receivedOn };
      let file = applyEvent(start, first);
      const events = [first];
      await storeOpinions(trx, [arrivalOf(file, index % 2 === 0)]);
      for (const one of life.events) {
        const event: StoredEvent = { ...one, caseId: id, seq: file.seq + 1, at: one.day };
        const number =
          event.act === 'takeUp' && file.number === null ? `2024-${String(index + 1).padStart(4, '0')}` : null;
        const given = { ...event.given, ...(event.given.contactPerson && { contactPerson: secretName }) };
        const extra = number === null ? {} : { number };
        if ((await recordEvent(trx, file, { ...event, given }, event.at, extra)) === 'conflict')
          throw new Error('conflict');
        file = { ...applyEvent(file, event), ...extra };
        events.push(event);
      }
      stored.push({ file, events });
    }
  });
  return stored;
}
