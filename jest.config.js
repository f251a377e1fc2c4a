const base = require('@jupyterlab/testutils/lib/jest-config')(__dirname);

// Packages published as ES modules only, which Jest must transform.
const esModules = [
  '@codemirror',
  '@jupyter/react-components',
  '@jupyter/web-components',
  '@jupyter/ydoc',
  '@jupyterlab/',
  '@marijn',
  '@microsoft',
  'color',
  'exenv-es6',
  'lib0',
  'marked',
  'nanoid',
  'vscode-ws-jsonrpc',
  'y-protocols',
  'y-websocket',
  'yjs'
].join('|');

module.exports = {
  ...base,
  automock: false,
  collectCoverage: false,
  coverageProvider: 'v8',
  modulePathIgnorePatterns: [
    '<rootDir>/.venv',
    '<rootDir>/jupyterlab_pangeo/labextension',
    '<rootDir>/lib'
  ],
  reporters: ['default'],
  testRegex: 'src/.*/.*.spec.ts[x]?$',
  transform: {
    '\\.svg$': '@jupyterlab/testing/lib/jest-raw-loader.js',
    '^.+\\.(tsx?|jsx?|mjs)$': '<rootDir>/jest-esbuild.js'
  },
  transformIgnorePatterns: [`/node_modules/(?!${esModules}).+`]
};
