import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './funnel.en';
import { zh } from './funnel.zh';

/** Words about the funnel. */
export const funnelWords = () => inject(Language).words(zh, en);
