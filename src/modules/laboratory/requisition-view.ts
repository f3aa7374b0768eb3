import type { Communication, Observation } from '@medplum/fhirtypes'
import { numberOf } from '#fhir/decimal.ts'
import { ext } from '#fhir/systems.ts'
import { dayInVietnam, instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { auditView } from '#store/audit.ts'
import type { LabTest } from './catalogue.ts'
import type { RequisitionView, ResultRow, ResultView } from './contract.ts'
import { callsAbout } from './critical.ts'
import { formulas } from './domain/calculated.ts'
import { exceedsDelta } from './domain/delta-check.ts'
import { workStates } from './domain/work-state.ts'
import { earlierValues } from './earlier-values.ts'
import { findReport } from './find-report.ts'
import { type LoadedRequisition, loadRequisition, resultOf } from './load-requisition.ts'
import { flagCode, markOf, valueText } from './observation.ts'
import { patientView } from './patient-view.ts'
import { type Previous, previousResults } from './previous-results.ts'
import { rules } from './rules.ts'
import { tubeViews } from './tube-views.ts'

/** Everything the technician's screen shows of one requisition. */
export async function requisitionView(ctx: Context, requisition: string): Promise<RequisitionView> {
  const loaded = await loadRequisition(ctx, requisition)
  const first = loaded.work[0]
  const calls = await callsAbout(
    ctx,
    loaded.resultRows.filter((row) => row.call_id).map((row) => row.observation_id),
  )
  const previous = await previousResults(ctx, loaded)
  const report = await findReport(ctx, requisition)
  await auditView(ctx, {
    ...(first ? { patientId: first.patient_id } : {}),
    kind: 'laboratory',
    entities: loaded.work.map((row) => `ServiceRequest/${row.request_id}`),
  })
  const rows = await resultRows(ctx, loaded, calls, previous)
  const live = loaded.work.filter((row) => row.state !== 'cancelled')
  const state = workStates[Math.min(...live.map((row) => workStates.indexOf(row.state)))] ?? 'cancelled'
  const notes = [...loaded.requests.values()].flatMap(
    (request) => request.note?.map((note) => note.text ?? '') ?? [],
  )
  return {
    requisition,
    state,
    urgent: loaded.work.some((row) => row.urgent),
    patient: {
      ...patientView(loaded.patient, first?.patient_id ?? ''),
      ageYears: loaded.person.ageYears,
      ageDays: loaded.person.ageDays,
    },
    encounterId: first?.encounter_id ?? undefined,
    orderedAt: instantInVietnam(first?.ordered_at ?? ctx.now()),
    requester: first?.requester_name ?? '',
    note: [...new Set(notes)].filter(Boolean).join('\n'),
    requests: loaded.work.map((row) => ({ id: row.request_id, name: row.name, state: row.state })),
    tubes: tubeViews(loaded),
    rows,
    report: report && { id: report.id ?? '', status: report.status, issuedAt: report.issued ?? '' },
    rejectionReasons: rules.rejectionReasons,
  }
}

async function resultRows(
  ctx: Context,
  loaded: LoadedRequisition,
  calls: RowParts['calls'],
  previous: ReadonlyMap<string, Previous>,
): Promise<readonly ResultRow[]> {
  const rows: ResultRow[] = []
  const asked = loaded.work.filter((work) => work.state !== 'cancelled')
  const tests = asked.flatMap((work) =>
    (loaded.tests.get(work.request_id) ?? []).map((test) => ({ requestId: work.request_id, test })),
  )
  for (const { requestId, test } of tests) {
    const group = loaded.book.groups.get(test.group) ?? test.group
    rows.push(await resultRow(ctx, { loaded, requestId, test, group, previous: previous.get(test.code), calls }))
  }
  return rows
}

interface RowParts {
  readonly loaded: LoadedRequisition
  readonly requestId: string
  readonly test: LabTest
  readonly group: string
  readonly previous: Previous | undefined
  readonly calls: ReadonlyMap<string, Communication>
}

async function resultRow(ctx: Context, parts: RowParts): Promise<ResultRow> {
  const { loaded, requestId, test, previous } = parts
  const observation = resultOf(loaded, requestId, test.code)
  const range = loaded.book.range(test, loaded.person)
  const calculation = rules.calculations.find((one) => one.test === test.code)
  const source = calculation && formulas[calculation.formula]?.(calculation.inputs).source
  return {
    requestId,
    test: test.code,
    name: test.name,
    group: parts.group,
    kind: test.shape.kind,
    unit: test.unitText,
    choices: test.shape.choices?.map((choice) => choice.text) ?? [],
    normalChoices: test.normalChoices,
    range,
    calculated: source,
    previous: previous && { value: previous.text, at: previous.at },
    delta: rules.delta.tests[test.code],
    result: observation && (await resultViewOf(ctx, parts, observation)),
  }
}

async function resultViewOf(ctx: Context, parts: RowParts, observation: Observation): Promise<ResultView> {
  const { test, previous } = parts
  const entered = markOf(observation, ext.resultEntered)
  const validated = markOf(observation, ext.resultValidated)
  const call = parts.calls.get(observation.id ?? '')
  const row = parts.loaded.resultRows.find((one) => one.observation_id === observation.id)
  const value = numberOf(observation.valueQuantity?.value)
  const on = dayInVietnam(new Date(observation.effectiveDateTime ?? ctx.now()))
  const earlier =
    previous?.value === undefined ? undefined : { value: previous.value, on: dayInVietnam(new Date(previous.at)) }
  return {
    id: observation.id ?? '',
    version: Number(observation.meta?.versionId ?? 1),
    status: observation.status,
    value: valueText(observation),
    flag: flagCode(observation),
    deltaExceeded: value !== undefined && exceedsDelta(value, on, earlier, rules.delta.tests[test.code]),
    comment: observation.note?.[0]?.text ?? '',
    enteredBy: entered?.who ?? observation.performer?.[0]?.display ?? '',
    enteredAt: entered?.at ?? '',
    validatedBy: validated?.who,
    validatedAt: validated?.at,
    issuedAt: observation.issued,
    call: call?.sent
      ? { at: call.sent, toWhom: call.recipient?.[0]?.display ?? '', by: call.sender?.display ?? '' }
      : undefined,
    confirmedAt: row?.confirmed_at ? instantInVietnam(row.confirmed_at) : undefined,
    confirmedBy: row?.confirmed_at ? call?.recipient?.at(-1)?.display : undefined,
    amendReason: observation.extension?.find((one) => one.url === ext.correctionReason)?.valueString,
    earlier: observation.status === 'amended' ? await earlierValues(ctx, observation) : [],
  }
}
