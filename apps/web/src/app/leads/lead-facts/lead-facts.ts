import { Component, computed, inject, input } from '@angular/core';
import { RouterLink } from '@angular/router';
import type { Lead } from '@torch/contracts';
import { exactAmount, spokenAmount, Times } from '../../kit';
import { Language } from '../../platform/language';
import { platformWords } from '../../platform/platform-words';
import { Reference } from '../../platform/reference';
import { leadWords } from '../lead-words';

/** What is known of a lead, in the words of the zone's lists. */
@Component({
  selector: 'crm-lead-facts',
  imports: [RouterLink],
  templateUrl: './lead-facts.html',
  host: { class: 'stack' },
})
export class LeadFacts {
  private readonly reference = inject(Reference);
  private readonly labels = inject(Language).labels;
  private readonly language = inject(Language);
  private readonly times = inject(Times);
  protected readonly t = leadWords();
  private readonly common = platformWords();

  readonly lead = input.required<Lead>();

  /** The amount to the cent, and as it is read aloud. */
  private readonly money = computed((): [string, string] => {
    const given = this.lead().estimatedInvestment;
    const locale = this.language.current();
    return given ? [exactAmount(given, locale), spokenAmount(given, locale, this.common().amount)] : ['', ''];
  });
  protected readonly facts = computed((): [name: string, value: string, aside?: string][] => {
    const [lead, { field }, reference] = [this.lead(), this.t(), this.reference];
    const facts: [string, string, string?][] = [
      [field.cluster, reference.name('clusters', lead.cluster)],
      [field.region, reference.name('regions', lead.region)],
      [field.chainNode, reference.name('chain-nodes', lead.chainNode)],
      [field.chainGap, lead.chainGap ? this.labels().chainGap[lead.chainGap] : ''],
      [field.park, reference.name('parks', lead.park)],
      [field.anchor, reference.name('anchors', lead.anchor)],
      [field.channel, [reference.name('channels', lead.channel), lead.channelNote].filter(Boolean).join(' · ')],
      [field.estimatedInvestment, ...this.money()],
      [field.owner, `${lead.ownerName} · ${lead.departmentName}`],
      [field.lastContactAt, this.times.dateTime(lead.lastContactAt)],
      [field.wakeOn, lead.wakeOn ? this.times.dayText(lead.wakeOn, { dateStyle: 'medium' }) : ''],
      [field.closeReason, reference.name('close-reasons', lead.closeReason)],
      [field.createdAt, this.times.dateTime(lead.createdAt)],
    ];
    return facts.filter(([, value]) => value);
  });
}
