import type { TranslationBundle } from '@jupyterlab/translation';
import { errorIcon } from '@jupyterlab/ui-components';
import * as React from 'react';
import { useModel } from '../../ui/useModel';
import { lineColor } from './colors';
import type { AnnotationStates } from './state';

interface IAnnotationsBarProps {
  readonly states: AnnotationStates;
  readonly isDark: boolean;
  readonly trans: TranslationBundle;
}

/** Switches annotations, and says what is wrong with them; nothing where there is neither. */
export function AnnotationsBar({
  states,
  isDark,
  trans
}: IAnnotationsBarProps): JSX.Element | null {
  const shown = useModel(states)
    .map((state, place) => ({ ...state, place }))
    .filter(
      ({ annotation, isOn, problem }) =>
        !annotation.isHidden || (isOn && problem !== '')
    );
  const id = React.useId();
  if (shown.length === 0) {
    return null;
  }
  return (
    <div
      className="jp-UsageVariables"
      role="group"
      aria-label={trans.__('Annotations')}
    >
      {shown.map(({ annotation, isOn, problem, place }) => {
        const isWrong = isOn && problem !== '';
        const name = annotation.name || trans.__('Annotation %1', place + 1);
        return (
          <div key={place} className="jp-UsageVariables-field">
            {!annotation.isHidden && (
              <button
                type="button"
                className="jp-UsageAnnotations-toggle"
                aria-pressed={isOn}
                aria-describedby={isWrong ? `${id}-${place}` : undefined}
                onClick={() => states.toggle(place)}
              >
                <span
                  className="jp-UsageAnnotations-mark"
                  style={{ borderColor: lineColor(annotation.color, isDark) }}
                />
                {name}
              </button>
            )}
            {isWrong && (
              <span
                id={`${id}-${place}`}
                className="jp-UsageVariables-problem"
                role="status"
              >
                <errorIcon.react tag="span" />
                {trans.__('%1: %2', name, problem)}
              </span>
            )}
          </div>
        );
      })}
    </div>
  );
}
