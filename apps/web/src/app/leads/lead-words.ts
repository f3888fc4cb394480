import { words } from '../kit';
import { en } from './leads.en';
import { zh } from './leads.zh';

/** The texts of this feature in the reader's language. */
export const leadWords = () => words(zh, en);
