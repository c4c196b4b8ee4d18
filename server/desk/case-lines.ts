/** Lines of a list for one reader: what belongs to all of them is read at once. */

import { lastMovesOf } from '../../db/case-files.ts';
import type { StoredCase } from '../../db/case-rows.ts';
import { firstOpinionsOf } from '../../db/opinions.ts';
import type { Context } from '../context.ts';
import { readableBy } from '../domain/case-access.ts';
import type { Moment } from '../domain/deadline-policy.ts';
import type { Actor } from '../domain/roles.ts';
import type { CaseLine } from '../schemas/desk.ts';
import { lineOf } from './case-line.ts';
import { departmentNames } from './names.ts';

export async function linesOf(
  { db }: Pick<Context, 'db'>,
  stored: readonly StoredCase[],
  { actor, moment }: { actor: Actor; moment: Moment },
): Promise<CaseLine[]> {
  const ids = stored.map(({ file }) => file.id);
  const departments = await departmentNames(db);
  const moves = await lastMovesOf(db, ids);
  const needText = stored.filter(({ file, publicText }) => publicText === null && readableBy(file, actor).redacted);
  const opinions = await firstOpinionsOf(
    db,
    needText.map(({ file }) => file.id),
  );
  return stored.map((one) =>
    lineOf(one, opinions.get(one.file.id), { actor, moment, departments, move: moves.get(one.file.id) }),
  );
}
