import { Chip, can, formatDay, Panel, Row, t, useApi, useGo, useLive } from '#web/kit/index.ts'

/** GET /api/stays of module ward. */
interface Stays {
  readonly stays: readonly {
    readonly encounterId: string
    readonly recordNumber: string
    readonly status: string
    readonly department: { readonly name: string }
    readonly bed?: string
    readonly admittedAt: string
    readonly leftAt?: string
  }[]
}

/** Every stay of the patient in the hospital, each leading to its screens; nothing when there was none. */
export function Stays({ patientId }: { readonly patientId: string }) {
  const go = useGo()
  const answer = useApi<Stays>(
    can('ward.read') ? '/api/stays' : undefined,
    { patient: patientId },
    { background: true },
  )
  useLive(['Encounter'], ['/api/stays'])
  const stays = answer.data?.stays.filter(({ status }) => status !== 'cancelled') ?? []
  if (stays.length === 0) return null
  return (
    <Panel title={t('chart.stays.title')} count={stays.length}>
      {stays.map(({ encounterId, recordNumber, department, bed, admittedAt, leftAt }) => (
        <Row
          key={encounterId}
          icon="bed"
          title={[department.name, bed].filter(Boolean).join(' · ')}
          detail={`${formatDay(admittedAt)} – ${leftAt ? formatDay(leftAt) : t('chart.stays.now')} · ${recordNumber}`}
          aside={leftAt ? undefined : <Chip tone="accent">{t('chart.stays.in')}</Chip>}
          onOpen={() => go(`/stay/${encounterId}/overview`)}
        />
      ))}
    </Panel>
  )
}
