import nx from '@nx/eslint-plugin';
import angular from 'angular-eslint';
import ts from 'typescript-eslint';

/** Who may know whom; the table of docs/architecture.md. */
const layers = [
  // Nothing but the test runner, for its specs.
  {
    sourceTag: 'layer:domain',
    onlyDependOnLibsWithTags: [],
    allowedExternalImports: ['vitest', 'vitest/config', 'fast-check'],
  },
  {
    sourceTag: 'layer:contracts',
    onlyDependOnLibsWithTags: ['layer:domain'],
    allowedExternalImports: ['zod', 'vitest', 'vitest/config'],
  },
  {
    sourceTag: 'layer:ui',
    onlyDependOnLibsWithTags: ['layer:domain', 'layer:contracts'],
    bannedExternalImports: ['@nestjs/*', 'typeorm', 'bullmq'],
  },
  {
    sourceTag: 'layer:web',
    onlyDependOnLibsWithTags: ['layer:domain', 'layer:contracts', 'layer:ui'],
    bannedExternalImports: ['@nestjs/*', 'typeorm', 'bullmq'],
  },
  {
    sourceTag: 'layer:server',
    onlyDependOnLibsWithTags: ['layer:domain', 'layer:contracts'],
    bannedExternalImports: ['@angular/*'],
  },
  { sourceTag: 'layer:e2e', onlyDependOnLibsWithTags: [] },
];

const inSpecs = { files: ['**/*.spec.ts', '**/test/**', 'apps/web-e2e/**'] };

export default ts.config(
  { ignores: ['**/dist/**', '**/node_modules/**', '.nx/**', '.angular/**', '.data/**', '**/test-results/**'] },
  {
    files: ['**/*.ts'],
    extends: [...ts.configs.recommended, ...ts.configs.stylistic],
    rules: {
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-extraneous-class': 'off',
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      eqeqeq: 'error',
      'no-console': 'error',
    },
  },
  {
    files: ['apps/**/*.ts', 'libs/**/*.ts'],
    plugins: { '@nx': nx },
    rules: {
      '@nx/enforce-module-boundaries': [
        'error',
        {
          enforceBuildableLibDependency: false,
          allow: [],
          depConstraints: layers,
        },
      ],
    },
  },
  {
    // Features enter each other by the door.
    files: ['apps/server/src/*/**/*.ts'],
    ignores: ['apps/server/src/platform/**', '**/*.spec.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { patterns: [{ regex: '^(\\.\\./)+(?!platform/)[^./]+/', message: 'Enter another feature by its index.ts.' }] },
      ],
    },
  },
  {
    files: ['apps/web/src/**/*.ts', 'libs/ui/src/**/*.ts'],
    extends: [...angular.configs.tsRecommended],
    processor: angular.processInlineTemplates,
    rules: {
      '@angular-eslint/component-selector': ['error', { type: 'element', prefix: ['crm', 'ui'], style: 'kebab-case' }],
      '@angular-eslint/no-input-rename': 'off',
    },
  },
  {
    files: ['apps/web/src/**/*.html', 'libs/ui/src/**/*.html'],
    extends: [...angular.configs.templateRecommended, ...angular.configs.templateAccessibility],
    rules: {
      // The label knows its control by the id given to the field around it.
      '@angular-eslint/template/label-has-associated-control': 'off',
    },
  },
  {
    // A combobox keeps the focus in its input; the options are reached by the arrow keys there.
    files: ['**/company-picker/company-picker.html'],
    rules: {
      '@angular-eslint/template/click-events-have-key-events': 'off',
      '@angular-eslint/template/interactive-supports-focus': 'off',
    },
  },
  {
    ...inSpecs,
    rules: { 'no-console': 'off', 'no-restricted-imports': 'off', '@typescript-eslint/no-explicit-any': 'error' },
  },
  { files: ['apps/server/src/main.ts'], rules: { 'no-console': 'off' } },
);
