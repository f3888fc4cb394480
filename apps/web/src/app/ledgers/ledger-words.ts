import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './ledgers.en';
import { zh } from './ledgers.zh';

/** Words about ledgers as files. */
export const ledgerWords = () => inject(Language).words(zh, en);
