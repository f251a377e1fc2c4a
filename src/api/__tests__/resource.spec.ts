import { Resource } from '../resource';

describe('Resource', () => {
  it('keeps the last good value when a refresh fails', async () => {
    let fails = false;
    const resource = new Resource(async () => {
      if (fails) {
        throw new Error('gone');
      }
      return 1;
    });
    expect(resource.snapshot.phase).toBe('loading');
    await resource.refresh();
    expect(resource.snapshot).toEqual({ phase: 'ready', value: 1 });
    fails = true;
    await resource.refresh();
    expect(resource.snapshot).toMatchObject({ phase: 'stale', value: 1 });
  });

  it('drops a late answer', async () => {
    const answers: ((value: number) => void)[] = [];
    const resource = new Resource<number>(
      () => new Promise(resolve => answers.push(resolve))
    );
    const first = resource.refresh();
    const second = resource.refresh();
    answers[1](2);
    answers[0](1);
    await Promise.all([first, second]);
    expect(resource.value).toBe(2);
  });

  it('is silent once disposed', async () => {
    let answer: (value: number) => void = () => undefined;
    const resource = new Resource<number>(
      () => new Promise(resolve => (answer = resolve))
    );
    let calls = 0;
    resource.changed.connect(() => {
      calls++;
    });
    const pending = resource.refresh();
    resource.dispose();
    resource.dispose();
    answer(1);
    await pending;
    expect(calls).toBe(0);
  });
});
