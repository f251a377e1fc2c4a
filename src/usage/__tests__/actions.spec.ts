import { nullTranslator } from '@jupyterlab/translation';
import { FakeServer } from '../../testing/FakeServer';
import { UsageActions } from '../actions';
import type { IUsageContext } from '../context';
import type { UsageModel } from '../model';
import { USUAL } from '../view';

describe('a usage tab', () => {
  it('is saved when its view changes, and not with each refresh', async () => {
    const save = jest.fn(() => Promise.resolve());
    const server = new FakeServer();
    server.client.reply('listUsageSources', { items: [] });
    server.client.reply('queryUsage', ({ body }) => ({
      times: [body.end],
      answers: body.queries.map(() => ({
        unit: '',
        series: [],
        problem: null
      }))
    }));
    const actions = new UsageActions({
      server,
      app: { serviceManager: { contents: {} } },
      trans: nullTranslator.load(''),
      tracker: { add: () => Promise.resolve(), save },
      themes: null
    } as unknown as IUsageContext);
    const tab = actions.tab(USUAL, false);
    const model: UsageModel = tab.model;
    model.setVisible(true);
    model.look(5, true);
    await model.refresh();
    expect(server.client.count('queryUsage')).toBe(1);
    expect(save).not.toHaveBeenCalled();
    model.change({ from: 'now-6h' });
    expect(save).toHaveBeenCalledTimes(1);
    tab.dispose();
  });
});
