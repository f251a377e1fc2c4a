/** What is kept among the values of an entry beside its parameters; no parameter has such a name. */
export const CHUNKS = 'pangeo:chunks';
const UNFIT = 'pangeo:unfit';

type Values = Readonly<Record<string, unknown>>;

/** Text that was typed for a parameter, and why it is no value of it. */
export interface IUnfit {
  readonly typed: string;
  readonly problem: string;
}

/** What was typed and does not fit, by the parameter's name. */
export function unfitIn(values: Values): Readonly<Record<string, IUnfit>> {
  return (values[UNFIT] ?? {}) as Readonly<Record<string, IUnfit>>;
}

/** Name and value to set so that a parameter's text is known not to fit, or to fit where it is null. */
export function withUnfit(
  values: Values,
  name: string,
  unfit: IUnfit | null
): [string, unknown] {
  const rest = Object.entries(unfitIn(values)).filter(([key]) => key !== name);
  const kept = unfit ? [...rest, [name, unfit] as const] : rest;
  return [UNFIT, kept.length ? Object.fromEntries(kept) : undefined];
}

/** Chunks that were chosen. */
export function chunksIn(
  values: Values
): Readonly<Record<string, number>> | undefined {
  const chunks = values[CHUNKS];
  return typeof chunks === 'object' && chunks !== null
    ? (chunks as Readonly<Record<string, number>>)
    : undefined;
}

/** The values of parameters alone. */
export function parametersIn(values: Values): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([name]) => name !== CHUNKS && name !== UNFIT)
  );
}
