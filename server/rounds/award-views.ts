/** 满意机关 as everybody may read of them, and an application as the desk sees and prints it. */

import { publicRecordWords } from '../../db/pledges.ts';
import { findRecord, listRecordEvents, listRecords, type StoredRecord } from '../../db/records.ts';
import { dayOf } from '../clock.ts';
import type { Context } from '../context.ts';
import { departmentNames, refOf } from '../desk/names.ts';
import { row, section, sign } from '../desk/papers/parts.ts';
import { conditionsOf, type ConditionLine, isEnough, type PublicScore } from '../domain/award.ts';
import { isOneOf } from '../domain/case-file.ts';
import { mayReadRecord } from '../domain/advance-record.ts';
import type { FieldValues } from '../domain/fields.ts';
import { selfMarks } from '../domain/records.ts';
import { pseudonym } from '../domain/trust/entries.ts';
import { actorOf, type Staff } from '../http/staff.ts';
import { Problem } from '../problem.ts';
import { newestOf } from '../records/view-record.ts';
import { type AwardView, publicAwardStates, type Star } from '../schemas/awards.ts';
import { awardWords, conditionOn, conditionWords } from '#words/awards.ts';
import { formatDate } from '#words/calendar.ts';
import { recordKindWords } from '#words/records.ts';
import { starWords } from '#words/rounds.ts';
import { fieldWords } from '#words/workflow.ts';
import { awardFacts, publicScoreOf } from './award-facts.ts';

/** A city has about a hundred departments. */
const most = 1000;

const order = ['awarded', 'warned', 'noticed', 'removed', 'expired'];

/** What the ledger tells of, the standing awards first and those with more stars before. */
export async function publicStars({ db }: Context): Promise<Star[]> {
  const { records } = await listRecords(db, { kind: 'award', states: publicAwardStates, numbered: true, limit: most });
  const logged = records.filter(({ file, loggedSeq }) => loggedSeq === file.seq);
  const names = await departmentNames(db);
  const words = await publicRecordWords(
    db,
    logged.map(({ file }) => file.id),
    ['reason'],
  );
  const stars: Star[] = [];
  for (const stored of logged) stars.push(await starOf(stored));
  return stars.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || Number(b.stars) - Number(a.stars));

  async function starOf({ file }: StoredRecord): Promise<Star> {
    const { state, body, number, department } = file;
    const awarded = (await listRecordEvents(db, file)).findLast(({ act }) => act === 'award');
    const isOver = state === 'warned' || state === 'removed';
    return {
      number: number ?? '',
      department: refOf(department ?? '', names),
      stars: body.stars ?? '3',
      state: isOneOf(publicAwardStates, state) ? state : 'noticed',
      stateName: recordKindWords.award.states[state] ?? state,
      noticeUntil: state === 'noticed' && typeof body.noticeUntil === 'string' ? body.noticeUntil : null,
      awardedOn: awarded?.day ?? null,
      termUntil: awarded === undefined ? null : (body.termUntil ?? null),
      score: (body.publicScore as unknown as PublicScore | undefined) ?? null,
      reason: isOver ? (words.get(file.id)?.reason ?? '') : '',
    };
  }
}

/** @throws Problem `not-found` for an application that the reader may not know of */
export async function viewAward({ db, now }: Context, staff: Staff, id: string): Promise<AwardView> {
  const stored = await findRecord(db, id);
  const isReadable =
    stored?.file.kind === 'award' && mayReadRecord(stored.file, actorOf(staff), pseudonym(staff.accountId));
  if (stored === undefined || !isReadable) throw new Problem('not-found');
  const { file } = stored;
  const department = file.department ?? '';
  const checked = file.body.conditions as unknown as ConditionLine[] | undefined;
  const conditions = checked ?? conditionsOf(await awardFacts(db, department, dayOf(now())));
  const score = await publicScoreOf(db, department);
  const ref = refOf(department, await departmentNames(db));
  return {
    id,
    number: file.number,
    department: ref,
    stateName: recordKindWords.award.states[file.state] ?? file.state,
    conditions: conditions.map((line) => ({
      condition: line.condition,
      name: conditionWords[line.condition],
      isMet: line.isMet,
      on: conditionOn(line),
    })),
    isChecked: checked !== undefined,
    score: score === undefined ? null : { ...score, isEnough: isEnough(score.score) },
    paper: paperOf(stored, newestOf(await listRecordEvents(db, file)), { name: ref.name, conditions }),
  };
}

function paperOf(
  { file, openedOn }: StoredRecord,
  given: FieldValues,
  { name, conditions }: { name: string; conditions: readonly ConditionLine[] },
): AwardView['paper'] {
  const { paper } = awardWords;
  const marks = selfMarks.map((field) => given[field] ?? 0);
  const score = given.publicScore as unknown as PublicScore | undefined;
  const blank = (value: number | undefined): string | null => (value === undefined ? null : String(value));
  return {
    key: 'award',
    title: recordKindWords.award.sheet,
    number: file.number,
    day: openedOn,
    sections: [
      section(null, [
        row(paper.rows.department, name),
        row(paper.rows.stars, given.stars === undefined ? null : starWords[given.stars]),
        row(paper.rows.situation, given.situation ?? null),
        row(paper.rows.evidence, paper.files(given.evidence?.length ?? 0)),
      ]),
      section(paper.sections.self, [], {
        columns: [...paper.selfColumns],
        lines: [
          ...selfMarks.map((field) => [fieldWords[field].label, String(given[field] ?? '')]),
          [paper.average, (marks.reduce((sum, mark) => sum + mark, 0) / marks.length).toFixed(1)],
        ],
      }),
      section(paper.sections.conditions, [], {
        columns: Object.values(awardWords.columns),
        lines: conditions.map((line) => [
          conditionWords[line.condition],
          conditionOn(line),
          line.isMet ? awardWords.met : awardWords.notMet,
        ]),
      }),
      section(paper.sections.scores, [
        row(paper.rows.public, score === undefined ? null : awardWords.score(score)),
        row(paper.rows.site, blank(given.siteScore)),
        row(paper.rows.supervisors, blank(given.supervisorScore)),
        row(paper.rows.opinion, given.opinion ?? null),
        row(paper.rows.notice, typeof given.noticeUntil === 'string' ? formatDate(given.noticeUntil) : null),
        row(paper.rows.term, given.termUntil === undefined ? null : formatDate(given.termUntil)),
      ]),
      section(
        paper.sections.signatures,
        recordKindWords.award.signs.map((label, index) => sign(label, index === 0 ? (given.signedBy ?? null) : null)),
      ),
    ],
    notes: [paper.note],
  };
}
