import type { DocumentReference, Provenance } from '@medplum/fhirtypes'
import { idOf } from '#fhir/encounter.ts'
import { ext } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import { PdfDocument } from '#platform/pdf/document.ts'
import { searchResources } from '#store/search.ts'
import { provenFile } from '../evidence/debts.ts'
import { signatureFields } from '../pades/fields.ts'
import { blobHash } from '../paper.ts'
import type { NewSlot } from '../slots.ts'

/** The paper with the places that it waits for, so that the work list can be made again from the papers alone. */
export function withPlaces<T extends DocumentReference>(paper: T, places: readonly NewSlot[]): T {
  const told = places.map(({ slot, turn, role, practitionerId, department }) => ({
    url: ext.signaturePlace,
    extension: [
      { url: 'place', valueCode: slot },
      { url: 'turn', valueInteger: turn },
      { url: 'office', valueCode: role },
      ...(practitionerId
        ? [{ url: 'person', valueReference: { reference: `Practitioner/${practitionerId}` } }]
        : []),
      ...(department ? [{ url: 'department', valueReference: { reference: `Organization/${department}` } }] : []),
    ],
  }))
  return told.length > 0 ? { ...paper, extension: [...(paper.extension ?? []), ...told] } : paper
}

/** The places that a paper itself tells. */
export function placesOf(paper: DocumentReference): NewSlot[] {
  const places = (paper.extension ?? []).filter(({ url }) => url === ext.signaturePlace)
  return places.flatMap(({ extension = [] }, position) => {
    const told = (name: string) => extension.find((one) => one.url === name)
    return [
      {
        slot: told('place')?.valueCode ?? '',
        // A paper of before turns were told in it is signed in the order of its places.
        turn: told('turn')?.valueInteger ?? position,
        role: told('office')?.valueCode ?? '',
        practitionerId: idOf(told('person')?.valueReference) || undefined,
        department: idOf(told('department')?.valueReference) || undefined,
      },
    ]
  })
}

/** A place as the work list keeps it, without since when. */
export interface ProvenPlace {
  readonly slot: string
  readonly position: number
  readonly turn: number
  readonly role: string
  readonly practitioner_id: string | null
  readonly department: string | null
  readonly state: 'waiting' | 'signed' | 'void'
  readonly signed_by: string | null
  readonly provenance_id: string | null
}

const placeSystems = new Set(['urn:lanong:cs:signature-slot', 'urn:lanong:cs:confirmation-place'])

/** Evidence of signatures and confirmations on a paper by place. */
async function evidenceOn(ctx: Context, id: string): Promise<ReadonlyMap<string, Provenance>> {
  const all = await searchResources<Provenance>(ctx, 'Provenance', { target: `DocumentReference/${id}` })
  return new Map(
    all.flatMap((one) => {
      const place = one.agent?.[0]?.role?.[0]?.coding?.find(({ system = '' }) => placeSystems.has(system))
      return place?.code ? [[place.code, one] as const] : []
    }),
  )
}

/** Who signed; of the seal of the facility nobody. */
function personWho({ agent = [] }: Provenance): string | null {
  const who = agent[0]?.who
  return who?.reference?.startsWith('Practitioner/') ? idOf(who) : null
}

/** Fields of the file that nobody has signed; evidence that claims such a place was not written by signing. */
async function openFields(ctx: Context, paper: DocumentReference): Promise<ReadonlySet<string>> {
  try {
    const bytes = await ctx.blobs.get(await provenFile(ctx, blobHash(paper)))
    const open = signatureFields(new PdfDocument(bytes)).filter(({ signature }) => signature === undefined)
    return new Set(open.map(({ name }) => name))
  } catch {
    // What cannot be read cannot be signed either.
    return new Set()
  }
}

/** The places of a paper as the paper, its file and the evidence of its signatures tell them. */
export async function provenPlaces(
  ctx: Context,
  paper: DocumentReference & { readonly id: string },
): Promise<ProvenPlace[]> {
  const [evidence, open] = await Promise.all([evidenceOn(ctx, paper.id), openFields(ctx, paper)])
  return placesOf(paper).map(({ slot, turn, role, practitionerId, department }, position) => {
    const signed = open.has(slot) ? undefined : evidence.get(slot)
    return {
      slot,
      position,
      turn,
      role,
      practitioner_id: practitionerId ?? null,
      department: department ?? null,
      state: signed ? 'signed' : paper.status === 'current' ? 'waiting' : 'void',
      signed_by: signed ? personWho(signed) : null,
      provenance_id: signed?.id ?? null,
    }
  })
}
