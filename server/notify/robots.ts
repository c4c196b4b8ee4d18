/** 群机器人 of 企业微信, 钉钉 and 飞书: what each wants to be sent, how it is signed, and what its answers mean. */

import { createHmac } from 'node:crypto';
import type { Attempt, Outcome } from './attempt.ts';
import type { RobotSettings } from './channel-settings.ts';
import { type Answer, post } from './post.ts';

export type RobotKind = 'wecom' | 'dingtalk' | 'feishu';

interface Robot {
  /** The address and the body of a text message. `seconds` and `milliseconds` are POSIX time. */
  request: (
    settings: RobotSettings,
    text: string,
    time: { seconds: number; milliseconds: number },
  ) => { url: string; body: unknown };
  /** The code of an answer; zero says that the message is in the group. */
  code: (answer: Readonly<Record<string, unknown>>) => unknown;
  /** Codes that no repetition will change: wrong key, wrong signature, switched off, group gone. */
  never: readonly number[];
  /** Messages a minute. */
  pace: number;
}

const hmac = (key: string, text: string): string => createHmac('sha256', key).update(text).digest('base64');

export const robots: Record<RobotKind, Robot> = {
  // 企业微信「群机器人配置说明」: no signature; the key in the address is all.
  wecom: {
    request: ({ url }, content) => ({ url, body: { msgtype: 'text', text: { content } } }),
    code: ({ errcode }) => errcode,
    never: [93000, 40058, 301019],
    pace: 20,
  },
  // 钉钉「自定义机器人安全设置」: the milliseconds and the secret are signed, and both go into the address.
  dingtalk: {
    request: ({ url, secret }, content, { milliseconds }) => {
      const address = new URL(url);
      if (secret !== '') {
        address.searchParams.set('timestamp', String(milliseconds));
        address.searchParams.set('sign', hmac(secret, `${milliseconds}\n${secret}`));
      }
      return { url: address.href, body: { msgtype: 'text', text: { content } } };
    },
    code: ({ errcode }) => errcode,
    never: [300001, 310000, 400101, 400102, 400013],
    pace: 20,
  },
  // 飞书「自定义机器人使用指南」: seconds and secret together are the key, and nothing is what they sign.
  feishu: {
    request: ({ url, secret }, text, { seconds }) => ({
      url,
      body: {
        ...(secret !== '' && { timestamp: String(seconds), sign: hmac(`${seconds}\n${secret}`, '') }),
        msg_type: 'text',
        content: { text },
      },
    }),
    // The newer answer has `code`, the older one `StatusCode`, and some have both.
    code: ({ code, StatusCode }) => code ?? StatusCode,
    never: [19001, 19021, 19022, 19024],
    pace: 100,
  },
};

/** @throws NotDelivered when there is no answer */
export async function sendToRobot(kind: RobotKind, settings: RobotSettings, attempt: Attempt): Promise<Outcome> {
  const milliseconds = attempt.now.getTime();
  const text = [`【${attempt.title}】`, ...attempt.lines].join('\n');
  const { url, body } = robots[kind].request(settings, text, {
    milliseconds,
    seconds: Math.floor(milliseconds / 1000),
  });
  return outcomeOf(robots[kind], await post(url, JSON.stringify(body), { 'idempotency-key': attempt.id }, attempt));
}

function outcomeOf(robot: Robot, { status, text, retryAfter }: Answer): Outcome {
  const after = retryAfter === undefined ? {} : { retryAfter };
  if (status !== 200) return { end: 'refused', trouble: `status:${status}`, ...after };
  const code = codeIn(robot, text);
  if (code === 0) return { end: 'delivered' };
  if (code === undefined) return { end: 'refused', trouble: 'answer' };
  return { end: 'refused', trouble: `code:${code}`, ...(robot.never.includes(code) && { final: true }) };
}

function codeIn(robot: Robot, text: string): number | undefined {
  try {
    const code = robot.code(JSON.parse(text) as Record<string, unknown>);
    return typeof code === 'number' ? code : undefined;
  } catch {
    return undefined;
  }
}
