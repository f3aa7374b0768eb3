import { Modal } from '@mantine/core'
import type { ReactNode } from 'react'
import { t } from '../text/translate.ts'

interface DialogProps {
  readonly open: boolean
  readonly onClose: () => void
  readonly title: ReactNode
  readonly children: ReactNode
  readonly actions?: ReactNode
  readonly width?: number
  /** A red stripe: what happens here is danger or leaves a trace. */
  readonly danger?: boolean
}

/** Height of what stays visible above a dialog: the head and the patient's banner. */
function bannerBottom(): number {
  return document.querySelector('.lo-banner')?.getBoundingClientRect().bottom ?? 0
}

/** Opens below the patient's banner, which no dialog ever covers. */
export function Dialog({ open, onClose, title, children, actions, width = 560, danger = false }: DialogProps) {
  const top = bannerBottom()
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={title}
      size={width}
      yOffset={top > 0 ? top + 16 : '8vh'}
      transitionProps={{ duration: 100, transition: 'fade' }}
      overlayProps={{ backgroundOpacity: 0.35, style: { top } }}
      closeButtonProps={{ 'aria-label': t('kit.close') }}
      classNames={{
        content: 'lo-dialog',
        header: 'lo-dialog-head',
        title: 'lo-dialog-title',
        body: 'lo-dialog-body',
      }}
      attributes={{ content: { 'data-danger': danger || undefined } }}
    >
      {children}
      {actions && <div className="lo-dialog-actions">{actions}</div>}
    </Modal>
  )
}

/** The same from the right edge, for what is read beside the work. */
export function SidePanel({ open, onClose, title, children, actions, width = 420 }: DialogProps) {
  const top = bannerBottom()
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={title}
      size={width}
      xOffset={0}
      yOffset={0}
      transitionProps={{ duration: 140, transition: 'slide-left' }}
      overlayProps={{ backgroundOpacity: 0.2, style: { top } }}
      closeButtonProps={{ 'aria-label': t('kit.close') }}
      classNames={{
        inner: 'lo-side-inner',
        content: 'lo-dialog lo-side',
        header: 'lo-dialog-head',
        title: 'lo-dialog-title',
        body: 'lo-dialog-body',
      }}
      styles={{ inner: { top }, content: { height: `calc(100vh - ${top}px)`, maxHeight: 'none' } }}
    >
      {children}
      {actions && <div className="lo-dialog-actions">{actions}</div>}
    </Modal>
  )
}
