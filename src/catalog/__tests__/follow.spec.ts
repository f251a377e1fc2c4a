import { Notification } from '@jupyterlab/apputils';
import { nullTranslator } from '@jupyterlab/translation';
import type { ICatalogContext } from '../context';
import { followPlace } from '../follow';

describe('followPlace', () => {
  it('does not add a catalog whose token is not in the link, and says what to do', async () => {
    const add = jest.fn();
    const model = {
      ensure: async () => undefined,
      trails: { find: () => undefined },
      add
    } as unknown as ICatalogContext['model'];
    await followPlace(
      { model, trans: nullTranslator.load('jupyterlab') },
      { location: 'https://h.example/c.yaml?token=…', trail: [] }
    );
    expect(add).not.toHaveBeenCalled();
    expect(document.querySelector('.jp-Dialog')).toBeNull();
    const [told] = Notification.manager.notifications;
    expect(told.message).toContain('add it by its whole address');
  });
});
