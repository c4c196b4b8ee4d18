/** Where each role can go: the entries in the head of the desk. What a role may do is decided by the API alone. */
import type { StaffRole } from '../../server/domain/roles.ts';
import { policyWords } from '#words/deadlines.ts';
import { deskWords } from '#words/desk.ts';
import { paperWords } from '#words/papers.ts';
import { roundDesk } from '#words/round-desk.ts';
import { supervisionPage } from '#words/supervision.ts';
import { href } from '../links.ts';

const words = deskWords.nav;
const places = {
  home: { label: words.home, path: '/desk' },
  record: { label: words.record, path: '/desk/opinions/new' },
  field: { label: words.field, path: '/desk/field' },
  supervisors: { label: words.supervisors, path: '/desk/supervisors' },
  ratings: { label: words.ratings, path: '/desk/ratings' },
  pledges: { label: words.pledges, path: '/desk/pledges' },
  revisits: { label: words.revisits, path: '/desk/revisits' },
  letters: { label: words.letters, path: '/desk/letters' },
  reports: { label: words.reports, path: '/desk/reports' },
  ledger: { label: paperWords.list.ledger, path: '/desk/papers/ledger' },
  rounds: { label: roundDesk.nav, path: '/desk/rounds' },
  records: { label: words.records, path: '/desk/records' },
  supervision: { label: supervisionPage.nav, path: '/desk/supervision' },
  accounts: { label: words.accounts, path: '/desk/admin/accounts' },
  departments: { label: words.departments, path: '/desk/admin/departments' },
  city: { label: words.city, path: '/desk/admin/city' },
  calendar: { label: words.calendar, path: '/desk/admin/calendar' },
  deadlines: { label: policyWords.title, path: '/desk/admin/deadlines' },
  channels: { label: words.channels, path: '/desk/admin/channels' },
  audit: { label: words.audit, path: '/desk/admin/audit' },
  guide: { label: words.guide, path: '/desk/guide' },
} as const;
export type Place = keyof typeof places;

const office: Place[] = [
  'home',
  'record',
  'rounds',
  'supervision',
  'pledges',
  'revisits',
  'letters',
  'reports',
  'ledger',
  'records',
  'ratings',
  'supervisors',
  'departments',
  'calendar',
  'deadlines',
];
const byRole: Partial<Record<StaffRole, Place[]>> = {
  liaison: ['home', 'rounds', 'ledger', 'supervision', 'pledges', 'reports', 'records', 'ratings'],
  handler: ['home', 'rounds', 'ledger', 'supervision', 'pledges', 'reports', 'records'],
  deputy: ['home', 'rounds', 'ledger', 'supervision', 'pledges', 'reports', 'records'],
  head: ['home', 'rounds', 'ledger', 'supervision', 'pledges', 'reports', 'records', 'ratings'],
  statistician: ['home', 'rounds', 'supervision', 'letters', 'reports', 'records'],
  clerk: office,
  director: office,
  supervisor: ['home', 'field', 'rounds', 'records'],
  administrator: ['home', 'accounts', 'departments', 'city', 'calendar', 'deadlines', 'channels'],
  auditor: ['home', 'audit', 'rounds', 'ledger', 'supervision', 'supervisors', 'records', 'ratings'],
};

/** In the order in which they are shown. */
export const placesOf = (role: StaffRole): { place: Place; label: string; address: string }[] =>
  [...(byRole[role] ?? ['home']), 'guide' as const].map((place) => ({
    place,
    label: places[place].label,
    address: href(places[place].path),
  }));
