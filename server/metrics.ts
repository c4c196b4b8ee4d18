/** A few counters since the start, none of them about a person. */

export interface Metrics {
  /** Published pages and files answered from memory. */
  fromMemory: number;
  /** Other answers, by the first digit of their status. */
  answers: Map<number, number>;
}

export const createMetrics = (): Metrics => ({ fromMemory: 0, answers: new Map() });

export function countAnswer({ answers }: Metrics, status: number): void {
  const kind = Math.floor(status / 100);
  answers.set(kind, (answers.get(kind) ?? 0) + 1);
}

/** Prometheus text exposition format, version 0.0.4. */
export function metricsText({ fromMemory, answers }: Metrics, waiting: number): string {
  const lines = [
    '# HELP wanping_answers_total Answers, by the first digit of their status; from memory: published pages and files.',
    '# TYPE wanping_answers_total counter',
    `wanping_answers_total{source="memory"} ${fromMemory}`,
    ...[...answers]
      .sort(([a], [b]) => a - b)
      .map(([kind, count]) => `wanping_answers_total{source="app",status="${kind}xx"} ${count}`),
    '# HELP wanping_writes_waiting What citizens have sent that no transaction has taken up yet.',
    '# TYPE wanping_writes_waiting gauge',
    `wanping_writes_waiting ${waiting}`,
  ];
  return `${lines.join('\n')}\n`;
}
