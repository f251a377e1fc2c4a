import * as React from 'react';
import { problemAt } from '../../ui/problems';
import { draftOf, type Filter, FILTERS, type IDraft, queryOf } from '../query';
import type { ISelection, SearchQuery, Service } from '../tokens';
import { BoxPicker } from './BoxPicker';
import { CollectionsField } from './CollectionsField';
import { ConditionField } from './ConditionField';
import type { IPanelProps } from './props';
import { filterName, slipText } from './words';

export interface IServiceProps extends IPanelProps {
  readonly service: Service;
  /** The catalog or entry that tells of the service. */
  readonly place: ISelection;
  /** What the form begins with. */
  readonly query?: SearchQuery | null;
  /** Called once the search has begun. */
  readonly onBegun?: () => void;
}

/** What every field of the form is given. */
export interface IFieldProps extends IServiceProps {
  readonly draft: IDraft;
  readonly change: (changed: Partial<IDraft>) => void;
  /** Id of the message that tells what is wrong with the field. */
  readonly problemId?: string;
}

/** The form by which a remote service is searched; it has the fields that the service can use. */
export function ServiceForm(props: IServiceProps): JSX.Element {
  const { trans } = props;
  const drafting = useDraft(props);
  const { problem, isBusy, submit } = drafting;
  const headingId = React.useId();
  const problemId = React.useId();
  return (
    <form
      className="jp-CatalogService"
      aria-labelledby={headingId}
      noValidate
      onSubmit={event => {
        event.preventDefault();
        void submit();
      }}
    >
      <h3 id={headingId} className="jp-CatalogDetails-heading">
        {trans.__('Search this service')}
      </h3>
      <Fields {...props} {...drafting} messageId={problemId} />
      <TextField
        {...props}
        {...drafting}
        name="limit"
        label={trans.__('Records a page')}
        problemId={problem?.path === '$.query.limit' ? problemId : undefined}
      />
      {problem && (
        <p id={problemId} className="jp-CatalogProblem" role="alert">
          {problem.message}
        </p>
      )}
      <div className="jp-CatalogDetails-actions">
        <button
          type="submit"
          className="jp-PangeoButton jp-mod-primary"
          disabled={isBusy}
        >
          {trans.__('Search')}
        </button>
      </div>
      <Missing {...props} />
    </form>
  );
}

/** The field of each filter, and its name in the path of a problem. */
const FIELDS: Readonly<
  Record<Filter, readonly [string, (props: IFieldProps) => JSX.Element]>
> = {
  text: ['text', WordsField],
  collections: ['collections', CollectionsField],
  bbox: ['bbox', BoxField],
  interval: ['interval', DatesField],
  keywords: ['keywords', KeywordsField],
  cql2: ['condition', ConditionField]
};

function Fields(
  props: IServiceProps & IDrafting & { readonly messageId: string }
): JSX.Element {
  const { service, problem, messageId } = props;
  return (
    <>
      {FILTERS.filter(filter => service.filters.includes(filter)).map(
        filter => {
          const [name, Field] = FIELDS[filter];
          const isWrong = problem?.path?.startsWith(`$.query.${name}`) ?? false;
          return (
            <Field
              key={filter}
              {...props}
              problemId={isWrong ? messageId : undefined}
            />
          );
        }
      )}
    </>
  );
}

/** What the service cannot do, in one line. */
function Missing({ service, trans }: IServiceProps): JSX.Element | null {
  const missing = FILTERS.filter(filter => !service.filters.includes(filter));
  return missing.length ? (
    <p className="jp-CatalogDetails-hint">
      {trans.__(
        'This service cannot search by %1.',
        missing.map(filter => filterName(filter, trans)).join(', ')
      )}
    </p>
  ) : null;
}

function WordsField(props: IFieldProps): JSX.Element {
  return <TextField {...props} name="text" label={props.trans.__('Text')} />;
}

function KeywordsField(props: IFieldProps): JSX.Element {
  const { trans } = props;
  return (
    <TextField
      {...props}
      name="keywords"
      label={trans.__('Keywords')}
      placeholder={trans.__('ocean, temperature')}
    />
  );
}

interface IDrafting {
  readonly draft: IDraft;
  readonly change: (changed: Partial<IDraft>) => void;
  readonly problem: { path: string | null; message: string } | null;
  readonly isBusy: boolean;
  readonly submit: () => Promise<void>;
}

function useDraft(props: IServiceProps): IDrafting {
  const { service, place, query, model, trans, onBegun } = props;
  const [draft, setDraft] = React.useState(() => draftOf(query));
  const [problem, setProblem] = React.useState<IDrafting['problem']>(null);
  const [isBusy, setBusy] = React.useState(false);
  const submit = async (): Promise<void> => {
    const asked = queryOf(draft, service);
    if ('slip' in asked) {
      setProblem({
        path: asked.slip === 'limit' ? '$.query.limit' : '$.query.bbox',
        message: slipText(asked.slip, trans)
      });
      return;
    }
    setBusy(true);
    setProblem(null);
    try {
      await model.remote.begin(place, asked.query);
      onBegun?.();
    } catch (thrown) {
      setProblem(
        problemAt(thrown instanceof Error ? thrown : new Error(String(thrown)))
      );
    } finally {
      setBusy(false);
    }
  };
  return {
    draft,
    change: changed => setDraft(before => ({ ...before, ...changed })),
    problem,
    isBusy,
    submit
  };
}

function TextField({
  name,
  label,
  placeholder,
  draft,
  change,
  problemId
}: IFieldProps & {
  readonly name: 'text' | 'keywords' | 'limit';
  readonly label: string;
  readonly placeholder?: string;
}): JSX.Element {
  return (
    <label className="jp-CatalogService-field">
      <span className="jp-CatalogService-name">{label}</span>
      <input
        className="jp-CatalogInput"
        type="text"
        maxLength={1000}
        spellCheck={false}
        placeholder={placeholder}
        value={draft[name]}
        aria-invalid={problemId !== undefined}
        aria-describedby={problemId}
        onChange={event => change({ [name]: event.target.value })}
      />
    </label>
  );
}

function BoxField({
  draft,
  change,
  problemId,
  trans
}: IFieldProps): JSX.Element {
  return (
    <BoxPicker
      box={draft.box}
      onChange={box => change({ box })}
      problemId={problemId}
      trans={trans}
    />
  );
}

function DatesField({
  draft,
  change,
  problemId,
  trans
}: IFieldProps): JSX.Element {
  const ends = [
    ['start', trans.__('From')],
    ['end', trans.__('To')]
  ] as const;
  return (
    <fieldset className="jp-CatalogService-group">
      <legend className="jp-CatalogService-legend">
        {trans.__('Time span')}
      </legend>
      <div className="jp-CatalogService-box jp-mod-dates">
        {ends.map(([name, label]) => (
          <label key={name} className="jp-CatalogService-number">
            <span className="jp-CatalogService-name">{label}</span>
            <input
              className="jp-CatalogInput"
              type="date"
              value={draft[name]}
              aria-invalid={problemId !== undefined}
              aria-describedby={problemId}
              onChange={event => change({ [name]: event.target.value })}
            />
          </label>
        ))}
      </div>
    </fieldset>
  );
}
