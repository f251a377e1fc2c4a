import * as React from 'react';
import '../../../style/usageAnnotations.css';
import type { IAnnotations } from '../tokens';
import { AnnotationsBar } from './AnnotationsBar';
import { drawEvents } from './draw';
import { eventsNear, NearCard } from './NearCard';
import { queryOf } from './queries';
import { AnnotationStates, type IAnnotationsOptions } from './state';

/** Ask for the annotations of a dashboard, and draw them. */
export function annotate(options: IAnnotationsOptions): IAnnotations {
  const states = new AnnotationStates(options);
  return {
    queries: options.annotations.map(queryOf),
    bar: (isDark, trans) => (
      <AnnotationsBar states={states} isDark={isDark} trans={trans} />
    ),
    card: (chart, time) => {
      const plot = chart.plot.current;
      const all = plot ? states.on(chart.panel.id) : [];
      const events = plot ? eventsNear(plot, time, all) : [];
      return events.length > 0 ? (
        <NearCard chart={chart} events={events} />
      ) : null;
    },
    plugin: chart => {
      let redraw = () => {};
      return {
        hooks: {
          init: plot => {
            redraw = () => plot.redraw(false, false);
            states.changed.connect(redraw);
          },
          draw: plot => {
            const { panel, isDark } = chart();
            drawEvents(plot, states.on(panel.id), isDark);
          },
          destroy: () => void states.changed.disconnect(redraw)
        }
      };
    },
    get isDisposed() {
      return states.isDisposed;
    },
    dispose: () => states.dispose()
  };
}
