/** Writes docs/workflow.md from the workflow table: the diagram, and each act with who, what it needs and what it does. */

import { writeFileSync } from 'node:fs';
import { clocks, type State, states } from '../server/domain/case-file.ts';
import { defaultPolicy } from '../server/domain/deadline-policy.ts';
import { type ActName, actNames, actOf } from '../server/domain/workflow.ts';
import { actWords, clockWords, fieldWords, guardWords, roleWords, stateWords } from '#words/workflow.ts';

const path = new URL('../docs/workflow.md', import.meta.url);

const list = (items: readonly string[] | undefined): string => (items && items.length > 0 ? items.join('、') : '—');

function diagram(): string[] {
  const arrows = new Map<string, ActName[]>();
  for (const name of actNames) {
    const act = actOf(name);
    if (act.to === 'stays') continue;
    for (const from of act.from.length > 0 ? act.from : ['[*]']) {
      const arrow = `${from} --> ${act.to}`;
      arrows.set(arrow, [...(arrows.get(arrow) ?? []), name]);
    }
  }
  return [
    '```mermaid',
    'stateDiagram-v2',
    ...states.map((state) => `  ${state}: ${stateWords[state]}`),
    ...[...arrows].map(([arrow, names]) => `  ${arrow}: ${names.map((name) => actWords[name].name).join(' / ')}`),
    '  closed --> [*]',
    '```',
  ];
}

function section(name: ActName): string[] {
  const act = actOf(name);
  const to = act.to === 'stays' ? '不变' : stateWords[act.to];
  const clockWork = [
    ...(act.starts ?? []).map((clock) => `起算「${clockWords[clock]}」`),
    ...(act.stops ?? []).map((clock) => `终止「${clockWords[clock]}」`),
    ...(act.pauses ? ['办结时限停止计算'] : []),
    ...(act.resumes ? ['办结时限恢复计算'] : []),
  ];
  return [
    `### ${actWords[name].name} \`${name}\``,
    '',
    `- 状态：${list(act.from.map((state: State) => stateWords[state]))} → ${to}`,
    `- 谁办：${list(act.by.map((role) => roleWords[role]))}`,
    `- 必填：${list(act.needs?.map((field) => fieldWords[field].label))}；选填：${list(act.may?.map((field) => fieldWords[field].label))}`,
    `- 时限：${list(clockWork)}`,
    ...(act.when ?? []).map((guard) => `- 否则不办：${guardWords[guard]}`),
    `- 存证：${act.ledger === 'none' ? '不写入（否则看得出是线索）' : `\`${act.ledger}\``}；${act.shown ? '公开可见' : '不单独公开'}`,
    '',
  ];
}

/** The whole document. */
export const workflowDocument = (): string =>
  [
    '# 办理流程 (workflow)',
    '',
    '<!-- Generated from server/domain/workflow.ts by `npm run docs`. Do not edit by hand. -->',
    '',
    ...diagram(),
    '',
    '## 时限（默认值，各市可调）',
    '',
    '| 时限 | 默认 |',
    '| --- | --- |',
    ...Object.entries(defaultPolicy).map(([key, { amount, unit }]) => {
      const clock = clocks.find((name) => key.startsWith(name));
      return `| ${clock ? clockWords[clock] : key} \`${key}\` | ${amount} ${unit === 'workday' ? '个工作日' : '天'} |`;
    }),
    '',
    '## 每一步',
    '',
    ...actNames.flatMap(section),
  ].join('\n');

if (import.meta.main) writeFileSync(path, workflowDocument());
