import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './deals.en';
import { zh } from './deals.zh';

/** Words about deals. */
export const dealWords = () => inject(Language).words(zh, en);
