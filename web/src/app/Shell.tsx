/*
 * What every page stands in: the bar on top, and the place below it. Nobody gets here signed out.
 *
 * Must not be known here: what the pages show.
 */

import { ActionIcon, Anchor, AppShell, Box, Container, Group, Menu, Text, UnstyledButton, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Suspense } from 'react';
import { Link, Outlet, ScrollRestoration } from 'react-router';
import { answerOf, BASE, client } from '../api/client';
import { sessionQuery } from '../api/queries';
import { Dialog } from '../components/Dialog';
import { ErrorNotice } from '../components/ErrorNotice';
import { LoadingPage } from '../components/Loading';
import { ChevronIcon, MoonIcon, SunIcon } from '../components/icons';
import { SessionGate } from '../features/sign-in';
import favicon from './favicon.svg';
import classes from './Shell.module.css';

export function Shell() {
  return (
    <AppShell header={{ height: 48 }} padding={0}>
      <a href="#main" className={classes.skip}>Skip to content</a>
      <AppShell.Header className={classes.bar}>
        <Container size="xl" h="100%">
          <Group h="100%" justify="space-between" wrap="nowrap">
            <Anchor component={Link} to="/tenants" underline="never" className={classes.brand}>
              <img src={favicon} alt="" width={22} height={22} />
              demogen
            </Anchor>
            <Group gap={4} wrap="nowrap">
              <Anchor href="/docs" size="sm" c="dimmed" mr="xs">API</Anchor>
              <SchemeButton />
              <AccountMenu />
            </Group>
          </Group>
        </Container>
      </AppShell.Header>
      <AppShell.Main id="main" tabIndex={-1} className={classes.main}>
        <Container size="xl" py="md">
          <SessionGate>
            <Suspense fallback={<LoadingPage />}><Outlet /></Suspense>
          </SessionGate>
        </Container>
      </AppShell.Main>
      <ScrollRestoration />
    </AppShell>
  );
}

function SchemeButton() {
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <ActionIcon aria-label={dark ? 'Light colours' : 'Dark colours'} onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
      {dark ? <SunIcon /> : <MoonIcon />}
    </ActionIcon>
  );
}

function AccountMenu() {
  const queries = useQueryClient();
  const session = useQuery(sessionQuery).data;
  const signOut = useMutation({
    mutationFn: () => answerOf(client.DELETE(`${BASE}/session`)),
    onSuccess: () => {
      queries.clear();
      window.location.assign('/sign-in');
    },
  });
  if (!session) return null;
  return (
    <>
      {signOut.error && (
        <Dialog title="Not signed out" onClose={signOut.reset}>
          <ErrorNotice error={signOut.error} onRetry={() => signOut.mutate()} />
        </Dialog>
      )}
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <UnstyledButton className={classes.account} aria-label={`Account of ${session.name}`}>
            <Box component="span" visibleFrom="xs"><Text span size="sm">{session.name}</Text></Box>
            <Box component="span" hiddenFrom="xs"><Text span size="sm" fw={600}>{session.name.slice(0, 1).toUpperCase()}</Text></Box>
            <ChevronIcon />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Text size="sm" c="dimmed" px="sm" py={6} className={classes.email}>{session.email}</Text>
          <Menu.Divider />
          <Menu.Item onClick={() => signOut.mutate()} disabled={signOut.isPending}>Sign out</Menu.Item>
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
