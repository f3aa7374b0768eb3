import type { ReactNode } from 'react'
import { Icon } from '#web/kit/index.ts'

/** One step of a critical value: done with a tick, or still open with a dot. */
export function Step({ done, children }: { readonly done: boolean; readonly children: ReactNode }) {
  return (
    <span className={done ? undefined : 'lo-crit'} style={done ? undefined : { fontWeight: 600 }}>
      <Icon name={done ? 'check' : 'warning'} size={14} />
      {children}
    </span>
  )
}
