import type { RobotKind } from './delivery';

/** Where the services take what robots tell. Other addresses, as of a private deployment, the installation must name. */
export const robotHosts: Readonly<Record<RobotKind, readonly string[]>> = {
  dingtalk: ['oapi.dingtalk.com', 'api.dingtalk.com'],
  wecom: ['qyapi.weixin.qq.com'],
  feishu: ['open.feishu.cn', 'open.larksuite.com'],
};

export type RobotAddressFlaw = 'not-https' | 'unknown-host' | 'invalid';

const isLoopback = (host: string) => /^(127\.0\.0\.1|\[::1\]|localhost)(:\d+)?$/.test(host);
/** Nothing that programs read in different ways: no name before the host, no backslash, no space. */
const addressShape = /^(https?):\/\/([\w.-]+(?::\d{1,5})?|\[[\da-f:]+\](?::\d{1,5})?)(?:[/?#][\x21-\x5b\x5d-\x7e]*)?$/i;

/**
 * What is wrong with the address of a robot. What we post there is internal, and a server that posts wherever it is told
 * can be made to knock at doors behind the firewall: so only https, and only hosts that are known.
 * @param named hosts that the installation names besides, each `host` or `host:port`; plain http is for this machine alone
 */
export function robotAddressFlaw(address: string, kind: RobotKind, named: readonly string[]): RobotAddressFlaw | null {
  const [, protocol, given] = addressShape.exec(address) ?? [];
  if (!protocol || !given) return 'invalid';
  const host = given.toLowerCase();
  const isNamed = named.includes(host) || named.includes(host.replace(/:\d+$/, ''));
  if (!isNamed && !robotHosts[kind].includes(host)) return 'unknown-host';
  return protocol.toLowerCase() === 'https' || (isNamed && isLoopback(host)) ? null : 'not-https';
}

/** Which kinds of robots sign what they say, besides the key in their address. */
export const signingRobots: readonly RobotKind[] = ['dingtalk', 'feishu'];

/** Messages a minute that the services take from one robot. */
export const robotRatePerMinute = 20;

/** Answers that trying again would not change: the key, the signature or the message itself is refused. */
const refusals: Readonly<Record<RobotKind, readonly number[]>> = {
  // The token is not there; keyword, signature or address do not fit; the robot was stopped; the message is malformed.
  dingtalk: [300001, 300005, 310000, 400013, 400101, 400102, 400105, 430102],
  // The key, the message's kind or its content is refused; the address was taken away.
  wecom: [40001, 40008, 40035, 40058, 44004, 93000],
  // The message's form; the signature; the address of the sender; the keywords.
  feishu: [9499, 19001, 19002, 19021, 19022, 19024],
};

/** Answers that say that too much was said, by the services' tables of codes. */
const limits: Readonly<Record<RobotKind, readonly number[]>> = {
  dingtalk: [130101, 410100],
  wecom: [45009],
  feishu: [11232],
};
/** What 飞书 says in words only: its 9499 is a malformed message, and too many of them besides. */
const tooMany = /too many|frequen/i;

/** Milliseconds for which nothing is said after that: 钉钉 hears nothing for ten minutes, and the others for one. */
export const robotPause: Readonly<Record<RobotKind, number>> = {
  dingtalk: 10 * 60_000,
  wecom: 60_000,
  feishu: 60_000,
};

/** `too-fast` is to be tried again, after `robotPause`. */
export type RobotOutcome = 'sent' | 'again' | 'too-fast' | 'never';

/**
 * What a service's answer means. They say no in an answer of status 200, by a code that is not 0.
 * @param body what came, as text
 */
export function robotOutcome(kind: RobotKind, status: number, body: string): RobotOutcome {
  if (status === 429) return 'too-fast';
  if (status === 408 || status >= 500) return 'again';
  if (status >= 300) return 'never';
  const code = codeOf(body);
  if (code === null) return 'again';
  if (code === 0) return 'sent';
  if (limits[kind].includes(code) || (kind === 'feishu' && tooMany.test(body))) return 'too-fast';
  return refusals[kind].includes(code) ? 'never' : 'again';
}

function codeOf(body: string): number | null {
  try {
    const said = JSON.parse(body) as { errcode?: unknown; code?: unknown; StatusCode?: unknown };
    const code = said.errcode ?? said.code ?? said.StatusCode;
    return typeof code === 'number' ? code : null;
  } catch {
    return null;
  }
}
