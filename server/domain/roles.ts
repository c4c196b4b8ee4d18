/** Who acts in the system. A department is never trusted with its own closure, so the roles of the two sides never overlap. */

/** Roles that people sign in with. `department` roles belong to exactly one department and see only its cases. */
export const staffRoles = [
  'liaison', // 单位联络员: signs for cases and reports on them
  'handler', // 处室责任人: plans and does the work
  'deputy', // 单位分管领导: leads from the second rework on
  'head', // 单位主要负责人: signs extensions, leads from the third rework on
  'clerk', // 评议办经办
  'director', // 评议办负责人
  'supervisor', // 社会监督员 / 核实方
  'discipline', // 纪检对接人: sees only 检举控告线索
  'statistician', // 统计员: numbers, never opinion text
  'administrator', // 系统管理员: accounts and settings, never casework
  'auditor', // 审计员: reads the trail, changes nothing
] as const;
export type StaffRole = (typeof staffRoles)[number];

/** Everybody who can cause an event: staff, the citizen who holds the receipt, and the clockwork itself. */
export type Role = StaffRole | 'citizen' | 'system';

export const departmentRoles = ['liaison', 'handler', 'deputy', 'head'] as const satisfies StaffRole[];
export const officeRoles = ['clerk', 'director'] as const satisfies StaffRole[];

export const isDepartmentRole = (role: Role): boolean => (departmentRoles as readonly Role[]).includes(role);
export const isOfficeRole = (role: Role): boolean => (officeRoles as readonly Role[]).includes(role);

/** Who does an act: the role, the account behind it (staff only), the department (department roles only). */
export interface Actor {
  role: Role;
  account?: string;
  department?: string;
}
