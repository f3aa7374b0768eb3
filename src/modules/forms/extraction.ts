import { createHash } from 'node:crypto'
import type { Condition, Encounter, Resource } from '@medplum/fhirtypes'
import { type Environment, type Extracted, extract, type Form } from '#fhir/sdc/index.ts'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { findResource } from '#store/read.ts'
import type { Change } from '#store/types.ts'
import { authorOf, extractedBy, fillExt, type Response } from './fill.ts'

/** Id of what a fill says at a place: the same at every amendment, so that nothing is said twice. */
function extractedId(fillId: string, type: string, key: string): string {
  return createHash('sha256').update(`${fillId} ${type} ${key}`).digest('hex').slice(0, 32)
}

const codesOf = (one: Condition) => (one.code?.coding ?? []).map(({ system, code }) => `${system}|${code}`)

/** A diagnosis that the visit has already is not made a second time. */
function isKnown({ resource }: Extracted, environment: Environment, own: ReadonlySet<string>): boolean {
  if (resource.resourceType !== 'Condition') return false
  const known = (environment['conditions'] as readonly Condition[] | undefined) ?? []
  const others = known.filter(({ id }) => !own.has(`Condition/${id}`))
  const codes = new Set(codesOf(resource))
  return others.some((one) => codesOf(one).some((code) => codes.has(code)))
}

/** How a resource is taken back: it stays, marked as an error. */
const withdrawn: Readonly<Record<string, (resource: Resource) => Resource>> = {
  Condition: (one) => ({ ...one, verificationStatus: wrong('condition-ver-status') }) as Resource,
  AllergyIntolerance: (one) =>
    ({ ...one, verificationStatus: wrong('allergyintolerance-verification') }) as Resource,
}

const wrong = (system: string) => ({
  coding: [{ system: `http://terminology.hl7.org/CodeSystem/${system}`, code: 'entered-in-error' }],
})

export function withdraw(resource: Resource): Resource {
  const own = withdrawn[resource.resourceType]
  if (!own) return { ...resource, status: 'entered-in-error' } as Resource
  // R4 con-5, ait-2: what was never true has no clinical status.
  const { clinicalStatus: _status, ...rest } = resource as Condition
  return own(rest as Resource)
}

/** Withdrawals of resources that a fill no longer says. */
export async function withdrawals(ctx: Context, references: readonly string[]): Promise<Change[]> {
  const found = await Promise.all(
    references.map((reference) => {
      const [type = '', id = ''] = reference.split('/')
      return findResource(ctx, type as Resource['resourceType'], id)
    }),
  )
  return found.flatMap((one): Change[] => (one ? [{ kind: 'update', resource: withdraw(one) }] : []))
}

/** The response with the list of what it says in the chart, and the changes that make the chart say it. */
export async function extraction(
  ctx: Context,
  form: Form,
  response: Response,
  environment: Environment,
): Promise<{ response: Response; changes: readonly Change[] }> {
  const before = new Set(extractedBy(response))
  const found = extract(form, response, {
    environment,
    subject: response.subject?.reference ?? '',
    encounter: response.encounter?.reference,
    author: authorOf(ctx),
    authored: response.authored ?? instantInVietnam(ctx.now()),
    source: `QuestionnaireResponse/${response.id}`,
  })
  const said = found
    .filter((one) => !isKnown(one, environment, before))
    .map(({ key, resource }) => ({
      ...resource,
      id: extractedId(response.id, resource.resourceType, key),
    }))
  const references = said.map((one) => `${one.resourceType}/${one.id}`)
  const gone = [...before].filter((one) => !references.includes(one))
  const changes = said.map((resource): Change => ({ kind: 'update', resource: resource as Resource }))
  return {
    response: withExtracted(response, references),
    changes: [
      ...changes,
      ...(await withdrawals(ctx, gone)),
      ...listed(environment['encounter'] as Encounter & { id: string }, said as Resource[], gone),
    ],
  }
}

const isOfVisit = (one: Resource): boolean =>
  one.resourceType === 'Condition' &&
  (one.category ?? []).some(({ coding }) => coding?.some(({ code }) => code === 'encounter-diagnosis'))

/** Diagnoses that a fill says join the list of the visit, after those that are there; those it takes back leave it. */
export function listed(
  encounter: Encounter & { id: string },
  said: readonly Resource[],
  gone: readonly string[],
): readonly Change[] {
  const before = encounter.diagnosis ?? []
  const known = new Set(before.map(({ condition }) => condition?.reference))
  const kept = before.filter(({ condition }) => !gone.includes(condition?.reference ?? ''))
  const last = Math.max(0, ...kept.map(({ rank }, at) => rank ?? at + 1))
  const fresh = said.filter(isOfVisit).map((one) => `Condition/${one.id}`)
  const added = fresh
    .filter((reference) => !known.has(reference))
    .map((reference, at) => ({
      condition: { reference },
      use: { coding: [{ system: cs.diagnosisRole, code: 'CM' }] },
      rank: last + at + 1,
    }))
  if (added.length === 0 && kept.length === before.length) return []
  const { diagnosis: _before, ...rest } = encounter
  const diagnosis = [...kept, ...added]
  return [{ kind: 'update', resource: { ...rest, ...(diagnosis.length > 0 ? { diagnosis } : {}) } }]
}

function withExtracted(response: Response, references: readonly string[]): Response {
  const others = (response.extension ?? []).filter(({ url }) => url !== fillExt.extracted)
  const mine = references.map((reference) => ({ url: fillExt.extracted, valueReference: { reference } }))
  return { ...response, extension: [...others, ...mine] }
}
