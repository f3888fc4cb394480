import {
  isSummed,
  recordTables,
  reportFields,
  reportFigures,
  type ReportTable,
  reportTableNames,
  reportTables,
} from './report';

/**
 * The names that a template can use. A field stands for itself; a table is opened with `{#name}` and closed with `{/name}`,
 * between which its columns are named; beside each table, `nameAny` opens when there are rows, `nameNote` says what the rows
 * do not, `nameTotal` is the sum of a summed one.
 */
export const templateFields: readonly string[] = [
  ...reportFields,
  ...reportFigures.map((name) => `${name}Count`),
  ...reportTableNames.flatMap((name) => [`${name}Note`, ...(isSummed(name) ? [`${name}Total`] : [])]),
];

/** Opened and closed like a table, but a mere condition. */
export const templateConditions: readonly string[] = reportTableNames.flatMap((name) => [`${name}Any`, `${name}Note`]);

export const templateColumns = (table: ReportTable): string[] => Object.keys(reportTables[table]);
export const isReportTable = (name: string): name is ReportTable => Object.hasOwn(reportTables, name);

/** What a template names, as it is read out of it: fields, and what stands inside of what. */
export interface TemplateNames {
  [name: string]: TemplateNames;
}

/**
 * Names in a template that no report knows, each with the tables around it: `projects.investorr`.
 * @param table the table in which they stand
 */
export function unknownNames(
  names: TemplateNames,
  table: ReportTable | null = null,
  path: readonly string[] = [],
): string[] {
  return Object.entries(names).flatMap(([name, inner]) => {
    const here = [...path, name];
    const opens = Object.keys(inner).length > 0;
    if (isReportTable(name) && opens) return unknownNames(inner, name, here);
    if (templateConditions.includes(name) && opens) return unknownNames(inner, table, path);
    const known =
      (table !== null && Object.hasOwn(reportTables[table], name)) ||
      templateFields.includes(name) ||
      templateConditions.includes(name);
    return known && !opens ? [] : [here.join('.')];
  });
}

/** Figures that count the rows of a table. */
export const countsOf = recordTables.map((name) => `${name}Count`);
