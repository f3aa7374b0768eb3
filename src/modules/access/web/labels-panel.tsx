import { useState } from 'react'
import { api, Button, can, Empty, Failure, Loading, Panel, ReasonDialog, Row, t, useApi } from '#web/kit/index.ts'
import type { LabelsView } from '../contract.ts'
import { LabelDialog } from './label-dialog.tsx'
import { visitText } from './visit-text.ts'

interface Carried {
  readonly resource: string
  readonly label: string
  /** What carries it, in words. */
  readonly on: string
}

function carried(view: LabelsView, patientId: string): readonly Carried[] {
  return [
    ...view.patient.map((label) => ({
      resource: `Patient/${patientId}`,
      label,
      on: t('access.label.onPatient'),
    })),
    ...view.visits.flatMap((visit) =>
      visit.labels.map((label) => ({ resource: `Encounter/${visit.id}`, label, on: visitText(visit) })),
    ),
  ]
}

/** Labels that protect the patient or one visit; who may puts one on or takes one off. */
export function LabelsPanel({ patientId }: { readonly patientId: string }) {
  const [putting, put] = useState(false)
  const [removed, remove] = useState<Carried | undefined>(undefined)
  const found = useApi<LabelsView>('/api/access/protection', { patient: patientId })
  if (found.isPending) return <Loading rows={2} />
  if (found.isError) return <Failure error={found.error} retry={found.refetch} />
  const all = carried(found.data, patientId)
  return (
    <Panel
      title={t('access.label.title')}
      count={all.length}
      actions={
        <Button size="sm" icon="plus" onClick={() => put(true)}>
          {t('access.label.put')}
        </Button>
      }
    >
      {all.length === 0 && <Empty>{t('access.label.none')}</Empty>}
      {all.map((one) => (
        <Row
          key={`${one.resource} ${one.label}`}
          icon="shield"
          title={<b>{t(`access.label.of.${one.label}`)}</b>}
          detail={one.on}
          aside={
            can('access.unlabel') && (
              <Button size="sm" onClick={() => remove(one)}>
                {t('access.label.remove')}
              </Button>
            )
          }
        />
      ))}
      {putting && <LabelDialog patientId={patientId} view={found.data} onClose={() => put(false)} />}
      {removed && (
        <ReasonDialog
          title={`${t('access.label.remove')}: ${t(`access.label.of.${removed.label}`)}`}
          act={t('access.label.remove')}
          label={t('access.label.removeReason')}
          refresh={['/api/access', '/api/patients']}
          run={(reason, act) =>
            api.post(
              '/api/access/labels/remove',
              { resource: removed.resource, label: removed.label, reason },
              act,
            )
          }
          done={() => remove(undefined)}
          onClose={() => remove(undefined)}
        >
          <div className="lo-ink2">{t('access.label.removeNote')}</div>
        </ReasonDialog>
      )}
    </Panel>
  )
}
