/** What frames may do: run their own script, and nothing that reaches anything. */
export const SANDBOX = 'allow-scripts';

/**
 * Policy of both layers. The outer layer's `frame-src` keeps the inner page from navigating itself away; the inner
 * page has the same policy, so that nothing depends on which layer is asked.
 */
export const POLICY = [
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  'img-src data: blob:',
  'font-src data:',
  "connect-src 'none'",
  "frame-src 'none'",
  "worker-src 'none'",
  "form-action 'none'",
  "base-uri 'none'"
].join('; ');

/** What an operator whose policy forbids inline scripts has to add, so that frames can work. */
export const NEEDED_DIRECTIVE = "script-src 'unsafe-inline'";

const MIB = 1024 * 1024;

/** Bounds on what a page may ask of Lab's page; bytes where nothing else is said. */
export const LIMITS = {
  page: 4 * MIB,
  text: 8 * MIB,
  image: MIB / 4,
  images: 64,
  answer: 16 * MIB,
  message: 64 * MIB,
  /** Unread by the page, or not yet sent by the browser. */
  waiting: 64 * MIB,
  sockets: 8,
  requests: 8,
  queued: 256,
  /** Shared texts of all frames. */
  cache: 32 * MIB
} as const;
