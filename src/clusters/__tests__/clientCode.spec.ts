import { clientCode } from '../clientCode';

describe('client code', () => {
  it('connects by the security files and shows the client', () => {
    expect(
      clientCode({
        address: 'tls://127.0.0.1:40000',
        caFile: '/run/ca.pem',
        certFile: "/run/o'cert.pem",
        keyFile: '/run/key.pem'
      })
    ).toBe(
      [
        'from dask.distributed import Client, Security',
        '',
        'security = Security(',
        "    tls_ca_file='/run/ca.pem',",
        '    tls_client_cert="/run/o\'cert.pem",',
        "    tls_client_key='/run/key.pem',",
        '    require_encryption=True,',
        ')',
        "client = Client('tls://127.0.0.1:40000', security=security)",
        'client'
      ].join('\n')
    );
  });

  it('names no security where there is none', () => {
    expect(clientCode({ address: 'tcp://10.0.0.1:8786' })).toBe(
      "from dask.distributed import Client\n\nclient = Client('tcp://10.0.0.1:8786')\nclient"
    );
  });

  it('keeps an address in its literal', () => {
    const code = clientCode({ address: "x')\nimport os #" });
    expect(code.split('\n')).toHaveLength(4);
    expect(code).toContain('Client("x\')\\nimport os #")');
  });
});
