import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './tours.en';
import { zh } from './tours.zh';

/** Words about outbound journeys. */
export const tourWords = () => inject(Language).words(zh, en);
