/** What answers like a Prometheus with a node exporter on many machines, for stories; see `tests/prometheus_kit.py` for real ones. */
import { createServer, type IncomingMessage } from 'http';
import type { AddressInfo } from 'net';

export interface IStandIn {
  readonly url: string;
  /** Expressions that were asked for, the newest last. */
  readonly asked: readonly string[];
  /** Whether lists of labels fail from now on. */
  areLabelsBroken: boolean;
}

type Series = ReadonlyArray<Record<string, unknown>>;

/** Machines that it knows. */
export const MACHINES = Array.from(
  { length: 300 },
  (_, index) => `node-${String(index + 1).padStart(3, '0')}:9100`
);

/** Serve while something is done. */
export async function whileStandingIn(
  use: (standIn: IStandIn) => Promise<void>
): Promise<void> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    void formOf(request).then(form => {
      const answer = answerTo(request.url ?? '', form, standIn, asked);
      response.writeHead(answer ? 200 : 503, {
        'Content-Type': 'application/json'
      });
      response.end(
        JSON.stringify(
          answer
            ? { status: 'success', data: answer }
            : { status: 'error', errorType: 'unavailable', error: 'no labels' }
        )
      );
    });
  });
  await new Promise<void>(done => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const standIn: IStandIn = {
    url: `http://127.0.0.1:${port}`,
    asked,
    areLabelsBroken: false
  };
  try {
    await use(standIn);
  } finally {
    server.closeAllConnections();
    await new Promise(done => server.close(done));
  }
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  const parts: Buffer[] = [];
  for await (const part of request) {
    parts.push(part as Buffer);
  }
  const body = Buffer.concat(parts).toString();
  return new URLSearchParams(body || (request.url ?? '').split('?')[1]);
}

function answerTo(
  url: string,
  form: URLSearchParams,
  standIn: IStandIn,
  asked: string[]
): unknown {
  const query = form.get('query') ?? '';
  if (url.startsWith('/api/v1/label')) {
    return standIn.areLabelsBroken ? null : MACHINES;
  }
  if (url.startsWith('/api/v1/query_range')) {
    asked.push(query);
    return { resultType: 'matrix', result: seriesOf(query, form) };
  }
  return { resultType: 'scalar', result: [Date.now() / 1000, '1'] };
}

/** Two machines, or those that the expression names. */
function seriesOf(query: string, form: URLSearchParams): Series {
  const named = MACHINES.filter(name => query.includes(name.split(':')[0]));
  const [start, end, step] = ['start', 'end', 'step'].map(name =>
    Number(form.get(name))
  );
  const count = Math.floor((end - start) / step) + 1;
  return (named.length > 0 ? named : MACHINES.slice(0, 2)).map(
    (instance, place) => ({
      metric: { instance },
      values: Array.from({ length: count }, (_, index) => [
        start + index * step,
        String(0.3 + 0.2 * place + 0.1 * Math.sin(index / 9))
      ])
    })
  );
}
