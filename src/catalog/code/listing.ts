import { isGlob, isPath, plain } from './address';
import { call, source } from './call';
import type { ITask } from './types';

/** Python source of a list of files. */
export interface IListing {
  readonly source: string;
  readonly imports: readonly string[];
}

/** The files that addresses stand for: a list as it is, a glob looked up when the code runs. */
export function listing(task: ITask): IListing {
  const urls = task.urls.map(plain);
  if (!urls.some(isGlob)) {
    return { source: source(urls), imports: [] };
  }
  if (urls.length === 1 && isPath(urls[0])) {
    return {
      source: `sorted(${call('glob.glob', urls)})`,
      imports: ['import glob']
    };
  }
  const files = call(
    'fsspec.open_files',
    [urls.length === 1 ? urls[0] : urls],
    {
      ...task.storageOptions
    }
  );
  return {
    source: `[file.full_name for file in ${files}]`,
    imports: ['import fsspec']
  };
}
