import type { Patient, Practitioner, Reference, Specimen } from '@medplum/fhirtypes'
import { cs, sid } from '#fhir/systems.ts'

/** A filled tube with its barcode number. */
export function tubeSpecimen(given: {
  readonly id: string
  readonly kind: {
    readonly code: string
    readonly name: string
    readonly container: string
    readonly snomed: string | undefined
  }
  readonly accession: string
  readonly patient: Reference<Patient>
  readonly requestIds: readonly string[]
  readonly collectedAt: string
  readonly collector: Reference<Practitioner>
}): Specimen & { id: string } {
  const { kind } = given
  const snomed = kind.snomed ? [{ system: cs.snomed, code: kind.snomed }] : []
  return {
    resourceType: 'Specimen',
    id: given.id,
    accessionIdentifier: { system: sid.specimen, value: given.accession },
    status: 'available',
    type: { coding: [{ system: cs.specimen, code: kind.code, display: kind.name }, ...snomed], text: kind.name },
    subject: given.patient,
    request: given.requestIds.map((id) => ({ reference: `ServiceRequest/${id}` })),
    collection: { collector: given.collector, collectedDateTime: given.collectedAt },
    container: [{ type: { text: kind.container } }],
  }
}

export function specimenKind(specimen: Specimen): string {
  return specimen.type?.coding?.find((coding) => coding.system === cs.specimen)?.code ?? 'OTHER'
}

export function requestIds(specimen: Specimen): readonly string[] {
  return (specimen.request ?? []).flatMap((one) => {
    const [type, id] = one.reference?.split('/') ?? []
    return type === 'ServiceRequest' && id ? [id] : []
  })
}

/** Barcode number of a tube of this laboratory; numbers of other laboratories are theirs. */
export function accessionOf(specimen: Specimen): string | undefined {
  const { accessionIdentifier: number } = specimen
  return number?.system === sid.specimen ? number.value : undefined
}
