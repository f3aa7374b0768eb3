import type { DocumentReference, Provenance, Reference } from '@medplum/fhirtypes'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { slotTitle } from './paper.ts'
import type { Slot } from './slots.ts'

export interface Signing {
  readonly paper: DocumentReference & { id: string }
  readonly slot: Slot
  /** Version of the paper that carries the signature, and the one that was shown. */
  readonly version: number
  readonly before: number
  readonly at: Date
}

/** Who signed what, in which role and when; the proof itself is in the file. */
export function provenanceOf(
  ctx: Context,
  { paper, slot, version, before, at }: Signing,
): Provenance & { id: string } {
  const { actor } = ctx
  const who: Reference = actor.practitionerId
    ? { reference: `Practitioner/${actor.practitionerId}`, display: actor.name }
    : { display: actor.name }
  const when = instantInVietnam(at)
  const signer = who as NonNullable<Provenance['agent']>[number]['who'] & object
  return {
    resourceType: 'Provenance',
    id: ctx.newId(),
    target: [{ reference: `DocumentReference/${paper.id}/_history/${version}` }],
    occurredDateTime: when,
    recorded: when,
    activity: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/v3-DocumentCompletion',
          code: 'LA',
          display: 'legally authenticated',
        },
      ],
    },
    agent: [
      {
        type: {
          coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code: 'legal' }],
        },
        role: [
          {
            coding: [{ system: 'urn:lanong:cs:signature-slot', code: slot.slot }],
            text: slotTitle(paper, slot.slot, 'vi'),
          },
        ],
        who: signer,
        onBehalfOf: { reference: 'Organization/facility' },
      },
    ],
    entity: [{ role: 'source', what: { reference: `DocumentReference/${paper.id}/_history/${before}` } }],
    signature: [
      {
        type: [
          { system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1', display: "Author's Signature" },
        ],
        when,
        who: signer,
        targetFormat: 'application/pdf',
        sigFormat: 'application/pkcs7-signature',
      },
    ],
  }
}
