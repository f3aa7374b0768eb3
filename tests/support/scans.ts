import { createRequire } from 'node:module'
import { GlobalFonts, PDFDocument } from '@napi-rs/canvas'
import sharp from 'sharp'
import { openFile } from '#modules/digitising/reading/draw-page.ts'

const font = '@expo-google-fonts/noto-serif/400Regular/NotoSerif_400Regular.ttf'
GlobalFonts.registerFromPath(createRequire(import.meta.url).resolve(font), 'Noto Serif')

interface Scanning {
  /** How the sheet lies on the glass. */
  readonly degrees?: number
  readonly page?: number
}

/** A printed page as a scanner sends it: yellowish paper, grain, JPEG. */
export async function scanned(pdf: Uint8Array, { degrees = 0, page = 1 }: Scanning = {}): Promise<Buffer> {
  const { width, height, bytes } = await (await openFile(pdf)).page(page)
  const sheet = sharp(bytes, { raw: { width, height, channels: 1 } })
    .rotate(degrees, { background: '#fff' })
    .toColourspace('srgb')
  const flat = await sheet.blur(0.5).linear(0.86, 22).raw().toBuffer({ resolveWithObject: true })
  const grain = { type: 'gaussian', mean: 128, sigma: 6 } as const
  const { width: w, height: h, channels } = flat.info
  const noise = await sharp({ create: { width: w, height: h, channels: 3, background: '#808080', noise: grain } })
    .png()
    .toBuffer()
  return sharp(flat.data, { raw: { width: w, height: h, channels } })
    .composite([{ input: noise, blend: 'soft-light' }])
    .tint('#fdf6e3')
    .jpeg({ quality: 80 })
    .toBuffer()
}

/** What is no paper: soft patches of light and dark. */
export function photograph(): Promise<Buffer> {
  return sharp({
    create: {
      width: 60,
      height: 80,
      channels: 3,
      background: '#888888',
      noise: { type: 'gaussian', mean: 120, sigma: 60 },
    },
  })
    .resize(1200, 1600, { kernel: 'cubic' })
    .jpeg()
    .toBuffer()
}

/** A page of a heading and lines, printed. */
export async function printedPage(heading: string, lines: readonly string[]): Promise<Uint8Array> {
  const canvas = new PDFDocument()
  const context = canvas.beginPage(595, 842)
  context.font = '20px "Noto Serif"'
  context.fillText(heading, 60, 90)
  context.font = '15px "Noto Serif"'
  for (const [at, line] of lines.entries()) context.fillText(line, 60, 150 + at * 30)
  canvas.endPage()
  return canvas.close()
}
