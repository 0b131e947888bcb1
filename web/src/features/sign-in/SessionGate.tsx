/*
 * Shows pages to those who are signed in. When a session ends under an open page, the page stays as
 * it is behind a sign-in dialog, so that nothing entered is lost.
 *
 * Must not be known here: what the pages show.
 */

import { Paper, Stack, Text, Title } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { keepFormToken } from '../../api/client';
import { sessionQuery } from '../../api/queries';
import type { Session } from '../../api/types';
import { Dialog } from '../../components/Dialog';
import { ErrorNotice } from '../../components/ErrorNotice';
import { LoadingPage } from '../../components/Loading';
import { tellOtherTabs, whenMaybeSignedIn } from './elsewhere';
import { SignInForm } from './SignInForm';

export function SessionGate({ children }: { children: ReactNode }) {
  const queries = useQueryClient();
  const session = useQuery(sessionQuery);
  const [known, setKnown] = useState<Session | null>(null);
  if (session.data && session.data !== known) setKnown(session.data);

  const goOn = useCallback(() => void queries.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'session' }), [queries]);
  const enter = (found: Session): void => {
    keepFormToken(found.csrfToken);
    queries.setQueryData(sessionQuery.queryKey, found);
    tellOtherTabs();
    goOn();
  };
  const ended = session.data === null;
  const { refetch } = session;
  useEffect(() => {
    if (!ended) return undefined;
    return whenMaybeSignedIn(() => void refetch({ cancelRefetch: false }).then(({ data }) => data && goOn()));
  }, [ended, refetch, goOn]);

  // a look for a session that fails takes no page away
  if (session.isPending) return <LoadingPage />;
  if (session.data === undefined) {
    return <ErrorNotice title="The server does not answer" error={session.error} onRetry={() => void session.refetch()} retrying={session.isFetching} />;
  }
  if (ended && known === null) {
    return (
      <Paper withBorder p="xl" maw={400} mx="auto" mt="xl">
        <Stack gap="md">
          <Title order={1}>Sign in to demogen</Title>
          <SignInForm onSignedIn={enter} />
        </Stack>
      </Paper>
    );
  }
  return (
    <>
      {children}
      <Dialog opened={ended} onClose={() => undefined} closable={false} title="Your session has ended" centered>
        <Stack gap="md">
          <Text size="sm">Sign in again to go on. Everything on this page is kept.</Text>
          <SignInForm email={known?.email ?? ''} onSignedIn={enter} />
        </Stack>
      </Dialog>
    </>
  );
}
