import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './kpis.en';
import { zh } from './kpis.zh';

/** Words about key figures and closed months. */
export const kpiWords = () => inject(Language).words(zh, en);
