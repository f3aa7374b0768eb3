import type { DocumentReference } from '@medplum/fhirtypes'
import { instantInVietnam } from '#kernel/civil-date.ts'
import type { Context } from '#platform/context.ts'
import { PdfDocument } from '#platform/pdf/document.ts'
import { paperRenderer } from '#platform/typst/forms-folder.ts'
import { qrSvg } from '#platform/typst/symbols.ts'
import { signatureFields } from './pades/fields.ts'

export interface MarkRequest {
  readonly paper: DocumentReference & { id: string }
  readonly slot: string
  readonly bytes: Buffer
  readonly name: string
  readonly title: string
  readonly at: Date
  /** Hash of the file that is being signed. */
  readonly sha256: string
}

/** Size of a signature field in points. */
export function fieldSize(bytes: Buffer, slot: string): { width: number; height: number } {
  const document = new PdfDocument(bytes)
  const field = signatureFields(document).find((one) => one.name === slot)
  const box = field ? document.items(field.dict.entries.get('Rect')) : []
  const [x0 = 0, y0 = 0, x1 = 180, y1 = 54] = box.map((one) => (one.kind === 'number' ? Number(one.text) : 0))
  return { width: x1 - x0, height: y1 - y0 }
}

/** Where a reader of the paper can look it up; without a public address only the code is printed. */
function lookUp(ctx: Context, id: string, sha256: string): string {
  const base = ctx.config.publicUrl?.replace(/\/$/, '')
  return base
    ? `${base}/documents/${id}?sha256=${sha256.slice(0, 32)}`
    : `lanong:documents/${id}?sha256=${sha256.slice(0, 32)}`
}

const grouped = (hash: string) => hash.slice(0, 16).replace(/(.{4})(?=.)/g, '$1 ')

/** What the signature field shows: name, role, time, short hash of the signed content, QR to look it up. */
export async function signatureMark(ctx: Context, what: MarkRequest): Promise<Buffer> {
  const when = instantInVietnam(what.at)
  const [year, month, day] = when.slice(0, 10).split('-')
  const { pdf } = await paperRenderer().render({
    template: '_print/signature.typ',
    data: {
      signed: true,
      ...fieldSize(what.bytes, what.slot),
      name: what.name,
      role: what.title,
      time: `${when.slice(11, 19)} ngày ${day}/${month}/${year}`,
      hash: grouped(what.sha256),
      qr: qrSvg(lookUp(ctx, what.paper.id, what.sha256)),
    },
    at: what.at,
    standard: 'a-2b',
  })
  return pdf
}
