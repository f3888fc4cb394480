import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './protection.en';
import { zh } from './protection.zh';

/** Words about first reports, conflicts, the pool and hand-overs. */
export const protectionWords = () => inject(Language).words(zh, en);
