/** Who may call which route: one table, and everything that is not in it is refused. Workflow acts are checked once more by the domain. */

import { departmentRoles, officeRoles, staffRoles, type StaffRole } from './domain/roles.ts';

/** `anyone` needs no sign-in; `signed-in` is any staff role. */
export type Caller = StaffRole | 'anyone' | 'signed-in';
export type Access = Readonly<Record<string, readonly Caller[]>>;

const anyone = ['anyone'] as const;
const signedIn = ['signed-in'] as const;
/** Roles that take part in casework and see only what concerns them. */
const casework = [...departmentRoles, ...officeRoles, 'supervisor'] as const satisfies StaffRole[];
/** Those who may open a case at all: the auditor reads, discipline sees only sealed ones, the statistician no text; the route narrows further. */
const caseReaders = [...casework, 'discipline', 'auditor', 'statistician'] as const satisfies StaffRole[];

/** Those who read records beside the cases, and those who act on them; the table of records narrows it further. */
const recordReaders = [...casework, 'auditor', 'statistician'] as const satisfies StaffRole[];
const recordWriters = [...casework, 'statistician'] as const satisfies StaffRole[];

/** Who reads 督办, 调度 and 亮灯: of a department only its own. */
const supervisionReaders = [
  ...departmentRoles,
  ...officeRoles,
  'auditor',
  'statistician',
] as const satisfies StaffRole[];

/** Who takes in written ballots: never a department, whose own they are about. */
const batchWriters = [...officeRoles, 'statistician'] as const satisfies StaffRole[];
const batchReaders = [...batchWriters, 'auditor'] as const satisfies StaffRole[];

/** Who speaks for a department against a rating. */
const appellants = ['liaison', 'head'] as const satisfies StaffRole[];

/** The machinery itself. */
const core = {
  'GET /healthz': anyone,
  'GET /metrics': anyone,
  'GET /api/openapi.json': anyone,
} as const satisfies Access;

/** Citizens: no account, no session. */
const citizens = {
  'GET /api/city': anyone,
  'GET /api/departments': anyone,
  'GET /api/departments/{code}': anyone,
  'GET /api/departments/{code}/appeals': anyone,
  'GET /api/challenge': anyone,
  'POST /api/ratings': anyone,
  'POST /api/photos': anyone,
  'POST /api/opinions': anyone,
  'POST /api/vote/issue': anyone,
  'POST /api/vote/ballots': anyone,
  'POST /api/vote/openings': anyone,
  'POST /api/vote/cancel': anyone,
  'POST /api/track': anyone,
  'POST /api/track/answer': anyone,
  'POST /api/track/reply': anyone,
  'POST /api/track/reopen': anyone,
  'POST /api/track/withdraw-contact': anyone,
} as const satisfies Access;

/** The desk: 系统管理员 has no casework; 统计员 and 审计员 change nothing. */
const desk = {
  'POST /api/desk/sign-in': anyone,
  'POST /api/desk/sign-out': signedIn,
  'POST /api/desk/password': signedIn,
  'GET /api/desk/me': signedIn,
  'GET /api/desk/guide': signedIn,
  'GET /api/desk/inbox': signedIn,
  'POST /api/desk/inbox/read': signedIn,
  'POST /api/desk/inbox/{id}/read': signedIn,
  'GET /api/desk/queues': caseReaders,
  'GET /api/desk/cases': caseReaders,
  'GET /api/desk/export/cases': caseReaders,
  'GET /api/desk/export/records': recordReaders,
  'GET /api/desk/export/inbox': signedIn,
  'GET /api/desk/export/revisits': officeRoles,
  'GET /api/desk/export/orders': supervisionReaders,
  'GET /api/desk/filters': caseReaders,
  'POST /api/desk/filters': caseReaders,
  'POST /api/desk/filters/{id}': caseReaders,
  'DELETE /api/desk/filters/{id}': caseReaders,
  'POST /api/desk/bulk/offers': [...casework, 'discipline'],
  'POST /api/desk/bulk/check': [...casework, 'discipline'],
  'POST /api/desk/bulk': [...casework, 'discipline'],
  'GET /api/desk/bulk': [...casework, 'discipline'],
  'GET /api/desk/bulk/{id}': [...casework, 'discipline'],
  'POST /api/desk/bulk/{id}/undo': [...casework, 'discipline'],
  'GET /api/desk/cases/{id}/drafts': [...casework, 'discipline'],
  'POST /api/desk/cases/{id}/drafts': [...casework, 'discipline'],
  'POST /api/desk/cases/{id}/drafts/remove': [...casework, 'discipline'],
  'POST /api/desk/cases/{id}/presence': [...casework, 'discipline'],
  'GET /api/desk/cases/{id}': caseReaders,
  'GET /api/desk/cases/{id}/papers': caseReaders,
  'GET /api/desk/papers/ledger': [...departmentRoles, ...officeRoles, 'auditor'],
  'POST /api/desk/cases/{id}/acts': [...casework, 'discipline'],
  'GET /api/desk/cases/{id}/similar': officeRoles,
  'POST /api/desk/cases/{id}/contact': [...officeRoles, 'discipline'],
  'POST /api/desk/files': casework,
  'GET /api/desk/files/{id}': caseReaders,
  'POST /api/desk/opinions': officeRoles,
  'GET /api/desk/deadlines': casework,
  'GET /api/desk/field': ['supervisor'],
  'POST /api/desk/field/key': ['supervisor'],
  'POST /api/desk/field/inspections': ['supervisor'],
  'GET /api/desk/supervisors': [...officeRoles, 'auditor'],
  'POST /api/desk/supervisors': officeRoles,
  'GET /api/desk/records': recordReaders,
  'GET /api/desk/records/new/{kind}': recordWriters,
  'GET /api/desk/records/{id}': recordReaders,
  'POST /api/desk/records': recordWriters,
  'POST /api/desk/records/{id}/acts': recordWriters,
  'GET /api/desk/rounds': recordReaders,
  'POST /api/desk/rounds': [...officeRoles, 'liaison', 'head'],
  'GET /api/desk/rounds/{id}': recordReaders,
  'POST /api/desk/rounds/{id}/plan': [...officeRoles, 'liaison', 'head'],
  'POST /api/desk/rounds/{id}/rosters': [...officeRoles, 'liaison', 'head'],
  'POST /api/desk/rounds/{id}/rosters/remove': [...officeRoles, 'liaison', 'head'],
  'GET /api/desk/rounds/{id}/report': recordReaders,
  'POST /api/desk/rounds/{id}/report': departmentRoles,
  'POST /api/desk/rounds/{id}/remind': officeRoles,
  'GET /api/desk/supervision': supervisionReaders,
  'GET /api/desk/supervision/orders': supervisionReaders,
  'GET /api/desk/supervision/lights': supervisionReaders,
  'GET /api/desk/supervision/papers/{kind}/{period}': supervisionReaders,
  'GET /api/desk/ratings': appellants,
  'POST /api/desk/appeals': appellants,
  'GET /api/desk/appeals': [...appellants, ...officeRoles, 'auditor'],
  'POST /api/desk/appeals/{id}': ['director'],
} as const satisfies Access;

/** 公开承诺, 满意度函调, 回访, reports: what everybody may read and say, and what the desk does for it. */
const pledgesAndReports = {
  'GET /api/pledges': anyone,
  'GET /api/pledges/{number}': anyone,
  'POST /api/pledges/{number}/marks': anyone,
  'POST /api/letters/open': anyone,
  'POST /api/letters/answer': anyone,
  'GET /api/reports': anyone,
  'GET /api/reports/{name}': anyone,
  'GET /api/desk/topics': [...departmentRoles, ...officeRoles, 'auditor', 'statistician'],
  'GET /api/desk/topics/cases': [...departmentRoles, ...officeRoles],
  'POST /api/desk/letters': officeRoles,
  'POST /api/desk/letters/{id}/code': officeRoles,
  'GET /api/desk/letters/statistics': [...officeRoles, 'auditor', 'statistician'],
  'GET /api/desk/revisits': officeRoles,
  'GET /api/desk/reports': [...departmentRoles, ...officeRoles, 'auditor', 'statistician'],
  'GET /api/desk/reports/{id}': [...departmentRoles, ...officeRoles, 'supervisor', 'auditor', 'statistician'],
  'GET /api/desk/reports/numbers': departmentRoles,
  'POST /api/desk/reports/remind': officeRoles,
  'GET /api/desk/reports/bulletin': [...officeRoles, 'statistician'],
  'GET /api/desk/reports/analysis': [...officeRoles, 'statistician'],
} as const satisfies Access;

/** What comes of a round: letters, awards, and the ledger of 积分. */
const outcomes = {
  'GET /api/rounds/{id}/results': anyone,
  'GET /api/departments/{code}/rounds': anyone,
  'GET /api/stars': anyone,
  'GET /api/desk/awards/{id}': supervisionReaders,
  'GET /api/desk/points': supervisionReaders,
  'GET /api/desk/rounds/{id}/letters': [...departmentRoles, ...officeRoles, 'auditor'],
  'GET /api/desk/rounds/{id}/letters/{code}': [...departmentRoles, ...officeRoles, 'auditor'],
} as const satisfies Access;

/** 收票批次: written ballots of rounds. */
const batches = {
  'GET /api/desk/rounds/{id}/batches': batchReaders,
  'GET /api/desk/batches/{id}': batchReaders,
  'POST /api/desk/batches/{id}/ballots': batchWriters,
  'GET /api/desk/batches/{id}/ballots/{serial}': batchWriters,
  'POST /api/desk/batches/{id}/ballots/{serial}/remove': batchWriters,
  'GET /api/desk/batches/{id}/differences/{serial}': batchWriters,
  'POST /api/desk/batches/{id}/differences/{serial}': batchWriters,
  'POST /api/desk/batches/{id}/interviews': batchWriters,
  'POST /api/desk/rounds/{id}/survey/check': batchWriters,
  'POST /api/desk/rounds/{id}/survey/errors': batchWriters,
  'POST /api/desk/rounds/{id}/survey': batchWriters,
  'GET /api/desk/rounds/{id}/flags': batchReaders,
  'POST /api/desk/rounds/{id}/flags': officeRoles,
  'POST /api/desk/rounds/{id}/exclusions': officeRoles,
} as const satisfies Access;

/** Accounts and settings: 三员分立, so the administrator manages and the auditor reads the trail. */
const administration = {
  'GET /api/admin/accounts': ['administrator'],
  'POST /api/admin/accounts': ['administrator'],
  'POST /api/admin/accounts/{id}': ['administrator'],
  'GET /api/admin/departments': ['administrator', ...officeRoles],
  'POST /api/admin/departments': ['administrator'],
  'POST /api/admin/departments/{code}': ['administrator'],
  'POST /api/admin/classes': ['administrator'],
  'POST /api/admin/classes/{code}': ['administrator'],
  'GET /api/admin/city': ['administrator', ...officeRoles],
  'POST /api/admin/city': ['administrator'],
  'GET /api/admin/calendar': ['administrator', ...officeRoles],
  'POST /api/admin/calendar': ['administrator', ...officeRoles],
  'POST /api/admin/calendar/preview': ['administrator', ...officeRoles],
  'GET /api/admin/deadlines': ['administrator', ...officeRoles],
  'POST /api/admin/deadlines': ['administrator', 'director'],
  'POST /api/admin/office-hours': ['administrator', 'director'],
  'GET /api/admin/channels': ['administrator'],
  'POST /api/admin/channels': ['administrator'],
  'GET /api/admin/channels/{id}': ['administrator'],
  'POST /api/admin/channels/{id}': ['administrator'],
  'POST /api/admin/channels/{id}/test': ['administrator'],
  'POST /api/admin/channels/{id}/retry': ['administrator'],
  'POST /api/admin/channels/{id}/remove': ['administrator'],
  'GET /api/admin/audit': ['auditor'],
  'GET /api/setup': anyone,
  'POST /api/setup': anyone,
} as const satisfies Access;

/** What everybody may read. */
const published = {
  'GET /api/figures': anyone,
  'GET /api/figures/departments/{code}': anyone,
  'GET /api/ledger': anyone,
  'GET /log/checkpoint': anyone,
  'GET /log/tile/{path}': anyone,
  'GET /log/proof': anyone,
  'GET /log/consistency': anyone,
  'GET /log/receipt': anyone,
  'GET /open/index.json': anyone,
  'GET /open/mirror.txt': anyone,
  'GET /open/city.json': anyone,
  'GET /open/figures.json': anyone,
  'GET /open/figures.csv': anyone,
  'GET /open/departments.csv': anyone,
  'GET /open/records.ndjson': anyone,
  'GET /open/records.csv': anyone,
  'GET /open/dictionary.json': anyone,
  'GET /open/texts.ndjson': anyone,
  'GET /open/events.ndjson': anyone,
  'GET /open/events.csv': anyone,
  'GET /open/cases/{file}': anyone,
  'GET /open/dept/{file}': anyone,
  'GET /open/openings/{year}/{file}': anyone,
  'GET /open/rules/{file}': anyone,
  'GET /open/rounds.json': anyone,
  'GET /open/rounds/{round}/{file}': anyone,
  'GET /open/rounds/{round}/{part}/{file}': anyone,
  'GET /api/method': anyone,
  'GET /api/cases': anyone,
  'GET /api/cases/{number}': anyone,
  'GET /api/account': anyone,
  'GET /api/records': anyone,
  'GET /api/records/{number}': anyone,
  'GET /api/rounds': anyone,
  'GET /api/rounds/{id}': anyone,
  'GET /api/supervisors': anyone,
  'GET /api/samples': anyone,
  'GET /api/samples/{number}': anyone,
  'GET /api/samples/{number}/frame': anyone,
} as const satisfies Access;

export const access: Access = {
  ...core,
  ...citizens,
  ...desk,
  ...pledgesAndReports,
  ...outcomes,
  ...administration,
  ...published,
  ...batches,
};

/** The line of the table for a route: `accessOf('GET', '/api/cases/{number}')`. */
export const accessOf = (method: string, pattern: string): readonly Caller[] | undefined =>
  access[`${method} ${pattern}`];

/** Whether a caller with this role (or none) may pass. */
export function mayCall(callers: readonly Caller[], role: StaffRole | undefined): boolean {
  if (callers.includes('anyone')) return true;
  if (role === undefined || !staffRoles.includes(role)) return false;
  return callers.includes('signed-in') || callers.includes(role);
}
