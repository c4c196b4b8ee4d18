/** Where a record of a kind is begun. Some kinds have pages of their own for it, made for what they are about. */
import type { RecordKind } from '../../server/domain/records.ts';

const own: Partial<Record<RecordKind, string>> = {
  pledge: '/desk/pledges/new',
  inspection: '/desk/field/inspections/new',
  letter: '/desk/letters',
  supervisor: '/desk/supervisors',
  report: '/desk/reports',
  bulletin: '/desk/reports',
  analysis: '/desk/reports',
};

/** The address, without the base path. */
export const recordBeginnings = (kind: RecordKind): string => own[kind] ?? `/desk/records/${kind}/new`;
