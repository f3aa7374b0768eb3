import { instantInVietnam } from '#kernel/civil-date.ts'
import { sealPaper } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { paperRenderer } from '#platform/typst/forms-folder.ts'

export interface Certificate {
  readonly facility: string
  readonly at: string
  /** SHA-256 of the sealed list of the export. */
  readonly manifest: string
  /** Entries of the ledger in the export, and its root. */
  readonly size: number
  readonly root: string
  readonly rows: number
  readonly tables: number
  readonly documents: number
  /** Documents on disk that no row named and that therefore did not leave. */
  readonly unnamed: readonly string[]
  readonly persons: readonly { readonly name: string; readonly userName: string }[]
  readonly remains: readonly string[]
}

/** The certificate as a paper under the seal of the facility. */
export async function sealCertificate(ctx: Context, certificate: Certificate): Promise<Buffer> {
  const renderer = paperRenderer()
  const { pdf, marks } = await renderer.render({
    template: '_print/deletion-certificate.typ',
    data: { ...certificate, at: instantInVietnam(new Date(certificate.at)).slice(0, 19).replace('T', ' ') },
    at: ctx.now(),
    standard: 'a-2b',
  })
  const place = marks.find((one) => one.slot === 'seal')
  if (!place) throw new Error('the certificate has no place for the seal')
  const { width, height } = place
  const empty = await renderer.render({
    template: '_print/signature.typ',
    data: { signed: false, width, height },
    at: new Date(0),
    standard: 'a-2b',
  })
  const sealed = await sealPaper(ctx, pdf, {
    id: ctx.newId(),
    place: { name: 'seal', ...place },
    title: 'Chữ ký số của cơ quan, tổ chức',
    empty: empty.pdf,
  })
  return sealed.bytes
}
