/** What a measurement says: lines with their budgets, as a table for people and as JSON. */
import { execFileSync } from 'node:child_process';
import { cpus, totalmem } from 'node:os';
import { format } from 'node:util';

/** One measured figure. */
export interface Line {
  /** What was measured, as in "cold start". */
  what: string;
  /** With its unit, as in "0.91 ×". */
  value: string;
  /** What it may be at most or at least; absent: for information. */
  budget?: string;
  passed?: boolean;
}

/** One measurement: its lines, and the numbers behind them. */
export interface Section {
  name: string;
  title: string;
  /** How it was measured, in a sentence or two. */
  how: string;
  lines: Line[];
  /** A table of the variants that were measured side by side. */
  table?: { head: string[]; rows: string[][] };
  /** For --json. */
  raw: unknown;
}

export interface Report {
  command: string;
  machine: string;
  commit: string;
  sections: Section[];
}

/** A figure with its limit. */
export function limited(what: string, value: number, unit: string, limit: { most: number } | { least: number }): Line {
  const digits = (number: number): string => (Math.abs(number) >= 100 ? number.toFixed(0) : number.toFixed(2));
  const passed = 'most' in limit ? value <= limit.most : value >= limit.least;
  const budget = 'most' in limit ? `≤ ${limit.most} ${unit}` : `≥ ${limit.least} ${unit}`;
  return { what, value: `${digits(value)} ${unit}`, budget, passed };
}

export const held = (what: string, passed: boolean, value: string): Line => ({ what, value, budget: 'yes', passed });

export function describeMachine(): string {
  const processors = cpus();
  return format(
    '%d × %s, %d GB of memory, Node %s, %s',
    processors.length,
    processors[0]?.model.trim() ?? 'unknown processor',
    Math.round(totalmem() / 2 ** 30),
    process.versions.node,
    process.platform,
  );
}

/** The commit that was measured, with a mark when files differ from it. */
export function describeCommit(): string {
  try {
    const git = (...args: string[]): string => execFileSync('git', args, { encoding: 'utf8', stdio: 'pipe' }).trim();
    const changed = git('status', '--porcelain', '--', 'server', 'db', 'src') !== '';
    return git('rev-parse', '--short', 'HEAD') + (changed ? ' and later changes' : '');
  } catch {
    return 'unknown';
  }
}

const verdict = ({ passed }: Line): string => (passed === undefined ? '' : passed ? 'met' : '**missed**');

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

/** The section as Markdown, which is also readable in a terminal. */
export function printSection(section: Section): string {
  const lines = section.lines.map((line) => [line.what, line.value, line.budget ?? '', verdict(line)]);
  const parts = [`## ${section.title}`, section.how, table(['what', 'measured', 'budget', ''], lines)];
  if (section.table) parts.push(table(section.table.head, section.table.rows));
  return parts.join('\n\n');
}

export const missed = ({ sections }: Report): Line[] =>
  sections.flatMap(({ lines }) => lines.filter(({ passed }) => passed === false));

/** The whole of docs/performance.md. */
export const printDocument = (report: Report): string =>
  `${[
    '# Performance',
    `Written by \`${report.command}\`. Do not edit by hand.`,
    `Measured on ${report.machine}, at commit ${report.commit}. The machine is shared and the load generator runs on it, so that timings drift
from run to run: what counts are the ratios to a floor measured in the same run, in turns, and the processor time per request. Each
figure is the median of the rounds.`,
    ...report.sections.map(printSection),
  ].join('\n\n')}\n`;
