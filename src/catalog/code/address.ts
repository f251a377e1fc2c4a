/** Packages from PyPI by which fsspec reaches an address. */
const PACKAGES: ReadonlyMap<string, string> = new Map([
  ['http', 'aiohttp'],
  ['https', 'aiohttp'],
  ['s3', 's3fs'],
  ['s3a', 's3fs'],
  ['gs', 'gcsfs'],
  ['gcs', 'gcsfs'],
  ['abfs', 'adlfs'],
  ['abfss', 'adlfs'],
  ['az', 'adlfs'],
  ['adl', 'adlfs'],
  ['ftp', ''],
  ['sftp', 'paramiko'],
  ['ssh', 'paramiko'],
  ['hf', 'huggingface_hub'],
  ['github', 'requests']
]);

/** The part before `://`, in small letters; of a chain `a::b://c` that of the last link. Empty for paths. */
export function protocol(url: string): string {
  const last = url.split('::').pop() ?? '';
  return /^([A-Za-z][\w+.-]*):\/\//.exec(last)?.[1].toLowerCase() ?? '';
}

/** Whether an address is a path, or a `file:` URL, on the machine that runs the code. */
export function isPath(url: string): boolean {
  return ['', 'file', 'local'].includes(protocol(url)) && !url.includes('::');
}

/** A path without `file://`; other addresses as they are. */
export function plain(url: string): string {
  return isPath(url) ? url.replace(/^(file|local):\/\//i, '') : url;
}

/** Whether an address stands for several files. */
export function isGlob(url: string): boolean {
  const path = protocol(url).startsWith('http') ? url.split('?')[0] : url;
  return /[*[]/.test(path) || (isPath(url) && path.includes('?'));
}

/** What must be installed to reach addresses by fsspec. */
export function transport(urls: readonly string[]): string[] {
  const packages = urls
    .filter(url => !isPath(url))
    .flatMap(url => ['fsspec', PACKAGES.get(protocol(url)) ?? '']);
  return unique(packages).filter(name => name !== '');
}

/** The items without repetition, in order. */
export function unique(items: readonly string[]): string[] {
  return [...new Set(items)];
}

/** Intake's patterns such as `data_{year:d}.nc` as a glob. */
export function withoutPatterns(url: string): string {
  return url.replace(/(?<!\{)\{\w*(:[^{}]*)?\}(?!\})/g, '*');
}
