/** Picking a department by typing its name: what can be picked, and what was meant. */
import type { DepartmentLine } from '../../server/schemas/departments.ts';
import type { Visit } from './visit.ts';

/** All departments that take opinions now. */
export async function departmentsOf(api: Visit['api']): Promise<DepartmentLine[]> {
  const answer = await api.departments.$get({ query: {} });
  return answer.ok ? (await answer.json()).items : [];
}

/** The department with this name, full name or code. */
export const departmentNamed = (departments: readonly DepartmentLine[], typed: string): DepartmentLine | undefined =>
  departments.find(({ code, name, fullName }) => [code, name, fullName].includes(typed));
