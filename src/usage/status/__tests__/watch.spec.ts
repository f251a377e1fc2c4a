import { FakeServer } from '../../../testing/FakeServer';
import { UsageWatch, type UsageNow } from '../watch';

const GIB = 1024 ** 3;

describe('the watch of memory', () => {
  let server: FakeServer;
  let watch: UsageWatch;
  let warned: UsageNow[];
  let time: number;

  beforeEach(() => {
    server = new FakeServer();
    watch = new UsageWatch(server.live, 0.9);
    warned = [];
    watch.running.connect((_, use) => warned.push(use));
    time = 1e9;
  });

  afterEach(() => watch.dispose());

  function use(gib: number, limit: number | null = 16): void {
    server.live.use({
      time: (time += 15),
      memoryBytes: gib * GIB,
      memoryLimitBytes: limit === null ? null : limit * GIB,
      cpuCores: null,
      cpuLimit: null,
      owners: []
    });
  }

  it('keeps ten minutes of samples', () => {
    for (let sample = 0; sample < 50; sample++) {
      use(sample / 100);
    }
    expect(watch.snapshot.memory).toHaveLength(40);
    expect(watch.snapshot.latest?.memoryBytes).toBe(0.49 * GIB);
  });

  it('warns once when memory passes the line, and again after it was calm', () => {
    for (const gib of [14, 14.5, 14.6, 15, 14.6]) {
      use(gib);
    }
    expect(warned.map(({ memoryBytes }) => memoryBytes / GIB)).toEqual([14.5]);
    use(12);
    use(14.7);
    expect(warned).toHaveLength(2);
  });

  it('warns a minute before memory runs out', () => {
    use(9);
    use(10);
    expect(warned).toHaveLength(0);
    use(11.5);
    expect(warned).toHaveLength(1);
  });

  it('does not take quick growth from little for a danger', () => {
    use(1);
    use(7);
    expect(warned).toHaveLength(0);
  });

  it('says nothing where there is no limit, or where nobody wants it', () => {
    use(1000, null);
    const calm = new UsageWatch(server.live, 0);
    calm.running.connect((_, found) => warned.push(found));
    watch.dispose();
    use(15.9);
    expect(warned).toHaveLength(0);
    calm.dispose();
  });

  it('asks for nothing any more when it is disposed of', () => {
    expect(server.live.streams).toEqual(['usage']);
    watch.dispose();
    expect(server.live.streams).toEqual([]);
  });
});
