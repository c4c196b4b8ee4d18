/** 意见分析报告: the structure of a 评议年度's 有效意见 up to a month, beside the same months of the year before, and what their texts have in common. */

import type { HotWord } from './hot-words.ts';
import type { Month } from './monthly-report.ts';
import { type Channel, channels, type OpinionKind, opinionKinds, type Topic, topics } from './vocabulary.ts';

/** How many 意见 there were of something, now and in the same months a year before. */
export interface Compared {
  now: number;
  before: number;
}

export interface AnalysisNumbers {
  month: Month;
  /** 评议年度. */
  year: number;
  total: Compared;
  topics: ({ topic: Topic } & Compared)[];
  channels: ({ channel: Channel } & Compared)[];
  kinds: ({ kind: OpinionKind } & Compared)[];
  /** The departments with the most, the most first. */
  departments: ({ code: string } & Compared)[];
  words: HotWord[];
}

/** A group of 意见 that agree in everything an analysis looks at. */
export interface Shape {
  topic: string;
  channel: string;
  kind: string;
  department: string;
  cases: number;
}

/** Departments that stand in an analysis. */
const mostDepartments = 20;

export function analysisNumbers(
  now: readonly Shape[],
  before: readonly Shape[],
  { month, year, words }: Pick<AnalysisNumbers, 'month' | 'year' | 'words'>,
): AnalysisNumbers {
  const sum = (shapes: readonly Shape[], belongs: (shape: Shape) => boolean): number =>
    shapes.reduce((all, shape) => all + (belongs(shape) ? shape.cases : 0), 0);
  const compared = (belongs: (shape: Shape) => boolean): Compared => ({
    now: sum(now, belongs),
    before: sum(before, belongs),
  });
  const most = <T extends Compared>(rows: readonly T[]): T[] => rows.toSorted((a, b) => b.now - a.now);
  const codes = [...new Set(now.map(({ department }) => department))].filter(Boolean).sort();
  return {
    month,
    year,
    total: compared(() => true),
    topics: most(topics.map((topic) => ({ topic, ...compared((shape) => shape.topic === topic) }))),
    channels: most(channels.map((channel) => ({ channel, ...compared((shape) => shape.channel === channel) }))),
    kinds: most(opinionKinds.map((kind) => ({ kind, ...compared((shape) => shape.kind === kind) }))),
    departments: most(codes.map((code) => ({ code, ...compared((shape) => shape.department === code) }))).slice(
      0,
      mostDepartments,
    ),
    words,
  };
}
