import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './notifications.en';
import { zh } from './notifications.zh';

export const notificationWords = () => inject(Language).words(zh, en);
