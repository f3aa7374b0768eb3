import { Chip, type Column, formatDateTime, formatMrn, Num, t } from '#web/kit/index.ts'
import type { AuditRow } from '../contract.ts'
import { actionText } from './acts-text.ts'
import { permissionText, technicalOf, thingsText, viewText } from './things-text.ts'

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
    { key: 'things', head: t('audit.column.things'), onPhone: 'line', cell: (row) => <Things row={row} /> },
  ]
}

function Action({ row }: { readonly row: AuditRow }) {
  const { permission, reason } = row.detail
  return (
    <>
      {actionText(row.action)} {viewText(row.detail)}
      {row.outcome !== 'success' && (
        <>
          {' '}
          <Chip tone="warn" icon="lock">
            {t('audit.refused')}
          </Chip>
        </>
      )}
      {reason && <div className="lo-dense lo-plum">{reason}</div>}
      {permission && (
        <div className="lo-dense lo-ink2">{t('audit.lacked', { permission: permissionText(permission) })}</div>
      )}
    </>
  )
}

/** What was touched in words; addresses and ids for the auditor who asks. */
function Things({ row }: { readonly row: AuditRow }) {
  const technical = technicalOf(row)
  return (
    <div className="lo-dense lo-ink2">
      {thingsText(row)}
      {row.entities.length > 1 && ` · ${t('audit.things', { count: row.entities.length })}`}
      {technical.length > 0 && (
        <details style={{ position: 'relative', zIndex: 1, width: 'fit-content' }}>
          <summary>{t('audit.details')}</summary>
          <div style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-line' }}>{technical.join('\n')}</div>
        </details>
      )}
    </div>
  )
}
