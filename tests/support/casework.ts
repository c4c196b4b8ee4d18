/** What somebody at a desk fills in: something acceptable for every field that a form of the API offers. */
import type { FieldName, FieldValues } from '../../server/domain/fields.ts';
import type { ActOffer, CaseView } from '../../server/schemas/desk.ts';
import { addDays, type Day } from '../../server/domain/day.ts';
import type { Hand } from './desk.ts';

/** What the filling in depends on beside the form. */
export interface Circumstances {
  view: CaseView;
  hand: Hand;
  today: Day;
  /** Departments to choose from; the first one leads. */
  departments: readonly string[];
  /** Number of a case that another one is merged into. */
  target?: string | undefined;
  /** Whether what may be left out is given as well. */
  withOptional: boolean;
}

/** Fills in the form of an act. Files are uploaded; a signature, which needs a key, is left out. */
export async function fillInOffer({ act, fields }: ActOffer, at: Circumstances): Promise<FieldValues> {
  const given: Record<string, unknown> = {};
  for (const { name, kind, required, of, min } of fields) {
    if (!required && !at.withOptional) continue;
    const value = await valueFor({ act, name, kind, of, min: min ?? 1 }, at);
    if (value !== undefined) given[name] = value;
  }
  return given;
}

interface Asked {
  act: ActOffer['act'];
  name: FieldName;
  kind: string;
  of: readonly { value: string | number }[];
  min: number;
}

async function valueFor({ act, name, kind, of, min }: Asked, at: Circumstances): Promise<unknown> {
  const { view, hand, today, departments } = at;
  switch (kind) {
    case 'line':
    case 'text':
      return `${view.stateName}时所写的${name.length}个字`;
    case 'day':
      return name === 'until' ? extensionDay(view, today) : addDays(today, 30);
    case 'yes-no':
      return false;
    case 'percent':
      return Math.min(view.percent + 20, 90);
    case 'choice':
    case 'level':
      return of[0]?.value;
    case 'department':
      return name === 'suggestedDepartment' ? departments[1] : departments[0];
    case 'departments':
      return act === 'endHelp' ? view.coDepartments.map(({ code }) => code).slice(0, 1) : departments.slice(-1);
    case 'case':
      return at.target;
    case 'names':
      return ['甲同志', '乙同志', '丙同志'].slice(0, Math.max(min, 2));
    case 'measures':
      return [{ what: '换灯', section: '设施科', by: addDays(today, 10) }];
    case 'files':
      return [await hand.upload()];
    default:
      return undefined;
  }
}

/** A day to which the case may be extended, or which is soon where it has no deadline. */
function extensionDay({ clocks }: CaseView, today: Day): Day {
  const due = clocks.find(({ clock }) => clock === 'complete')?.due;
  return addDays(due ?? today, 3);
}
