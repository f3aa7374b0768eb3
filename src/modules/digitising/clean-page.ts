import sharp from 'sharp'
import type { PageImage } from './image-pdf.ts'

/** A4 at 300 dots per inch. */
const fit = { width: 2480, height: 3508, fit: 'inside', withoutEnlargement: true } as const
/** Paper becomes this bright; grain must not become ink, so no page is stretched more than this. */
const paperWhite = 246
const mostGain = 2
/** Closer together than this, paper and ink are not told apart: the page is only made lighter. */
const leastContrast = 40

/** How bright paper and ink of a page are: half of it is paper, its darkest thousandth is ink. */
async function tones(page: sharp.Sharp): Promise<{ readonly paper: number; readonly ink: number }> {
  const small = await page.clone().resize({ width: 600 }).greyscale().raw().toBuffer()
  const sorted = Uint8Array.from(small).sort()
  return { paper: sorted[sorted.length >> 1] ?? 255, ink: sorted[Math.floor(sorted.length / 1000)] ?? 0 }
}

/** A page turned as the camera stood and made clearer; nothing is cut off. */
export async function cleanPage(bytes: Buffer, options: sharp.SharpOptions): Promise<PageImage> {
  const upright = sharp(bytes, options).autoOrient().flatten({ background: 'white' }).resize(fit)
  const turned = await upright.toColourspace('srgb').raw().toBuffer({ resolveWithObject: true })
  const { width, height, channels } = turned.info
  const page = sharp(turned.data, { raw: { width, height, channels } })
  const { paper, ink } = await tones(page)
  const dark = paper - ink < leastContrast ? 0 : ink
  const gain = Math.min(mostGain, paperWhite / Math.max(1, paper - dark))
  const clearer = page.linear(gain, dark === 0 ? 0 : paperWhite - paper * gain)
  const { data } = await clearer
    .toColourspace('srgb')
    .jpeg({ quality: 82, mozjpeg: false })
    .toBuffer({ resolveWithObject: true })
  return { jpeg: data, width, height }
}
