import { nullTranslator } from '@jupyterlab/translation';
import { ApiError } from '../../api/errors';
import { FakeClient } from '../../testing/FakeServer';
import { type ISourceFields, SourceForm } from '../sourceForm';
import type { Source } from '../tokens';

const ADDED: Source = { name: 'added-1', title: 'Hub', state: 'ready' };

describe('the form for a Prometheus', () => {
  let client: FakeClient;
  let form: SourceForm;

  beforeEach(() => {
    client = new FakeClient();
    client.reply('addUsageSource', { source: ADDED });
    form = new SourceForm(client, nullTranslator.load(''));
  });

  afterEach(() => form.dispose());

  function fill(change: Partial<ISourceFields> = {}): void {
    form.set({ title: ' Hub ', url: 'https://p.example.org', ...change });
  }

  it('asks for what is needed before anything is sent', async () => {
    form.set({ login: 'basic' });
    expect(await form.submit()).toBe(false);
    expect([...form.snapshot.errors.keys()]).toEqual([
      'title',
      'url',
      'username',
      'secret'
    ]);
    expect(client.calls).toEqual([]);
  });

  it.each<[Partial<ISourceFields>, object]>([
    [{ secret: 'left over' }, { kind: 'none' }],
    [
      { login: 'bearer', secret: 'TOKEN' },
      { kind: 'bearer', tokenEnv: 'TOKEN' }
    ],
    [
      { login: 'basic', username: 'ann', secretIn: 'file', secret: '~/p' },
      { kind: 'basic', username: 'ann', passwordFile: '~/p' }
    ],
    [
      { login: 'header', header: 'X-Key', secret: 'KEY' },
      { kind: 'header', header: 'X-Key', valueEnv: 'KEY' }
    ],
    [
      { login: 'tls', certFile: 'c.pem', keyFile: 'k.pem' },
      { kind: 'tls', certFile: 'c.pem', keyFile: 'k.pem' }
    ]
  ])('sends of %j only what the login takes', async (change, auth) => {
    fill(change);
    expect(await form.submit()).toBe(true);
    expect(client.last('addUsageSource')).toEqual({
      body: { title: 'Hub', url: 'https://p.example.org', caFile: '', auth }
    });
    expect(form.added).toBe(ADDED);
  });

  it.each([
    ['unreachable', 'url'],
    ['tls', 'caFile'],
    ['login-required', 'login'],
    ['no-secret', 'secret']
  ])('says at its field what is wrong where it is %s', async (code, field) => {
    const problem = { code, message: 'The reason.', path: null };
    client.reply('addUsageSource', { source: null, problem });
    fill();
    expect(await form.submit()).toBe(false);
    const [[name, message]] = [...form.snapshot.errors];
    expect(name).toBe(field);
    expect(message).toMatch(/^The reason\. ./);
    expect(form.snapshot.isTesting).toBe(false);
    form.set({ url: 'https://q.example.org' });
    expect(form.snapshot.errors.size).toBe(0);
  });

  it.each([
    ['$.url', 'url'],
    ['$.auth.passwordEnv', 'secret'],
    ['$.auth.certFile', 'certFile'],
    ['$.auth.kind', 'login']
  ])('says what is refused of %s at its field', async (path, field) => {
    client.reply(
      'addUsageSource',
      new ApiError(422, { code: 'invalid', message: 'so not', path })
    );
    fill();
    expect(await form.submit()).toBe(false);
    expect([...form.snapshot.errors]).toEqual([[field, 'so not']]);
  });

  it('says below all what no field is to blame for', async () => {
    client.reply(
      'addUsageSource',
      new ApiError(403, { code: 'forbidden', message: 'not allowed' })
    );
    fill();
    expect(await form.submit()).toBe(false);
    expect(form.snapshot.problem).toBe('not allowed');
  });
});
