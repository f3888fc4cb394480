import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../src');
const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !/\.spec\.ts$|\/migrations\//.test(file))
  .map((file) => join(root, file));
const sources = files.map((file) =>
  ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.ES2022, true),
);

/** Where in the code something stands: file and the method or function around it. */
function place(node: ts.Node): string {
  let around: ts.Node = node;
  while (!ts.isMethodDeclaration(around) && !ts.isFunctionDeclaration(around) && around.parent) around = around.parent;
  const name = ts.isMethodDeclaration(around) || ts.isFunctionDeclaration(around) ? around.name?.getText() : '';
  return `${relative(root, node.getSourceFile().fileName)} ${name}`;
}

function find(looksLike: (node: ts.Node) => boolean): string[] {
  const places = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (looksLike(node)) places.add(place(node));
    ts.forEachChild(node, visit);
  };
  sources.forEach(visit);
  return [...places].sort();
}

const field = /^(stage|stageLeft|status)$/;
const subject = /\b(deals?|leads?|known|entity|DealEntity|LeadEntity)\b/;

/** `deal.stage = …`, and a literal with a stage or status handed to what writes deals or leads. */
function writesEntity(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
    return (
      ts.isPropertyAccessExpression(node.left) &&
      field.test(node.left.name.text) &&
      subject.test(node.left.expression.getText())
    );
  if (!ts.isCallExpression(node)) return false;
  const called = node.expression.getText();
  if (!/(Object\.assign|changeRecord|\.(insert|create|save|update|upsert))$/.test(called)) return false;
  const literals = node.arguments.filter((each) => ts.isObjectLiteralExpression(each));
  const names = literals.flatMap(({ properties }) => properties.map((each) => each.name?.getText() ?? ''));
  // What is handed to another entity names it first, whatever else it mentions.
  const entity = node.arguments.map((each) => each.getText()).find((each) => /^\w+Entity$/.test(each));
  if (entity && !subject.test(entity)) return false;
  return names.some((name) => field.test(name)) && subject.test(node.arguments.map((each) => each.getText()).join(' '));
}

/** SQL that sets a stage or status of deals or leads. */
function writesSql(node: ts.Node): boolean {
  if (!ts.isStringLiteralLike(node) && !ts.isTemplateExpression(node)) return false;
  const sql = node.getText();
  return (
    /\bUPDATE\s+(deals|leads)\b[^;]*\bSET\b[^;]*\b(stage|stage_left|status)\s*=/i.test(
      sql.split(/\bWHERE\b/i)[0] ?? '',
    ) || /\bINSERT\s+INTO\s+(deals|leads|stage_changes)\b/i.test(sql)
  );
}

describe('the one door', () => {
  it('no code but the services’ own writes the stage of a deal or the status of a lead', () => {
    expect(find(writesEntity)).toEqual([
      'deals/deal.service.ts begin',
      'deals/deal.service.ts move',
      'leads/lead.service.ts insert',
      'leads/lead.service.ts setStatus',
      // The sample tells a past, into an empty database.
      'sample/deals.ts insertDeal',
      'sample/leads.ts insertLead',
    ]);
  });

  it('no SQL does, and one statement alone writes the history of stages', () => {
    expect(find(writesSql)).toEqual(['deals/stage-change.ts recordStage']);
    const calls = (name: string) => find((node) => ts.isCallExpression(node) && node.expression.getText() === name);
    expect(calls('recordStage')).toEqual([
      'deals/deal.service.ts begin',
      'deals/deal.service.ts move',
      'sample/deals.ts insertDeal',
    ]);
  });

  it('only the door records that a lead has moved', () => {
    const moved = find((node) => ts.isStringLiteralLike(node) && node.text === 'lead.moved');
    expect(moved.filter((each) => !each.startsWith('sample/'))).toEqual(['leads/lead.service.ts setStatus']);
  });

  it('looks at the code of the server as it is', () => {
    expect(files.length).toBeGreaterThan(80);
    expect(readFileSync(join(root, 'deals/deal.service.ts'), 'utf8')).toContain('recordStage');
  });
});
