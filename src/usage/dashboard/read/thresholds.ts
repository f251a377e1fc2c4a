import { type ThresholdStep, type Thresholds } from '../types';
import { number, records, record, text } from './json';

const MOST = 100;

/** What Grafana sets where a dashboard says nothing. */
export const USUAL_THRESHOLDS: Thresholds = {
  mode: 'absolute',
  steps: [
    { value: null, color: 'green' },
    { value: 80, color: 'red' }
  ]
};

/** Thresholds with their steps in ascending order; the first one is below every value. */
export function readThresholds(value: unknown): Thresholds {
  const from = record(value);
  const mode = from.mode === 'percentage' ? 'percentage' : 'absolute';
  const steps = records(from.steps)
    .slice(0, MOST)
    .map((step, i): ThresholdStep => ({
      value: i === 0 ? null : number(step.value),
      color: text(step.color, 'green')
    }));
  if (steps.length === 0) {
    return { mode, steps: USUAL_THRESHOLDS.steps };
  }
  const [base, ...rest] = steps;
  rest.sort((a, b) => (a.value ?? -Infinity) - (b.value ?? -Infinity));
  return { mode, steps: [base, ...rest] };
}

/** The step that a value has reached; of none below it the first one. */
export function stepOf(
  value: number,
  { mode, steps }: Thresholds,
  min = 0,
  max = 100
): ThresholdStep {
  const span = max - min;
  const measured =
    mode === 'absolute' ? value : span === 0 ? 0 : ((value - min) / span) * 100;
  let found = steps[0] ?? USUAL_THRESHOLDS.steps[0];
  for (const step of steps) {
    if (step.value === null || measured >= step.value) {
      found = step;
    }
  }
  return found;
}
