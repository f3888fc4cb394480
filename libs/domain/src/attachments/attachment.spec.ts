import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fileTypes, safeFileName } from './attachment';

describe('the name of a kept file', () => {
  it('keeps what it came with, and takes the ending of its content', () => {
    expect(safeFileName('投资方案.pdf', 'application/pdf')).toBe('投资方案.pdf');
    expect(safeFileName('plan.exe', 'application/pdf')).toBe('plan.pdf');
    expect(safeFileName('photo.JPEG', 'image/jpeg')).toBe('photo.jpeg');
    expect(safeFileName('ledger.csv', 'text/plain')).toBe('ledger.csv');
    expect(safeFileName('old.xls', 'application/x-cfb')).toBe('old.xls');
    expect(safeFileName('old.exe', 'application/x-cfb')).toBe('old.doc');
  });

  it('drops paths, control characters and marks that turn the direction of writing', () => {
    expect(safeFileName('../../etc/passwd', 'text/plain')).toBe('passwd.txt');
    expect(safeFileName('C:\\Users\\a\\plan.pdf', 'application/pdf')).toBe('plan.pdf');
    expect(safeFileName('in\u202Efdp.exe', 'application/pdf')).toBe('infdp.pdf');
    expect(safeFileName('a\r\nSet-Cookie: x.pdf', 'application/pdf')).toBe('aSet-Cookie_ x.pdf');
    expect(safeFileName('...', 'application/pdf')).toBe('file.pdf');
  });

  it('is a short plain name, whatever is given', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary', maxLength: 400 }),
        fc.constantFrom(...Object.keys(fileTypes)),
        (given, type) => {
          const name = safeFileName(given, type);
          expect(name).not.toMatch(/[\\/\p{Cc}<>:"|?*]|^\./u);
          expect([...name].length).toBeLessThanOrEqual(130);
          expect(name).toMatch(/.\.[a-z0-9]{2,4}$/);
        },
      ),
      { numRuns: 500 },
    );
  });
});
