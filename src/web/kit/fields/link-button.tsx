import type { ReactNode } from 'react'
import { Icon, type IconName } from '../marks/icon.tsx'

interface LinkButtonProps {
  readonly href: string
  readonly icon?: IconName
  readonly kind?: 'primary' | 'secondary' | 'plain'
  /** Saves the answer as a file instead of opening it. */
  readonly download?: boolean | string
  readonly children: ReactNode
}

/** A file of the server that looks like a button: download, open in a new tab. */
export function LinkButton({ href, icon, kind = 'secondary', download, children }: LinkButtonProps) {
  return (
    <a
      className="lo-btn"
      data-kind={kind}
      href={href}
      download={download === true ? '' : download || undefined}
      target={download ? undefined : '_blank'}
      rel="noreferrer"
    >
      {icon && <Icon name={icon} />}
      <span>{children}</span>
    </a>
  )
}
