import tseslint from 'typescript-eslint'

export default tseslint.config(
  { ignores: ['data/**', 'node_modules/**', 'client/public/**'] },
  ...tseslint.configs.recommended,
  {
    files: ['**/*.ts', '**/*.tsx'],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: { attributes: false } }],
      '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
      '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_' }],
      '@typescript-eslint/consistent-type-imports': 'error',
      'no-console': ['error', { allow: ['error'] }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Named exports only.' },
        { selector: "CallExpression[callee.property.name='setHTML']", message: 'Popup.setHTML is banned: cards are React elements.' },
      ],
    },
  },
  { files: ['server/core/**/*.ts'], rules: { 'no-restricted-globals': ['error', 'process', 'console', 'setTimeout', 'setInterval', 'fetch'], 'no-restricted-properties': ['error', { object: 'Math', property: 'random' }, { object: 'Date', property: 'now' }] } },
  { files: ['vitest.config.ts', 'client/vite.config.ts', 'eslint.config.js', 'test/global-setup.ts'], rules: { 'no-restricted-syntax': 'off' } },
  { files: ['scripts/**', 'test/**'], rules: { 'no-console': 'off' } },
)
