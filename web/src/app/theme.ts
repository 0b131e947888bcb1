/*
 * One look for all pages: dense, calm, and with enough contrast in light and dark.
 *
 * Must not be known here: any page.
 */

import { ActionIcon, Alert, Button, createTheme, Menu, NativeSelect, PasswordInput, Select, Table, Tabs, TextInput, Title, Tooltip, type CSSVariablesResolver } from '@mantine/core';
import classes from './theme.module.css';

export const theme = createTheme({
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 8 },
  autoContrast: true,
  defaultRadius: 'sm',
  fontFamily: 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  headings: { sizes: { h1: { fontSize: '1.375rem', lineHeight: '1.3' }, h2: { fontSize: '1.0625rem', lineHeight: '1.4' }, h3: { fontSize: '0.9375rem' } } },
  components: {
    ActionIcon: ActionIcon.extend({ defaultProps: { variant: 'subtle', color: 'gray' } }),
    Alert: Alert.extend({ defaultProps: { variant: 'outline' }, styles: { root: { borderLeftWidth: 4 }, title: { color: 'var(--mantine-color-text)' } } }),
    Button: Button.extend({ defaultProps: { size: 'sm' } }),
    Menu: Menu.extend({ defaultProps: { withinPortal: false, withInitialFocusPlaceholder: false } }),
    NativeSelect: NativeSelect.extend({ defaultProps: { size: 'sm' } }),
    PasswordInput: PasswordInput.extend({ defaultProps: { size: 'sm' } }),
    Select: Select.extend({ defaultProps: { size: 'sm' } }),
    Table: Table.extend({ defaultProps: { verticalSpacing: 6, horizontalSpacing: 'sm' } }),
    Tabs: Tabs.extend({ classNames: { list: classes.tabs, tab: classes.tab } }),
    TextInput: TextInput.extend({ defaultProps: { size: 'sm' } }),
    Title: Title.extend({ styles: { root: { overflowWrap: 'anywhere' } } }),
    Tooltip: Tooltip.extend({ defaultProps: { withArrow: true, openDelay: 250, events: { hover: true, focus: true, touch: true } } }),
  },
});

/** Mantine's dimmed, placeholder and error colours are too faint for small text. */
export const variables: CSSVariablesResolver = (given) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': given.colors.gray[7],
    '--mantine-color-placeholder': given.colors.gray[7],
    '--mantine-color-error': given.colors.red[9],
    '--mantine-color-anchor': given.colors.indigo[8],
  },
  dark: {
    '--mantine-color-dimmed': given.colors.dark[1],
    '--mantine-color-placeholder': given.colors.dark[1],
    '--mantine-color-error': given.colors.red[4],
    '--mantine-color-anchor': given.colors.indigo[3],
  },
});
