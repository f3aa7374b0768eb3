import { Chip, formatDateTime, LinkTo, PageHead, t } from '#web/kit/index.ts'
import type { RequisitionView } from '../contract.ts'
import { StateMark } from './state-mark.tsx'

/** Number, who asked and when, what they wanted to know. */
export function RequisitionHead({ view }: { readonly view: RequisitionView }) {
  return (
    <PageHead
      title={<span className="lo-num">{t('laboratory.requisition.title', { number: view.requisition })}</span>}
      note={
        <>
          {t('laboratory.requisition.by', { name: view.requester, time: formatDateTime(view.orderedAt) })}
          {view.note && <> · {t('laboratory.requisition.clinical', { note: view.note })}</>}
        </>
      }
    >
      {view.report && (
        <span className="lo-dense lo-ink2">
          {t('laboratory.requisition.report', { time: formatDateTime(view.report.issuedAt) })}
        </span>
      )}
      {view.urgent && (
        <Chip tone="warn" icon="clock">
          {t('laboratory.urgent')}
        </Chip>
      )}
      <StateMark state={view.state} />
      <LinkTo to={`/patients/${view.patient.id}/labs`}>{t('laboratory.act.flowsheet')}</LinkTo>
      {view.encounterId && view.report && (
        <LinkTo to={`/encounters/${view.encounterId}/documents`}>{t('laboratory.act.paper')}</LinkTo>
      )}
    </PageHead>
  )
}
