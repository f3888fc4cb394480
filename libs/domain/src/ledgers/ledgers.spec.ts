import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { addDays } from '../calendars/calendar';
import { allDealStages } from '../deals/stage';
import { approvalNeeded, exportSettings } from './approval';
import { csvCell, fitsNumber, looksLikeFormula, maskPhone, serialOf } from './cell';
import { allLedgerColumns, ledgerColumn, ledgerColumns } from './column';
import { columnsOf, ledgerForms, ledgers } from './ledger';

describe('the ledgers', () => {
  it.each([...ledgers])('%s offers each column once, and what is usual is offered', (ledger) => {
    const { columns, usual } = ledgerForms[ledger];
    expect(new Set(columns).size).toBe(columns.length);
    expect(new Set(usual).size).toBe(usual.length);
    expect(usual.filter((column) => !columns.includes(column))).toEqual([]);
  });

  it('use every column that there is', () => {
    const used = new Set(ledgers.flatMap((ledger) => ledgerForms[ledger].columns));
    expect(allLedgerColumns.filter((column) => !used.has(column))).toEqual([]);
  });

  it('divide the road at the signing, and leave no stage of it out', () => {
    const [before, after] = [ledgerForms.negotiating.stages ?? [], ledgerForms.signed.stages ?? []];
    expect(after[0]).toBe('signed');
    expect([...before, ...after, 'on_hold', 'lost']).toEqual([...allDealStages]);
  });

  it('have no column about a person that would stay beside a codename', () => {
    for (const column of allLedgerColumns)
      if (ledgerColumn(column).personal) expect(ledgerColumn(column).telling, column).toBe(true);
    expect(Object.keys(ledgerColumns)).toHaveLength(allLedgerColumns.length);
  });

  it('mark what is confidential wherever it may stand, behind the number', () => {
    expect(columnsOf(['number', 'title'], true)).toEqual(['number', 'confidential', 'title']);
    expect(columnsOf(['title'], true)).toEqual(['confidential', 'title']);
    expect(columnsOf(['title', 'confidential'], true)).toEqual(['title', 'confidential']);
    expect(columnsOf(['title'], false)).toEqual(['title']);
  });
});

describe('the approval', () => {
  const open = { confidential: false, unmasked: false };
  const { officer, others } = exportSettings.freeRows;

  it('is needed above the rows of the role', () => {
    expect(approvalNeeded('officer', { rows: officer, ...open })).toEqual([]);
    expect(approvalNeeded('officer', { rows: officer + 1, ...open })).toEqual(['rows']);
    for (const role of ['head', 'leader', 'statistician'] as const) {
      expect(approvalNeeded(role, { rows: others, ...open })).toEqual([]);
      expect(approvalNeeded(role, { rows: others + 1, ...open })).toEqual(['rows']);
    }
  });

  it('is needed by everybody for what is confidential and for whole phone numbers, however few', () => {
    expect(approvalNeeded('leader', { rows: 1, confidential: true, unmasked: true })).toEqual([
      'confidential',
      'unmasked',
    ]);
    expect(approvalNeeded('officer', { rows: 0, confidential: false, unmasked: true })).toEqual(['unmasked']);
  });
});

/** One line of CSV read as RFC 4180 says. */
function readLine(line: string): string[] {
  const cells: string[] = [];
  for (let rest = line; ;) {
    const quoted = /^"((?:[^"]|"")*)"/.exec(rest);
    const cell = quoted ? quoted[0] : (/^[^,]*/.exec(rest)?.[0] ?? '');
    cells.push(quoted ? (quoted[1] ?? '').replace(/""/g, '"') : cell);
    rest = rest.slice(cell.length);
    if (rest === '') return cells;
    rest = rest.slice(1);
  }
}

describe('a cell', () => {
  it.each(['=1+1', '+86 10', '-2', '@SUM(A1)', '\tx', '\rx', '\n=1', '＝1+1', '=HYPERLINK("http://zone.example","x")'])(
    '%j becomes no formula',
    (text) => {
      expect(looksLikeFormula(text)).toBe(true);
      expect(readLine(csvCell(text))).toEqual([`'${text}`]);
    },
  );

  it('of CSV is read back as it was, and never begins like a formula', () => {
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[=+\-@,"\r\n\ta'＝]*$/));
    fc.assert(
      fc.property(fc.array(text, { minLength: 1 }), (texts) => {
        const read = readLine(texts.map(csvCell).join(','));
        expect(read).toHaveLength(texts.length);
        read.forEach((cell, index) => {
          expect(looksLikeFormula(cell)).toBe(false);
          expect([texts[index], `'${texts[index] ?? ''}`]).toContain(cell);
        });
      }),
    );
  });

  it('of CSV is a number by its type, and never by its looks', () => {
    expect([-12.5, 0, 1e21, null].map(csvCell)).toEqual(['-12.5', '0', '1e+21', '']);
    expect(['-12.50', '99999999999999999999.00', null].map((decimal) => csvCell({ decimal }))).toEqual([
      '-12.50',
      '99999999999999999999.00',
      '',
    ]);
    expect(['-12.5', '+1', "-1+cmd|' /C calc'!A0"].map(csvCell)).toEqual(["'-12.5", "'+1", "'-1+cmd|' /C calc'!A0"]);
  });

  it('of CSV that says to be a decimal and is none is text', () => {
    for (const decimal of ['-1+cmd', '-1\n', '=1', '-', '-1e5', '-0x1', '-1,5', '−1'])
      expect(looksLikeFormula(readLine(csvCell({ decimal }))[0] ?? '')).toBe(false);
    const text = fc.oneof(fc.string(), fc.stringMatching(/^[-+=@\d.e,\n']*$/));
    fc.assert(
      fc.property(text, (decimal) => {
        const cell = csvCell({ decimal });
        if (!/^-?\d+(\.\d+)?$/.test(cell)) expect(cell).toBe(csvCell(decimal));
      }),
    );
  });

  it('keeps every digit of a number, or is no number', () => {
    const decimal = fc
      .tuple(fc.bigInt({ min: 0n, max: 10n ** 17n }), fc.nat({ max: 99 }))
      .map(([whole, places]) => `${whole}.${String(places).padStart(2, '0')}`);
    fc.assert(
      fc.property(decimal, (text) => {
        if (fitsNumber(text)) expect(Number(text).toFixed(2)).toBe(text);
      }),
    );
    expect(fitsNumber('9999999999999.99')).toBe(true);
    expect(fitsNumber('99999999999999.99')).toBe(false);
  });

  it('knows days and minutes by the number of a sheet', () => {
    // As Excel shows them.
    expect(serialOf('1900-03-01')).toBe(61);
    expect(serialOf('2026-11-28')).toBe(46_354);
    expect(serialOf('2026-11-28 18:00')).toBe(46_354.75);
    // Where its calendar has a day that never was, and before its first.
    expect(serialOf('1900-02-28')).toBeNull();
    expect(serialOf('0001-01-01')).toBeNull();
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 100_000 }), (days) => {
        expect(serialOf(addDays('1900-03-01', days))).toBe(61 + days);
      }),
    );
  });

  it('shows never more than half of a phone', () => {
    expect(maskPhone('13800005678')).toBe('138****78');
    expect(maskPhone('8226')).toBe('****');
    expect(maskPhone(null)).toBeNull();
    expect(maskPhone('')).toBe('');
  });
});
