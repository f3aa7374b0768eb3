import type { DocumentReference, Provenance, Reference, Signature } from '@medplum/fhirtypes'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { slotTitle } from './paper.ts'
import type { Slot } from './slots.ts'

/** A signature as FHIR tells it. */
export interface Evidence {
  readonly target: Reference
  /** What was shown to the signer, where it is not the target. */
  readonly source?: string
  /** In which function the person signed. */
  readonly role: { readonly code: string; readonly text: string }
  readonly at: Date
  readonly signature: Pick<Signature, 'targetFormat' | 'data'>
}

/** Who signed what, in which role and when. */
export function evidenceOf(ctx: Context, what: Evidence): Provenance & { id: string } {
  const { actor } = ctx
  const who: Reference = actor.practitionerId
    ? { reference: `Practitioner/${actor.practitionerId}`, display: actor.name }
    : { display: actor.name }
  const when = instantInVietnam(what.at)
  const signer = who as NonNullable<Provenance['agent']>[number]['who'] & object
  return {
    resourceType: 'Provenance',
    id: ctx.newId(),
    target: [what.target as NonNullable<Provenance['target']>[number]],
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
            coding: [{ system: 'urn:lanong:cs:signature-slot', code: what.role.code }],
            text: what.role.text,
          },
        ],
        who: signer,
        onBehalfOf: { reference: 'Organization/facility' },
      },
    ],
    ...(what.source ? { entity: [{ role: 'source', what: { reference: what.source } }] } : {}),
    signature: [
      {
        type: [
          { system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1', display: "Author's Signature" },
        ],
        when,
        who: signer,
        sigFormat: 'application/pkcs7-signature',
        ...what.signature,
      },
    ],
  }
}

export interface Signing {
  readonly paper: DocumentReference & { id: string }
  readonly slot: Slot
  /** Version of the paper that carries the signature, and the one that was shown. */
  readonly version: number
  readonly before: number
  readonly at: Date
}

/** The evidence of a signature on a paper; the proof itself is in the file. */
export function provenanceOf(
  ctx: Context,
  { paper, slot, version, before, at }: Signing,
): Provenance & { id: string } {
  return evidenceOf(ctx, {
    target: { reference: `DocumentReference/${paper.id}/_history/${version}` },
    source: `DocumentReference/${paper.id}/_history/${before}`,
    role: { code: slot.slot, text: slotTitle(paper, slot.slot, 'vi') },
    at,
    signature: { targetFormat: 'application/pdf' },
  })
}
