import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './cockpit.en';
import { zh } from './cockpit.zh';

/** Words about the cockpit. */
export const cockpitWords = () => inject(Language).words(zh, en);
