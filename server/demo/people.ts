/** Who acts in the demonstration's history: the accounts behind every event of staff. Nobody has a name, only a post. */

import type { Actor, StaffRole } from '../domain/roles.ts';
import { departments } from './data/departments.ts';

export interface DemoAccount {
  id: string;
  username: string;
  title: string;
  role: StaffRole;
  department: string | null;
  /** Gets a password that the operator is shown; the others are there for the history and cannot sign in. */
  canSignIn: boolean;
}

/** Departments whose liaison and head the operator can sign in as. */
const shownDepartments = ['xzspj', 'cgj', 'bdczx', 'jjzd'];

const office: readonly DemoAccount[] = (
  [
    ['clerk-1', 'pyb1', '评议办经办甲', 'clerk'],
    ['clerk-2', 'pyb2', '评议办经办乙', 'clerk'],
    ['director', 'pybzr', '评议办负责人', 'director'],
    ['supervisor-1', 'jiandu1', '社会监督员甲', 'supervisor'],
    ['supervisor-2', 'jiandu2', '社会监督员乙', 'supervisor'],
    ['supervisor-3', 'jiandu3', '第三方核实员', 'supervisor'],
    ['discipline', 'jijian', '纪检对接人', 'discipline'],
    ['statistician', 'tongji', '统计员', 'statistician'],
    ['administrator', 'guanli', '系统管理员', 'administrator'],
    ['auditor', 'shenji', '审计员', 'auditor'],
  ] as const
).map(([id, username, title, role]) => ({
  id,
  username,
  title,
  role,
  department: null,
  canSignIn: !['supervisor-2', 'supervisor-3'].includes(id),
}));

export const accounts: readonly DemoAccount[] = [
  ...office,
  ...departments.flatMap(({ code, name }): DemoAccount[] =>
    (
      [
        ['liaison', '联络员'],
        ['head', '主要负责人'],
      ] as const
    ).map(([role, post]) => ({
      id: `${code}-${role}`,
      username: role === 'liaison' ? code : `${code}-zr`,
      title: `${name}${post}`,
      role,
      department: code,
      canSignIn: shownDepartments.includes(code),
    })),
  ),
];

export const clerks = ['clerk-1', 'clerk-2'] as const;
export type Clerk = (typeof clerks)[number];

export const people = {
  clerk: (account: Clerk): Actor => ({ role: 'clerk', account }),
  /** The other clerk: 销号 needs a second person. */
  second: (account: Clerk): Actor => ({ role: 'clerk', account: account === 'clerk-1' ? 'clerk-2' : 'clerk-1' }),
  director: { role: 'director', account: 'director' } as Actor,
  supervisor: (number: number): Actor => ({ role: 'supervisor', account: `supervisor-${1 + (number % 3)}` }),
  discipline: { role: 'discipline', account: 'discipline' } as Actor,
  liaison: (department: string): Actor => ({ role: 'liaison', account: `${department}-liaison`, department }),
  head: (department: string): Actor => ({ role: 'head', account: `${department}-head`, department }),
  citizen: { role: 'citizen' } as Actor,
  system: { role: 'system' } as Actor,
};
