import { Component, computed, inject, input, output } from '@angular/core';
import type { RetriedRobotPosts, RobotPost } from '@torch/contracts';
import { Paged } from '@torch/ui';
import { ListFoot, Notices, Times } from '../kit';
import { Api, base } from '../platform/api';
import { Language } from '../platform/language';
import { en } from './robots.en';
import { zh } from './robots.zh';

/** What group robots could not say, of one of them or of all, and the way to send it again. */
@Component({
  selector: 'crm-robot-posts',
  imports: [ListFoot],
  templateUrl: './robot-posts.html',
})
export class RobotPosts {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  private readonly language = inject(Language);
  protected readonly times = inject(Times);
  protected readonly labels = this.language.labels;
  private readonly words = this.language.words(zh, en);
  protected readonly t = computed(() => this.words().stuck);

  /** One robot's; left out, all. */
  readonly robot = input<{ id: string; name: string; active: boolean } | null>(null);
  readonly retried = output();
  protected readonly list = new Paged<RobotPost>(`${base}/robot-posts`, () => ({
    robot: this.robot()?.id,
    state: 'failed,parked',
    limit: this.robot() ? 10 : 50,
  }));

  protected async again(): Promise<void> {
    const { all, allAsk, done } = this.t();
    if (!(await this.notices.confirm({ title: allAsk, yes: all }))) return;
    try {
      const { retried, ended, left } = await this.api.post<RetriedRobotPosts>('/robot-posts/retry', {
        robot: this.robot()?.id ?? null,
      });
      this.notices.done(done(retried, ended, left));
    } catch (error) {
      this.notices.failed(error);
    }
    this.list.reload();
    this.retried.emit();
  }
}
