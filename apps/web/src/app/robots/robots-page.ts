import { Component, computed, inject, signal } from '@angular/core';
import { type Department, type Page, Robot, type RobotTest } from '@torch/contracts';
import { reminderKinds, robotKinds } from '@torch/domain';
import { Paged, PageHeader } from '@torch/ui';
import { ListFoot, Notices, SmallForm, type SmallField, type SmallValues, takingIn } from '../kit';
import { Api, base, read } from '../platform/api';
import { InstantPipe } from '../platform/instant.pipe';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { RobotPosts } from './robot-posts';
import { en } from './robots.en';
import { zh } from './robots.zh';

const valuesOf = (robot: Robot | null): SmallValues => ({
  name: robot?.name ?? '',
  kind: robot?.kind ?? 'dingtalk',
  departmentId: robot?.departmentId ?? '',
  url: '',
  secret: '',
  locale: robot?.locale ?? 'zh-CN',
  active: robot && !robot.active ? '' : 'true',
  ...Object.fromEntries(reminderKinds.map((kind) => [kind, !robot || robot.kinds.includes(kind) ? 'true' : ''])),
});

/** The robots of group chats, kept by the administrator. */
@Component({
  selector: 'crm-robots-page',
  imports: [InstantPipe, ListFoot, PageHeader, RobotPosts, SmallForm],
  templateUrl: './robots-page.html',
})
export class RobotsPage {
  private readonly api = inject(Api);
  private readonly notices = inject(Notices);
  protected readonly language = inject(Language);
  protected readonly t = this.language.words(zh, en);
  protected readonly common = platformWords();

  protected readonly list = new Paged<Robot>(`${base}/robots`, () => ({ limit: 50 }));
  private readonly departmentPage = read<Page<Department>>(() => '/departments');
  /** What the window is about; null for a new one. */
  protected readonly editing = signal<{ robot: Robot | null } | null>(null);
  protected readonly testing = signal('');
  protected readonly initial = computed(() => valuesOf(this.editing()?.robot ?? null));
  protected readonly fields = computed((): SmallField[] => {
    const [t, labels, isNew] = [this.t(), this.language.labels(), !this.editing()?.robot];
    const departments = this.departmentPage.hasValue() ? this.departmentPage.value().items : [];
    const choice = (values: readonly string[], names: Readonly<Record<string, string>>) =>
      values.map((value) => ({ value, label: names[value] ?? value }));
    return [
      { name: 'name', label: t.name, as: 'text', required: true },
      { name: 'kind', label: t.kind, as: 'choice', required: true, options: choice(robotKinds, labels.robotKind) },
      {
        name: 'departmentId',
        label: t.department,
        as: 'choice',
        required: true,
        options: departments.map(({ id, name }) => ({ value: id, label: name })),
      },
      { name: 'url', label: t.url, as: 'area', max: 1000, required: isNew, hint: isNew ? t.urlHint : t.keepUrl },
      {
        name: 'secret',
        label: t.secret,
        as: 'text',
        hint: isNew ? t.secretHint : t.keepUrl,
        when: ({ kind }) => kind !== 'wecom',
      },
      { name: 'locale', label: t.locale, as: 'choice', required: true, options: choice(['zh-CN', 'en'], t.locales) },
      ...reminderKinds.map((kind): SmallField => ({ name: kind, label: labels.reminderKind[kind], as: 'flag' })),
      { name: 'active', label: t.active, as: 'flag', when: () => !isNew },
    ];
  });
  protected readonly current = takingIn(
    Robot,
    (robot) => this.editing.set({ robot }),
    () => this.initial(),
  );

  protected readonly save = async (values: SmallValues, key: string): Promise<void> => {
    const robot = this.editing()?.robot ?? null;
    const facts = {
      name: values['name'],
      kind: values['kind'],
      departmentId: values['departmentId'],
      locale: values['locale'],
      kinds: reminderKinds.filter((kind) => values[kind]),
    };
    // Empty, what is there already stays: nobody sees it to type it again.
    const url = values['url']?.trim() || undefined;
    const secret = values['secret']?.trim() || undefined;
    if (!robot) await this.api.post('/robots', { ...facts, url, secret: secret ?? null }, key);
    else
      await this.api.patch(`/robots/${robot.id}`, {
        ...facts,
        url,
        secret,
        active: Boolean(values['active']),
        version: robot.version,
      });
  };

  protected saved(): void {
    this.editing.set(null);
    this.list.reload();
  }

  protected async test({ id }: Robot): Promise<void> {
    this.testing.set(id);
    try {
      const { ok, answer } = await this.api.post<RobotTest>(`/robots/${id}/test`);
      if (ok) this.notices.done(this.t().testOk);
      else this.notices.refused(this.t().testFailed(answer));
    } catch (error) {
      this.notices.failed(error);
    } finally {
      this.testing.set('');
    }
  }

  protected async remove({ id }: Robot): Promise<void> {
    if (!(await this.notices.confirm({ title: this.t().removeQuestion, yes: this.t().remove }))) return;
    try {
      await this.api.delete(`/robots/${id}`);
    } catch (error) {
      this.notices.failed(error);
    }
    this.list.reload();
  }
}
