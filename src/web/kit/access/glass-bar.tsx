import { Button } from '../fields/button.tsx'
import { Icon } from '../marks/icon.tsx'
import { api } from '../net/api.ts'
import { useCommand } from '../net/command.ts'
import { useLive } from '../net/live.ts'
import { refresh, useApi } from '../net/query.ts'
import { can } from '../net/session.ts'
import { notify } from '../states/notify.tsx'
import { formatTime } from '../text/format.ts'
import { t } from '../text/translate.ts'

interface Opening {
  readonly id: string
  readonly patientName: string
  readonly until: string
}

/** Stands at the foot of every screen while an emergency access lasts. */
export function GlassBar() {
  const mine = useApi<readonly Opening[]>(can('access.glass') ? '/api/access/glass' : undefined, undefined, {
    refreshSeconds: 30,
    background: true,
  })
  return mine.data?.map((one) => <OpenGlass key={one.id} opening={one} />)
}

function OpenGlass({ opening }: { readonly opening: Opening }) {
  const end = useCommand(
    (_: undefined, act) => api.post(`/api/access/openings/${opening.id}/end`, undefined, act),
    {
      done: () => void refresh('/api/'),
    },
  )
  return (
    <div className="lo-bar-notice" data-tone="crit">
      <Icon name="unlock" size={18} />
      <span role="status">
        <b>{t('access.glass.banner', { patient: opening.patientName, time: formatTime(opening.until) })}</b>
      </span>
      <Button busy={end.busy} onClick={() => void end.run(undefined)}>
        {t('access.glass.end')}
      </Button>
    </div>
  )
}

/** Tells those who review, wherever they are, the moment somebody opens a chart in an emergency. */
export function GlassNotice() {
  return can('access.review') ? <Watch /> : null
}

function Watch() {
  useLive(['AuditEvent'], ['/api/access/reviews'], (change) => {
    if (change) notify(t('access.glass.told'), { tone: 'warn' })
  })
  return null
}
