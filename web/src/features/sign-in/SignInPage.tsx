/*
 * The page of one's own for signing in: by a one-time link, whose secret stands behind the #, or by
 * password. A link waits for a click, so that no preview of it uses it up.
 *
 * Must not be known here: how sessions are kept.
 */

import { Button, Center, Paper, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useLocation } from 'react-router';
import { answerOf, BASE, client } from '../../api/client';
import { asProblem } from '../../api/problem';
import type { Session } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';
import { useTitle } from '../../components/useTitle';
import { tellOtherTabs } from './elsewhere';
import { SignInForm } from './SignInForm';

const leaveFor = (path: string): void => window.location.replace(path);

/** Only places of this app. */
function wantedPlace(): string {
  const next = new URLSearchParams(window.location.search).get('next') ?? '';
  return next.startsWith('/') && !next.startsWith('//') && !next.startsWith('/\\') ? next : '/tenants';
}

export function SignInPage() {
  useTitle('Sign in');
  const token = new URLSearchParams(useLocation().hash.slice(1)).get('token');
  const enter = (_session: Session): void => {
    tellOtherTabs();
    leaveFor(wantedPlace());
  };
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper withBorder p="xl" w="100%" maw={400}>
        <Stack gap="md">
          <Title order={1}>Sign in to demogen</Title>
          {token === null ? <SignInForm onSignedIn={enter} /> : <ByLink key={token} token={token} onSignedIn={enter} />}
        </Stack>
      </Paper>
    </Center>
  );
}

function ByLink({ token, onSignedIn }: { token: string; onSignedIn: (session: Session) => void }) {
  const signIn = useMutation({
    mutationFn: () => answerOf(client.POST(`${BASE}/session/link`, { body: { token } })),
    onSuccess: onSignedIn,
  });
  if (signIn.error && !asProblem(signIn.error).mayPass) {
    return (
      <>
        <ErrorNotice title="This link does not work" error={signIn.error} />
        <SignInForm onSignedIn={onSignedIn} />
      </>
    );
  }
  return (
    <>
      {signIn.error && <ErrorNotice title="Not signed in" error={signIn.error} />}
      <Text size="sm" c="dimmed">Your link signs you in on this browser. It works once.</Text>
      <Button onClick={() => signIn.mutate()} loading={signIn.isPending || signIn.isSuccess} data-autofocus>Sign in</Button>
    </>
  );
}
