/** A place of a schematic map, counted in tiles from its upper left corner. */
export interface Tile {
  /** Code of a region; null for the zone itself. */
  code: string | null;
  column: number;
  row: number;
}
export interface OriginMap {
  tiles: Tile[];
  columns: number;
  rows: number;
}

/**
 * Lays regions out around the zone: those overseas above and beside it, those at home below, each kind in its own order. It
 * is no picture of the earth: the administrator's regions have no places on it.
 * @param columns how many tiles fit beside each other; at least three
 */
export function originMap(overseas: readonly string[], domestic: readonly string[], columns: number): OriginMap {
  const middle = Math.floor((columns - 1) / 2);
  const beside = [middle - 1, middle + 1].filter((column) => column >= 0 && column < columns);
  // As many as fit beside the zone stand there; the others fill rows above.
  const above = overseas.slice(0, Math.max(0, overseas.length - beside.length));
  const rowsAbove = Math.ceil(above.length / columns);
  const tiles: Tile[] = inRows(above, columns, 0);
  overseas.slice(above.length).forEach((code, index) => {
    tiles.push({ code, column: beside[index] ?? 0, row: rowsAbove });
  });
  tiles.push({ code: null, column: middle, row: rowsAbove });
  tiles.push(...inRows(domestic, columns, rowsAbove + 1));
  return { tiles, columns, rows: rowsAbove + 1 + Math.ceil(domestic.length / columns) };
}

const inRows = (codes: readonly string[], columns: number, from: number): Tile[] =>
  codes.map((code, index) => ({ code, column: index % columns, row: from + Math.floor(index / columns) }));
