import type { ContactWords } from './contacts.zh';

export const en: ContactWords = {
  contacts: 'Contacts',
  add: 'Add contact',
  edit: 'Edit contact',
  none: 'No contacts yet.',
  loading: 'Loading…',
  loadFailed: 'This could not be loaded. Check the network and try again.',
  tryAgain: 'Try again',
  show: 'Show whole record',
  showLogged: 'Opening it is logged',
  hide: 'Hide',
  field: { name: 'Name', title: 'Position', phone: 'Phone', email: 'E-mail', wechat: 'WeChat', notes: 'Notes' },
  save: 'Save',
  saving: 'Saving…',
  saved: 'Contact saved',
  cancel: 'Cancel',
  close: 'Close',
  remove: 'Delete',
  removeAsk: 'Delete this contact?',
  removeHint: 'It goes to the recycle bin and can be brought back for 90 days.',
  removed: 'Contact moved to the recycle bin',
  undo: 'Undo',
  restored: 'Restored',
  stale:
    'Somebody else has just changed this contact. The form now shows the latest record with your changes kept; check it and save again.',
  error: {
    name: 'Give the name',
    phone: 'This is not how a phone number looks',
    email: 'This is not how a mail address looks',
    other: 'Check this field',
  },
};
