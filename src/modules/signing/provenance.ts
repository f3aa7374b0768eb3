import type { DocumentReference, Provenance, Reference, Signature } from '@medplum/fhirtypes'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
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
  /** Name of the facility, where its seal signed: the acting person put it there. */
  readonly sealedBy?: string
  readonly signature: Pick<Signature, 'targetFormat' | 'data'>
}

type Who = NonNullable<NonNullable<Provenance['agent']>[number]['who']>

const participant = (code: string) => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code }],
})

/** Who signed what, in which role and when. */
export function evidenceOf(ctx: Context, what: Evidence): Provenance & { id: string } {
  const { actor } = ctx
  const person: Who = actor.practitionerId
    ? { reference: `Practitioner/${actor.practitionerId}`, display: actor.name }
    : { display: actor.name }
  const signer: Who = what.sealedBy ? { reference: 'Organization/facility', display: what.sealedBy } : person
  const when = instantInVietnam(what.at)
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
        type: participant('legal'),
        role: [
          {
            coding: [{ system: 'urn:lanong:cs:signature-slot', code: what.role.code }],
            text: what.role.text,
          },
        ],
        who: signer,
        ...(what.sealedBy ? {} : { onBehalfOf: { reference: 'Organization/facility' } }),
      },
      ...(what.sealedBy ? [{ type: participant('enterer'), who: person }] : []),
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
  /** Name of the facility, where its seal signed. */
  readonly sealedBy: string | undefined
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
  { sealedBy, paper, slot, version, before, at }: Signing,
): Provenance & { id: string } {
  return evidenceOf(ctx, {
    target: { reference: `DocumentReference/${paper.id}/_history/${version}` },
    source: `DocumentReference/${paper.id}/_history/${before}`,
    role: { code: slot.slot, text: slotTitle(paper, slot.slot, 'vi') },
    at,
    ...present({ sealedBy }),
    signature: { targetFormat: 'application/pdf' },
  })
}
