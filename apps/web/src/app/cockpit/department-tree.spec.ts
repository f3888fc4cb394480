import type { Department } from '@torch/contracts';
import { describe, expect, it } from 'vitest';
import { departmentTree } from './department-tree';

const department = (id: string, parentId: string | null, active = true): Department =>
  ({ id, parentId, active, name: id, nameEn: id }) as Department;
const all = [
  department('zone', null),
  department('east', 'zone'),
  department('closed', 'zone', false),
  department('team', 'closed'),
  department('deep', 'team'),
];
const drawn = (root: string | null) => departmentTree(all, root).map(({ id, depth }) => `${depth} ${id}`);

describe('the tree of departments', () => {
  it('is in order of who lies below whom', () => {
    expect(departmentTree(all.slice(0, 2), null).map(({ id, depth }) => `${depth} ${id}`)).toEqual([
      '0 zone',
      '1 east',
    ]);
  });

  it('keeps the active ones below one that is not, in its place', () => {
    expect(drawn(null)).toEqual(['0 zone', '1 east', '1 team', '2 deep']);
    expect(drawn('closed')).toEqual(['0 closed', '1 team', '2 deep']);
    expect(drawn('nowhere')).toEqual([]);
  });
});
