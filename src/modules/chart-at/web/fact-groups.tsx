import { Chip, formatDateTime, formatNumber, Num, Panel, Row, Stack, t } from '#web/kit/index.ts'
import type { FactAt } from '../contract.ts'

const statuses: ReadonlySet<string> = new Set([
  'proposed',
  'booked',
  'active',
  'completed',
  'final',
  'preliminary',
  'registered',
  'amended',
  'corrected',
  'cancelled',
  'in-progress',
  'finished',
  'arrived',
  'triaged',
  'draft',
  'on-hold',
  'stopped',
  'revoked',
  'superseded',
  'entered-in-error',
  'not-done',
  'available',
])

/** Kinds in the order in which a chart is read; others follow by name. */
const kinds = [
  'Encounter',
  'Condition',
  'AllergyIntolerance',
  'QuestionnaireResponse',
  'Observation',
  'ServiceRequest',
  'Specimen',
  'DiagnosticReport',
  'MedicationRequest',
  'DocumentReference',
  'Provenance',
  'Appointment',
  'DetectedIssue',
  'Communication',
  'MedicationAdministration',
  'Procedure',
  'CarePlan',
  'Goal',
  'Task',
  'RiskAssessment',
  'DeviceUseStatement',
  'NutritionOrder',
]

const orderOf = (type: string) => (kinds.indexOf(type) + kinds.length + 1) % (kinds.length + 1)
const typeText = (type: string) => (kinds.includes(type) ? t(`audit.type.${type}`) : type)

/** What stood in the chart, kind by kind. */
export function FactGroups({ facts }: { readonly facts: readonly FactAt[] }) {
  const groups = [...Map.groupBy(facts, (one) => one.type)].sort(([a], [b]) => orderOf(a) - orderOf(b))
  return (
    <Stack>
      {groups.map(([type, members]) => (
        <Panel key={type} title={typeText(type)} count={members.length}>
          {members.map((one) => (
            <Fact key={one.id} fact={one} />
          ))}
        </Panel>
      ))}
    </Stack>
  )
}

function Fact({ fact }: { readonly fact: FactAt }) {
  return (
    <Row
      title={
        <>
          {fact.what || typeText(fact.type)} {fact.value && <b>{valueText(fact)}</b>}
        </>
      }
      detail={t('chart-at.version', { version: fact.version, time: formatDateTime(fact.recordedAt) })}
      aside={
        <>
          {statuses.has(fact.status) && (
            <span className="lo-dense lo-ink2">{t(`chart-at.status.${fact.status}`)}</span>
          )}
          {fact.openedAt && (
            <Chip tone="ok" icon="eye">
              {t('chart-at.opened', { time: formatDateTime(fact.openedAt) })}
            </Chip>
          )}
        </>
      }
    />
  )
}

const unitWords: Readonly<Record<string, string>> = { Cel: '°C', 'mm[Hg]': 'mmHg' }

function valueText({ value, unit }: FactAt) {
  const number = /^-?\d+(\.\d+)?$/.test(value) ? formatNumber(value) : value
  const word = unit === '/min' ? t('chart-at.unit.perMinute') : (unitWords[unit ?? ''] ?? unit)
  return (
    <>
      <Num>{number}</Num> {word}
    </>
  )
}
