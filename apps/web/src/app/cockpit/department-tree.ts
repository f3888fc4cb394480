import type { Department } from '@torch/contracts';

/** A department with how deep it lies below the first. */
export interface Branch extends Pick<Department, 'id' | 'name' | 'nameEn'> {
  depth: number;
}

/**
 * Those that are active; below one that is not, they take its place.
 * @param root the department from which it is looked down; null for all
 */
export function departmentTree(all: readonly Department[], root: string | null): Branch[] {
  const below = (parentId: string | null, depth: number): Branch[] =>
    all
      .filter((each) => each.parentId === parentId)
      .flatMap(({ id, name, nameEn, active }) =>
        active ? [{ id, name, nameEn, depth }, ...below(id, depth + 1)] : below(id, depth),
      );
  const first = all.find(({ id }) => id === root);
  if (root === null) return below(null, 0);
  return first ? [{ id: first.id, name: first.name, nameEn: first.nameEn, depth: 0 }, ...below(root, 1)] : [];
}
