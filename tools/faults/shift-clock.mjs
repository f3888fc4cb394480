// Preloaded into a worker (`node --import`): its clock goes wrong by CLOCK_SHIFT_MS, as if the machine had been set by hand
// or had shifted its local time across a daylight-saving change. Timers go on as they are: only what time it is is wrong.
const shift = Number(process.env.CLOCK_SHIFT_MS);
const right = globalThis.Date;
const now = () => right.now() + shift;

globalThis.Date = new Proxy(right, {
  construct: (target, given, as) => Reflect.construct(target, given.length > 0 ? given : [now()], as),
  apply: () => new right(now()).toString(),
  get: (target, name, as) => (name === 'now' ? now : Reflect.get(target, name, as)),
});
