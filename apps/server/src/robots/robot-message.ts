import { createHmac } from 'node:crypto';
import type { Locale } from '@torch/contracts';
import type { RobotKind } from '@torch/domain';

export interface RobotKeys {
  kind: RobotKind;
  url: string;
  secret: string | null;
}

export interface RobotRequest {
  url: string;
  body: object;
}

/** Bytes of a text that every service takes (企业微信: 2048). */
const mostBytes = 2_000;

const words = {
  'zh-CN': {
    head: (count: number) => `火炬招商:${count} 条提醒`,
    single: '火炬招商提醒',
    more: (count: number) => `另有 ${count} 条,请登录系统查看`,
    test: '火炬招商:测试消息。群机器人已接通。',
  },
  en: {
    head: (count: number) => `Torch CRM: ${count} reminders`,
    single: 'Torch CRM reminder',
    more: (count: number) => `and ${count} more; sign in to see them`,
    test: 'Torch CRM: a test message. The robot is connected.',
  },
} as const;

export const testText = (locale: Locale): string => words[locale].test;

/** Several messages as one, cut to what the services take; what is left out is counted. */
export function foldTexts(texts: readonly string[], locale: Locale): string {
  const said = words[locale];
  const head = texts.length === 1 ? said.single : said.head(texts.length);
  const lines = [head];
  for (const [index, text] of texts.entries()) {
    const left = texts.length - index;
    const room = mostBytes - Buffer.byteLength([...lines, said.more(left)].join('\n'));
    if (Buffer.byteLength(text) + 1 > room && index > 0) return [...lines, said.more(left)].join('\n');
    lines.push(Buffer.byteLength(text) + 1 > room ? cut(text, room - 1) : text);
  }
  return lines.join('\n');
}

/** The start of a text that fits into so many bytes, and its link, which stands last. */
function cut(text: string, bytes: number): string {
  const [what = '', link = ''] = text.split('\n');
  const room = bytes - Buffer.byteLength(`…\n${link}`);
  return `${Buffer.from(what).subarray(0, Math.max(0, room)).toString().replace(/�+$/, '')}…\n${link}`;
}

/**
 * The request that a service takes, signed as it wants it.
 * - 钉钉: `timestamp` in milliseconds and `sign` in the address, the secret being the key over both joined by a line break
 * - 飞书: `timestamp` in seconds and `sign` in the body; there timestamp, line break and secret are the key, over nothing
 * - 企业微信: the key in the address is all
 */
export function requestOf({ kind, url, secret }: RobotKeys, text: string, now: number): RobotRequest {
  switch (kind) {
    case 'dingtalk': {
      const body = { msgtype: 'text', text: { content: text } };
      if (!secret) return { url, body };
      const sign = createHmac('sha256', secret).update(`${now}\n${secret}`).digest('base64');
      const signed = new URL(url);
      signed.searchParams.set('timestamp', String(now));
      signed.searchParams.set('sign', sign);
      return { url: signed.toString(), body };
    }
    case 'wecom':
      return { url, body: { msgtype: 'text', text: { content: text } } };
    case 'feishu': {
      const body = { msg_type: 'text', content: { text } };
      if (!secret) return { url, body };
      const timestamp = String(Math.floor(now / 1000));
      const sign = createHmac('sha256', `${timestamp}\n${secret}`).digest('base64');
      return { url, body: { timestamp, sign, ...body } };
    }
  }
}

/** Milliseconds within which a service has to answer. */
const patience = 10_000;

/**
 * Posts it, and follows nobody who answers with another address.
 * @returns status and text of the answer
 * @throws Error when none comes
 */
export async function post({ url, body }: RobotRequest): Promise<{ status: number; text: string }> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json; charset=utf-8' },
    body: JSON.stringify(body),
    redirect: 'manual',
    signal: AbortSignal.timeout(patience),
  });
  return { status: answer.status, text: (await answer.text()).slice(0, 10_000) };
}

/** What may be kept of an answer: its start, without the keys that an address holds. */
export const answerText = (status: number, text: string): string =>
  `${status} ${text.replace(/\s+/g, ' ').slice(0, 300)}`.trim();
