import { Tooltip } from '@mantine/core'
import type { ReactNode } from 'react'
import { Icon, type IconName } from '../marks/icon.tsx'
import { Kbd } from '../marks/marks.tsx'

interface ButtonProps {
  /** One primary per screen; a destructive act is outlined, never as heavy as danger to life. */
  readonly kind?: 'primary' | 'secondary' | 'danger' | 'plain'
  readonly size?: 'sm' | 'md' | 'lg' | 'xl'
  readonly icon?: IconName
  /** Shown only; bind it with `useShortcuts`. */
  readonly keyHint?: string
  readonly busy?: boolean
  /** Why it cannot be pressed and what would open it. */
  readonly disabledBecause?: string | undefined
  readonly onClick?: () => void
  readonly submit?: boolean
  readonly full?: boolean
  readonly autoFocus?: boolean
  readonly pressed?: boolean
  readonly children: ReactNode
}

export function Button(props: ButtonProps) {
  const {
    kind = 'secondary',
    size = 'md',
    icon,
    keyHint,
    busy = false,
    disabledBecause,
    onClick,
    children,
  } = props
  const sleeping = busy || disabledBecause !== undefined
  const button = (
    <button
      type={props.submit ? 'submit' : 'button'}
      className="lo-btn"
      data-kind={kind}
      data-size={size}
      data-full={props.full || undefined}
      aria-busy={busy || undefined}
      aria-disabled={disabledBecause !== undefined || undefined}
      aria-pressed={props.pressed}
      // biome-ignore lint/a11y/noAutofocus: dialogs name the safe choice that has the focus
      autoFocus={props.autoFocus}
      onClick={(event) => {
        if (sleeping) event.preventDefault()
        else onClick?.()
      }}
    >
      {busy ? <span className="lo-busy" /> : icon && <Icon name={icon} size={size === 'xl' ? 22 : 16} />}
      <span>{children}</span>
      {keyHint && <Kbd>{keyHint}</Kbd>}
    </button>
  )
  if (disabledBecause === undefined) return button
  return (
    <Tooltip label={disabledBecause} multiline maw={320} events={{ hover: true, focus: true, touch: true }}>
      {button}
    </Tooltip>
  )
}

interface IconButtonProps {
  readonly icon: IconName
  readonly label: string
  readonly onClick: () => void
  readonly size?: 'sm' | 'md'
  readonly kind?: 'secondary' | 'plain'
}

/** Only for search, close, print and the like; the word is in the tooltip and for screen readers. */
export function IconButton({ icon, label, onClick, size = 'md', kind = 'plain' }: IconButtonProps) {
  return (
    <Tooltip label={label} openDelay={300}>
      <button
        type="button"
        className="lo-btn"
        data-kind={kind}
        data-size={size}
        data-icon-only
        aria-label={label}
        onClick={onClick}
      >
        <Icon name={icon} size={18} />
      </button>
    </Tooltip>
  )
}
