import type { IApiClient } from '../api/tokens';
import type { Dashboard } from './dashboard/types';
import { fetchPanels, type IFetching } from './fetching';
import { variablePanels } from './filling';

import type { Round } from './round';
import type { IStoreContext } from './stores';
import type { UsageView } from './tokens';
import type { Variables } from './variables';
import { spanOf } from './view';

/** What a tab shows while it asks. */
export interface IAsking extends IStoreContext {
  /** With the copies that variables make of its panels, as far as these are known. */
  readonly dashboard: () => Dashboard;
  readonly view: UsageView;
  readonly variables: Variables;
}

/** Ask for panels in a round; those that refer to variables wait for these. */
export async function askPanels(
  client: IApiClient,
  wanted: readonly number[],
  round: Round,
  { variables, ...shown }: IAsking,
  how: Omit<IFetching, 'signal'>
): Promise<void> {
  const { clock, signal } = round;
  const waiting = variablePanels(shown.dashboard());
  const context = { ...shown, clock, span: spanOf(shown.view, clock) };
  const known = round.once('variables', () => variables.update(context));
  const fetch = (ids: readonly number[]) =>
    signal.aborted || ids.length === 0
      ? Promise.resolve()
      : fetchPanels(
          client,
          {
            ...{ ...context, dashboard: shown.dashboard() },
            panelIds: new Set(ids),
            variables: variables.values
          },
          { ...how, signal }
        );
  // Annotations are asked for apart: one that the server refuses takes no panel with it.
  const parts = [wanted.filter(id => id > 0), wanted.filter(id => id < 0)];
  const ask = (isWaiting: boolean) =>
    Promise.all(
      parts.map(ids => fetch(ids.filter(id => waiting.has(id) === isWaiting)))
    );
  await Promise.all([ask(false), known.then(() => ask(true))]);
}
