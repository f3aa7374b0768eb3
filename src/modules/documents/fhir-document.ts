import type { Bundle, BundleEntry, Composition, Resource } from '@medplum/fhirtypes'
import { cs } from '#fhir/systems.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { PaperModel } from './models/paper-model.ts'

const keyOf = (resource: Resource) => `${resource.resourceType}/${resource.id}`

/** Resources behind a paper, each once. */
export function sourcesOf(model: PaperModel): Resource[] {
  const { visit } = model
  const all = [
    visit.patient,
    visit.encounter,
    visit.facility,
    visit.department,
    visit.coverage,
    ...visit.conditions,
    ...visit.allergies,
    ...model.related,
  ]
  const byKey = new Map<string, Resource>()
  for (const one of all) if (one?.id) byKey.set(keyOf(one), one)
  return [...byKey.values()]
}

/** When the newest source of a paper was written: the same sources give the same file again. */
export function newestSource(model: PaperModel): Date {
  const times = sourcesOf(model)
    .map((one) => Date.parse(one.meta?.lastUpdated ?? ''))
    .filter((at) => !Number.isNaN(at))
  return new Date(times.length > 0 ? Math.max(...times) : Date.parse('2000-01-01T00:00:00Z'))
}

/** The data of a paper as a FHIR document (Bundle with a Composition first), for machines that receive the PDF. */
export function fhirDocument(id: string, model: PaperModel): string {
  const form = model.edition
  const sources = sourcesOf(model)
  const at = instantInVietnam(newestSource(model))
  const entry = (resource: Resource): BundleEntry => ({ fullUrl: `urn:lanong:${keyOf(resource)}`, resource })
  const author = Object.values(model.signers).find((one) => one !== undefined)
  const composition: Composition = {
    resourceType: 'Composition',
    id,
    status: 'final',
    type: { coding: [{ system: cs.form, code: form.code, version: form.validFrom, display: form.title.vi }] },
    subject: { reference: `Patient/${model.visit.patient.id}` },
    encounter: { reference: `Encounter/${model.visit.encounter.id}` },
    date: at,
    author: [(author ?? { reference: 'Organization/facility' }) as NonNullable<Composition['author']>[number]],
    title: form.title.vi,
    section: [{ title: form.title.vi, entry: sources.map((one) => ({ reference: keyOf(one) })) }],
  }
  const bundle: Bundle = {
    resourceType: 'Bundle',
    type: 'document',
    identifier: { system: 'urn:ietf:rfc:3986', value: `urn:uuid:${id}` },
    timestamp: at,
    entry: [composition, ...sources].map(entry),
  }
  return JSON.stringify(bundle)
}
