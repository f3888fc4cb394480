import { describe, expect, it } from 'vitest';
import { pastedFiles } from './pasted';

const file = new File(['x'], 'photo.png');
const paste = (target: Element, types = ['Files']) =>
  pastedFiles({ target, clipboardData: { types, files: [file] } as unknown as DataTransfer });

describe('a pasted file', () => {
  it('is taken where nothing is being written', () => {
    expect(paste(document.body)).toEqual([file]);
    expect(paste(document.body, ['text/html', 'Files'])).toEqual([file]);
  });

  it.each(['<textarea></textarea>', '<input>', '<p contenteditable></p>', '<dialog><p></p></dialog>'])(
    'is left to what is being written: %s',
    (html) => {
      const host = document.createElement('div');
      host.innerHTML = html;
      const target = host.querySelector('dialog p') ?? host.firstElementChild;
      expect(paste(target as Element)).toEqual([]);
    },
  );

  it('is left alone where text came along', () => {
    expect(paste(document.body, ['text/plain', 'text/html', 'Files'])).toEqual([]);
  });
});
