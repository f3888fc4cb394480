import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './calendars.en';
import { zh } from './calendars.zh';

/** Words about holidays and absences. */
export const calendarWords = () => inject(Language).words(zh, en);
