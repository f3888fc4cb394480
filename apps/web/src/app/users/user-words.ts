import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './users.en';
import { zh } from './users.zh';

export const userWords = () => inject(Language).words(zh, en);
