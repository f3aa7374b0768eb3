import { getDocument } from 'pdfjs-dist/legacy/build/pdf.mjs'

interface TextItem {
  readonly text: string
  /** Points from the left and the bottom of the page. */
  readonly x: number
  readonly y: number
  readonly width: number
}

export interface PageText {
  readonly text: string
  readonly items: readonly TextItem[]
}

/** Text of each page of a PDF as a reader extracts it: NFC, runs of white space as one, break points left out. */
export async function pdfPages(pdf: Uint8Array): Promise<PageText[]> {
  const loading = getDocument({ data: new Uint8Array(pdf), verbosity: 0, useSystemFonts: false })
  const document = await loading.promise
  try {
    const pages: PageText[] = []
    for (let number = 1; number <= document.numPages; number++) {
      const { items } = await (await document.getPage(number)).getTextContent()
      const texts = items.filter((item) => 'str' in item)
      const text = texts.map((item) => item.str + (item.hasEOL ? '\n' : '')).join('')
      pages.push({
        text: text.normalize('NFC').replaceAll('\u200b', '').replace(/\s+/g, ' '),
        items: texts.map(({ str, transform, width }) => ({
          text: str,
          x: Number(transform[4]),
          y: Number(transform[5]),
          width,
        })),
      })
    }
    return pages
  } finally {
    await loading.destroy()
  }
}

/** The texts alone. */
export const pdfTexts = async (pdf: Uint8Array): Promise<string[]> =>
  (await pdfPages(pdf)).map((page) => page.text)
