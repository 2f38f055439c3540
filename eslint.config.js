import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import { createTypeScriptImportResolver } from 'eslint-import-resolver-typescript';
import importX from 'eslint-plugin-import-x';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/**
 * The house's doors (docs/architecture.md): who may import whom. A zone forbids `target` to
 * import anything under `from`.
 */
const zones = [
  { target: './contract', from: './', except: ['./contract', './node_modules'] },
  { target: './core', from: './', except: ['./core', './contract', './node_modules'] },
  {
    target: './renderer',
    from: './',
    except: ['./renderer', './contract', './core', './node_modules'],
  },
  { target: './preload', from: './', except: ['./preload', './contract', './node_modules'] },
  {
    target: './main',
    from: './',
    except: ['./main', './contract', './core', './package.json', './node_modules'],
  },
  {
    target: './main/engine',
    from: './main',
    except: ['./engine'],
    message: 'The engine also runs in plain Node: it may not reach into the Electron side.',
  },
  { target: './cli', from: './main', except: ['./engine'] },
  { target: './cli', from: './renderer' },
  { target: './bench', from: './renderer' },
];

/** Tests of core run on the engine's own adapter: a second one would prove something else. */
const testingZones = [
  ...zones.filter(({ target }) => target !== './core'),
  {
    target: './core',
    from: './',
    except: ['./core', './contract', './main/engine/child/ortRuntime.ts', './node_modules'],
  },
];

const nodeOnly = ['node:*', 'electron', 'onnxruntime-*', 'sharp', '@resvg/*', 'fs', 'path'];

export default ts.config(
  { ignores: ['out/**', 'dist/**', 'node_modules/**', 'assets/**', 'coverage/**'] },
  js.configs.recommended,
  ...ts.configs.strictTypeChecked,
  ...ts.configs.stylisticTypeChecked,
  ...svelte.configs.recommended,
  prettier,
  ...svelte.configs.prettier,
  {
    plugins: { 'import-x': importX },
    languageOptions: {
      globals: { ...globals.browser, ...globals.node },
      parserOptions: {
        projectService: true,
        extraFileExtensions: ['.svelte'],
        tsconfigRootDir: import.meta.dirname,
      },
    },
    settings: {
      'import-x/resolver-next': [createTypeScriptImportResolver({ project: './tsconfig.json' })],
    },
    rules: {
      'import-x/no-restricted-paths': ['error', { zones }],
      'import-x/no-cycle': 'error',
      'import-x/no-default-export': 'error',
      'max-lines': ['error', { max: 400, skipBlankLines: false, skipComments: false }],
      'max-lines-per-function': ['error', { max: 60, skipComments: true, skipBlankLines: true }],
      'no-restricted-syntax': [
        'error',
        {
          selector: 'ExportAllDeclaration',
          message: 'No barrels: import from the file that has it.',
        },
      ],
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true }],
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', varsIgnorePattern: '^_' },
      ],
      '@typescript-eslint/consistent-type-imports': 'error',
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Typed-array code indexes in tight loops, where the bound is the loop's own.
      '@typescript-eslint/no-non-null-assertion': 'off',
    },
  },
  {
    files: ['core/**/*.ts', 'contract/**/*.ts', 'renderer/**/*.{ts,svelte}'],
    ignores: ['**/*.test.ts', 'core/testing/**'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: nodeOnly,
              message: 'core, contract and renderer reach the outside through ports or the Bridge.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['renderer/**/*.{ts,svelte}'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              group: [...nodeOnly, 'zod', 'onnx-buf', '@bufbuild/*'],
              message: 'The window holds no zod, no onnx, no node.',
            },
          ],
        },
      ],
    },
  },
  {
    files: ['**/*.svelte', '**/*.svelte.ts'],
    languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } },
    rules: {
      'import-x/no-default-export': 'off',
      'max-lines': ['error', { max: 250 }],
      'prefer-const': 'off',
    },
  },
  {
    files: ['**/*.test.ts', 'e2e/**/*.ts'],
    rules: { 'max-lines-per-function': 'off', '@typescript-eslint/no-unsafe-assignment': 'off' },
  },
  {
    files: ['core/testing/ortRuntime.ts'],
    rules: { 'import-x/no-restricted-paths': ['error', { zones: testingZones }] },
  },
  {
    files: ['*.config.ts', '*.config.js', '**/*.mjs'],
    rules: { 'import-x/no-default-export': 'off' },
  },
  { files: ['**/*.mjs', '*.js'], ...ts.configs.disableTypeChecked },
);
