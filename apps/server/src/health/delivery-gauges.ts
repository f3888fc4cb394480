import { Gauge, type Registry } from 'prom-client';
import type { DeliveryHealth, DeliveryNumbers } from '../reminders';

type Values = (told: DeliveryNumbers) => (readonly [value: number, labels?: Record<string, string>])[];

const age = (now: string, at: string | null) =>
  at === null ? 0 : Math.max(0, (Date.parse(now) - Date.parse(at)) / 1000);
const byChannel =
  (value: (channel: DeliveryNumbers['channels'][number]) => number): Values =>
  ({ channels }) =>
    channels.map((each) => [value(each), { channel: each.channel }] as const);

const gauges: readonly (readonly [name: string, help: string, labels: readonly string[], values: Values])[] = [
  [
    'torch_reminders_overdue_seconds',
    'Age of the oldest reminder that is due and not handed over',
    [],
    ({ at, oldestDueAt }) => [[age(at, oldestDueAt)]],
  ],
  ['torch_reminders_due', 'Reminders that are due and not taken up', ['channel'], byChannel(({ due }) => due)],
  ['torch_reminders_claimed', 'Reminders in the hands of a worker', ['channel'], byChannel(({ claimed }) => claimed)],
  [
    'torch_reminders_handed_over',
    'Reminders in the outbox or with a robot',
    ['channel'],
    byChannel(({ handedOver }) => handedOver),
  ],
  [
    'torch_reminders_sent_last_minute',
    'Reminders that went in the last minute',
    ['channel'],
    byChannel(({ sentLastMinute }) => sentLastMinute),
  ],
  [
    'torch_reminders_sent_last_hour',
    'Reminders that went in the last hour',
    ['channel'],
    byChannel(({ sentLastHour }) => sentLastHour),
  ],
  [
    'torch_reminders_last_success_seconds',
    'Instant of the last success, in seconds since 1970; 0 for never',
    ['channel'],
    byChannel(({ lastSuccessAt }) => (lastSuccessAt === null ? 0 : Date.parse(lastSuccessAt) / 1000)),
  ],
  [
    'torch_reminders_failed_last_day',
    'Reminders that failed within a day',
    ['channel'],
    byChannel(({ failedLastDay }) => failedLastDay),
  ],
  ['torch_reminders_untold', 'Reminders that could not be put into words', [], ({ untold }) => [[untold]]],
  [
    'torch_reports_stuck',
    'Reports on schedule that failed within a week, or should have gone by now',
    ['state'],
    ({ reports }) => [
      [reports.failed, { state: 'failed' }],
      [reports.late, { state: 'late' }],
    ],
  ],
  [
    'torch_mail_server_away_seconds',
    'How long the mail server has been out of reach; 0 while it is there',
    [],
    ({ at, serverAwaySince }) => [[age(at, serverAwaySince)]],
  ],
  ['torch_mails_waiting', 'Mails in the outbox that have not gone yet', [], ({ mails }) => [[mails.queued]]],
  [
    'torch_mails_overdue_seconds',
    'Since when the oldest waiting mail could go',
    [],
    ({ at, mails }) => [[age(at, mails.oldestDueAt)]],
  ],
  [
    'torch_mails_stuck',
    'Mails that failed or are parked',
    ['state'],
    ({ mails }) => [
      [mails.failed, { state: 'failed' }],
      [mails.parked, { state: 'parked' }],
    ],
  ],
  ['torch_mails_sent_last_minute', 'Mails sent in the last minute', [], ({ mails }) => [[mails.sentLastMinute]]],
  ['torch_mails_sent_last_hour', 'Mails sent in the last hour', [], ({ mails }) => [[mails.sentLastHour]]],
  ['torch_workers', 'Workers that are there', [], ({ workers }) => [[workers]]],
  ['torch_replans', 'Changes of rules, people or calendars not planned yet', [], ({ replans }) => [[replans]]],
];

/** Milliseconds for which one look at the rows serves all gauges of a scrape. */
const oneScrape = 1_000;

/** How the delivery does, for Prometheus: one statement a scrape. */
export function registerDeliveryGauges(registry: Registry, delivery: DeliveryHealth): void {
  let latest: { at: number; told: Promise<DeliveryNumbers> } | null = null;
  const look = () => {
    if (!latest || Date.now() - latest.at > oneScrape) latest = { at: Date.now(), told: delivery.numbers() };
    return latest.told;
  };
  for (const [name, help, labelNames, values] of gauges)
    registry.registerMetric(
      new Gauge({
        name,
        help,
        labelNames: [...labelNames],
        registers: [],
        collect: async function () {
          for (const [value, labels = {}] of values(await look())) this.set(labels, value);
        },
      }),
    );
}
