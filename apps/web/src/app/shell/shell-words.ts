import { inject } from '@angular/core';
import { Language } from '../platform/language';
import { en } from './shell.en';
import { zh } from './shell.zh';

export const shellWords = () => inject(Language).words(zh, en);
