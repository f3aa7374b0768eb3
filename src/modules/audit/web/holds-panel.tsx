import { useState } from 'react'
import {
  api,
  Button,
  Chip,
  type Column,
  can,
  Empty,
  formatDateTime,
  formatMrn,
  Panel,
  ReasonDialog,
  Table,
  t,
} from '#web/kit/index.ts'
import type { Keeping } from '../contract.ts'
import { HoldDialog } from './hold-dialog.tsx'

type Hold = Keeping['holds'][number]

/** What must stay whatever its term; who may sets it with a reason, another person lets go. */
export function HoldsPanel({ holds }: { readonly holds: readonly Hold[] }) {
  const [adding, add] = useState(false)
  const [lifted, lift] = useState<Hold | undefined>(undefined)
  const may = can('audit.review')
  return (
    <Panel
      title={t('audit.keeping.holds')}
      actions={
        may && (
          <Button size="sm" icon="plus" onClick={() => add(true)}>
            {t('audit.hold.add')}
          </Button>
        )
      }
    >
      <Table<Hold>
        label={t('audit.keeping.holds')}
        columns={holdColumns(may ? lift : undefined)}
        rows={holds}
        rowKey={(one) => one.id}
        empty={<Empty>{t('audit.keeping.none')}</Empty>}
      />
      {adding && <HoldDialog onClose={() => add(false)} />}
      {lifted && (
        <ReasonDialog
          title={`${t('audit.hold.lift')}: ${ofWhom(lifted)}`}
          act={t('audit.hold.lift')}
          label={t('audit.hold.liftReason')}
          danger
          refresh={['/api/audit/keeping']}
          run={(reason, act) => api.post(`/api/audit/holds/${lifted.id}/lift`, { reason }, act)}
          done={() => lift(undefined)}
          onClose={() => lift(undefined)}
        >
          <div className="lo-ink2">{t('audit.hold.liftNote')}</div>
        </ReasonDialog>
      )}
    </Panel>
  )
}

function ofWhom({ actor, patient }: Hold): string {
  const who = actor && [actor.name, actor.userName].filter((one, at, all) => all.indexOf(one) === at).join(' · ')
  const whose =
    patient && ([patient.name, patient.mrn && formatMrn(patient.mrn)].filter(Boolean).join(' · ') || patient.id)
  return [who, whose].filter(Boolean).join('; ') || t('audit.keeping.all')
}

const holdColumns = (lift: ((one: Hold) => void) | undefined): readonly Column<Hold>[] => [
  { key: 'of', head: t('audit.keeping.of'), onPhone: 'main', cell: ofWhom },
  {
    key: 'reason',
    head: t('audit.keeping.reason'),
    onPhone: 'line',
    cell: (one) => `${one.reason} (${one.basis})`,
  },
  {
    key: 'placed',
    head: t('audit.keeping.placed'),
    onPhone: 'line',
    cell: (one) => `${one.placedBy} · ${formatDateTime(one.placedAt)}`,
  },
  {
    key: 'lifted',
    head: t('audit.keeping.lifted'),
    onPhone: 'line',
    cell: (one) => <Lifted hold={one} lift={lift} />,
  },
]

interface LiftedProps {
  readonly hold: Hold
  readonly lift: ((one: Hold) => void) | undefined
}

function Lifted({ hold, lift }: LiftedProps) {
  if (hold.liftedAt)
    return (
      <>
        {`${hold.liftedBy} · ${formatDateTime(hold.liftedAt)}`}
        <div className="lo-dense lo-ink2">{hold.liftReason}</div>
      </>
    )
  if (!lift) return null
  if (hold.mine) return <Chip>{t('audit.hold.other')}</Chip>
  return (
    <Button size="sm" onClick={() => lift(hold)}>
      {t('audit.hold.lift')}
    </Button>
  )
}
