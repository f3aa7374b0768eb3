import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { crc32, deflateSync } from 'node:zlib'
import sharp from 'sharp'
import { PdfDocument } from '#platform/pdf/document.ts'
import { pageCount } from '#platform/pdf/stamp.ts'
import { cleanPage } from './clean-page.ts'
import { inspectScan } from './inspect.ts'

const blank = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#d8d4c8' }, limitInputPixels: false })

/** A PDF of the objects given; the first is the catalog. */
function pdf(objects: readonly string[], trailer = ''): Buffer {
  let text = '%PDF-1.7\n'
  const places = objects.map((object, at) => {
    const place = text.length
    text += `${at + 1} 0 obj\n${object}\nendobj\n`
    return place
  })
  const rows = places.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('')
  const xref = `xref\n0 ${objects.length + 1}\n0000000000 65535 f \n${rows}`
  return Buffer.from(
    `${text}${xref}trailer\n<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n${text.length}\n%%EOF\n`,
    'latin1',
  )
}

const page = '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>'
function pdfOf(pages: number, trailer = ''): Buffer {
  const kids = Array.from({ length: pages }, (_, at) => `${at + 3} 0 R`).join(' ')
  return pdf(
    [
      '<</Type/Catalog/Pages 2 0 R>>',
      `<</Type/Pages/Count ${pages}/Kids[${kids}]>>`,
      ...Array<string>(pages).fill(page),
    ],
    trailer,
  )
}

/** A PNG that says it is huge and is small: what decodes to nothing but zeros. */
async function bomb(): Promise<Buffer> {
  const png = await blank(8, 8).png().toBuffer()
  png.writeUInt32BE(60_000, 16)
  png.writeUInt32BE(60_000, 20)
  png.writeUInt32BE(crc32(png.subarray(12, 29)), 29)
  return png
}

const packed = deflateSync(Buffer.alloc(80 * 1024 * 1024)).toString('latin1')
const inflated = pdf([
  '<</Type/Catalog/Pages 2 0 R>>',
  '<</Type/Pages/Count 1/Kids[3 0 R]>>',
  page,
  `<</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length ${packed.length}>>\nstream\n${packed}\nendstream`,
])

describe('a scan', () => {
  it('becomes a PDF of A4 pages, each turned as the camera stood', async () => {
    const across = await blank(640, 480).jpeg().withMetadata({ orientation: 6 }).toBuffer()
    const { pages, pdf: made, medium } = await inspectScan(across)
    const document = new PdfDocument(made)
    const box = document.items(document.dict(document.pages()[0]).entries.get('MediaBox'))
    assert.deepEqual([medium, pages], ['image', 1])
    assert.deepEqual(
      box.map((one) => (one.kind === 'number' ? one.text : '')),
      ['0', '0', '595.28', '841.89'],
    )
  })

  it('leaves behind where and with what its picture was taken', async () => {
    const exif = { IFD0: { Make: 'MAY-ANH-TAI-NHA' }, IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '21/1 1/1 42/1' } }
    const taken = await blank(640, 480)
      .withExif(exif)
      .withXmp('<x:xmpmeta>NHA-RIENG</x:xmpmeta>')
      .jpeg()
      .toBuffer()
    for (const told of [taken.includes('MAY-ANH-TAI-NHA'), taken.includes('NHA-RIENG')]) assert.ok(told)
    const { pdf: made } = await inspectScan(taken)
    for (const mark of ['Exif', 'MAY-ANH-TAI-NHA', 'NHA-RIENG', 'xmpmeta>NHA'])
      assert.equal(made.includes(mark), false, mark)
  })

  it('of several pages in one TIFF keeps them all', async () => {
    const tall = await blank(100, 300).tiff({ compression: 'lzw' }).toBuffer()
    const three = await sharp([tall, tall, tall], { join: { animated: true } })
      .tiff({ compression: 'lzw' })
      .toBuffer()
    const scan = await inspectScan(three)
    assert.deepEqual([scan.pages, pageCount(scan.pdf)], [3, 3])
  })

  it('of a hardly written page stays even: grain of the paper does not become ink', async () => {
    const grain = { type: 'gaussian', mean: 128, sigma: 4 } as const
    const noise = await sharp({
      create: { width: 800, height: 1100, channels: 3, background: '#808080', noise: grain },
    })
      .png()
      .toBuffer()
    const word = await sharp({ create: { width: 40, height: 20, channels: 3, background: '#202020' } })
      .png()
      .toBuffer()
    const sheet = blank(800, 1100).composite([
      { input: noise, blend: 'soft-light' },
      { input: word, left: 300, top: 300 },
    ])
    const { jpeg } = await cleanPage(await sheet.jpeg({ quality: 95 }).toBuffer(), {})
    const part = async (left: number, top: number, width: number, height: number) =>
      (await sharp(await sharp(jpeg).extract({ left, top, width, height }).png().toBuffer()).stats()).channels[0]
    const [paper, ink] = [await part(0, 500, 800, 500), await part(305, 303, 30, 14)]
    assert.ok(paper && paper.mean > 235 && paper.stdev < 8, JSON.stringify(paper))
    assert.ok(ink && ink.mean < 45, JSON.stringify(ink))
  })

  it('as a PDF stays as it came', async () => {
    const file = pdfOf(500)
    assert.deepEqual(await inspectScan(file), { medium: 'pdf', pages: 500, pdf: file })
  })

  const hostile: readonly (readonly [string, () => Buffer | Promise<Buffer>, string])[] = [
    ['ten thousand pages', () => pdfOf(10_000), 'digitising.tooManyPages'],
    ['a password', () => pdfOf(1, '/Encrypt 9 0 R'), 'digitising.encrypted'],
    ['half a file', () => pdfOf(3).subarray(0, 200), 'digitising.damaged'],
    [
      'pages in a circle',
      () => pdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[2 0 R 2 0 R 2 0 R]>>']),
      'digitising.damaged',
    ],
    ['no page', () => pdf(['<</Type/Catalog/Pages 2 0 R>>', '<</Type/Pages/Kids[]>>']), 'digitising.damaged'],
    ['a picture that unpacks to ten gigabytes', bomb, 'digitising.tooLarge'],
    ['half a JPEG', async () => (await blank(900, 900).jpeg().toBuffer()).subarray(0, 700), 'digitising.damaged'],
    ['a program', () => Buffer.from('\x7fELF program'), 'digitising.unknownKind'],
    [
      'a drawing that runs scripts',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>'),
      'digitising.unknownKind',
    ],
  ]
  for (const [what, make, code] of hostile)
    it(`with ${what} is refused: ${code}`, async () => {
      await assert.rejects(inspectScan(await make()), { code })
    })

  it('whose list of objects would never end is refused', async () => {
    const endless = [
      '%PDF-1.7\nxref\n<<',
      '%PDF-1.7\nxref\n0 0\n',
      '%PDF-1.7\nxref\n(',
      '%PDF-1.7\n1 0 obj<</Type/XRef/Size 1000000000000000/W[0 0 0]/Root 1 0 R/Length 1>>stream\nx\nendstream endobj\n',
      '%PDF-1.7\n1 0 obj<</Type/XRef/Size 9/W[9 9 9]/Root 1 0 R/Length 1>>stream\nx\nendstream endobj\n',
    ]
    for (const text of endless)
      await assert.rejects(
        inspectScan(Buffer.from(`${text}startxref\n9\n%%EOF`)),
        { code: 'digitising.damaged' },
        text,
      )
  })

  it('whose PDF packs more than it may is not unpacked', async () => {
    const scan = await inspectScan(inflated)
    assert.equal(scan.pages, 1)
    const document = new PdfDocument(inflated)
    const stream = document.object(4)
    assert.ok(stream.kind === 'stream')
    assert.throws(() => document.decoded(stream))
  })
})
