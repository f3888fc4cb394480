import { inject, Injectable } from '@angular/core';
import { platformWords } from '../platform/platform-words';
import { Notices } from './notices';

const place = 'torch.reloaded';

/** A page whose code cannot be had: the network is away, or a newer release has taken its place. */
@Injectable({ providedIn: 'root' })
export class LostPages {
  private readonly notices = inject(Notices);
  private readonly t = platformWords();

  handle(url: string): void {
    if (!navigator.onLine || sessionStorage.getItem(place) === url) {
      this.notices.refused(navigator.onLine ? this.t().unexpected : this.t().offline);
      sessionStorage.removeItem(place);
      return;
    }
    // Once per page: a newer release is found by loading anew, and anything else would only go round in a circle.
    sessionStorage.setItem(place, url);
    location.assign(url);
  }
}
