import type { DocumentReference, Encounter, Provenance } from '@medplum/fhirtypes'
import { ext, sid } from '#fhir/systems.ts'
import type { Context } from '#platform/context.ts'
import type { Guard, GuardedChange, Statement } from '#platform/guard.ts'

/** `DocumentReference/x/_history/3` taken apart. */
const paperVersion = /^DocumentReference\/([A-Za-z0-9.-]+)\/_history\/(\d+)$/

function signatureLeaf(ctx: Context, change: GuardedChange): readonly Statement[] {
  const provenance = change.after as Provenance | undefined
  const signature = provenance?.signature?.[0]
  if (!provenance || !signature) return []
  const [, paper, version] = paperVersion.exec(provenance.target[0]?.reference ?? '') ?? []
  const data = signature.data === undefined ? null : Buffer.from(signature.data, 'base64')
  if (!data && !paper) return []
  return [
    {
      name: 'ledger_signature',
      text: 'select ledger_signature($1, $2, $3, $4, $5)',
      values: [ctx.facility, change.id, data, paper ?? null, version === undefined ? null : Number(version)],
    },
  ]
}

function archivingLeaves(ctx: Context, change: GuardedChange): readonly Statement[] {
  const encounter = change.after as Encounter | undefined
  const isRecord = encounter?.identifier?.some((one) => one.system === sid.record)
  const state = encounter?.extension?.find((one) => one.url === ext.recordState)?.valueCode
  if (!isRecord || state !== 'archived') return []
  return [
    {
      name: 'ledger_archive',
      text: 'select ledger_archive($1, $2, $3)',
      values: [ctx.facility, change.id, Number(encounter?.meta?.versionId)],
    },
  ]
}

const blobUrl = /^urn:lanong:blob:([0-9a-f]{64})$/

function supplementLeaves(ctx: Context, change: GuardedChange): readonly Statement[] {
  const paper = change.after as DocumentReference | undefined
  const record = paper?.context?.encounter?.[0]?.reference?.split('/')[1]
  if (!record) return []
  return (paper?.content ?? []).flatMap(({ attachment }) => {
    const hash = blobUrl.exec(attachment.url ?? '')?.[1]
    if (!hash) return []
    return [
      {
        name: 'ledger_supplement',
        text: 'select ledger_supplement($1, $2, $3)',
        values: [ctx.facility, record, hash],
      },
    ]
  })
}

/** Signatures, archivings and files that come to archived records leave leaves of their own, in the same transaction. */
export const leavesBeside: Guard = {
  name: 'ledger leaves',
  types: ['Provenance', 'Encounter', 'DocumentReference'],
  beside(ctx, changes) {
    return changes.flatMap((change) => {
      if (change.type === 'Provenance') return signatureLeaf(ctx, change)
      return change.type === 'Encounter' ? archivingLeaves(ctx, change) : supplementLeaves(ctx, change)
    })
  },
}
