// Jest's transformer: esbuild compiles a file in about a millisecond and checks no types; `npm run check` does that.
const path = require('path');
const esbuild = require('esbuild');

module.exports = {
  canInstrument: false,
  process(source, file) {
    const extension = path.extname(file).slice(1);
    const result = esbuild.transformSync(source, {
      loader: { mjs: 'js', cjs: 'js' }[extension] || extension,
      format: 'cjs',
      target: 'node20',
      // Jest runs CommonJS: a lazy chunk is a module like any other.
      supported: { 'dynamic-import': false },
      sourcemap: 'inline',
      sourcefile: file,
      tsconfigRaw: { compilerOptions: { jsx: 'react', esModuleInterop: true } }
    });
    return { code: result.code };
  }
};
