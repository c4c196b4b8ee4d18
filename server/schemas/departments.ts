/** Departments as everybody may see them. */
import { z } from '@hono/zod-openapi';

/** Code of a department as printed in QR codes. */
export const departmentCode = z
  .string()
  .regex(/^[a-z0-9](?:[a-z0-9-]{0,30}[a-z0-9])?$/)
  .openapi({ example: 'xzspj' });

export const departmentQuery = z.object({
  /** Part of the name, full pinyin or initials. */
  q: z.string().trim().max(60).optional(),
  class: z.string().max(40).optional(),
});

export const departmentLine = z
  .object({ code: z.string(), name: z.string(), fullName: z.string(), class: z.string() })
  .openapi('DepartmentLine');
export type DepartmentLine = z.infer<typeof departmentLine>;

export const departmentList = z
  .object({
    classes: z.array(z.object({ code: z.string(), name: z.string() })),
    items: z.array(departmentLine),
  })
  .openapi('Departments');
export type DepartmentList = z.infer<typeof departmentList>;

export const departmentView = z
  .object({
    code: z.string(),
    name: z.string(),
    fullName: z.string(),
    class: z.object({ code: z.string(), name: z.string(), ranked: z.boolean() }),
    duties: z.string(),
    commitments: z.array(z.string()),
    address: z.string(),
    telephone: z.string(),
  })
  .openapi('Department');
export type DepartmentView = z.infer<typeof departmentView>;
