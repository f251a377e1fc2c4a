/** What a frame shows. */
export type FrameState =
  /** Nothing yet: the frame was not on screen. */
  | { readonly phase: 'idle' }
  | { readonly phase: 'loading' }
  | { readonly phase: 'shown' }
  /** The last picture, dimmed; another attempt is under way or due. */
  | { readonly phase: 'reconnecting'; readonly attempt: number }
  /** The page cannot be shown, or its last picture is all that there is; the user may try again. */
  | { readonly phase: 'failed'; readonly problem: FrameProblem }
  /** The cluster has ended. */
  | { readonly phase: 'lost'; readonly reason: string };

/** Why a page cannot be shown. */
export type FrameProblem =
  | { readonly kind: 'error'; readonly error: Error }
  | { readonly kind: 'too-large' }
  /** The policy that Lab is served with forbids inline scripts. */
  | { readonly kind: 'forbidden' }
  /** The page tried to leave. */
  | { readonly kind: 'left' };

/** Waits before attempts to connect again, milliseconds; after the last the user is asked. */
export const RETRIES = [500, 1000, 2000, 4000, 8000, 15000, 30000];
