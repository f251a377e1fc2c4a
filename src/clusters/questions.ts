import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import { type Ability, can, isUp, unfinishedTasks } from './abilities';
import type { IClusterContext } from './context';
import { readSettings } from './settings';
import type { Cluster } from './tokens';

/** Seconds for which a sample is taken at its word. */
const FRESH = 5;

/** What the commands ask the user: which cluster, and whether really. */
export class Questions {
  constructor(
    private readonly _context: Pick<
      IClusterContext,
      'model' | 'settings' | 'trans'
    >
  ) {}

  /** The cluster that is meant: the one named, the selected or only one, or one that the user picks. */
  async pick(
    clusterId: string | undefined,
    ability: Ability
  ): Promise<Cluster | undefined> {
    const { model, trans } = this._context;
    await model.ensure();
    if (clusterId !== undefined) {
      return model.get(clusterId);
    }
    const { current } = model;
    if (current && can(current, ability)) {
      return current;
    }
    const { clusters } = model.snapshot;
    const able = ('value' in clusters ? clusters.value : []).filter(cluster =>
      can(cluster, ability)
    );
    if (able.length < 2) {
      return able[0] ?? this._tellNone();
    }
    const { value } = await InputDialog.getItem({
      title: trans.__('Which cluster?'),
      items: able.map(({ name }) => name)
    });
    return able.find(({ name }) => name === value);
  }

  private async _tellNone(): Promise<undefined> {
    const { trans } = this._context;
    await showDialog({
      title: trans.__('No cluster for this'),
      body: trans.__('Start one with New cluster in the Clusters panel.'),
      buttons: [Dialog.okButton({ label: trans.__('OK') })]
    });
  }

  /** Whether nothing is lost by closing, or the user accepts it. */
  async mayClose(cluster: Cluster): Promise<boolean> {
    const { settings, trans } = this._context;
    const isOurs = cluster.origin === 'started';
    if (!isOurs || !(isUp(cluster) || cluster.state === 'unreachable')) {
      return true;
    }
    const unfinished = await this._unfinished(cluster.id);
    const { confirmShutDown } = await readSettings(settings);
    if (unfinished === 0 && confirmShutDown === 'whileBusy') {
      return true;
    }
    const lost = trans._n(
      '%1 task runs or waits; it and the results in the memory of the workers are lost.',
      '%1 tasks run or wait; they and the results in the memory of the workers are lost.',
      unfinished
    );
    return this.confirm(
      trans.__('Shut down %1?', cluster.name),
      unfinished
        ? lost
        : trans.__('Results in the memory of the workers are lost.'),
      trans.__('Shut down')
    );
  }

  /** Tasks that would be lost now: by the latest sample where samples flow, or else as the server says. */
  private async _unfinished(id: string): Promise<number> {
    const { model } = this._context;
    const { latest } = model.samples(id);
    if (latest && Date.now() / 1000 - latest.time < FRESH) {
      return unfinishedTasks(latest.tasks);
    }
    await model.refresh();
    return unfinishedTasks(model.get(id)?.tasks ?? {});
  }

  async confirm(title: string, body: string, label: string): Promise<boolean> {
    const { trans } = this._context;
    const { button } = await showDialog({
      title,
      body,
      buttons: [
        Dialog.cancelButton({ label: trans.__('Cancel') }),
        Dialog.warnButton({ label })
      ]
    });
    return button.accept;
  }
}
