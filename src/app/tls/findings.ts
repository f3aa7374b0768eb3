import { readFileSync } from 'node:fs'
import { readCertificate } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { type Finding, finding, levelBelow } from '#platform/finding.ts'
import { certificateFiles } from './certificate-files.ts'

const limits = { amber: 21, red: 5 }
const dayMs = 86_400_000

/** The certificate that workstations see. The own one is renewed a month before its end: less is amber already. */
export async function httpsFindings(ctx: Context): Promise<readonly Finding[]> {
  const files = certificateFiles(ctx.config)
  if (!files) return []
  const pem = readFileSync(files.certificate, 'utf8')
  const body = /-----BEGIN CERTIFICATE-----([^-]+)-----END/.exec(pem)?.[1] ?? ''
  const { notAfter } = readCertificate(Buffer.from(body, 'base64'))
  const days = Math.floor((notAfter.getTime() - ctx.now().getTime()) / dayMs)
  const level = levelBelow(days, limits)
  return [finding('https', level, level === 'green' ? 'httpsWell' : 'httpsEnds', { days })]
}
