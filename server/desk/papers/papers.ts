/** All papers of a case, filled in as far as its reader may know it. */

import type { Context } from '../../context.ts';
import type { CaseFile } from '../../domain/case-file.ts';
import type { Staff } from '../../http/staff.ts';
import type { Paper, PaperForm, PaperList } from '../../schemas/papers.ts';
import { stateWords } from '#words/workflow.ts';
import { historyOf } from '../history.ts';
import { readCase } from '../read-case.ts';
import { accountPapers } from './account.ts';
import { assignmentPapers, opinionPapers } from './assignment.ts';
import { closingPapers } from './closing.ts';
import { extensionPapers } from './extension.ts';
import { helpPapers } from './help.ts';
import { orderPapers } from './order.ts';
import type { PaperSource } from './parts.ts';
import { planPapers } from './plan.ts';
import { returnPapers } from './return.ts';

const makers = [
  opinionPapers,
  assignmentPapers,
  returnPapers,
  helpPapers,
  planPapers,
  extensionPapers,
  orderPapers,
  accountPapers,
  closingPapers,
];

/** The papers of a case in the order of the forms. Whoever may not read its words has none. */
export async function papersOf(context: Context, staff: Staff, id: string): Promise<PaperList> {
  const read = await readCase(context, staff, id);
  const { file } = read.stored;
  const history = historyOf(read.course, read.readable, read.names);
  const source: PaperSource = { ...read, lines: new Map(history.map((line) => [line.seq, line])) };
  const items = read.readable.published ? makers.flatMap((make) => make(source)) : [];
  return {
    case: { id: file.id, number: file.number, stateName: stateWords[file.state] },
    now: paperNow(file, items)?.key ?? null,
    items,
  };
}

/** The paper that the case is at: the one that somebody who prints the case wants. */
function paperNow(file: CaseFile, papers: readonly Paper[]): Paper | undefined {
  const last = (...forms: readonly PaperForm[]): Paper | undefined =>
    papers
      .filter(({ form }) => forms.includes(form))
      .toSorted((one, other) => seqOf(one) - seqOf(other))
      .at(-1);
  if (file.state === 'returning') return last('return');
  const ending = file.claims > 0 ? last('closing', 'account') : undefined;
  const assignment = file.department === null ? undefined : last('assignment');
  return ending ?? assignment ?? papers.find(({ form }) => form === 'opinion');
}

const seqOf = ({ key }: Paper): number => Number(key.split('-')[1]);
