import jupyter from '@jupyter/eslint-plugin';
import prettier from 'eslint-plugin-prettier/recommended';
import tseslint from 'typescript-eslint';
import { layers } from './tools/lint/layers.mjs';

const typescript = ['src/**/*.ts', 'src/**/*.tsx', 'ui-tests/**/*.ts'];
const specs = ['src/**/__tests__/**', 'src/testing/**', 'ui-tests/**'];

/** The Jupyter plugin's recommended rules, its warnings raised to errors. */
const jupyterRecommended = jupyter.configs.recommended.map(config => ({
  ...config,
  files: config.files.includes('**/*.ts')
    ? ['src/**/*.ts', 'src/**/*.tsx']
    : config.files,
  rules: Object.fromEntries(
    Object.entries(config.rules).map(([name, setting]) => [
      name,
      Array.isArray(setting) ? ['error', ...setting.slice(1)] : 'error'
    ])
  )
}));

export default [
  {
    ignores: [
      'node_modules/**',
      'lib/**',
      '.venv/**',
      '.cache/**',
      'jupyterlab_pangeo/labextension/**',
      'bench/out/**',
      'bench/.venv-anchor/**',
      'docs/_build/**',
      'test-results/**',
      'playwright-report/**'
    ]
  },
  {
    plugins: { jupyter },
    linterOptions: { reportUnusedDisableDirectives: 'error' }
  },
  ...tseslint.configs.recommendedTypeChecked.map(config => ({
    ...config,
    files: typescript
  })),
  {
    files: typescript,
    languageOptions: {
      parserOptions: {
        project: ['./tsconfig.test.json', './ui-tests/tsconfig.json'],
        tsconfigRootDir: import.meta.dirname
      }
    },
    rules: {
      '@typescript-eslint/consistent-type-imports': [
        'error',
        { fixStyle: 'inline-type-imports' }
      ],
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-non-null-assertion': 'error',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_' }
      ],
      '@typescript-eslint/no-floating-promises': [
        'error',
        { ignoreVoid: true }
      ],
      '@typescript-eslint/no-misused-promises': [
        'error',
        { checksVoidReturn: { attributes: false } }
      ],
      '@typescript-eslint/no-namespace': 'off',
      '@typescript-eslint/switch-exhaustiveness-check': [
        'error',
        { considerDefaultExhaustiveForUnions: true }
      ],
      '@typescript-eslint/naming-convention': [
        'error',
        {
          selector: 'classProperty',
          modifiers: ['private'],
          format: ['camelCase'],
          leadingUnderscore: 'require'
        },
        {
          selector: 'classMethod',
          modifiers: ['private'],
          format: ['camelCase'],
          leadingUnderscore: 'require'
        }
      ],
      curly: 'error',
      eqeqeq: ['error', 'always'],
      complexity: ['error', 10],
      'max-lines': [
        'error',
        { max: 300, skipBlankLines: true, skipComments: true }
      ],
      'max-lines-per-function': [
        'error',
        { max: 60, skipBlankLines: true, skipComments: true }
      ],
      'no-console': 'error',
      'no-warning-comments': [
        'error',
        { terms: ['todo', 'fixme', 'xxx'], location: 'anywhere' }
      ],
      'prefer-const': 'error'
    }
  },
  ...jupyterRecommended,
  {
    files: ['src/*/plugin.ts'],
    rules: {
      'max-lines-per-function': [
        'error',
        { max: 40, skipBlankLines: true, skipComments: true }
      ]
    }
  },
  {
    // The client and the live socket are what this plugin provides: every other one waits for them.
    files: ['src/api/plugin.ts'],
    rules: {
      'jupyter/prefer-lazy-imports': ['error', { ignoreImports: ['./*'] }]
    }
  },
  {
    // What a token provides, the commands' names and the light frame of the panel are there at once; the rest is lazy.
    files: ['src/clusters/plugin.ts'],
    rules: {
      'jupyter/prefer-lazy-imports': [
        'error',
        { ignoreImports: ['./lazyModel', './registration', './sidePanel'] }
      ]
    }
  },
  ...layers,
  {
    // A describe() block is a container, not a function to be read at one go; fakes make promises and drop them.
    files: specs,
    rules: {
      'max-lines-per-function': 'off',
      'jupyter/no-untranslated-string': 'off',
      'jupyter/command-described-by': 'off',
      'jupyter/plugin-description': 'off',
      'jupyter/plugin-id-convention': 'off',
      'jupyter/command-id-convention': 'off',
      'jupyter/token-format': 'off',
      'jupyter/require-disposable-ownership': 'off',
      'jupyter/require-disposable-transfer': 'off',
      'jupyter/require-signal-cleanup': 'off',
      'jupyter/require-signal-this-arg': 'off',
      'jupyter/prefer-signal-this-arg': 'off',
      'jupyter/prefer-lazy-imports': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/unbound-method': 'off'
    }
  },
  {
    // Generated files are formatted like the rest but written by no one.
    files: ['src/**/*.gen.ts'],
    rules: {
      'max-lines': 'off',
      'max-lines-per-function': 'off',
      '@typescript-eslint/no-explicit-any': 'off',
      '@typescript-eslint/no-redundant-type-constituents': 'off'
    }
  },
  {
    files: ['**/*.mjs', '**/*.js'],
    rules: {
      complexity: ['error', 10],
      curly: 'error',
      eqeqeq: ['error', 'always'],
      'max-lines': [
        'error',
        { max: 300, skipBlankLines: true, skipComments: true }
      ],
      'max-lines-per-function': [
        'error',
        { max: 60, skipBlankLines: true, skipComments: true }
      ],
      'prefer-const': 'error'
    }
  },
  {
    ...prettier,
    files: [...typescript, '**/*.mjs', '**/*.js']
  }
];
