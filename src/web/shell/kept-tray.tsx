import { useEffect, useState } from 'react'
import {
  Button,
  formatDateTime,
  Icon,
  Inline,
  Num,
  SidePanel,
  Stack,
  StateChip,
  t,
  useMe,
  useShortcuts,
} from '#web/kit/index.ts'
import { giveUp, type KeptAct, keptActs, openKept, sendKept, tryAgain } from '#web/kit/net/kept/kept-acts.ts'

/** What was done while the server was away: said at the foot of every screen until it is there, with what to do. */
export function KeptTray() {
  const me = useMe()
  const { acts, sending } = keptActs.use()
  const [open, setOpen] = useState(false)
  useEffect(() => (me.id ? openKept(me.id) : undefined), [me.id])
  useShortcuts([{ keys: 'f8', label: t('kept.title'), run: () => setOpen(true) }], { enabled: acts.length > 0 })
  const refused = acts.filter((act) => act.refused !== undefined).length
  if (acts.length === 0) return null
  return (
    <>
      <div className="lo-bar-notice" data-tone={refused > 0 ? 'crit' : 'warn'}>
        <Icon name="cloudOff" size={18} />
        <span role="status">
          {refused > 0 ? t('kept.barRefused', { count: refused }) : t('kept.bar', { count: acts.length })}
        </span>
        <Button keyHint="F8" onClick={() => setOpen(true)}>
          {t('kept.open')}
        </Button>
      </div>
      <SidePanel
        open={open}
        onClose={() => setOpen(false)}
        title={t('kept.title')}
        actions={
          <Button busy={sending} onClick={() => void sendKept()}>
            {t('kept.sendNow')}
          </Button>
        }
      >
        <Stack>
          <p className="lo-dense lo-ink2">{t('kept.note')}</p>
          {acts.map((act) => (
            <Waiting key={act.order} act={act} />
          ))}
        </Stack>
      </SidePanel>
    </>
  )
}

function Waiting({ act }: { readonly act: KeptAct }) {
  return (
    <section className="lo-stack" style={{ gap: 6 }} aria-label={act.label}>
      <Inline justify="space-between" wrap>
        <b>{act.label}</b>
        <StateChip state={act.refused === undefined ? 'waiting' : 'invalid'}>
          {t(act.refused === undefined ? 'kept.state.waiting' : 'kept.state.refused')}
        </StateChip>
      </Inline>
      <span className="lo-dense lo-ink2">
        <Num>{formatDateTime(act.at)}</Num>
      </span>
      {act.refused !== undefined && (
        <>
          <p className="lo-crit">{act.refused}</p>
          <p className="lo-dense">{t('kept.giveUpWhy')}</p>
          <Inline>
            <Button size="sm" onClick={() => void tryAgain(act)}>
              {t('kept.again')}
            </Button>
            <Button size="sm" kind="danger" onClick={() => void giveUp(act)}>
              {t('kept.giveUp')}
            </Button>
          </Inline>
        </>
      )}
    </section>
  )
}
