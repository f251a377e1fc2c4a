import type { CommandRegistry } from '@lumino/commands';
import type {
  ReadonlyJSONObject,
  ReadonlyPartialJSONObject
} from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';

/** How each argument looks: a JSON schema. */
type Schema<A> = { readonly [K in keyof A]-?: ReadonlyJSONObject };

/** Everything but the id and the schema, with typed arguments. */
type Behaviour<A, R> = Omit<
  CommandRegistry.ICommandOptions,
  'execute' | 'describedBy' | 'isEnabled' | 'isVisible' | 'label'
> & {
  readonly label: string | ((args: Partial<A>) => string);
  execute: (args: A) => R | Promise<R>;
  isEnabled?: (args: Partial<A>) => boolean;
  isVisible?: (args: Partial<A>) => boolean;
};

/** A command's name and arguments, known at compile time. */
export interface ICommand<A, R> {
  readonly id: string;
  /** Register what the command does. */
  add(commands: CommandRegistry, behaviour: Behaviour<A, R>): IDisposable;
  /** Execute it with checked arguments. */
  run(commands: CommandRegistry, args: A): Promise<R>;
}

/** Declare a command with typed arguments; the palette's call may leave out those that are not required. */
export function command<
  A extends ReadonlyPartialJSONObject = Record<string, never>,
  R = void
>(
  id: string,
  properties: Schema<A>,
  required: readonly (keyof A & string)[] = []
): ICommand<A, R> {
  const args: ReadonlyJSONObject = {
    type: 'object',
    properties: properties,
    required: [...required]
  };
  return {
    id,
    add: (commands, { execute, isEnabled, isVisible, label, ...rest }) =>
      commands.addCommand(id, {
        ...rest,
        label:
          typeof label === 'string'
            ? label
            : given => label(given as Partial<A>),
        describedBy: { args },
        isEnabled: given => isEnabled?.(given as Partial<A>) ?? true,
        isVisible: given => isVisible?.(given as Partial<A>) ?? true,
        execute: given => execute(given as A)
      }),
    run: (commands, given) => commands.execute(id, given) as Promise<R>
  };
}
