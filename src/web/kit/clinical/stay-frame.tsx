import { createContext, type ReactNode, use } from 'react'
import { LinkTo } from '../hands/go.tsx'
import { Icon, type IconName } from '../marks/icon.tsx'
import { useLive } from '../net/live.ts'
import { useApi } from '../net/query.ts'
import { serverNow } from '../net/server-clock.ts'
import { can } from '../net/session.ts'
import { Failure, Loading } from '../states/states.tsx'
import { formatDateTime, formatTime } from '../text/format.ts'
import { t } from '../text/translate.ts'
import { PatientFrame } from './patient-frame.tsx'
import { addressOf, type StayTab, stayTabs } from './stay-tabs.ts'

/** What every screen of a stay knows of it: GET /api/stays/:encounterId. */
export interface FramedStay {
  readonly encounterId: string
  readonly patientId: string
  readonly name: string
  readonly sex: string
  readonly birthDate?: string
  readonly recordNumber: string
  readonly recordState: string
  readonly status: 'in-progress' | 'onleave' | 'finished' | 'cancelled' | 'entered-in-error'
  readonly payer: string
  readonly department: { readonly id: string; readonly name: string }
  readonly bed?: { readonly id: string; readonly name: string; readonly room?: string }
  readonly day: number
  readonly admittedAt: string
  readonly leftAt?: string
  readonly disposition?: string
  readonly source?: string
  readonly reason: string
  readonly diagnosis?: { readonly code?: string; readonly text: string }
  readonly doctor?: { readonly id: string; readonly name: string }
  readonly weightKg?: string
  readonly careLevel?: string
  readonly isolated: boolean
  readonly leaveSince?: string
  readonly transfer?: { readonly to: { readonly name: string } }
  readonly motherStay?: string
  readonly newborns: readonly { readonly encounterId: string; readonly name: string }[]
}

const Current = createContext<FramedStay | undefined>(undefined)

/** The stay of the frame around. */
export function useStay(): FramedStay | undefined {
  return use(Current)
}

/** What an act that waits on this device is called in the tray: of whom, what, when. */
export const keptLabel = (what: string, name: string | undefined): string =>
  [name, t('kept.when', { what, time: formatTime(serverNow()) })].filter(Boolean).join(' · ')

/** The options of `useCommand` for an act at this bedside that may wait for the network. */
export function useKept(what: string, kept?: () => void) {
  const stay = useStay()
  return { keep: () => keptLabel(what, stay?.name), ...(kept ? { kept } : {}) }
}

interface StayFrameProps {
  readonly encounterId: string
  readonly tab: StayTab
  readonly children: ReactNode
}

/** The frame of every screen of a stay: the patient's banner, where and since when, and the other screens of the stay. */
export function StayFrame({ encounterId, tab, children }: StayFrameProps) {
  const path = `/api/stays/${encodeURIComponent(encounterId)}`
  const stay = useApi<FramedStay>(path)
  useLive(['Encounter', 'Location', 'Condition'], [path])
  if (stay.isPending) return <Loading rows={8} />
  if (stay.isError) return <Failure error={stay.error} retry={stay.refetch} />
  return (
    <PatientFrame patientId={stay.data.patientId} encounterId={encounterId} extra={factsOf(stay.data)}>
      <StayNav encounterId={encounterId} tab={tab} />
      <StayState stay={stay.data} />
      <Current value={stay.data}>{children}</Current>
    </PatientFrame>
  )
}

function factsOf(stay: FramedStay): { label: string; value: ReactNode }[] {
  const bed = stay.bed?.name ?? (stay.leftAt ? t('kit.stay.left') : t('kit.stay.noBed'))
  const where = [bed, stay.bed?.room].filter(Boolean).join(' · ')
  return [
    { label: stay.department.name, value: where },
    {
      label: t('kit.stay.day'),
      value: t('kit.stay.dayOf', { day: stay.day, at: formatDateTime(stay.admittedAt) }),
    },
    ...(stay.diagnosis
      ? [
          {
            label: t('kit.stay.diagnosis'),
            value: [stay.diagnosis.text, stay.diagnosis.code].filter(Boolean).join(' '),
          },
        ]
      : []),
    ...(stay.doctor ? [{ label: t('kit.stay.doctor'), value: stay.doctor.name }] : []),
    ...(stay.careLevel
      ? [{ label: t('kit.stay.care'), value: t('kit.stay.level', { level: stay.careLevel }) }]
      : []),
  ]
}

/** What differs from lying in bed: isolation, leave, a transfer that waits, the end. */
function StayState({ stay }: { readonly stay: FramedStay }) {
  const said: { icon: IconName; text: string }[] = []
  if (stay.isolated) said.push({ icon: 'danger', text: t('kit.stay.isolated') })
  if (stay.leaveSince)
    said.push({ icon: 'clock', text: t('kit.stay.onLeave', { at: formatDateTime(stay.leaveSince) }) })
  if (stay.transfer) said.push({ icon: 'swap', text: t('kit.stay.transfer', { to: stay.transfer.to.name }) })
  if (stay.leftAt)
    said.push({
      icon: 'lock',
      text: t(`kit.stay.ended.${stay.disposition ?? 'other'}`, { at: formatDateTime(stay.leftAt) }),
    })
  if (said.length === 0) return null
  return (
    <div className="lo-stay-state" role="status">
      {said.map((one) => (
        <span key={one.text}>
          <Icon name={one.icon} /> {one.text}
        </span>
      ))}
    </div>
  )
}

function StayNav({ encounterId, tab }: { readonly encounterId: string; readonly tab: StayTab }) {
  return (
    <nav className="lo-stay-tabs" aria-label={t('kit.stay.screens')}>
      {stayTabs
        .filter((one) => can(one.permission))
        .map((one) => (
          <LinkTo key={one.tab} to={addressOf(one, encounterId)} current={one.tab === tab}>
            {t(`kit.stay.tab.${one.tab}`)}
          </LinkTo>
        ))}
    </nav>
  )
}
