import { reminderSubjects } from '@torch/domain';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../platform/config';
import { forgetOldAnswers } from '../platform/database/idempotency';
import { MailSender } from '../platform/mail';
import { WorkerPresence } from '../platform/queue/presence';
import { Queues } from '../platform/queue/queues';
import { DataSource } from 'typeorm';
import { AttachmentSweep } from '../attachments';
import { EventRelay } from '../audit';
import { ProtectionSweep } from '../protection';
import { RecycleBinPurge } from '../recycle-bin';
import { ReportSender } from '../reports';
import { RobotSender } from '../robots';
import { doAll } from './chores';
import { DigestClock } from './digests/digest-clock';
import { Heartbeat } from './health/heartbeat';
import { Replanner } from './planning/replanner';
import { ReminderEngine } from './reminder.engine';
import { WaitingMails } from './waiting-mails';

const log = new Logger('worker');

/** Milliseconds between two looks at the rows: for new events, for anything due that no alarm stands for, for what may go. */
const relayEvery = 500;
const sweepEvery = 1_000;
const lookEvery = 2_500;
const reconcileEvery = 5_000;
const waitingEvery = 10_000;
const beatEvery = 60_000;
const tidyEvery = 3_600_000;
/** Milliseconds between two tries of what fails, at most: after an outage everything is to go on within seconds. */
const retryAtMost = 2_000;

/** The working half of the product: alarms in, notices and mails out. */
@Injectable()
export class Worker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private stopping = false;
  private readonly loops: { stop: () => Promise<void> }[] = [];

  constructor(
    private readonly config: Config,
    private readonly queues: Queues,
    private readonly engine: ReminderEngine,
    private readonly mails: MailSender,
    private readonly relay: EventRelay,
    private readonly bin: RecycleBinPurge,
    private readonly attachments: AttachmentSweep,
    private readonly protection: ProtectionSweep,
    private readonly db: DataSource,
    private readonly presence: WorkerPresence,
    private readonly replanner: Replanner,
    private readonly digests: DigestClock,
    private readonly heartbeat: Heartbeat,
    private readonly robots: RobotSender,
    private readonly waiting: WaitingMails,
    private readonly reports: ReportSender,
  ) {}

  onApplicationBootstrap(): void {
    if (this.config.settings.ROLE === 'api') return;
    for (const subject of reminderSubjects)
      this.relay.on(subject, async (ids) => {
        await this.engine.setAlarms(ids);
        // A time zone may have its first reader by now.
        if (subject === 'user') await this.digests.setSchedules();
      });
    this.queues.work('reminders', 10, (job) => this.engine.handOver([job.data.id], { byAlarm: true }));
    this.queues.work('digests', 1, (job) => this.digests.look(job.data.id));
    this.queues.work('mails', 5, (job) => this.mails.send(job.data.id));
    this.loops.push(
      repeat('relay', relayEvery, () => this.relay.publish()),
      // Whatever the queue does: what is due goes out.
      repeat('reminders due', sweepEvery, () => this.engine.sweep(() => this.stopping)),
      repeat('mails that wait', waitingEvery, () => this.waiting.look()),
      repeat('mails taken back', sweepEvery, () => this.engine.takeBack()),
      repeat('mails due', sweepEvery, () => this.mails.sweep(() => this.stopping)),
      repeat('reports due', lookEvery, () => this.reports.run(() => this.stopping)),
      repeat('robots due', sweepEvery, () => this.robots.sweep()),
      repeat('workers', lookEvery, () => this.lookAfterOthers()),
      repeat('plans', sweepEvery, () => this.replanner.run(() => this.stopping)),
      repeat('reconcile', reconcileEvery, () =>
        doAll([
          ['reminders', () => this.engine.setAlarmsAhead()],
          ['mails', () => this.mails.setAlarms()],
        ]),
      ),
      repeat('heartbeat', beatEvery, () => this.heartbeat.beat()),
      repeat('tidy', tidyEvery, () =>
        doAll([
          ['recycle bin', () => this.bin.run()],
          ['attachments', () => this.attachments.run()],
          ['protection', () => this.protection.run()],
          ['exchange rates', () => this.replanner.noteRates()],
          ['withdrawn reminders', () => this.engine.forget()],
          ['kept answers', () => forgetOldAnswers(this.db)],
          // Far longer than a link works.
          ['used links', () => this.db.query(`DELETE FROM used_links WHERE used_at < now() - interval '60 days'`)],
          ['rate limits', () => this.db.query('DELETE FROM rate_limits WHERE expire < $1', [Date.now()])],
          ['digests', () => this.digests.setSchedules()],
        ]),
      ),
    );
  }

  /** What a killed worker held is taken up by the others. */
  private async lookAfterOthers(): Promise<void> {
    const gone = await this.presence.gone();
    await this.engine.giveBack(gone);
    await this.mails.giveBack(gone);
    await this.robots.giveBack(gone);
  }

  /** Before the database is closed: what is under way still has to be written down. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping = true;
    await Promise.all(this.loops.map((loop) => loop.stop()));
    await this.queues.finish();
  }
}

/** Does the work again and again, with pauses between; an outage is waited out with growing ones. */
function repeat(name: string, every: number, work: () => Promise<void>): { stop: () => Promise<void> } {
  let stopped = false;
  let wake: () => void = () => undefined;
  const pause = (time: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, time);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  const run = async () => {
    for (let [failures, said] = [0, '']; !stopped;) {
      try {
        await work();
        [failures, said] = [0, ''];
      } catch (error) {
        const { message } = error as Error;
        failures += 1;
        // Once: an outage is told by every loop as it is.
        if (message !== said) log.warn(`${name}: ${message}`);
        said = message;
      }
      if (!stopped) await pause(Math.min(every * 2 ** Math.min(failures, 6), Math.max(every, retryAtMost)));
    }
  };
  const running = run();
  return {
    stop: () => {
      stopped = true;
      wake();
      return running;
    },
  };
}
