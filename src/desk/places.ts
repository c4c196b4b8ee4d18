/** Where each role can go: the entries in the head of the desk. What a role may do is decided by the API alone. */
import type { StaffRole } from '../../server/domain/roles.ts';
import { deskWords } from '#words/desk.ts';
import { href } from '../links.ts';

const words = deskWords.nav;
const places = {
  home: { label: words.home, path: '/desk' },
  record: { label: words.record, path: '/desk/opinions/new' },
  ratings: { label: words.ratings, path: '/desk/ratings' },
  accounts: { label: words.accounts, path: '/desk/admin/accounts' },
  departments: { label: words.departments, path: '/desk/admin/departments' },
  city: { label: words.city, path: '/desk/admin/city' },
  calendar: { label: words.calendar, path: '/desk/admin/calendar' },
  audit: { label: words.audit, path: '/desk/admin/audit' },
} as const;
export type Place = keyof typeof places;

const office: Place[] = ['home', 'record', 'ratings', 'departments', 'calendar'];
const byRole: Partial<Record<StaffRole, Place[]>> = {
  liaison: ['home', 'ratings'],
  head: ['home', 'ratings'],
  clerk: office,
  director: office,
  administrator: ['home', 'accounts', 'departments', 'city', 'calendar'],
  auditor: ['home', 'audit', 'ratings'],
};

/** In the order in which they are shown. */
export const placesOf = (role: StaffRole): { place: Place; label: string; address: string }[] =>
  (byRole[role] ?? ['home']).map((place) => ({ place, label: places[place].label, address: href(places[place].path) }));
