import { rawFromDer } from '../der/ecdsa.ts'
import { bitsOf } from '../policy/algorithms.ts'
import type { Signer } from '../signers/signer.ts'

/** A signature as XML and JSON want it: of an elliptic curve the two numbers side by side, of RSA as it is. */
export async function signRaw(signer: Signer, bytes: Buffer): Promise<Buffer> {
  const signature = await signer.sign(bytes)
  const key = signer.certificate.publicKey
  return key.asymmetricKeyType === 'ec' ? rawFromDer(signature, Math.ceil(bitsOf(key) / 8)) : signature
}
