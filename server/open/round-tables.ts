/** The results of a 评议活动 as a table: one line a department. */

import { csvFile } from '../csv.ts';
import type { RoundPlan } from '../domain/round/plan.ts';
import type { RoundResults } from '../domain/round/results.ts';
import { resultRows } from '../domain/trust/round-tables.ts';

/** `results.csv`, in the order of the plan. */
export function resultsTable(plan: RoundPlan, results: RoundResults): string {
  const rows = resultRows(plan, results);
  const names = Object.keys(rows[0] ?? { department: '' });
  return csvFile([names, ...rows.map((row) => names.map((name) => row[name] ?? null))]);
}
