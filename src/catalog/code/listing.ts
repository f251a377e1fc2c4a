import { isGlob, isPath, plain } from './address';
import { isGuarded } from './access';
import { call, source } from './call';
import type { ITask } from './types';
import { localCopy, written } from './xarray';

/** Python source of a list of files. */
export interface IListing {
  readonly source: string;
  readonly imports: readonly string[];
}

/** The files that addresses stand for: a list as it is, a glob looked up when the code runs. */
export function listing(task: ITask): IListing {
  const urls = task.urls.map(plain);
  if (isGuarded(task) && !urls.some(isGlob)) {
    const { text } = localCopy(task);
    return {
      source: urls.length === 1 ? `[${text}]` : text,
      imports: ['import fsspec']
    };
  }
  if (!urls.some(isGlob)) {
    return { source: source(written(task)), imports: [] };
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
