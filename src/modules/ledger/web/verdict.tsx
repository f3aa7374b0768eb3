import type { ReactNode } from 'react'
import { Icon } from '#web/kit/index.ts'

interface VerdictProps {
  readonly ok: boolean
  readonly title: string
  readonly children?: ReactNode
}

/** What came of a check: a seal whole or broken, one sentence, then the reasons. */
export function Verdict({ ok, title, children }: VerdictProps) {
  return (
    <div role="status">
      <h3
        className={ok ? 'lo-ok' : 'lo-crit'}
        style={{ display: 'flex', gap: 8, alignItems: 'flex-start', fontSize: 17, lineHeight: 1.4 }}
      >
        <Icon name={ok ? 'seal' : 'sealBroken'} size={22} />
        <span>{title}</span>
      </h3>
      {children && <div style={{ paddingTop: 6, maxWidth: '72ch' }}>{children}</div>}
    </div>
  )
}
