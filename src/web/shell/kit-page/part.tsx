import type { ReactNode } from 'react'
import { Panel } from '#web/kit/index.ts'

interface PartProps {
  readonly name: string
  readonly pad?: boolean
  readonly children: ReactNode
}

/** One component of the kit with its name. */
export function Part({ name, pad = true, children }: PartProps) {
  return (
    <Panel title={<code>{name}</code>} pad={pad}>
      {children}
    </Panel>
  )
}
