/** Departments (评议对象) and the classes they are compared in. */

import type { Kysely, Selectable } from 'kysely';
import type { Database, DepartmentClassTable, DepartmentTable } from './tables.ts';

export interface DepartmentClass {
  code: string;
  name: string;
  isRanked: boolean;
  position: number;
}

export interface Department {
  code: string;
  name: string;
  fullName: string;
  classCode: string;
  /** Pinyin without tones or spaces, and its initials: what a search by Latin letters looks at. */
  pinyin: string;
  initials: string;
  duties: string;
  /** 服务承诺, one sentence each. */
  commitments: string[];
  address: string;
  telephone: string;
  isActive: boolean;
  position: number;
}

export async function listClasses(db: Kysely<Database>): Promise<DepartmentClass[]> {
  const rows = await db.selectFrom('department_class').selectAll().orderBy('position').orderBy('code').execute();
  return rows.map(fromClassRow);
}

/** Adds a class or changes it. */
export async function saveClass(db: Kysely<Database>, value: DepartmentClass): Promise<void> {
  const { code, ...rest } = toClassRow(value);
  await db
    .insertInto('department_class')
    .values({ code, ...rest })
    .onConflict((conflict) => conflict.column('code').doUpdateSet(rest))
    .execute();
}

export async function findDepartment(db: Kysely<Database>, code: string): Promise<Department | undefined> {
  const row = await db.selectFrom('department').selectAll().where('code', '=', code).executeTakeFirst();
  return row && fromDepartmentRow(row);
}

/**
 * Departments in the order of their classes and positions; those no longer active only when asked for.
 * `text` is looked for in names, and as pinyin or its initials: it may come straight from a search field.
 */
export async function listDepartments(
  db: Kysely<Database>,
  filter: { text?: string | undefined; classCode?: string | undefined; withInactive?: boolean | undefined } = {},
): Promise<Department[]> {
  let query = db
    .selectFrom('department')
    .innerJoin('department_class', 'department_class.code', 'department.class_code')
    .selectAll('department');
  if (!filter.withInactive) query = query.where('is_active', '=', 1);
  if (filter.classCode !== undefined) query = query.where('class_code', '=', filter.classCode);
  const rows = await query
    .orderBy('department_class.position')
    .orderBy('department.class_code')
    .orderBy('department.position')
    .orderBy('department.code')
    .execute();
  const matches = departmentMatcher(filter.text ?? '');
  return rows.map(fromDepartmentRow).filter(matches);
}

/** Whether a department answers to a search text; every word of it must be found. A city has some hundred, so SQL is not needed. */
export function departmentMatcher(text: string): (department: Department) => boolean {
  const words = text
    .normalize('NFKC')
    .toLowerCase()
    .split(/[\s'’]+/u)
    .filter(Boolean);
  return ({ name, fullName, code, pinyin, initials }) =>
    words.every(
      (word) =>
        name.includes(word) ||
        fullName.includes(word) ||
        code === word ||
        pinyin.includes(word) ||
        initials.includes(word),
    );
}

/** Adds a department or changes everything about it but its code, which is printed in QR codes. */
export async function saveDepartment(db: Kysely<Database>, department: Department): Promise<void> {
  const { code, ...rest } = toDepartmentRow(department);
  await db
    .insertInto('department')
    .values({ code, ...rest })
    .onConflict((conflict) => conflict.column('code').doUpdateSet(rest))
    .execute();
}

const toClassRow = ({ code, name, isRanked, position }: DepartmentClass): DepartmentClassTable => ({
  code,
  name,
  is_ranked: isRanked ? 1 : 0,
  position,
});

const fromClassRow = (row: Selectable<DepartmentClassTable>): DepartmentClass => ({
  code: row.code,
  name: row.name,
  isRanked: row.is_ranked === 1,
  position: row.position,
});

const toDepartmentRow = (department: Department): DepartmentTable => ({
  code: department.code,
  name: department.name,
  full_name: department.fullName,
  class_code: department.classCode,
  pinyin: department.pinyin,
  initials: department.initials,
  duties: department.duties,
  commitments: JSON.stringify(department.commitments),
  address: department.address,
  telephone: department.telephone,
  is_active: department.isActive ? 1 : 0,
  position: department.position,
});

const fromDepartmentRow = (row: Selectable<DepartmentTable>): Department => ({
  code: row.code,
  name: row.name,
  fullName: row.full_name,
  classCode: row.class_code,
  pinyin: row.pinyin,
  initials: row.initials,
  duties: row.duties,
  commitments: JSON.parse(row.commitments) as string[],
  address: row.address,
  telephone: row.telephone,
  isActive: row.is_active === 1,
  position: row.position,
});
