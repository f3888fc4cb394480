/** SQL of an array: the department of user `u` and everything below it. */
export const departmentsBelow = `
  ARRAY(WITH RECURSIVE below AS (
    SELECT d.id FROM departments d WHERE d.id = u.department_id
    UNION SELECT d.id FROM departments d JOIN below ON d.parent_id = below.id
  ) SELECT id FROM below)`;
