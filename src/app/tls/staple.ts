import { readFileSync } from 'node:fs'
import type { Server as SecureServer } from 'node:https'
import type { Logger } from 'pino'
import { type AskRevocation, type Certificate, readCertificate } from '#modules/signing/index.ts'
import type { CertificateFiles } from '#platform/http/tls.ts'

const lookEveryMs = 15 * 60_000

/** The certificate that is shown and who issued it; undefined where the file holds no chain, or names nobody to ask. */
function chainOf({ certificate }: CertificateFiles): readonly [Certificate, Certificate] | undefined {
  const blocks = readFileSync(certificate, 'utf8').matchAll(/-----BEGIN CERTIFICATE-----([^-]+)-----END/g)
  const [own, issuer] = [...blocks].map(([, body = '']) => readCertificate(Buffer.from(body, 'base64')))
  return own?.ocspUrl && issuer ? [own, issuer] : undefined
}

interface Proof {
  readonly der: Buffer
  readonly serial: Buffer
  readonly until: number
}

/** Undefined where nobody is named, or where the authority gave its list instead of an answer. */
async function askFor(files: CertificateFiles, ask: AskRevocation): Promise<Proof | undefined> {
  const chain = chainOf(files)
  if (!chain) return undefined
  const [own, issuer] = chain
  const [answer] = (await ask(own, issuer)).ocsps
  const until = answer?.statements.find((one) => one.isAbout(own, issuer))?.nextUpdate
  return answer && { der: answer.der, serial: own.serial, until: until?.getTime() ?? Date.now() + 2 * lookEveryMs }
}

/**
 * Sends along what the authority says of the certificate, so that a browser need not ask it who is being visited. Nobody
 * waits for the authority: it is asked beforehand, and while it is away its last answer serves until it ends.
 * @see https://www.rfc-editor.org/rfc/rfc6066#section-8
 */
export function stapleProof(
  server: Pick<SecureServer, 'on'>,
  files: CertificateFiles,
  { log, ask, everyMs = lookEveryMs }: { log: Logger; ask: AskRevocation; everyMs?: number },
): { stop(): void } {
  let proof: Proof | undefined
  const look = () =>
    askFor(files, ask).then(
      (one) => {
        proof = one ?? proof
      },
      (error: unknown) => log.warn({ err: error }, 'the authority of the certificate does not answer'),
    )
  server.on('OCSPRequest', (shown: Buffer, _issuer: Buffer, answer: (error: null, proof?: Buffer) => void) => {
    const good = proof && proof.until > Date.now() && readCertificate(shown).serial.equals(proof.serial)
    answer(null, good ? proof?.der : undefined)
  })
  void look()
  const timer = setInterval(look, everyMs).unref()
  return { stop: () => clearInterval(timer) }
}
