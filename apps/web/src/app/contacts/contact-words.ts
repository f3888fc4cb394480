import { words } from '../kit';
import { en } from './contacts.en';
import { zh } from './contacts.zh';

/** The texts of this feature in the reader's language. */
export const contactWords = () => words(zh, en);
