import { useState } from 'react'
import { Button } from '../fields/button.tsx'
import { Choice } from '../fields/choice.tsx'
import { ReasonDialog } from '../layout/reason-dialog.tsx'
import { Icon } from '../marks/icon.tsx'
import { api } from '../net/api.ts'
import type { ApiError } from '../net/api-error.ts'
import { refresh } from '../net/query.ts'
import { can } from '../net/session.ts'
import { notify } from '../states/notify.tsx'
import { formatTime } from '../text/format.ts'
import { t } from '../text/translate.ts'

interface Opener {
  readonly act: string
  readonly tie?: string
  readonly purpose?: string
  readonly hour?: string
}

/** What the server tells of a refusal. */
interface Refused {
  readonly resource: string
  readonly as?: string
  readonly rules: readonly { readonly id: string; readonly title: string; readonly source: string }[]
  readonly advice: readonly (readonly Opener[])[]
}

interface RefusalProps {
  readonly error: ApiError
  readonly retry?: (() => unknown) | undefined
}

/** A refused chart: by which rule, what would let one in, and the way in when a life depends on it. */
export function Refusal({ error, retry }: RefusalProps) {
  const [opening, setOpening] = useState(false)
  const refused = error.problem['access'] as Refused | undefined
  if (!refused) return null
  const glass = can('access.glass') && refused.advice.some((acts) => acts.length === 1 && acts[0]?.tie === 'glass')
  const others = refused.advice.filter((acts) => acts[0]?.tie !== 'glass')
  return (
    <section className="lo-message" role="alert" aria-label={t('access.refused.title')}>
      <span className="lo-warn">
        <Icon name="lock" size={22} />
      </span>
      <div style={{ minWidth: 0 }}>
        <b>{t('access.refused.title')}</b>
        <Rules rules={refused.rules} />
        {others.length > 0 && <div className="lo-label">{t('access.refused.how')}</div>}
        {refused.advice.length === 0 && <div className="lo-ink2">{t('access.refused.nothing')}</div>}
        <ul className="lo-dense">
          {others.map((acts) => (
            <li key={JSON.stringify(acts)}>{acts.map(textOf).join(` ${t('access.refused.and')} `)}</li>
          ))}
        </ul>
        {glass && (
          <div className="lo-message-actions">
            <Button kind="danger" onClick={() => setOpening(true)}>
              {t('access.glass.open')}
            </Button>
          </div>
        )}
      </div>
      {opening && (
        <GlassDialog
          refused={refused}
          onClose={() => setOpening(false)}
          onOpened={() => {
            setOpening(false)
            void retry?.()
          }}
        />
      )}
    </section>
  )
}

function Rules({ rules }: Pick<Refused, 'rules'>) {
  if (rules.length === 0) return <div className="lo-ink2">{t('access.refused.none')}</div>
  return rules.map((rule) => (
    <div key={rule.id} className="lo-ink2" title={rule.source}>
      {t('access.refused.by')}: {rule.title}
    </div>
  ))
}

function textOf({ act, tie, ...rest }: Opener): string {
  return t(tie === undefined ? `access.advice.${act}` : `access.advice.tie.${tie}`, rest)
}

const spans = ['30', '60', '120', '240'] as const

interface GlassDialogProps {
  readonly refused: Refused
  readonly onClose: () => void
  readonly onOpened: () => void
}

/** Names what happens then, asks why and for how long. */
function GlassDialog({ refused, onClose, onOpened }: GlassDialogProps) {
  const [minutes, setMinutes] = useState<(typeof spans)[number]>('60')
  const { resource, as } = refused
  return (
    <ReasonDialog<{ readonly until: string }>
      title={t('access.glass.title')}
      act={t('access.glass.open')}
      danger
      least={20}
      label={t('access.glass.reason')}
      run={(reason, act) =>
        api.post('/api/access/glass', { resource, reason, minutes: Number(minutes), ...(as ? { as } : {}) }, act)
      }
      done={({ until }) => {
        notify(t('access.glass.opened', { time: formatTime(until) }), { tone: 'warn' })
        void refresh('/api/')
        onOpened()
      }}
      onClose={onClose}
    >
      <div className="lo-ink2">{t('access.glass.what')}</div>
      <Choice
        label={t('access.glass.minutes')}
        value={minutes}
        onChange={setMinutes}
        options={spans.map((value) => ({
          value,
          label: t('access.glass.minutes.option', { count: Number(value) }),
        }))}
      />
    </ReasonDialog>
  )
}
