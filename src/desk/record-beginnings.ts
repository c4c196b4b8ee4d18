/** Where a record of a kind is begun. Some kinds have pages of their own for it, made for what they are about. */
import type { RecordKind } from '../../server/domain/records.ts';

const own: Partial<Record<RecordKind, `/${string}`>> = {
  pledge: '/desk/pledges/new',
  inspection: '/desk/field/inspections/new',
  letter: '/desk/letters',
  supervisor: '/desk/supervisors',
  report: '/desk/reports',
  bulletin: '/desk/reports',
  analysis: '/desk/reports',
  round: '/desk/rounds/new',
};

/** The address, without the base path. */
export const recordBeginnings = (kind: RecordKind): `/${string}` => own[kind] ?? `/desk/records/${kind}/new`;

/** Kinds whose numbers, or whose code, the sheet of every record would not show: where their own paper is. */
const papers: Partial<Record<RecordKind, (id: string) => `/${string}`>> = {
  letter: (id) => `/desk/letters/${id}`,
  report: (id) => `/desk/reports/${id}/paper`,
  bulletin: (id) => `/desk/reports/${id}/paper`,
  analysis: (id) => `/desk/reports/${id}/paper`,
  award: (id) => `/desk/awards/${id}`,
};

/** The page on which a record is printed, where it has one of its own; without the base path. A letter that was answered has no code to print. */
export const ownPaper = ({
  kind,
  id,
  state,
}: {
  kind: RecordKind;
  id: string;
  state: string;
}): `/${string}` | undefined => (kind === 'letter' && state !== 'issued' ? undefined : papers[kind]?.(id));
