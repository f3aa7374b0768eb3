import { Chip, type Column, formatDateTime, formatMrn, Num, t } from '#web/kit/index.ts'
import type { AuditRow } from '../contract.ts'
import { actionText } from './acts-text.ts'

const knownViews = new Set([
  'record',
  'laboratory',
  'specimen-labels',
  'audit',
  'chart',
  'exam',
  'paper',
  'vitals',
  'patients.banner',
  'patients.particulars',
  'vitals.series',
  'vitals.visit',
  'result',
  'patient-merge',
  'chart.at',
  'charts',
  'consultations',
  'deaths',
  'document',
  'documents.paper',
  'documents.record',
  'encounters.queue',
  'fill',
  'fills',
  'fill rows',
  'fill scores',
  'medicines',
  'nursing.fluids',
  'nursing.stay',
  'nursing.ward',
  'round',
  'scan',
  'scan-words',
  'stay.consultations',
  'vitals.flow',
  'ward-medicines',
  'ward.round',
  'access-decision',
  'access-why',
  'incident',
  'incident.persons',
  'ledger-heads',
  'openings',
  'wristband',
  'hospital',
  'facility',
  'signing.proofs',
])
const knownTypes = new Set([
  'Patient',
  'Encounter',
  'Observation',
  'Condition',
  'ServiceRequest',
  'Specimen',
  'DiagnosticReport',
  'MedicationRequest',
  'DocumentReference',
  'Provenance',
  'QuestionnaireResponse',
  'AllergyIntolerance',
  'Coverage',
  'Appointment',
  'DetectedIssue',
  'Communication',
  'Practitioner',
  'PractitionerRole',
  'Location',
  'Organization',
  'AuditEvent',
  'Account',
  'account',
])
const shown = 3

/** When, who, what, whose, which data. */
export function auditColumns(onPatient: (id: string) => void): readonly Column<AuditRow>[] {
  return [
    {
      key: 'at',
      head: t('audit.column.at'),
      width: 170,
      onPhone: 'aside',
      cell: (row) => <Num>{formatDateTime(row.at)}</Num>,
    },
    {
      key: 'who',
      head: t('audit.column.who'),
      onPhone: 'main',
      cell: (row) => (
        <div>
          <span style={{ fontWeight: 500 }}>{row.name === 'system' ? t('audit.system') : row.name}</span>
          <div className="lo-dense lo-ink2">{[row.userName, row.source].filter(Boolean).join(' · ')}</div>
        </div>
      ),
    },
    { key: 'action', head: t('audit.column.action'), onPhone: 'line', cell: (row) => <Action row={row} /> },
    {
      key: 'patient',
      head: t('audit.column.patient'),
      onPhone: 'line',
      cell: (row) =>
        row.patientId === undefined ? (
          row.patients > 1 && t('audit.several', { count: row.patients })
        ) : (
          <button type="button" className="lo-row-open" onClick={() => onPatient(row.patientId ?? '')}>
            {row.patientName || row.patientId}
            <div className="lo-dense lo-ink2">
              <Num>{formatMrn(row.mrn || undefined)}</Num>
            </div>
          </button>
        ),
    },
    { key: 'things', head: t('audit.column.things'), hideOn: 'phone', cell: (row) => <Things row={row} /> },
  ]
}

function Action({ row }: { readonly row: AuditRow }) {
  const kind = row.detail['kind'] ?? ''
  const isKnown = knownViews.has(kind)
  // What has no words of its own is told by its address.
  const otherwise = row.detail['route'] ?? (isKnown ? '' : kind)
  return (
    <>
      {actionText(row.action)} {isKnown && t(`audit.view.${kind}`)}
      {row.outcome !== 'success' && (
        <>
          {' '}
          <Chip tone="warn" icon="lock">
            {t('audit.refused')}
          </Chip>
        </>
      )}
      {otherwise && <div className="lo-dense lo-ink2">{otherwise}</div>}
      {row.detail['reason'] && <div className="lo-dense lo-plum">{row.detail['reason']}</div>}
      {row.detail['permission'] && <div className="lo-dense lo-ink2">{row.detail['permission']}</div>}
    </>
  )
}

/** The kind of data in the reader's words; a rare one by its FHIR name. */
function typeText(type: string): string {
  return knownTypes.has(type) ? t(`audit.type.${type}`) : type
}

/** Types of what was touched; the ids are for the auditor who asks. */
function Things({ row }: { readonly row: AuditRow }) {
  const types = [...new Set(row.entities.map((entity) => entity.split('/')[0] ?? ''))]
  return (
    <span className="lo-dense lo-ink2" title={row.entities.join('\n')}>
      {types.slice(0, shown).map(typeText).join(', ')}
      {row.entities.length > 1 && ` · ${t('audit.things', { count: row.entities.length })}`}
    </span>
  )
}
