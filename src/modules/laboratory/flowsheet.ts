import type { Observation, Patient } from '@medplum/fhirtypes'
import { dayInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { can } from '#platform/permission.ts'
import { auditView } from '#store/audit.ts'
import { findResource } from '#store/read.ts'
import { searchResources } from '#store/search.ts'
import { type LabBook, type LabTest, labBook } from './catalogue.ts'
import type { CriticalView, Flowsheet, FlowsheetCell, FlowsheetQuery, RangeView } from './contract.ts'
import { callsAbout } from './critical.ts'
import { isCritical } from './domain/flag-result.ts'
import { personAt } from './domain/person-at.ts'
import { flagCode, labCode, releasedStatuses, valueText } from './observation.ts'
import { findResults, type LabResultTable } from './repository.ts'
import { rules } from './rules.ts'

const most = 1000
const mostTimes = 60

interface Found {
  readonly observation: Observation
  readonly code: string
  readonly at: string
}

/**
 * Laboratory results of a patient by test and time of sampling. A value that is not released is told as
 * waiting, without the value: nobody treats by a number the laboratory has not stood for.
 */
export async function flowsheet(ctx: Context, query: FlowsheetQuery): Promise<Flowsheet> {
  const patient = await findResource<Patient>(ctx, 'Patient', query.patient)
  await auditView(ctx, { patientId: query.patient, kind: 'laboratory', entities: [`Patient/${query.patient}`] })
  const found = (await observationsOf(ctx, query)).flatMap((observation) => placed(observation))
  const times = [...new Set(found.map((one) => one.at))].sort().slice(-mostTimes)
  const shown = found.filter((one) => times.includes(one.at))
  const rows = await findResults(
    ctx,
    shown.map((one) => one.observation.id ?? ''),
  )
  const results = new Map(rows.map((row) => [row.observation_id, row]))
  const book = await labBook(ctx)
  const person = personAt(patient ?? {}, dayInVietnam(ctx.now()))
  const lineOf = (line: Line) => {
    const first = line.found[0]?.observation
    return {
      code: line.code,
      name: line.test?.name ?? nameOf(line.found[0]),
      unit: line.test?.unitText ?? first?.valueQuantity?.unit ?? '',
      range: line.test ? book.range(line.test, person) : rangeOf(first),
      cells: times.map((time) => cell(line.found.findLast((each) => each.at === time)?.observation, results)),
    }
  }
  const groups = groupLines(shown, book).map((group) => ({
    code: group.code,
    name: group.name,
    tests: group.lines.map(lineOf),
  }))
  return { times, groups, criticals: await criticals(ctx, shown, results) }
}

interface Line {
  readonly code: string
  readonly test: LabTest | undefined
  readonly found: Found[]
}

/** Results by test, tests by group, both in the order of the catalogue; what it does not know comes last. */
function groupLines(found: readonly Found[], book: LabBook) {
  const lines = new Map<string, Line>()
  for (const one of found) {
    const line = lines.get(one.code) ?? { code: one.code, test: book.test(one.code), found: [] }
    line.found.push(one)
    lines.set(one.code, line)
  }
  const order = (line: Line) => line.test?.order ?? Number.MAX_SAFE_INTEGER
  const sorted = [...lines.values()].sort((a, b) => order(a) - order(b))
  return [...book.groups.keys(), 'other']
    .map((code) => ({
      code,
      name: book.groups.get(code) ?? '',
      lines: sorted.filter((line) => (line.test?.group ?? 'other') === code),
    }))
    .filter((group) => group.lines.length > 0)
}

function observationsOf(ctx: Context, query: FlowsheetQuery): Promise<readonly Observation[]> {
  const since = query.months
    ? new Date(ctx.now().getTime() - query.months * 30.5 * 86_400_000).toISOString()
    : undefined
  return searchResources<Observation>(ctx, 'Observation', {
    patient: query.patient,
    category: 'laboratory',
    ...(since ? { date: `ge${since}` } : {}),
    ...(query.encounter ? { encounter: query.encounter } : {}),
    _sort: '-date',
    _count: String(most),
  })
}

function placed(observation: Observation): readonly Found[] {
  if (['entered-in-error', 'unknown'].includes(observation.status)) return []
  const at = observation.effectiveDateTime ?? observation.effectivePeriod?.start ?? observation.issued
  const code = labCode(observation) ?? observation.code?.coding?.[0]?.code
  return at && code ? [{ observation, code, at: at.slice(0, 16) }] : []
}

function cell(one: Observation | undefined, results: ReadonlyMap<string, LabResultTable>): FlowsheetCell | null {
  if (!one) return null
  const notDone = one.status === 'cancelled' && one.issued !== undefined
  const known = notDone || releasedStatuses.includes(one.status)
  const confirmed = results.get(one.id ?? '')?.confirmed_at != null
  if (!known) return { id: one.id ?? '', value: '', flag: undefined, status: 'waiting', comment: '', confirmed }
  return {
    id: one.id ?? '',
    value: valueText(one),
    flag: flagCode(one),
    status: one.status,
    comment: one.note?.[0]?.text ?? '',
    confirmed,
  }
}

async function criticals(
  ctx: Context,
  found: readonly Found[],
  results: ReadonlyMap<string, LabResultTable>,
): Promise<readonly CriticalView[]> {
  const open = found.filter(({ observation }) => {
    const row = results.get(observation.id ?? '')
    return (
      row &&
      !row.confirmed_at &&
      isCritical(flagCode(observation)) &&
      (releasedStatuses.includes(observation.status) || can(ctx.actor, 'laboratory.enter'))
    )
  })
  const calls = await callsAbout(
    ctx,
    open.map((one) => one.observation.id ?? ''),
  )
  return open.map(({ observation, at }) => {
    const call = calls.get(observation.id ?? '')
    return {
      id: observation.id ?? '',
      test: observation.code?.text ?? '',
      value: valueText(observation),
      unit: observation.valueQuantity?.unit ?? '',
      limit: observation.referenceRange?.[0]?.text ?? '',
      collectedAt: at,
      issuedAt: observation.issued,
      call: call?.sent ? { at: call.sent, toWhom: call.recipient?.[0]?.display ?? '' } : undefined,
      confirmWithinMinutes: rules.critical.confirmWithinMinutes,
    }
  })
}

/** The range a result from elsewhere brings with it. */
function rangeOf(observation: Observation | undefined): RangeView | undefined {
  const range = observation?.referenceRange?.[0]
  return range?.text ? { text: range.text, source: '' } : undefined
}

function nameOf(one: Found | undefined): string {
  return one?.observation.code?.text ?? one?.observation.code?.coding?.[0]?.display ?? one?.code ?? ''
}
