import { icons } from './icon-set.ts'

export type IconName = keyof typeof icons

interface IconProps {
  readonly name: IconName
  readonly size?: 14 | 16 | 18 | 20 | 22 | 28
  /** Spoken name; without it the icon is decoration beside a word. */
  readonly label?: string
}

export function isIcon(name: string): name is IconName {
  return name in icons
}

export function Icon({ name, size = 16, label }: IconProps) {
  const Drawing = icons[name]
  return (
    <Drawing
      size={size}
      stroke={1.8}
      style={{ flex: 'none' }}
      {...(label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true })}
    />
  )
}
