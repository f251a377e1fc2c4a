import type { TranslationBundle } from '@jupyterlab/translation';

const MOST_NAMES = 10;
const MOST_LETTERS = 80;

/** What of a dashboard of schema v2 is not shown as it was meant. */
export type Lack =
  | 'tabs'
  | 'conditions'
  | 'repeats'
  | 'variables'
  | 'missing'
  | 'twice'
  | 'layouts'
  | 'deep'
  | 'empty';

const WORDS: Readonly<
  Record<Lack, (trans: TranslationBundle, names: string) => string>
> = {
  tabs: (trans, names) => trans.__('Tabs are shown as rows: %1.', names),
  conditions: (trans, names) =>
    trans.__('Shown always, whatever their conditions say: %1.', names),
  repeats: (trans, names) =>
    trans.__(
      'Repeated by their own variable only, not by that of the row or tab around them: %1.',
      names
    ),
  variables: (trans, names) =>
    trans.__('Variables of a single row or tab are not read: %1.', names),
  missing: (trans, names) =>
    trans.__('The layout names panels that the dashboard lacks: %1.', names),
  twice: (trans, names) =>
    trans.__(
      'Shown only where they come first, as the layout names them again: %1.',
      names
    ),
  layouts: (trans, names) =>
    trans.__('Layouts of these kinds are not known: %1.', names),
  deep: (trans, names) => trans.__('Nested too deeply to be shown: %1.', names),
  empty: trans => trans.__('The dashboard has no panels.')
};

/** Gathers what is lacking, one sentence for each kind. */
export class Notes {
  add(lack: Lack, name: string): void {
    const names = this._names.get(lack) ?? new Set<string>();
    this._names.set(lack, names);
    if (names.size <= MOST_NAMES) {
      names.add(name.slice(0, MOST_LETTERS) || '–');
    }
  }

  sentences(trans: TranslationBundle): string[] {
    return [...this._names].map(([lack, names]) => {
      const shown = [...names].slice(0, MOST_NAMES);
      const more = names.size > MOST_NAMES ? ['…'] : [];
      return WORDS[lack](trans, [...shown, ...more].join(', '));
    });
  }

  private readonly _names = new Map<Lack, Set<string>>();
}
