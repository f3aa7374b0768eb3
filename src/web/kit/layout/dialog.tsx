import { Modal } from '@mantine/core'
import { type MouseEvent, type ReactNode, useEffect, useState } from 'react'
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

/** Where the patient's banner stands, also after the screen was turned; nothing where there is none. */
function useBanner(open: boolean): DOMRect | undefined {
  const [, drawAgain] = useState(0)
  useEffect(() => {
    if (!open) return
    const turned = () => drawAgain((count) => count + 1)
    window.addEventListener('resize', turned)
    return () => window.removeEventListener('resize', turned)
  }, [open])
  return document.querySelector('.lo-banner')?.getBoundingClientRect()
}

/** The shade lies over everything but the banner. */
function shadeAround(banner: DOMRect | undefined): { readonly clipPath?: string } {
  if (!banner) return {}
  const { left, top, right, bottom } = banner
  const hole = [
    [left, top],
    [right, top],
    [right, bottom],
    [left, bottom],
    [left, top],
  ]
  const corners = hole.map(([x, y]) => `${x}px ${y}px`).join(', ')
  return { clipPath: `polygon(evenodd, 0 0, 100% 0, 100% 100%, 0 100%, 0 0, ${corners})` }
}

/**
 * Who opened the dialog gets the focus back, also where a screen takes the dialog away instead of closing it. When the opener is
 * gone with what was done, the focus stays on the screen.
 */
function useFocusBack(): void {
  const [opener] = useState(() => document.activeElement)
  useEffect(
    () => () => {
      requestAnimationFrame(() => {
        if (document.activeElement !== document.body) return
        const next = opener?.isConnected && opener !== document.body ? opener : document.getElementById('main')
        if (next instanceof HTMLElement) next.focus({ preventScroll: next !== opener })
      })
    },
    [opener],
  )
}

/** The second click of a double click on what opened the dialog falls beside it, and is no wish to close it. */
function keepOpen(event: MouseEvent): void {
  if (event.detail > 1) event.stopPropagation()
}

/** Opens below the patient's banner, which no dialog ever covers. */
export function Dialog({ open, onClose, title, children, actions, width = 560, danger = false }: DialogProps) {
  useFocusBack()
  const banner = useBanner(open)
  const top = banner?.bottom ?? 0
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={title}
      size={width}
      yOffset={top > 0 ? top + 16 : '8vh'}
      transitionProps={{ duration: 100, transition: 'fade' }}
      overlayProps={{ backgroundOpacity: 0.35, style: shadeAround(banner), onClickCapture: keepOpen }}
      closeButtonProps={{ 'aria-label': t('kit.close') }}
      classNames={{
        content: 'lo-dialog',
        header: 'lo-dialog-head',
        title: 'lo-dialog-title',
        body: 'lo-dialog-body',
      }}
      attributes={{ content: { 'data-danger': danger || undefined } }}
      styles={
        top > 0 ? { inner: { paddingBottom: 16 }, content: { maxHeight: `calc(100dvh - ${top + 32}px)` } } : {}
      }
    >
      {children}
      {actions && <div className="lo-dialog-actions">{actions}</div>}
    </Modal>
  )
}

/** The same from the right edge, for what is read beside the work. */
export function SidePanel({ open, onClose, title, children, actions, width = 420 }: DialogProps) {
  useFocusBack()
  const banner = useBanner(open)
  const top = banner?.bottom ?? 0
  return (
    <Modal
      opened={open}
      onClose={onClose}
      title={title}
      size={width}
      xOffset={0}
      yOffset={0}
      transitionProps={{ duration: 140, transition: 'slide-left' }}
      overlayProps={{ backgroundOpacity: 0.2, style: shadeAround(banner), onClickCapture: keepOpen }}
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
