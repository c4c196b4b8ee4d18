/** What a list of the desk is narrowed down to, as its address says it, and the controls to say it with. */
import { states } from '../../server/domain/case-file.ts';
import { lights } from '../../server/domain/lights.ts';
import { type ListFilterName, listFilterNames } from '../../server/domain/queues.ts';
import { isDepartmentRole, type StaffRole } from '../../server/domain/roles.ts';
import { channels, natures, opinionKinds, results, supervisionLevels, topics } from '../../server/domain/vocabulary.ts';
import type { DepartmentList } from '../../server/schemas/departments.ts';
import { listWords } from '#words/lists.ts';
import {
  channelWords,
  kindWords,
  lightWords,
  natureWords,
  resultWords,
  stateWords,
  supervisionWords,
  topicWords,
} from '#words/workflow.ts';

export type ListFilter = Partial<Record<ListFilterName, string>>;

const words = listWords.filters;

/** Longest text of one part of an address that a list looks at. */
const longest = 60;

/** The parts of an address that narrow a list down; empty ones, which forms send, are left out. */
export function readFilter(params: URLSearchParams): ListFilter {
  return Object.fromEntries(
    listFilterNames.flatMap((name) => {
      const value = (params.get(name) ?? '').trim().slice(0, longest);
      return value === '' ? [] : [[name, value]];
    }),
  );
}

/** The one way of writing a filter down. */
export const writeFilter = (filter: ListFilter): string =>
  new URLSearchParams(
    listFilterNames.flatMap((name): [string, string][] => {
      const value = filter[name];
      return value === undefined || value === '' ? [] : [[name, value]];
    }),
  ).toString();

/** What is asked for beside the queue, the order and the words, as one reads it. */
export const termsOf = (filter: ListFilter, choices: readonly Choice[]): string[] => [
  ...choices.flatMap(({ name, label, of }) => {
    const chosen = filter[name];
    if (chosen === undefined) return [];
    return [listWords.export.term(label, of.find(({ value }) => value === chosen)?.label ?? chosen)];
  }),
  ...dayNames.flatMap(({ name, label }) =>
    filter[name] === undefined ? [] : [listWords.export.term(label, filter[name])],
  ),
  ...(filter.key ? [words.key] : []),
  ...(filter.drawn ? [words.drawn] : []),
];

/** Whether more than the queue and the order is asked for. */
export const isNarrowed = (filter: ListFilter): boolean =>
  Object.keys(filter).some((name) => name !== 'queue' && name !== 'order' && name !== 'q');

/** A control that has a list of choices. */
export interface Choice {
  name: ListFilterName;
  label: string;
  of: { value: string; label: string }[];
}

const dayNames: readonly { name: ListFilterName; label: string }[] = [
  { name: 'from', label: words.received + words.from },
  { name: 'to', label: words.received + words.to },
  { name: 'closedFrom', label: words.closed + words.from },
  { name: 'closedTo', label: words.closed + words.to },
];
const choice = <T extends string>(
  name: ListFilterName,
  label: string,
  of: readonly T[],
  labels: Record<T, string>,
): Choice => ({ name, label, of: of.map((value) => ({ value, label: labels[value] })) });

/** The choices of a role; departments have only their own cases. */
export function choicesFor(role: StaffRole, { classes, items }: DepartmentList): Choice[] {
  const departments: Choice[] = isDepartmentRole(role)
    ? []
    : [
        {
          name: 'department',
          label: words.department,
          of: items.map(({ code, name }) => ({ value: code, label: name })),
        },
        { name: 'class', label: words.class, of: classes.map(({ code, name }) => ({ value: code, label: name })) },
      ];
  const lightNames = Object.fromEntries(
    lights.map((light) => [light, `${lightWords[light].shape} ${lightWords[light].word}`]),
  ) as Record<(typeof lights)[number], string>;
  return [
    ...departments,
    choice('state', words.state, states, stateWords),
    choice('light', words.light, lights, lightNames),
    choice('topic', words.topic, topics, topicWords),
    choice('kind', words.kind, opinionKinds, kindWords),
    choice('channel', words.channel, channels, channelWords),
    choice('nature', words.nature, natures, natureWords),
    choice('result', words.result, results, resultWords),
    {
      name: 'level',
      label: words.level,
      of: supervisionLevels
        .filter((level) => level > 0)
        .map((level) => ({ value: String(level), label: words.levelFrom(supervisionWords[level]) })),
    },
    {
      name: 'reworks',
      label: words.reworks,
      of: [1, 2, 3].map((count) => ({ value: String(count), label: words.reworksFrom(count) })),
    },
  ];
}
