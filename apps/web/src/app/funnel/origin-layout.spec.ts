import { describe, expect, it } from 'vitest';
import { originMap } from './origin-layout';

const codes = (prefix: string, count: number) => Array.from({ length: count }, (_, index) => `${prefix}${index}`);

describe('the map of origin', () => {
  it('places every region once, none upon another, whatever regions there are', () => {
    for (const columns of [3, 5])
      for (let overseas = 0; overseas <= 12; overseas += 1)
        for (const domestic of [0, 1, 7]) {
          const { tiles, rows } = originMap(codes('o', overseas), codes('d', domestic), columns);
          expect(tiles).toHaveLength(overseas + domestic + 1);
          expect(new Set(tiles.map(({ column, row }) => `${column} ${row}`)).size).toBe(tiles.length);
          for (const { column, row } of tiles) {
            expect(column >= 0 && column < columns).toBe(true);
            expect(row >= 0 && row < rows).toBe(true);
          }
        }
  });

  it('has what is overseas above or beside the zone, and what is at home below it', () => {
    const { tiles } = originMap(codes('o', 6), codes('d', 4), 5);
    const zone = tiles.find(({ code }) => code === null)?.row ?? -1;
    expect(tiles.filter(({ code }) => code?.startsWith('o')).every(({ row }) => row <= zone)).toBe(true);
    expect(tiles.filter(({ code }) => code?.startsWith('d')).every(({ row }) => row > zone)).toBe(true);
  });
});
