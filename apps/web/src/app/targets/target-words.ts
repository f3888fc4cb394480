import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './targets.en';
import { zh } from './targets.zh';

/** Words about targets. */
export const targetWords = () => inject(Language).words(zh, en);
