import type {
  DiagnosticReport,
  Observation,
  Reference,
  Resource,
  ServiceRequest,
  Specimen,
} from '@medplum/fhirtypes'
import { lexemeOf } from '#fhir/decimal.ts'
import { idOf } from '#fhir/encounter.ts'
import { cs, ext, sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { formOn } from '#platform/forms/registry.ts'
import { findResource, readResource } from '#store/read.ts'
import { documentErrors } from '../errors.ts'
import { codeNames } from './code-names.ts'
import type { PaperModel } from './paper-model.ts'
import { sharedModel } from './shared-model.ts'
import { readVisit, staffName } from './sources.ts'
import * as words from './words.ts'

async function readAll<T extends Resource>(
  ctx: Context,
  type: T['resourceType'],
  references: readonly Reference[] | undefined,
): Promise<T[]> {
  const ids = (references ?? []).filter((one) => one.reference?.startsWith(`${type}/`)).map(idOf)
  const found = await Promise.all(ids.map((id) => findResource<T>(ctx, type, id)))
  return found.filter((one) => one !== undefined) as T[]
}

function value(observation: Observation): string {
  const quantity = observation.valueQuantity
  if (quantity) return `${quantity.comparator ?? ''}${(lexemeOf(quantity.value) ?? '').replace('.', ',')}`
  const concept = observation.valueCodeableConcept
  return observation.valueString ?? concept?.text ?? concept?.coding?.[0]?.display ?? '–'
}

function row(observation: Observation) {
  const flag = observation.interpretation?.[0]?.coding?.find((one) => one.system === cs.interpretation)?.code
  const changed = observation.status === 'amended' || observation.status === 'corrected'
  const notes = [...(changed ? ['Kết quả đã sửa'] : []), ...(observation.note ?? []).map((one) => one.text ?? '')]
  return {
    name: observation.code?.text ?? observation.code?.coding?.[0]?.display ?? '',
    value: value(observation),
    unit: observation.valueQuantity?.unit ?? '',
    range: (observation.referenceRange?.[0]?.text ?? '').replaceAll('.', ','),
    method: observation.method?.text ?? observation.device?.display ?? '',
    flag: flag === undefined || flag === 'N' ? null : flag,
    note: words.text(notes.filter(Boolean).join('; ')),
  }
}

/** Results by what was ordered, so that a panel stays together under its name. */
function groups(requests: readonly ServiceRequest[], results: readonly Observation[]) {
  const titles = new Map(
    requests.map((one) => [`ServiceRequest/${one.id}`, one.code?.text ?? one.code?.coding?.[0]?.display ?? '']),
  )
  const byRequest = new Map<string, Observation[]>()
  for (const one of results) {
    const key = one.basedOn?.find((reference) => titles.has(reference.reference ?? ''))?.reference ?? ''
    byRequest.set(key, [...(byRequest.get(key) ?? []), one])
  }
  const single = [...byRequest.values()].filter((list) => list.length === 1).flat()
  const panels = [...byRequest].filter(([, list]) => list.length > 1)
  return [
    ...panels.map(([key, list]) => ({ title: words.text(titles.get(key)), rows: list.map(row) })),
    ...(single.length > 0 ? [{ title: panels.length > 0 ? 'Xét nghiệm khác' : null, rows: single.map(row) }] : []),
  ]
}

/** Who did something to a result, as the laboratory marks it. */
function marked(
  results: readonly Observation[],
  url: string,
): { who: Reference | undefined; at: string | undefined } {
  const marks = results
    .map((one) => one.extension?.find((item) => item.url === url))
    .filter((one) => one !== undefined)
  const part = (name: string) => marks.at(-1)?.extension?.find((one) => one.url === name)
  return { who: part('who')?.valueReference, at: part('at')?.valueDateTime ?? part('at')?.valueInstant }
}

async function orderModel(
  ctx: Context,
  report: DiagnosticReport,
  requests: readonly ServiceRequest[],
  specimens: readonly Specimen[],
  results: readonly Observation[],
) {
  const first = requests[0]
  const specimen = specimens[0]
  const done = marked(results, ext.resultEntered)
  const unfit = specimens.some((one) => one.status === 'unsatisfactory')
  return {
    number: report.identifier?.find((one) => one.system === sid.order)?.value ?? '',
    urgent: requests.some((one) => ['urgent', 'asap', 'stat'].includes(one.priority ?? '')),
    place: first?.locationReference?.[0]?.display ?? null,
    specimen: [...new Set(specimens.map((one) => one.type?.text ?? '').filter(Boolean))].join('; ') || null,
    quality: specimens.length === 0 ? null : unfit ? 'Không đạt' : 'Đạt',
    requested: words.time(first?.authoredOn),
    requester: await staffName(ctx, first?.requester),
    collected: words.time(specimen?.collection?.collectedDateTime),
    collector: await staffName(ctx, specimen?.collection?.collector),
    received: words.time(specimen?.receivedTime),
    receiver: await receiver(ctx, specimen),
    performed: words.time(done.at),
    performer: await staffName(ctx, done.who ?? results[0]?.performer?.[0]),
    reported: words.time(report.issued),
  }
}

function receiver(ctx: Context, specimen: Specimen | undefined): Promise<string | null> {
  const mark = specimen?.extension?.find((one) => one.url.includes('received'))
  const who = mark?.valueReference ?? mark?.extension?.find((one) => one.url === 'who')?.valueReference
  return staffName(ctx, who)
}

/** 16/BV2, the result sheet of one laboratory report. */
export async function laboratoryResult(ctx: Context, reportId: string): Promise<PaperModel> {
  const report = await readResource<DiagnosticReport>(ctx, 'DiagnosticReport', reportId)
  const encounterId = idOf(report.encounter)
  if (!encounterId) throw documentErrors.nothingToPrint({ form: '16/BV2', what: 'DiagnosticReport.encounter' })
  const [visit, requests, specimens, results] = await Promise.all([
    readVisit(ctx, encounterId),
    readAll<ServiceRequest>(ctx, 'ServiceRequest', report.basedOn),
    readAll<Specimen>(ctx, 'Specimen', report.specimen),
    readAll<Observation>(ctx, 'Observation', report.result),
  ])
  if (results.length === 0)
    throw documentErrors.nothingToPrint({ form: '16/BV2', what: 'DiagnosticReport.result' })
  const signer = report.resultsInterpreter?.[0] ?? report.performer?.[0]
  const order = await orderModel(ctx, report, requests, specimens, results)
  const shared = sharedModel(visit, codeNames(), '16/BV2', 'Phiếu kết quả xét nghiệm')
  const data = {
    ...shared,
    order: {
      ...order,
      place: order.place ?? visit.encounter.location?.[0]?.location?.display ?? shared.department,
    },
    groups: groups(requests, results),
    conclusion: words.text(report.conclusion),
    signers: { laboratory: await staffName(ctx, signer) },
    day: words.dayParts(report.issued ?? ctx.now().toISOString()),
  }
  const edition = formOn('16/BV2', (report.issued ?? visit.encounter.period?.start ?? '').slice(0, 10))
  return {
    data,
    visit,
    about: `DiagnosticReport/${reportId}`,
    edition,
    template: edition.template,
    related: [report, ...results, ...requests, ...specimens],
    signers: { laboratory: signer },
  }
}
