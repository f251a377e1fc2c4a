import { pythonString } from '../ui/python';
import type { Cluster, Connection } from './tokens';

/** Code that connects the kernel to a cluster and shows the client; it holds no secret. */
export function clientCode(connection: Connection): string {
  const security = securityArguments(connection);
  if (!security.length) {
    return [
      'from dask.distributed import Client',
      '',
      `client = Client(${pythonString(connection.address)})`,
      'client'
    ].join('\n');
  }
  return [
    'from dask.distributed import Client, Security',
    '',
    'security = Security(',
    ...security.map(line => `    ${line},`),
    '    require_encryption=True,',
    ')',
    `client = Client(${pythonString(connection.address)}, security=security)`,
    'client'
  ].join('\n');
}

function securityArguments({
  caFile,
  certFile,
  keyFile
}: Connection): readonly string[] {
  const files = [
    ['tls_ca_file', caFile],
    ['tls_client_cert', certFile],
    ['tls_client_key', keyFile]
  ] as const;
  return files.flatMap(([name, file]) =>
    file ? [`${name}=${pythonString(file)}`] : []
  );
}

/** What the cell remembers of where its code came from. */
export function clientMetadata({ id, name }: Cluster): {
  pangeo: { cluster: { id: string; name: string } };
} {
  return { pangeo: { cluster: { id, name } } };
}
