import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { createCanvas } from '@napi-rs/canvas'
import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'
import { type GrayPage, grayOf } from './gray.ts'

const home = dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
/** What the engine was taught with; more only costs time. */
const dotsPerInch = 200
/** A4 at that fineness has 3.9 million; a larger page is drawn coarser. */
const mostElements = 5_000_000
/** A picture inside a page, as large as a page of its own may be. */
const mostPicture = 80_000_000

export interface DrawnFile {
  page(number: number): Promise<GrayPage>
}

/** Opens a PDF to draw its pages, with nothing from elsewhere and no code of the file run. */
export async function openFile(pdf: Uint8Array): Promise<DrawnFile> {
  const document = await getDocument({
    data: new Uint8Array(pdf),
    verbosity: 0,
    useSystemFonts: false,
    isEvalSupported: false,
    enableXfa: false,
    maxImageSize: mostPicture,
    wasmUrl: join(home, 'wasm/'),
    standardFontDataUrl: join(home, 'standard_fonts/'),
    cMapUrl: join(home, 'cmaps/'),
  }).promise
  return {
    async page(number) {
      const page = await document.getPage(number)
      const { width, height } = page.getViewport({ scale: 1 })
      const scale = Math.min(dotsPerInch / 72, Math.sqrt(mostElements / Math.max(1, width * height)))
      const viewport = page.getViewport({ scale })
      const [wide, high] = [Math.max(1, Math.floor(viewport.width)), Math.max(1, Math.floor(viewport.height))]
      const canvas = createCanvas(wide, high)
      const context = canvas.getContext('2d')
      context.fillStyle = '#fff'
      context.fillRect(0, 0, wide, high)
      await page.render({
        canvas: null,
        // The canvas is drawn on as a browser's is; its types are those of another library.
        canvasContext: context as never,
        viewport,
      }).promise
      page.cleanup()
      return grayOf(wide, high, context.getImageData(0, 0, wide, high).data)
    },
  }
}
