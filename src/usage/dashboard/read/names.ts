import { type Field } from '../types';
import { own } from './json';

function labelWords(labels: Field['labels']): string {
  const words = Object.keys(labels)
    .sort()
    .map(name => `${name}="${labels[name]}"`);
  return words.length > 0 ? `{${words.join(', ')}}` : '';
}

/** What a field is called where neither panel nor override says: its title, or its name and labels. */
export function autoName(field: Field): string {
  if (field.title !== undefined && field.title !== '') {
    return field.title;
  }
  const labels = labelWords(field.labels);
  if (field.type === 'time' || labels === '') {
    return field.name || 'Value';
  }
  return field.name === 'Value' || field.name === ''
    ? labels
    : `${field.name} ${labels}`;
}

const REFERENCE =
  /\$\{__(field|series|frame)(?:\.([A-Za-z]+))?(?:\.(\w+)|\["([^"\]]*)"\])?\}/g;

function ofField(
  field: Field,
  part: string,
  label: string | undefined
): string {
  if (part !== 'labels') {
    return part === 'name' ? field.name : autoName(field);
  }
  return label === undefined
    ? labelWords(field.labels)
    : (own(field.labels, label) ?? '');
}

/**
 * A display name with what it says of its field filled in: `${__field.name}`, `${__field.displayName}`, `${__field.labels}`, `${__field.labels.job}`,
 * `${__field.labels["a-b"]}`, `${__series.name}`. Panel's variables are for the caller.
 */
export function fillName(
  template: string,
  field: Field,
  frameName: string
): string {
  return template.replace(
    REFERENCE,
    (whole, kind, part = '', dotted?: string, quoted?: string) => {
      if (kind === 'field') {
        return ofField(field, String(part), dotted ?? quoted);
      }
      return part === 'name' || part === ''
        ? frameName || autoName(field)
        : String(whole);
    }
  );
}
