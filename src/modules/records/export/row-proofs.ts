import type { Provenance } from '@medplum/fhirtypes'
import { parseJsonBytes } from '#fhir/json.ts'
import { provenSignature, rowProofsFolder } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'

/** Signatures on rows of sheets whose proofs came after they were written, with those proofs. */
export async function rowProofs(ctx: Context, bundle: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const { entry = [] } = parseJsonBytes(bundle) as { entry?: { resource?: Provenance }[] }
  const files = new Map<string, Buffer>()
  for (const { resource } of entry) {
    const [signature] = resource?.resourceType === 'Provenance' ? (resource.signature ?? []) : []
    if (signature?.sigFormat !== 'application/pkcs7-signature' || !signature.data) continue
    const own = Buffer.from(signature.data, 'base64')
    const proven = await provenSignature(ctx, own)
    if (!proven.equals(own)) files.set(`${rowProofsFolder}${resource?.id}.p7s`, proven)
  }
  return files
}
