/** Who is signed in, as routes see it. */

import type { Actor, StaffRole } from '../domain/roles.ts';

export interface Staff {
  accountId: string;
  username: string;
  displayName: string;
  role: StaffRole;
  /** Code of the department, for the roles of departments. */
  department: string | null;
  mustChangePassword: boolean;
}

/** The staff member as the workflow sees one. */
export const actorOf = ({ accountId, role, department }: Staff): Actor => ({
  role,
  account: accountId,
  ...(department !== null && { department }),
});
