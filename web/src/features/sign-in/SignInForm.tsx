/* Signing in with e-mail and password. Must not be known here: where the form stands, what follows. */

import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { answerOf, BASE, client } from '../../api/client';
import type { Session } from '../../api/types';
import { ErrorNotice } from '../../components/ErrorNotice';

interface Props {
  email?: string;
  onSignedIn: (session: Session) => void;
}

export function SignInForm({ email: known = '', onSignedIn }: Props) {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState('');
  const signIn = useMutation({
    mutationFn: () => answerOf(client.POST(`${BASE}/session`, { body: { email: email.trim(), password } })),
    onSuccess: onSignedIn,
  });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!signIn.isPending) signIn.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {signIn.error && <ErrorNotice title="Not signed in" error={signIn.error} />}
        <TextInput label="E-mail" type="email" autoComplete="username" required value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <PasswordInput label="Password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        <Button type="submit" loading={signIn.isPending}>Sign in</Button>
        <Text size="sm" c="dimmed">
          No password? <code>demogen admin link {known || 'EMAIL'}</code> on the server prints a link that signs in once.
        </Text>
      </Stack>
    </form>
  );
}
