import { settle } from '../../testing/promises';
import { refusal } from '../../testing/FakeServer';
import type { IPage, PageLoader } from '../page';
import { RETRIES } from '../state';
import { Visit } from '../visit';

/** A server that is there, away, or refuses, and counts how often it was asked. */
class Loader {
  answer: Error | null = null;
  asked = 0;

  async load(path: string): Promise<Partial<IPage>> {
    this.asked++;
    if (this.answer) {
      throw this.answer;
    }
    return { path };
  }
}

async function shown() {
  const loader = new Loader();
  const visit: Visit = new Visit({
    loader: loader as unknown as PageLoader,
    path: 'individual-progress',
    begin: () => undefined,
    show: async () => visit.arrive()
  });
  visit.reload();
  await settle();
  expect(visit.state.phase).toBe('shown');
  return { loader, visit };
}

describe('a frame whose server is away', () => {
  it('tries at once when the server answers again', async () => {
    const { loader, visit } = await shown();
    loader.answer = new TypeError('no connection');
    visit.reconnect();
    expect(visit.state.phase).toBe('reconnecting');
    loader.answer = null;
    visit.resume();
    await settle();
    expect(visit.state.phase).toBe('shown');
    expect(loader.asked).toBe(2);
    visit.dispose();
  });

  it('comes back also after it had given up', async () => {
    const { loader, visit } = await shown();
    jest.useFakeTimers();
    try {
      loader.answer = new TypeError('no connection');
      visit.reconnect();
      for (const wait of RETRIES) {
        await jest.advanceTimersByTimeAsync(wait);
      }
      expect(visit.state.phase).toBe('failed');
      loader.answer = null;
      visit.resume();
      await jest.advanceTimersByTimeAsync(0);
      expect(visit.state.phase).toBe('shown');
    } finally {
      jest.useRealTimers();
    }
  });

  it('leaves alone what is shown, what left, and what is lost', async () => {
    const { loader, visit } = await shown();
    visit.resume();
    visit.fail('left');
    visit.resume();
    visit.lose('gone');
    visit.resume();
    await settle();
    expect(visit.state.phase).toBe('lost');
    expect(loader.asked).toBe(1);
  });

  it('says why where it is refused for good', async () => {
    const { loader, visit } = await shown();
    loader.answer = refusal(404, 'no such cluster');
    visit.reconnect();
    visit.resume();
    await settle();
    expect(visit.state).toMatchObject({
      phase: 'failed',
      problem: { kind: 'error', error: { message: 'no such cluster' } }
    });
  });
});
