/** Counts a city's cases from nothing but the events of their histories, as anybody could who has them. */
import { listEventsOf } from '../../db/case-files.ts';
import { openDatabase } from '../../db/open.ts';
import { applyEvent } from '../../server/domain/advance.ts';
import { type CaseFile, newCaseFile } from '../../server/domain/case-file.ts';
import { assessmentYear } from '../../server/domain/day.ts';

export interface Recount {
  effective: number;
  resolved: { citizen: number; independent: number; office: number };
  explained: number;
}

/** By 评议年度; of the row of a case only what it began with is used. */
export async function recount(dataDir: string): Promise<Map<number, Recount>> {
  const db = openDatabase(`sqlite:${dataDir}/wanping.sqlite`);
  try {
    const rows = await db.selectFrom('case_file').select(['id', 'channel', 'kind', 'named', 'received_on']).execute();
    const histories = await listEventsOf(
      db,
      rows.map(({ id }) => id),
    );
    const years = new Map<number, Recount>();
    for (const { id, channel, kind, named, received_on: receivedOn } of rows) {
      let file: CaseFile = newCaseFile({ id, channel, kind, named, receivedOn });
      for (const event of histories.get(id) ?? []) file = applyEvent(file, event);
      const year = assessmentYear(receivedOn);
      const counts = years.get(year) ?? {
        effective: 0,
        resolved: { citizen: 0, independent: 0, office: 0 },
        explained: 0,
      };
      years.set(year, counts);
      if (file.exit !== 'EFFECTIVE') continue;
      counts.effective += 1;
      if (file.state !== 'closed') continue;
      if (file.result === 'A' && file.basis !== null) counts.resolved[file.basis] += 1;
      if (file.result === 'D') counts.explained += 1;
    }
    return years;
  } finally {
    await db.destroy();
  }
}
