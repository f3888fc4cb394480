import { inject, Pipe, type PipeTransform } from '@angular/core';
import { Times } from '../kit/times';

/** An instant on the reader's clock, in the reader's language. */
@Pipe({ name: 'instant', pure: false })
export class InstantPipe implements PipeTransform {
  private readonly times = inject(Times);

  transform(instant: string | null | undefined, style: 'dateTime' | 'short' | 'date' = 'dateTime'): string {
    return instant ? this.times[style](instant) : '';
  }
}
