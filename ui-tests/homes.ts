/** What the test server keeps on disk: `server.py` gives it a home of its own below the temporary folder. */
import * as fs from 'fs';
import * as os from 'os';
import * as path from 'path';

function homes(): string[] {
  return fs
    .readdirSync(os.tmpdir())
    .filter(home => home.startsWith('pangeo-ui-'))
    .map(home => path.join(os.tmpdir(), home));
}

/** Where a file of the test server's work folder is on disk. */
export function onDisk(file: string): string {
  const found = homes()
    .map(home => path.join(home, 'work', file))
    .find(candidate => fs.existsSync(candidate));
  if (!found) {
    throw new Error(`no work folder has ${file}`);
  }
  return found;
}

/** Folder of a cluster's host, with its state file and its sockets. */
export function hostFolder(clusterId: string): string {
  const found = homes()
    .map(home => path.join(home, 'run', 'jupyterlab-pangeo'))
    .filter(run => fs.existsSync(run))
    .flatMap(run => fs.readdirSync(run).map(name => path.join(run, name)))
    .find(folder => {
      const state = path.join(folder, 'state.json');
      return (
        fs.existsSync(state) &&
        fs.readFileSync(state, 'utf8').includes(clusterId)
      );
    });
  if (!found) {
    throw new Error(`no host of the cluster ${clusterId}`);
  }
  return found;
}
