/** Cases that may be about the same thing, for the office to decide at 梳理. */

import { findCase } from '../../db/case-files.ts';
import { listOpinions } from '../../db/opinions.ts';
import { listSimilarityCandidates } from '../../db/similar-cases.ts';
import type { StoredCase } from '../../db/case-rows.ts';
import type { Context } from '../context.ts';
import { addDays } from '../domain/day.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import { guards } from '../domain/guards.ts';
import type { Actor } from '../domain/roles.ts';
import { suggestDuplicates } from '../domain/similarity.ts';
import type { SimilarCase } from '../schemas/desk.ts';
import { stateWords } from '#words/workflow.ts';
import { summaryOf } from './case-line.ts';
import { type DepartmentNames, refOrNull } from './names.ts';

/** Only what came in the last half year, and the newest thousand of that: comparing texts takes time. */
const lookBack = 183;
const mostCompared = 1000;

export async function similarTo(
  { db }: Context,
  { file }: StoredCase,
  { actor, moment, departments }: { actor: Actor; moment: Moment; departments: DepartmentNames },
): Promise<SimilarCase[]> {
  const own = (await listOpinions(db, file.id)).map(({ redacted_text }) => redacted_text).join('\n');
  const candidates = await listSimilarityCandidates(db, {
    except: file.id,
    since: addDays(moment.day, -lookBack),
    // What is said of another department or about something else is another matter, however alike the words are.
    department: file.department ?? file.named,
    topic: file.topic,
    limit: mostCompared,
  });
  const found: SimilarCase[] = [];
  for (const { id, likeness } of suggestDuplicates(own, candidates)) {
    const target = await findCase(db, id);
    if (target === undefined) continue;
    const { number, state, department, receivedOn } = target.file;
    found.push({
      id,
      number,
      state,
      stateName: stateWords[state],
      department: refOrNull(department, departments),
      receivedOn,
      summary: summaryOf(target.publicText ?? candidates.find((candidate) => candidate.id === id)?.text ?? ''),
      likeness: Math.round(likeness * 100),
      takesReporters: guards.targetTakesReporters({ file, target: target.file, actor, moment, given: {} }),
    });
  }
  return found;
}
