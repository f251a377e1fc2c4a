import { Dialog, InputDialog, showDialog } from '@jupyterlab/apputils';
import * as React from 'react';
import { showForm } from '../ui/FormDialog';
import { insertCode } from '../ui/insert';
import { reportFailure } from '../ui/report';
import '../../style/clusters.css';
import { hasEnded } from './abilities';
import { LastChoice } from './choice';
import { clientCode, clientMetadata } from './clientCode';
import type { ClusterArgs, RenameArgs, ScaleArgs, StartArgs } from './commands';
import type { IClusterContext } from './context';
import { ClusterForm } from './forms/ClusterForm';
import { ClusterFormView } from './forms/ClusterFormView';
import { LogView } from './forms/LogView';
import { ScalingForm } from './forms/ScalingForm';
import { ScalingFormView } from './forms/ScalingFormView';
import { Questions } from './questions';
import { readSettings } from './settings';
import type { Cluster, ClusterSpec, Scaling } from './tokens';

/** Clicks closer than this are one click, milliseconds. */
const DOUBLE_CLICK = 500;

/** What the commands do; loaded when the first of them runs. */
export class ClusterActions {
  constructor(private readonly _context: IClusterContext) {
    this._choice = new LastChoice(_context.state);
    this._questions = new Questions(_context);
  }

  /** Start with what is given, or else with the last choice. */
  async start(args: StartArgs): Promise<string | null> {
    if (Object.keys(args).length) {
      return this._start(args);
    }
    const now = Date.now();
    if (!this._plainStart || now - this._startedAt > DOUBLE_CLICK) {
      this._startedAt = now;
      this._plainStart = this._start(args);
    }
    return this._plainStart;
  }

  async configure({ clusterId }: ClusterArgs): Promise<void> {
    const { app, model, trans } = this._context;
    void model.ensure();
    const like = clusterId ? model.get(clusterId) : undefined;
    const form = new ClusterForm({
      model,
      trans,
      kernelspecs: app.serviceManager.kernelspecs,
      start: like ?? (await this._choice.get()) ?? (await this._fallback()),
      isCopy: like !== undefined
    });
    await showForm({
      title: trans.__('New cluster'),
      form: <ClusterFormView form={form} trans={trans} />,
      accept: trans.__('Start'),
      cancel: trans.__('Cancel'),
      submit: async () => {
        const isStarted = await form.submit();
        if (isStarted) {
          void this._choice.set(form.spec());
          void this._replace(like);
        }
        return isStarted;
      }
    });
    form.dispose();
  }

  /** What ended is of no more use once its better start is under way. */
  private async _replace(like: Cluster | undefined): Promise<void> {
    if (like && hasEnded(like)) {
      await this._context.model.close(like.id);
    }
  }

  async scale(args: ScaleArgs): Promise<void> {
    const { model, trans } = this._context;
    const cluster = await this._questions.pick(args.clusterId, 'scale');
    if (!cluster) {
      return;
    }
    const given = toScaling(args);
    if (given) {
      await this._attempt(trans.__('Could not scale %1', cluster.name), () =>
        model.scale(cluster.id, given)
      );
      return;
    }
    const form = new ScalingForm(model, cluster, trans);
    await showForm({
      title: trans.__('Scale %1', cluster.name),
      form: <ScalingFormView form={form} trans={trans} />,
      accept: trans.__('Scale'),
      cancel: trans.__('Cancel'),
      submit: () => form.submit()
    });
  }

  async restart({ clusterId }: ClusterArgs): Promise<void> {
    const { model, trans } = this._context;
    const cluster = await this._questions.pick(clusterId, 'restart');
    if (!cluster) {
      return;
    }
    const isSure = await this._questions.confirm(
      trans.__('Restart the workers of %1?', cluster.name),
      trans.__(
        'Tasks that run or wait and all results in the memory of the workers are lost.'
      ),
      trans.__('Restart')
    );
    if (isSure) {
      await this._attempt(trans.__('Could not restart %1', cluster.name), () =>
        model.restart(cluster.id)
      );
    }
  }

  async close({ clusterId }: ClusterArgs): Promise<void> {
    const { model, trans } = this._context;
    const cluster = await this._questions.pick(clusterId, 'close');
    if (cluster && (await this._questions.mayClose(cluster))) {
      await this._attempt(
        trans.__('Could not shut down %1', cluster.name),
        () => model.close(cluster.id)
      );
    }
  }

  async rename({ clusterId, name }: RenameArgs): Promise<void> {
    const { editName, model, trans } = this._context;
    const cluster = await this._questions.pick(clusterId, 'rename');
    if (!cluster || (!name && editName(cluster.id))) {
      return;
    }
    const given =
      name ??
      (
        await InputDialog.getText({
          title: trans.__('Rename %1', cluster.name),
          text: cluster.name,
          okLabel: trans.__('Rename')
        })
      ).value;
    const wanted = given?.trim();
    if (wanted && wanted !== cluster.name) {
      await this._attempt(trans.__('Could not rename %1', cluster.name), () =>
        model.rename(cluster.id, wanted)
      );
    }
  }

  async connect({ clusterId }: ClusterArgs): Promise<void> {
    const { model, trans } = this._context;
    const cluster = await this._questions.pick(clusterId, 'connect');
    if (cluster) {
      await this._attempt(
        trans.__('Could not connect to %1', cluster.name),
        async () => {
          const code = clientCode(await model.connection(cluster.id));
          await insertCode(this._context, code, clientMetadata(cluster));
        }
      );
    }
  }

  async showLog({ clusterId }: ClusterArgs): Promise<void> {
    const { model, trans } = this._context;
    const cluster = await this._questions.pick(clusterId, 'log');
    if (!cluster) {
      return;
    }
    const body = new LogView(() => model.logs(cluster.id), trans);
    await showDialog({
      title: trans.__('Log of %1', cluster.name),
      body,
      buttons: [Dialog.okButton({ label: trans.__('Close') })]
    });
  }

  async refresh(): Promise<void> {
    const { model } = this._context;
    await model.ensure();
    await model.refresh();
  }

  private async _start(args: StartArgs): Promise<string | null> {
    const { model, trans } = this._context;
    void model.ensure();
    return this._attempt(trans.__('Could not start a cluster'), async () => {
      if (args.clusterId !== undefined) {
        return (await model.startAgain(args.clusterId)).id;
      }
      const spec = await this._specOf(args);
      const { id, factory } = await model.start(spec);
      void this._choice.set({ ...spec, factory });
      return id;
    });
  }

  private async _specOf(args: StartArgs): Promise<ClusterSpec> {
    const { factory, kernelspec, name, workers } = args;
    const last = (await this._choice.get()) ?? (await this._fallback());
    const isOther = factory !== undefined && factory !== last.factory;
    return {
      ...(isOther ? { factory } : last),
      name,
      ...(kernelspec === undefined ? {} : { kernelspec }),
      ...(workers === undefined ? {} : { scaling: { mode: 'fixed', workers } })
    };
  }

  /** What is started where nothing was started before. */
  private async _fallback(): Promise<ClusterSpec> {
    const { defaultFactory } = await readSettings(this._context.settings);
    return { factory: defaultFactory };
  }

  private async _attempt<T>(
    what: string,
    act: () => Promise<T>
  ): Promise<T | null> {
    try {
      return await act();
    } catch (thrown) {
      reportFailure(what, thrown, this._context.trans);
      return null;
    }
  }

  private _choice: LastChoice;
  private _questions: Questions;
  private _plainStart: Promise<string | null> | null = null;
  private _startedAt = 0;
}

function toScaling({ workers, minimum, maximum }: ScaleArgs): Scaling | null {
  if (maximum !== undefined) {
    return { mode: 'adaptive', minimum: minimum ?? 0, maximum };
  }
  return workers === undefined ? null : { mode: 'fixed', workers };
}
