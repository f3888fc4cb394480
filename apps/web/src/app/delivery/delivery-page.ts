import { Component, computed, DestroyRef, inject, linkedSignal, signal } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { DeliveryHealth, Mail, RetriedMails } from '@torch/contracts';
import { Paged, PageHeader } from '@torch/ui';
import { ListFoot, Notices, ReadState, Times } from '../kit';
import { Api, base, read } from '../platform/api';
import { Language } from '../platform/language';
import { kindOf, problemOf } from '../platform/problem';
import { RobotPosts } from '../robots/robot-posts';
import { en } from './delivery.en';
import { zh } from './delivery.zh';

/** Milliseconds between two looks. */
const lookEvery = 5_000;
/** Milliseconds for which something due may wait before it counts as late: it goes within seconds. */
const patience = 30_000;

/** Whether what is due goes out: for the administrator, refreshed by itself. */
@Component({
  selector: 'crm-delivery-page',
  imports: [ListFoot, PageHeader, ReadState, RobotPosts, RouterLink],
  templateUrl: './delivery-page.html',
  styleUrl: './delivery-page.css',
})
export class DeliveryPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  protected readonly times = inject(Times);
  private readonly language = inject(Language);
  protected readonly labels = this.language.labels;
  protected readonly t = this.language.words(zh, en);

  protected readonly health = read<DeliveryHealth>(() => '/reminders/health');
  /** The last look stays until the next is there. */
  protected readonly shown = linkedSignal<DeliveryHealth | undefined, DeliveryHealth | undefined>({
    source: () => (this.health.hasValue() ? this.health.value() : undefined),
    computation: (now, before) => now ?? (this.health.error() ? undefined : before?.value),
  });
  protected readonly stuck = new Paged<Mail>(`${base}/mails`, () => ({ state: 'failed,parked', limit: 50 }));
  protected readonly refreshing = signal(true);

  protected readonly troubles = computed(() => {
    const health = this.shown();
    if (!health) return [];
    const { trouble } = this.t();
    const { mails, robotPosts } = health;
    const late = (at: string | null) => at !== null && Date.parse(health.at) - Date.parse(at) > patience;
    return [
      ...(health.workers === 0 ? [trouble.workers] : []),
      ...(health.serverConfigured ? [] : [trouble.noServer]),
      ...(health.serverAwaySince ? [trouble.serverAway(this.times.dateTime(health.serverAwaySince))] : []),
      ...(health.queueAnswers ? [] : [trouble.queue]),
      ...(late(health.oldestDueAt) ? [trouble.late(this.times.dateTime(health.oldestDueAt ?? ''))] : []),
      ...(health.serverConfigured && late(mails.oldestDueAt)
        ? [trouble.mailLate(this.times.dateTime(mails.oldestDueAt ?? ''))]
        : []),
      ...(mails.failed > 0 ? [trouble.failed(mails.failed)] : []),
      ...(mails.parked > 0 ? [trouble.parked(mails.parked)] : []),
      ...(robotPosts.failed > 0 ? [trouble.robotFailed(robotPosts.failed)] : []),
      ...(robotPosts.parked > 0 ? [trouble.robotParked(robotPosts.parked)] : []),
      ...(health.untold > 0 ? [trouble.untold(health.untold)] : []),
      ...(health.reports.failed > 0 ? [trouble.reportsFailed(health.reports.failed)] : []),
      ...(health.reports.late > 0 ? [trouble.reportsLate(health.reports.late)] : []),
    ];
  });

  constructor() {
    const timer = setInterval(() => {
      if (this.refreshing() && !document.hidden) this.health.reload();
    }, lookEvery);
    inject(DestroyRef).onDestroy(() => clearInterval(timer));
  }

  protected at(instant: string | null): string {
    return instant === null ? this.t().fact.never : this.times.dateTime(instant);
  }

  protected clock = (instant: string): string =>
    new Intl.DateTimeFormat(this.language.current() === 'en' ? 'en-GB' : 'zh-CN', { timeStyle: 'medium' }).format(
      new Date(instant),
    );

  protected async test(): Promise<void> {
    try {
      const { recipient } = await this.api.post<Mail>('/mails/test');
      this.notices.done(this.t().testQueued(recipient));
    } catch (error) {
      if (kindOf(problemOf(error)) === 'rule-broken') this.notices.refused(this.t().testNoAddress);
      else this.notices.failed(error);
    }
    this.health.reload();
  }

  protected async again({ id }: Mail): Promise<void> {
    try {
      await this.api.post(`/mails/${id}/retry`);
      this.notices.done(this.t().stuck.one);
    } catch (error) {
      this.notices.failed(error);
    }
    this.renew();
  }

  protected async allAgain(): Promise<void> {
    const { all, allAsk, done } = this.t().stuck;
    if (!(await this.notices.confirm({ title: allAsk, yes: all }))) return;
    try {
      const { retried, left } = await this.api.post<RetriedMails>('/mails/retry');
      this.notices.done(done(retried, left));
    } catch (error) {
      this.notices.failed(error);
    }
    this.renew();
  }

  private renew(): void {
    this.stuck.reload();
    this.health.reload();
  }
}
