import type { IThemeManager } from '@jupyterlab/apputils';
import * as React from 'react';

export interface ITheme {
  /** Name of the theme: charts read its colours once. */
  readonly name: string;
  readonly isDark: boolean;
}

/** The theme that Lab shows; charts are drawn anew when it changes. */
export function useTheme(themes: IThemeManager | null): ITheme {
  const subscribe = React.useCallback(
    (notify: () => void) => {
      const slot = () => notify();
      themes?.themeChanged.connect(slot);
      return () => void themes?.themeChanged.disconnect(slot);
    },
    [themes]
  );
  const name = React.useSyncExternalStore(subscribe, () => themes?.theme ?? '');
  const isDark = name !== '' && themes?.isLight(name) === false;
  return { name, isDark };
}
