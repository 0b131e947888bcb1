/* A dialog: Mantine's modal, with a head that is no second banner of the page. Must not be known here: what it asks. */

import { Group, Modal, type ModalRootProps } from '@mantine/core';
import type { ReactNode } from 'react';

interface Props extends Omit<ModalRootProps, 'title' | 'opened'> {
  title: string;
  opened?: boolean;
  /** Whether it can be left without deciding anything. */
  closable?: boolean;
  children: ReactNode;
}

export function Dialog({ title, opened = true, closable = true, children, ...others }: Props) {
  return (
    <Modal.Root opened={opened} closeOnEscape={closable} closeOnClickOutside={closable} {...others}>
      <Modal.Overlay />
      <Modal.Content>
        <Group justify="space-between" px="md" pt="md">
          <Modal.Title fw={600}>{title}</Modal.Title>
          {closable && <Modal.CloseButton aria-label="Close" />}
        </Group>
        <Modal.Body pt="md">{children}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}
