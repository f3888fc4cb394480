import { inject, Pipe, type PipeTransform } from '@angular/core';
import { Language } from './language';
import { Session } from './session';

const styles = {
  date: { year: 'numeric', month: '2-digit', day: '2-digit' },
  dateTime: { year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  short: { month: 'numeric', day: 'numeric', weekday: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  time: { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' },
  month: { year: 'numeric', month: 'long' },
  weekday: { weekday: 'short', month: 'numeric', day: 'numeric' },
} as const satisfies Record<string, Intl.DateTimeFormatOptions>;

/** An instant of the server, in the reader's zone and language. */
@Pipe({ name: 'instant', pure: false })
export class InstantPipe implements PipeTransform {
  private readonly language = inject(Language);
  private readonly session = inject(Session);

  transform(value: string | Date | null | undefined, style: keyof typeof styles = 'dateTime'): string {
    if (!value) return '';
    const locale = this.language.current() === 'en' ? 'en-GB' : 'zh-CN';
    return new Intl.DateTimeFormat(locale, { ...styles[style], timeZone: this.session.timeZone() }).format(
      new Date(value),
    );
  }
}
