import sharp from 'sharp'
import { AppError } from '#kernel/app-error.ts'
import { PdfDocument } from '#platform/pdf/document.ts'
import { cleanPage } from './clean-page.ts'
import { scanErrors } from './errors.ts'
import { type PageImage, pdfOfImages } from './image-pdf.ts'

/** Pages of one file; a record of more is uploaded in parts. */
export const mostPages = 500
/** A3 at 600 dots per inch has 70. */
const mostMillions = 80
export const mostScanBytes = 80 * 1024 * 1024

export interface CleanScan {
  readonly medium: 'pdf' | 'image'
  readonly pages: number
  /** The pages as a PDF: pictures are turned as the camera stood and made clearer; nothing is cut off. */
  readonly pdf: Buffer
}

/** Reads an uploaded scan, refuses what is hostile, damaged or unknown, and cleans up pictures. */
export async function inspectScan(bytes: Buffer): Promise<CleanScan> {
  if (bytes.subarray(0, 1024).includes('%PDF-')) return inspectPdf(bytes)
  if (!isPicture(bytes)) throw scanErrors.unknownKind()
  const images = await readImages(bytes)
  return { medium: 'image', pages: images.length, pdf: pdfOfImages(images) }
}

/** Media type of an upload that was taken in. */
export function mediaTypeOf(bytes: Buffer): string {
  const start = bytes.subarray(0, 4).toString('latin1')
  if (start.startsWith('\xff\xd8\xff')) return 'image/jpeg'
  if (start === '\x89PNG') return 'image/png'
  return start === 'II*\0' || start === 'MM\0*' ? 'image/tiff' : 'application/pdf'
}

function isPicture(bytes: Buffer): boolean {
  const start = bytes.subarray(0, 4).toString('latin1')
  return start.startsWith('\xff\xd8\xff') || start === 'II*\0' || start === 'MM\0*' || start === '\x89PNG'
}

function inspectPdf(bytes: Buffer): CleanScan {
  let pages: number
  try {
    const document = new PdfDocument(bytes)
    if (document.trailer.entries.has('Encrypt')) throw scanErrors.encrypted()
    pages = document.pages().length
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith('digitising.')) throw error
    throw scanErrors.damaged({ reason: error instanceof Error ? error.message.slice(0, 120) : 'PDF' }, error)
  }
  if (pages > mostPages) throw scanErrors.tooManyPages({ most: mostPages })
  if (pages === 0) throw scanErrors.damaged({ reason: 'no page' })
  return { medium: 'pdf', pages, pdf: bytes }
}

const limits = { limitInputPixels: mostMillions * 1_000_000, failOn: 'error', sequentialRead: true } as const

async function readImages(bytes: Buffer): Promise<readonly PageImage[]> {
  try {
    const { pages = 1, width, height } = await sharp(bytes, { ...limits, limitInputPixels: false }).metadata()
    if (pages > mostPages) throw scanErrors.tooManyPages({ most: mostPages })
    if (width * height > limits.limitInputPixels) throw scanErrors.tooLarge({ most: mostMillions })
    const images: PageImage[] = []
    for (let page = 0; page < pages; page++) images.push(await cleanPage(bytes, { ...limits, page }))
    return images
  } catch (error) {
    if (error instanceof AppError) throw error
    const reason = error instanceof Error ? error.message : 'picture'
    if (/pixel limit/i.test(reason)) throw scanErrors.tooLarge({ most: mostMillions }, error)
    throw scanErrors.damaged({ reason: reason.slice(0, 120) }, error)
  }
}
