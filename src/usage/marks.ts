import type { TranslationBundle } from '@jupyterlab/translation';
import type { Answers } from './answers';
import type { Dashboard } from './dashboard/types';
import type { IRead } from './finding';
import type { IAnnotations, IUsageModel } from './tokens';

/** The dashboard of a model with its annotations; what draws these comes with a dashboard that has any. */
export class Marks {
  /** @param dashboard - as long as there is no other. */
  constructor(
    private readonly _model: IUsageModel,
    private readonly _trans: TranslationBundle,
    dashboard: Dashboard
  ) {
    this.asked = this.dashboard = dashboard;
  }

  all: IAnnotations | null = null;

  /** With the panels that ask for annotations. */
  asked: Dashboard;

  /** As it was written, its variables not filled in. */
  dashboard: Dashboard;

  take({ dashboard, annotate }: Pick<IRead, 'dashboard' | 'annotate'>): void {
    const id = this._model.snapshot.view.dashboard;
    if (id !== this._id) {
      this._turned.clear();
    }
    this._id = id;
    this.all?.dispose();
    this.all =
      annotate?.({
        model: this._model,
        annotations: dashboard.annotations,
        trans: this._trans,
        turned: this._turned
      }) ?? null;
    const panels = [...dashboard.panels, ...(this.all?.queries ?? [])];
    this.asked = { ...dashboard, panels };
    this.dashboard = dashboard;
  }

  /** Ids of panels in view that are not known; annotations only where there is something to draw them over. */
  wanted(seen: ReadonlySet<number>, answers: Answers): number[] {
    const { dashboard } = this._model.snapshot;
    const isOverTime =
      'value' in dashboard &&
      dashboard.value.panels.some(
        ({ id, type }) => type === 'timeseries' && seen.has(id)
      );
    return [...seen].filter(
      id => (id > 0 || isOverTime) && !answers.isFresh(id)
    );
  }

  private _id = '';
  /** Names of those that the user switched: they stay so while the same dashboard is read anew. */
  private readonly _turned = new Set<string>();
}
