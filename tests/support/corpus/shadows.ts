import {
  array,
  dict,
  name,
  num,
  type PdfDict,
  type PdfValue,
  ref,
  text,
  withEntries,
} from '#platform/pdf/objects.ts'
import { type PdfUpdate, startUpdate } from '#platform/pdf/update.ts'
import type { Case } from './people.ts'

const onlyTotal = {
  cannot: 'pdfsig goes on calling the signature valid and says only that not the whole file is signed',
}

const mends = { cannot: 'pdfsig mends a file without end and judges the signatures that it still finds' }

type Attack = readonly [name: string, change: (update: PdfUpdate) => void]

const firstPage = ({ document }: PdfUpdate) => document.pages()[0]?.num ?? 0
const pageDict = (update: PdfUpdate): PdfDict => update.document.dict(ref(firstPage(update)))
const setPage = (update: PdfUpdate, entries: Parameters<typeof withEntries>[1]) =>
  update.set(firstPage(update), withEntries(pageDict(update), entries))
const setRoot = (update: PdfUpdate, entries: Parameters<typeof withEntries>[1]) =>
  update.set(update.document.root.num, withEntries(update.document.catalog, entries))
const stream = (content: string) => ({ kind: 'stream', dict: dict({}), raw: Buffer.from(content) }) as const

const annotation = (update: PdfUpdate, entries: Readonly<Record<string, PdfValue>>) => {
  const added = update.add(
    dict({
      Type: name('Annot'),
      Subtype: name('FreeText'),
      Rect: array(num(0), num(0), num(400), num(400)),
      Contents: text('Đã sửa'),
      ...entries,
    }),
  )
  const before = update.document.items(pageDict(update).entries.get('Annots'))
  setPage(update, { Annots: array(...before, ref(added)) })
}

function firstWidget(update: PdfUpdate): number {
  const form = update.document.dict(update.document.catalog.entries.get('AcroForm'))
  const [first] = update.document.items(form.entries.get('Fields'))
  return first?.kind === 'ref' ? first.num : 0
}

const setWidget = (update: PdfUpdate, entries: Parameters<typeof withEntries>[1]) => {
  const num = firstWidget(update)
  update.set(num, withEntries(update.document.dict(ref(num)), entries))
}

/** What a later revision may do to what was signed: hide, replace, cover, act. Each must be found. */
const attacks: readonly Attack[] = [
  ['page turned', (update) => setPage(update, { Rotate: num(90) })],
  ['page cropped', (update) => setPage(update, { CropBox: array(num(0), num(0), num(10), num(10)) })],
  ['content of the page replaced', (update) => setPage(update, { Contents: ref(update.add(stream('q Q'))) })],
  [
    'fonts of the page replaced',
    (update) => setPage(update, { Resources: ref(update.add(dict({ Font: dict({}) }))) }),
  ],
  ['a note over the page', (update) => annotation(update, {})],
  ['a hidden note', (update) => annotation(update, { F: num(2) })],
  ['a link over the page', (update) => annotation(update, { Subtype: name('Link') })],
  [
    'a field that acts',
    (update) => annotation(update, { Subtype: name('Widget'), FT: name('Tx'), AA: dict({ E: dict({}) }) }),
  ],
  [
    'a page more',
    (update) =>
      setRoot(update, {
        Pages: ref(update.add(update.document.dict(update.document.catalog.entries.get('Pages')))),
      }),
  ],
  [
    'an action on opening',
    (update) => setRoot(update, { OpenAction: dict({ S: name('JavaScript'), JS: text('x') }) }),
  ],
  ['layers', (update) => setRoot(update, { OCProperties: dict({}) })],
  ['names', (update) => setRoot(update, { Names: dict({}) })],
  ['the form gone', (update) => setRoot(update, { AcroForm: dict({ Fields: array() }) })],
  [
    'the face of a signature replaced',
    (update) => setWidget(update, { AP: dict({ N: ref(update.add(stream('q Q'))) }) }),
  ],
  ['a signature made larger', (update) => setWidget(update, { Rect: array(num(0), num(0), num(600), num(800)) })],
  ['the name of a field changed', (update) => setWidget(update, { T: text('other') })],
]

/** Files to which a later revision was added, each in its own way against the rules. */
export function afterSigning(bytes: Buffer, of: string): Case[] {
  const base = { kind: 'pdf', verdict: 'broken' } as const
  const later = attacks.map(([what, change]): Case => {
    const update = startUpdate(bytes)
    change(update)
    return { ...base, name: `${of}: ${what}`, bytes: update.finish(), other: onlyTotal }
  })
  const more: Case[] = [
    ['words behind the end', Buffer.from('\n% hello\n')],
    ['a second end', Buffer.from('%%EOF\n')],
    ['zeros behind the end', Buffer.alloc(64)],
  ].map(([what, added]) => ({
    ...base,
    name: `${of}: ${String(what)}`,
    bytes: Buffer.concat([bytes, added as Buffer]),
    other: onlyTotal,
  }))
  const cut = [40, 200, 2000, bytes.length - 100].map(
    (less): Case => ({
      ...base,
      name: `${of}: cut by ${less}`,
      bytes: bytes.subarray(0, bytes.length - less),
      other: less < 10_000 ? mends : 'invalid',
    }),
  )
  return [...later, ...more, ...cut]
}
