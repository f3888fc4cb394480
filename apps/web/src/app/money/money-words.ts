import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './money.en';
import { zh } from './money.zh';

/** Words about funds, plans and rates. */
export const moneyWords = () => inject(Language).words(zh, en);
