import type { TranslationBundle } from '@jupyterlab/translation';
import { ApiError, ServerHalfMissing } from '../api/errors';
import { NEEDED_DIRECTIVE } from './policy';
import type { FrameProblem, FrameState } from './state';

/** What stands over a frame that does not show its page as it is now. */
export interface INotice {
  readonly text: string;
  /** Label of the button that loads the page again; none where that is of no use. */
  readonly action?: string;
  /** Whether it is bad news. */
  readonly isAlert: boolean;
}

/** The notice of a state, null where the page speaks for itself. */
export function noticeOf(
  state: FrameState,
  trans: TranslationBundle
): INotice | null {
  switch (state.phase) {
    case 'idle':
    case 'shown':
      return null;
    case 'loading':
      return { text: trans.__('Loading…'), isAlert: false };
    case 'reconnecting':
      return {
        text: trans.__('The connection is lost; connecting again…'),
        action: trans.__('Reconnect'),
        isAlert: false
      };
    case 'lost':
      return { text: state.reason, isAlert: true };
    case 'failed':
      return describe(state.problem, trans);
  }
}

function describe(problem: FrameProblem, trans: TranslationBundle): INotice {
  const action = trans.__('Reload');
  switch (problem.kind) {
    case 'forbidden':
      return {
        text: trans.__(
          'This page needs a script of its own, which the security policy of this JupyterLab forbids. Its operator can allow it by adding %1 to the policy.',
          NEEDED_DIRECTIVE
        ),
        action,
        isAlert: true
      };
    case 'left':
      return {
        text: trans.__('The page tried to leave and was taken away.'),
        action,
        isAlert: true
      };
    case 'too-large':
      return {
        text: trans.__('The page is too large to be shown.'),
        action,
        isAlert: true
      };
    case 'error':
      return { text: why(problem.error, trans), action, isAlert: true };
  }
}

function why(error: Error, trans: TranslationBundle): string {
  if (error instanceof ApiError) {
    return error.message;
  }
  return error instanceof ServerHalfMissing
    ? trans.__('The dashboard has no such page, or failed to make it.')
    : trans.__('The server cannot be reached.');
}
