/** What a page says to Lab's page. All of it is checked: a hostile page can say anything. */
export type FromPage =
  | { t: 'open'; id: number; url: string; protocols: string[] }
  | { t: 'send'; id: number; data: string | ArrayBuffer }
  | { t: 'close'; id: number; code?: number; reason?: string }
  | { t: 'ack'; id: number; bytes: number }
  | { t: 'get'; id: number; url: string }
  | { t: 'abort'; id: number }
  | { t: 'follow'; url: string };

/** What Lab's page says to a page. */
export type ToPage =
  | { t: 'opened'; id: number; protocol: string }
  | { t: 'message'; id: number; data: string | ArrayBuffer }
  | { t: 'sent'; id: number; bytes: number }
  | { t: 'closed'; id: number; code: number; reason: string; clean: boolean }
  | {
      t: 'got';
      id: number;
      status: number;
      type: string;
      url: string;
      body: ArrayBuffer;
    }
  | { t: 'failed'; id: number };

/** What the outer layer says of the inner one. */
export type FromOuter = { t: 'hello' } | { t: 'loaded' } | { t: 'left' };

/** The part of a `MessagePort` that is used. */
export interface IPort {
  onmessage: ((event: MessageEvent) => void) | null;
  postMessage(message: unknown, transfer?: Transferable[]): void;
  close(): void;
}

type Fields = Readonly<Record<string, unknown>>;

const isId = (value: unknown): boolean => Number.isSafeInteger(value);
const isText = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= 65536;
const isData = (value: unknown): boolean =>
  typeof value === 'string' || value instanceof ArrayBuffer;

const CHECKS: Readonly<Record<FromPage['t'], (m: Fields) => boolean>> = {
  open: m =>
    isId(m.id) &&
    isText(m.url) &&
    Array.isArray(m.protocols) &&
    m.protocols.length <= 8 &&
    m.protocols.every(isText),
  send: m => isId(m.id) && isData(m.data),
  close: m =>
    isId(m.id) &&
    (m.code === undefined || isId(m.code)) &&
    (m.reason === undefined || isText(m.reason)),
  ack: m => isId(m.id) && isId(m.bytes) && (m.bytes as number) >= 0,
  get: m => isId(m.id) && isText(m.url),
  abort: m => isId(m.id),
  follow: m => isText(m.url)
};

/** A message of a page, null where it is none that we know. */
export function readFromPage(data: unknown): FromPage | null {
  if (typeof data !== 'object' || data === null) {
    return null;
  }
  const fields = data as Fields;
  const kind = fields.t;
  return typeof kind === 'string' &&
    Object.hasOwn(CHECKS, kind) &&
    CHECKS[kind as FromPage['t']](fields)
    ? (data as FromPage)
    : null;
}

/** Bytes of a message, as counted on both sides; text by its length, which is never more than its bytes. */
export function sizeOf(data: string | ArrayBuffer): number {
  return typeof data === 'string' ? data.length : data.byteLength;
}
