import { ApiError } from '../../../api/errors';
import type { Wire } from '../../../api/tokens';
import { FakeServer } from '../../../testing/FakeServer';
import { settle } from '../../../testing/promises';
import { PreviewModel, type PreviewSpec } from '../model';

const spec: PreviewSpec = {
  catalogId: 'c',
  entryId: 'e',
  code: 'x = 1',
  variable: 'x',
  style: 'xarray',
  kernelspec: 'py'
};
const trust = { isTrusted: false, title: 'T', location: '/t', hash: 'ab' };

function preview(fields: Partial<Wire<'Preview'>>): Wire<'Preview'> {
  return {
    id: 'p',
    catalogId: 'c',
    entryId: 'e',
    kernelspec: 'py',
    state: 'running',
    step: 'starting',
    seconds: 0,
    ...fields
  };
}

const done = preview({ state: 'ready', result: { text: 'seen' }, seconds: 2 });

describe('PreviewModel', () => {
  let server: FakeServer;
  let model: PreviewModel;

  beforeEach(() => {
    server = new FakeServer();
    model = new PreviewModel(server);
    server.client.reply('beginPreview', preview({}));
    server.client.reply('cancelPreview', undefined);
  });

  afterEach(() => model.dispose());

  it('asks nothing before it is told to begin', () => {
    expect(server.client.calls).toEqual([]);
    expect(model.snapshot.phase).toBe('idle');
  });

  it('reads once for each change that the server announces', async () => {
    await model.begin(spec);
    expect(server.client.last('beginPreview')).toEqual({ body: spec });
    server.client.reply('getPreview', preview({ step: 'opening' }));
    server.live.change('previews', 1, 'p');
    await settle();
    expect(model.snapshot).toMatchObject({ phase: 'running', step: 'opening' });
    server.client.reply('getPreview', done);
    server.live.change('previews', 1, 'another');
    server.live.change('previews', 1, 'p');
    await settle();
    expect(model.snapshot).toMatchObject({
      phase: 'ready',
      code: 'x = 1',
      seconds: 2
    });
    server.live.change('previews', 1, 'p');
    await settle();
    expect(server.client.count('getPreview')).toBe(2);
  });

  it('asks for trust in place, and begins with the hash that was shown', async () => {
    const problem = { code: 'not-trusted', message: 'no' };
    server.client.reply('beginPreview', new ApiError(409, problem));
    server.client.reply('getPreviewTrust', trust);
    await model.begin(spec);
    expect(model.snapshot).toEqual({ phase: 'trust', trust });
    server.client.reply('beginPreview', done);
    await model.trust();
    expect(server.client.last('beginPreview')).toEqual({
      body: { ...spec, trust: 'ab' }
    });
    expect(model.snapshot.phase).toBe('ready');
  });

  it('cancels at the server, also when it goes away', async () => {
    await model.begin(spec);
    await model.cancel();
    expect(server.client.last('cancelPreview')).toEqual({
      path: { previewId: 'p' }
    });
    expect(model.snapshot.phase).toBe('cancelled');
    await model.begin(spec);
    model.dispose();
    await settle();
    expect(server.client.count('cancelPreview')).toBe(2);
  });

  it('keeps what the server says of a failure', async () => {
    const failure = { code: 'memory', message: 'm', package: '', detail: 'd' };
    server.client.reply('beginPreview', preview({ state: 'failed', failure }));
    await model.begin(spec);
    expect(model.snapshot).toEqual({ phase: 'failed', failure });
    const problem = { code: 'too-many', message: 'wait' };
    server.client.reply('beginPreview', new ApiError(429, problem));
    await model.begin(spec);
    expect(model.snapshot).toMatchObject({
      phase: 'failed',
      failure: { code: 'too-many', message: 'wait' }
    });
  });
});
