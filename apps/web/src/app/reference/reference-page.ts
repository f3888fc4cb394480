import { Component, computed, inject, input, signal, viewChild } from '@angular/core';
import { Router } from '@angular/router';
import type { ReferenceItem } from '@torch/contracts';
import { type ReferenceKind, referenceKinds } from '@torch/domain';
import { EmptyState, Loading, PageHeader } from '@torch/ui';
import { Notices } from '../kit';
import { Api } from '../platform/api';
import { Language } from '../platform/language';
import { platformWords } from '../platform/platform-words';
import { Reference } from '../platform/reference';
import { Session } from '../platform/session';
import { type Extra, extras } from './extras';
import { ReferenceForm } from './reference-form';
import { referenceWords } from './reference-words';

/** The lists of the zone's model, one at a time. */
@Component({
  selector: 'crm-reference-page',
  imports: [EmptyState, Loading, PageHeader, ReferenceForm],
  templateUrl: './reference-page.html',
  styles: `
    .retired {
      opacity: 0.75;
    }
  `,
})
export class ReferencePage {
  private readonly api = inject(Api);
  private readonly router = inject(Router);
  private readonly notices = inject(Notices);
  protected readonly reference = inject(Reference);
  protected readonly language = inject(Language);

  /** Which list, from the address bar. */
  readonly list = input<string>();
  readonly chain = input<string>();

  protected readonly t = referenceWords();
  protected readonly common = platformWords();
  protected readonly kinds = referenceKinds;
  protected readonly edits = inject(Session).can('reference.edit');
  protected readonly kind = computed<ReferenceKind>(
    () => referenceKinds.find((kind) => kind === this.list()) ?? 'clusters',
  );
  protected readonly extras = computed(() => extras[this.kind()]);
  protected readonly items = computed(() => {
    const all = this.reference.all(this.kind());
    return this.kind() === 'chain-nodes' && this.chain()
      ? all.filter((item) => item['chainCode'] === this.chain())
      : all;
  });
  protected readonly editing = signal<ReferenceItem | 'new' | null>(null);
  protected readonly edited = computed(() => {
    const item = this.editing();
    return item === 'new' || item === null ? undefined : item;
  });

  protected show(list: string, chain: string | null = null): void {
    this.editing.set(null);
    void this.router.navigate([], { queryParams: { list, chain: chain || null } });
  }

  protected text(item: ReferenceItem, extra: Extra): string {
    const value = item[extra.field];
    if (value === null || value === undefined || value === false) return '';
    if (extra.as === 'flag') return '✓';
    if (extra.as === 'reference') return this.reference.name(extra.kind, String(value));
    if (extra.as !== 'code') return String(value);
    const words: Record<string, string> =
      extra.labels === 'roles' ? this.t().roles : this.language.labels()[extra.labels];
    return words[String(value)] ?? String(value);
  }

  private readonly form = viewChild(ReferenceForm);

  isDirty(): boolean {
    return this.form()?.edit.dirty() ?? false;
  }

  protected saved(): void {
    this.editing.set(null);
    this.reference.reload(this.kind());
  }

  protected retire(item: ReferenceItem): Promise<void> {
    return this.change(() =>
      this.api.patch(`/${this.kind()}/${item.id}`, { version: item.version, retired: !item.retired }),
    );
  }

  /** Changes places with the neighbour. */
  protected move(item: ReferenceItem, by: -1 | 1): Promise<void> {
    const items = this.items();
    const other = items[items.indexOf(item) + by];
    if (!other) return Promise.resolve();
    const apart = item.position === other.position ? by : 0;
    return this.change(async () => {
      await this.api.patch(`/${this.kind()}/${item.id}`, {
        version: item.version,
        position: Math.max(0, other.position + apart),
      });
      await this.api.patch(`/${this.kind()}/${other.id}`, { version: other.version, position: item.position });
    });
  }

  protected async remove(item: ReferenceItem): Promise<void> {
    if (await this.notices.confirm({ title: this.t().deleteQuestion }))
      await this.change(() => this.api.delete(`/${this.kind()}/${item.id}`));
  }

  private async change(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
      this.notices.done();
    } catch (error) {
      this.notices.failed(error);
    }
    this.reference.reload(this.kind());
  }
}
