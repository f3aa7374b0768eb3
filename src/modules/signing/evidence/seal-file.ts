import type { Context } from '#platform/context.ts'
import type { TimeStamper } from '../cms/build.ts'
import { readSignedMessage } from '../cms/read.ts'
import { addJsonArchiveTimeStamp, addJsonProofs, signJson } from '../jades/sign.ts'
import { joinProofs, type Proofs } from '../pades/proofs.ts'
import { signaturePolicy } from '../policy/signature-policy.ts'
import { openSeal } from '../seal/open-seal.ts'
import type { Signer } from '../signers/signer.ts'
import { checkChain } from '../x509/chain.ts'
import { addXmlArchiveTimeStamp, addXmlProofs, signXml } from '../xades/sign.ts'
import { proofsOfMessage, proofsOfPath } from './collect-proofs.ts'
import { isClockWrong, isDown, openTrustServices, type TrustServices } from './trust-services.ts'

/** How one format signs, takes proofs, and is time-stamped for the archive. */
interface Format {
  sign(signer: Signer, stamper: TimeStamper): Promise<Buffer>
  addProofs(bytes: Buffer, proofs: Proofs): Buffer
  addTimeStamp(bytes: Buffer, stamper: TimeStamper): Promise<Buffer>
}

/** Keeps the tokens that are given, whose authorities must be proven too. */
function noting(stamper: TimeStamper): TimeStamper & { readonly tokens: Buffer[] } {
  const tokens: Buffer[] = []
  return {
    tokens,
    async stamp(hash) {
      const token = await stamper.stamp(hash)
      tokens.push(token)
      return token
    },
  }
}

async function proofsOf(signer: Signer, tokens: readonly Buffer[], services: TrustServices): Promise<Proofs> {
  const { path } = checkChain(signer.certificate, signer.chain, services.trust, new Date(), 'document')
  const stamps = tokens.map((token) => proofsOfMessage(readSignedMessage(token), 'timestamp', services))
  return joinProofs(await Promise.all([proofsOfPath(path, services), ...stamps]))
}

/** Who seals, who vouches for it, and when. */
export interface Sealing {
  readonly signer: Signer
  readonly services: TrustServices
  readonly at: Date
  readonly id: string
}

/** A file that leaves the house gets a time stamp or is not sealed: whoever asks for it can ask again. */
async function seal({ signer, services }: Sealing, format: Format): Promise<Buffer> {
  const stamper = noting(services.stamper)
  const signed = await format.sign(signer, stamper)
  try {
    const proofs = await proofsOf(signer, stamper.tokens, services)
    return await format.addTimeStamp(format.addProofs(signed, proofs), services.stamper)
  } catch (error) {
    if (!isDown(error) || isClockWrong(error) || signaturePolicy.revocationDown === 'refuse') throw error
    return signed
  }
}

/** Seals an XML file inside of its root element: XAdES baseline B-LTA. */
export const sealXmlWith = (sealing: Sealing, bytes: Buffer, role: string): Promise<Buffer> =>
  seal(sealing, {
    sign: (signer, stamper) => signXml(bytes, signer, { at: sealing.at, role, id: `seal-${sealing.id}` }, stamper),
    addProofs: addXmlProofs,
    addTimeStamp: addXmlArchiveTimeStamp,
  })

/** Seals a JSON file, which travels inside as it is: JAdES baseline B-LTA. */
export const sealJsonWith = (sealing: Sealing, bytes: Buffer): Promise<Buffer> =>
  seal(sealing, {
    sign: (signer, stamper) => signJson(bytes, signer, sealing.at, stamper),
    addProofs: addJsonProofs,
    addTimeStamp: addJsonArchiveTimeStamp,
  })

async function byFacility(ctx: Context): Promise<Sealing> {
  return { signer: await openSeal(ctx), services: await openTrustServices(ctx), at: ctx.now(), id: ctx.newId() }
}

/** Seals an XML file by the facility. */
export const sealXml = async (ctx: Context, bytes: Buffer, role: string): Promise<Buffer> =>
  sealXmlWith(await byFacility(ctx), bytes, role)

/** Seals a JSON file by the facility. */
export const sealJson = async (ctx: Context, bytes: Buffer): Promise<Buffer> =>
  sealJsonWith(await byFacility(ctx), bytes)
