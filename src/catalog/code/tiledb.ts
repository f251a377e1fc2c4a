import { plain, protocol } from './address';
import { call, Source } from './call';
import type { ISnippet, ITask } from './types';

/** A TileDB array by its own library, opened for reading; slices of it are arrays by attribute. */
export function tiledbCode(task: ITask): ISnippet {
  const [url] = task.urls;
  const isPublic =
    protocol(url) === 's3' && task.storageOptions['anon'] === true;
  const context = isPublic
    ? new Source(call('tiledb.Ctx', [{ 'vfs.s3.no_sign_request': 'true' }]))
    : undefined;
  return {
    imports: ['import tiledb'],
    lines: [
      `${task.variable} = ${call('tiledb.open', [plain(url)], { ctx: context })}`
    ],
    packages: ['tiledb']
  };
}
