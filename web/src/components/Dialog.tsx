/*
 * A dialog: Mantine's modal, with a head that is no second banner of the page. When it goes, the focus
 * goes back to where it was, unless it has been given to something else.
 *
 * Must not be known here: what it asks.
 */

import { Group, Modal, type ModalRootProps } from '@mantine/core';
import { useEffect, useState, type ReactNode } from 'react';

interface Props extends Omit<ModalRootProps, 'title' | 'opened'> {
  title: string;
  opened?: boolean;
  /** Whether it can be left without deciding anything. */
  closable?: boolean;
  children: ReactNode;
}

export function Dialog({ title, opened = true, closable = true, children, ...others }: Props) {
  const [asker] = useState(() => document.activeElement);
  useEffect(() => () => {
    const nowhere = document.activeElement === null || document.activeElement === document.body;
    if (nowhere && asker instanceof HTMLElement && asker.isConnected) asker.focus();
  }, [asker]);
  return (
    <Modal.Root opened={opened} closeOnEscape={closable} closeOnClickOutside={closable} {...others}>
      <Modal.Overlay />
      <Modal.Content>
        <Group justify="space-between" align="flex-start" wrap="nowrap" px="md" pt="md">
          <Modal.Title fw={600} style={{ minWidth: 0, overflowWrap: 'anywhere' }}>{title}</Modal.Title>
          {closable && <Modal.CloseButton aria-label="Close" />}
        </Group>
        <Modal.Body pt="md">{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
