import { describe, expect, it } from 'vitest';
import { robotAddressFlaw, robotOutcome, robotPause } from './robot';

describe('the address of a robot', () => {
  it('is one of the services’ own, by https', () => {
    expect(robotAddressFlaw('https://oapi.dingtalk.com/robot/send?access_token=x', 'dingtalk', [])).toBeNull();
    expect(robotAddressFlaw('https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=x', 'wecom', [])).toBeNull();
    expect(robotAddressFlaw('https://open.feishu.cn/open-apis/bot/v2/hook/x', 'feishu', [])).toBeNull();
    expect(robotAddressFlaw('http://oapi.dingtalk.com/robot/send', 'dingtalk', [])).toBe('not-https');
    // Another service's host does not speak this one's language.
    expect(robotAddressFlaw('https://open.feishu.cn/x', 'dingtalk', [])).toBe('unknown-host');
    for (const address of [
      'https://127.0.0.1/x',
      'http://169.254.169.254/latest',
      'https://oapi.dingtalk.com.evil.example/',
    ])
      expect(robotAddressFlaw(address, 'dingtalk', [])).toBe('unknown-host');
    expect(robotAddressFlaw('https://oapi.dingtalk.com@evil.example/', 'dingtalk', [])).toBe('invalid');
    expect(robotAddressFlaw('oapi.dingtalk.com', 'dingtalk', [])).toBe('invalid');
  });

  it('may be a private one that the installation names; without https on this machine alone', () => {
    const named = ['chat.zone.example', '127.0.0.1:8080'];
    expect(robotAddressFlaw('https://chat.zone.example/hook', 'wecom', named)).toBeNull();
    expect(robotAddressFlaw('http://chat.zone.example/hook', 'wecom', named)).toBe('not-https');
    expect(robotAddressFlaw('http://127.0.0.1:8080/hook', 'wecom', named)).toBeNull();
    expect(robotAddressFlaw('http://127.0.0.1:8081/hook', 'wecom', named)).toBe('unknown-host');
  });
});

describe('the answer to a robot', () => {
  it('counts only when it says 0, whatever its status', () => {
    expect(robotOutcome('dingtalk', 200, '{"errcode":0,"errmsg":"ok"}')).toBe('sent');
    expect(robotOutcome('feishu', 200, '{"code":0,"msg":"success","data":{}}')).toBe('sent');
    expect(robotOutcome('feishu', 200, '{"StatusCode":0,"StatusMessage":"success"}')).toBe('sent');
    expect(robotOutcome('dingtalk', 200, '{"errcode":310000,"errmsg":"sign not match"}')).toBe('never');
    expect(robotOutcome('wecom', 200, '{"errcode":93000,"errmsg":"invalid webhook url"}')).toBe('never');
    expect(robotOutcome('feishu', 200, '{"code":19021,"msg":"sign match fail"}')).toBe('never');
  });

  it('is tried again after a pause when it was too often, however the service says so', () => {
    for (const [kind, body] of [
      ['wecom', '{"errcode":45009,"errmsg":"api freq out of limit"}'],
      ['dingtalk', '{"errcode":410100,"errmsg":"发送速度太快而限流"}'],
      ['dingtalk', '{"errcode":130101,"errmsg":"send too fast, exceed 20 times per minute"}'],
      ['feishu', '{"code":11232,"msg":"frequency limited psm[lark.oapi.app_platform_runtime]appID[1500]"}'],
      ['feishu', '{"code":9499,"msg":"too many request","data":{}}'],
    ] as const)
      expect(robotOutcome(kind, 200, body)).toBe('too-fast');
    expect(robotOutcome('feishu', 200, '{"code":9499,"msg":"Bad Request","data":{}}')).toBe('never');
    expect(robotOutcome('feishu', 429, '')).toBe('too-fast');
    expect(robotPause.dingtalk).toBeGreaterThanOrEqual(600_000);
  });

  it('is tried again when it is too busy, or nobody understands it', () => {
    expect(robotOutcome('dingtalk', 200, '{"errcode":-1,"errmsg":"系统繁忙"}')).toBe('again');
    expect(robotOutcome('dingtalk', 200, '<html>')).toBe('again');
    for (const status of [408, 500, 502, 503]) expect(robotOutcome('feishu', status, '')).toBe('again');
    for (const status of [302, 400, 401, 403, 404]) expect(robotOutcome('feishu', status, '')).toBe('never');
  });
});
