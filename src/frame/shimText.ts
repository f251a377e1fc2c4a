import {
  installFetch,
  installLinks,
  installStorage,
  openChannel,
  receivePage
} from './shim';
import { FrameRequest } from './shimRequest';
import { FrameSocket } from './shimSocket';

/** Bytes that a socket of a page may have on their way before the next waits in the page. */
const AHEAD = 4 * 1024 * 1024;

/** Source of a function or class that stands alone. */
export function textOf(code: (...args: never[]) => unknown): string;
export function textOf(
  code: abstract new (...args: never[]) => unknown
): string;
export function textOf(code: { toString(): string }): string {
  return code.toString();
}

/** The shim, as the text of the only script of the inner layer before a page is written into it. */
export function shimText(): string {
  return `(${textOf(receivePage)})(window, port => {
const w = window;
const channel = (${textOf(openChannel)})(port);
(${textOf(installStorage)})(w);
(${textOf(installLinks)})(w, channel);
(${textOf(installFetch)})(w, channel);
const Socket = (${textOf(FrameSocket)});
Socket.channel = channel;
Socket.ahead = ${AHEAD};
const Request = (${textOf(FrameRequest)});
Object.defineProperty(w, 'WebSocket', { value: Socket });
Object.defineProperty(w, 'XMLHttpRequest', { value: Request });
Object.defineProperty(w, 'EventSource', { value: undefined });
});`;
}
