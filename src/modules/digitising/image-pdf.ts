/** A page as a JPEG in three colours. */
export interface PageImage {
  readonly jpeg: Buffer
  readonly width: number
  readonly height: number
}

const paper = { width: 595.28, height: 841.89 }

/** A PDF with one picture on each A4 page, upright or across as the picture is (ISO 32000-1 §8.9). */
export function pdfOfImages(images: readonly PageImage[]): Buffer {
  const file = new PdfFile()
  const kids = images.map((_, at) => `${3 + at * 3} 0 R`).join(' ')
  file.add(1, '<</Type/Catalog/Pages 2 0 R>>')
  file.add(2, `<</Type/Pages/Count ${images.length}/Kids[${kids}]>>`)
  for (const [at, image] of images.entries()) addPage(file, 3 + at * 3, image)
  return file.finish()
}

function addPage(file: PdfFile, first: number, { jpeg, width, height }: PageImage): void {
  const [wide, high] = width > height ? [paper.height, paper.width] : [paper.width, paper.height]
  const scale = Math.min(wide / width, high / height)
  const [w, h] = [width * scale, height * scale]
  const place = [w, 0, 0, h, (wide - w) / 2, (high - h) / 2].map((one) => one.toFixed(3)).join(' ')
  const content = Buffer.from(`q ${place} cm /Scan Do Q`, 'latin1')
  const resources = `<</XObject<</Scan ${first + 2} 0 R>>>>`
  const box = `[0 0 ${wide} ${high}]`
  file.add(first, `<</Type/Page/Parent 2 0 R/MediaBox${box}/Resources${resources}/Contents ${first + 1} 0 R>>`)
  file.add(first + 1, `<</Length ${content.length}>>`, content)
  const picture = `/Type/XObject/Subtype/Image/Width ${width}/Height ${height}/ColorSpace/DeviceRGB/BitsPerComponent 8`
  file.add(first + 2, `<<${picture}/Filter/DCTDecode/Length ${jpeg.length}>>`, jpeg)
}

/** Objects one after the other, and where each begins. */
class PdfFile {
  readonly #parts: Buffer[] = [Buffer.from('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  readonly #places: number[] = []
  #size = this.#parts[0]?.length ?? 0

  add(num: number, dict: string, stream?: Buffer): void {
    this.#places[num] = this.#size
    this.#put(Buffer.from(`${num} 0 obj\n${dict}`, 'latin1'))
    if (stream) for (const part of [Buffer.from('\nstream\n'), stream, Buffer.from('\nendstream')]) this.#put(part)
    this.#put(Buffer.from('\nendobj\n'))
  }

  finish(): Buffer {
    const start = this.#size
    const rows = this.#places.slice(1).map((at) => `${String(at).padStart(10, '0')} 00000 n \n`)
    const count = rows.length + 1
    this.#put(Buffer.from(`xref\n0 ${count}\n0000000000 65535 f \n${rows.join('')}`, 'latin1'))
    this.#put(Buffer.from(`trailer\n<</Size ${count}/Root 1 0 R>>\nstartxref\n${start}\n%%EOF\n`, 'latin1'))
    return Buffer.concat(this.#parts)
  }

  #put(part: Buffer): void {
    this.#parts.push(part)
    this.#size += part.length
  }
}
