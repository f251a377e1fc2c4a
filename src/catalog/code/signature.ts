/** When a signed address ceases to be of use; null where it does not say. */
export function expiry(url: string): Date | null {
  const query = new Map(
    (url.split('#')[0].split('?')[1] ?? '').split('&').map(part => {
      const [name, ...rest] = part.split('=');
      return [name.toLowerCase(), decoded(rest.join('='))];
    })
  );
  return (
    azure(query.get('se')) ??
    signed(query, 'x-amz') ??
    signed(query, 'x-goog') ??
    epoch(query.get('expires'))
  );
}

function azure(end: string | undefined): Date | null {
  return end === undefined || !/^\d{4}-\d\d-\d\d/.test(end)
    ? null
    : valid(Date.parse(end));
}

/** Version 4 of the signatures of AWS and Google: a date, and how many seconds from then. */
function signed(
  query: ReadonlyMap<string, string>,
  prefix: string
): Date | null {
  const [, year, month, day, hour, minute, second] =
    /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(
      query.get(`${prefix}-date`) ?? ''
    ) ?? [];
  const lasts = query.get(`${prefix}-expires`) ?? '';
  return year === undefined || !/^\d+$/.test(lasts)
    ? null
    : valid(
        Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}Z`) +
          Number(lasts) * 1000
      );
}

/** Seconds since 1970, as older signatures have it. */
function epoch(seconds: string | undefined): Date | null {
  return seconds === undefined || !/^\d{9,11}$/.test(seconds)
    ? null
    : valid(Number(seconds) * 1000);
}

function valid(time: number): Date | null {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? null : date;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
