/*
 * How a change stands that was asked for: its answer was lost, what was shown has changed meanwhile, or why it was not done.
 *
 * Must not be known here: what was asked for.
 */

import { Alert } from '@mantine/core';
import { failureTitle } from '../api/sending';
import { ApiProblem } from '../api/problem';
import { ErrorNotice } from './ErrorNotice';

interface Props {
  /** No answer came, and the server is asked. */
  lost: boolean;
  error: Error | null;
  /** What the error says was not done: "Not applied". */
  notDone: string;
}

export const isOutdated = (error: Error | null): boolean =>
  error instanceof ApiProblem && (error.code === 'preview_outdated' || error.code === 'confirmation_needed');

export const RenewedNotice = () => (
  <Alert color="yellow" title="The tenant has changed meanwhile" role="alert">This preview is new. Look at it again before you go on.</Alert>
);

export function ChangeState({ lost, error, notDone }: Props) {
  if (lost) return <Alert color="yellow" title="No answer came yet" role="status">The server is being asked whether it was done. Leave this page open.</Alert>;
  if (!error) return null;
  return isOutdated(error) ? <RenewedNotice /> : <ErrorNotice title={failureTitle(notDone, error)} error={error} />;
}
