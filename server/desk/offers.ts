/** What a reader may do with a case now: each act with the fields it asks for and what it will change. */

import { actsFor, whoseTurn } from '../domain/advance.ts';
import type { CaseFile } from '../domain/case-file.ts';
import { type Actor, isDepartmentRole, isOfficeRole, type Role } from '../domain/roles.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import { type FieldName, fields } from '../domain/fields.ts';
import { type ActName, actOf } from '../domain/workflow.ts';
import { fieldsOf } from '../schemas/acts.ts';
import type { ActField, ActOffer } from '../schemas/desk.ts';
import { byOffice, choiceWords } from '#words/desk-api.ts';
import { actWords, clockWords, fieldWords, roleWords, stateWords, supervisionWords } from '#words/workflow.ts';
import { dueFromToday } from './dues.ts';
import { type DepartmentNames, refOrNull } from './names.ts';

/** What to fill in to begin with. */
export type Suggestions = Partial<Record<FieldName, ActField['value']>>;

export const offersFor = (
  file: CaseFile,
  actor: Actor,
  moment: Moment,
  { departments, suggestions }: { departments: DepartmentNames; suggestions: Suggestions },
): ActOffer[] =>
  actsFor(file, actor, moment).map((name) => {
    const act = actOf(name);
    const to = act.to === 'stays' ? file.state : act.to;
    return {
      act: name,
      name: actWords[name].name,
      button: actWords[name].button,
      fields: fieldsOf(name).map(({ name: field, required }) => fieldOffer(field, required, suggestions[field])),
      to,
      toName: stateWords[to],
      // At 交办 the dates depend on the kind of rectification, which is not chosen yet.
      starts:
        name === 'assign'
          ? []
          : (act.starts ?? []).flatMap((clock) => (clock === 'reply' ? [] : dueFromToday(clock, file, moment))),
      stops: (act.stops ?? [])
        .filter((clock) => file.clocks[clock] !== undefined)
        .map((clock) => ({ clock, name: clockWords[clock] })),
      pauses: act.pauses ?? false,
      resumes: act.resumes ?? false,
      next: nextHolders(name, file, departments),
    };
  });

/** Whose turn it is after an act, in words: a department by its name, the office as one. */
function nextHolders(name: ActName, file: CaseFile, departments: DepartmentNames): string[] {
  const { to } = actOf(name);
  const holder = refOrNull(file.department, departments)?.name;
  const words = whoseTurn(to === 'stays' ? file.state : to)
    .filter((role) => role !== 'system')
    .map((role: Role) => {
      if (isOfficeRole(role)) return byOffice;
      return isDepartmentRole(role) ? (holder ?? fieldWords.department.label) : roleWords[role];
    });
  return [...new Set(words)];
}

/** A field of a form with its limits and its words. */
export function fieldOffer(name: FieldName, required: boolean, value: ActField['value'] | undefined): ActField {
  const field = fields[name];
  return {
    name,
    label: fieldWords[name].label,
    hint: fieldWords[name].hint ?? null,
    required,
    kind: field.kind,
    min: 'min' in field ? field.min : null,
    max: 'max' in field ? field.max : null,
    of: 'of' in field ? field.of.map((choice) => ({ value: choice, label: labelOf(name, choice) })) : [],
    value: value ?? null,
  };
}

const labelOf = (name: FieldName, choice: string | number): string =>
  choiceWords[name]?.[choice] ?? supervisionWords[choice as keyof typeof supervisionWords] ?? String(choice);
