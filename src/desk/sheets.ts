/** The forms at the bottom of a case: one for each act that is offered, and at 梳理 the eight exits. */
import { filedExits, type TriageExit, triageExits } from '../../server/domain/vocabulary.ts';
import type { ActOffer, CaseView } from '../../server/schemas/desk.ts';
import { deskWords } from '#words/desk.ts';
import { exitWords, filedForCitizen } from '#words/workflow.ts';
import type { Sheet } from './act-form.ts';

const words = deskWords.consequence;

/** What an act will do, in one line. `own` is the reader's department. */
export function consequenceOf(
  { act, to, toName, fields, starts, stops, pauses, resumes, next }: ActOffer,
  state: string,
  own: string | undefined,
): string {
  const effect = deskWords.effects[act];
  if (effect !== undefined) return effect;
  const moves = to !== state;
  return [
    moves ? words.moves(toName) : words.stays,
    moves && (own !== undefined && next.includes(own) ? words.own : next.length > 0 && words.next(next)),
    fields.some(({ kind, required }) => kind === 'files' && required) && words.files,
    ...starts.map(({ name, due }) => words.starts(name, due)),
    stops.length > 0 && words.stops(stops.map(({ name }) => name)),
    pauses && words.pauses,
    resumes && words.resumes,
  ]
    .filter(Boolean)
    .join('；');
}

/** Acts that leave nothing to take back: the form asks once more. */
export const needsSure = (act: ActOffer['act']): boolean => act === 'seal' || act === 'erase';

const plain = (offer: ActOffer): Sheet => ({ key: offer.act, offer, title: offer.button, fixed: {} });

/** The eight exits in the order of the list, each the form of the act that leads there. */
export function triageSheets({ state, acts }: Pick<CaseView, 'state' | 'acts'>): Sheet[] {
  if (state !== 'received') return [];
  return triageExits.flatMap((exit) => {
    const offer = acts.find(({ act }) => act === actOfExit(exit));
    return offer ? [exitSheet(exit, offer)] : [];
  });
}

const actOfExit = (exit: TriageExit): ActOffer['act'] =>
  exit === 'EFFECTIVE' ? 'takeUp' : exit === 'DUPLICATE' ? 'merge' : exit === 'CLUE' ? 'seal' : 'file';

function exitSheet(exit: TriageExit, offer: ActOffer): Sheet {
  const sheet = { ...plain(offer), title: exitWords[exit], lead: deskWords.exits[exit] };
  const filed = filedExits.find((candidate) => candidate === exit);
  if (filed === undefined) return sheet;
  const fields = offer.fields.filter(({ name }) => name !== 'otherChannel' || filed === 'OUT_OF_SCOPE');
  return {
    ...sheet,
    key: `file-${filed}`,
    offer: { ...offer, fields },
    fixed: { exit: filed },
    suggested: { reason: filedForCitizen[filed] },
  };
}

/** Acts that are there in case they are needed; the others move the case along its road. */
const besides: readonly ActOffer['act'][] = [
  'merge',
  'seal',
  'transfer',
  'join',
  'endHelp',
  'ask',
  'urge',
  'supervise',
  'list',
  'talk',
  'delist',
  'draw',
  'escalate',
  'revisit',
  'closeByPanel',
  'closeByExtension',
  'closeByTransfer',
  'reopen',
  'stage',
  'redactText',
  'erase',
];

/** What else is offered: what comes next, and what may be done beside it, each in the order of the table. */
export function otherSheets({ state, acts }: Pick<CaseView, 'state' | 'acts'>): { next: Sheet[]; beside: Sheet[] } {
  const shown = acts.filter(({ act }) => state !== 'received' || !['takeUp', 'merge', 'seal', 'file'].includes(act));
  return {
    next: shown.filter(({ act }) => !besides.includes(act)).map((offer) => plain(offer)),
    beside: shown.filter(({ act }) => besides.includes(act)).map((offer) => plain(offer)),
  };
}

/** All forms of a case. */
export function sheetsOf(view: Pick<CaseView, 'state' | 'acts'>): Sheet[] {
  const { next, beside } = otherSheets(view);
  return [...triageSheets(view), ...next, ...beside];
}
