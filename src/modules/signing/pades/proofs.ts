import { createHash } from 'node:crypto'
import type { PdfDocument } from '#platform/pdf/document.ts'
import {
  array,
  dict,
  name,
  num,
  type PdfDict,
  type PdfRef,
  type PdfValue,
  ref,
  withEntries,
} from '#platform/pdf/objects.ts'
import { startUpdate } from '#platform/pdf/update.ts'
import { type Certificate, readCertificate } from '../x509/certificate.ts'
import { type Crl, readCrl } from '../x509/crl.ts'
import { type Ocsp, readOcsp } from '../x509/ocsp.ts'

/** What a signature is checked by, decades later and off line. */
export interface Proofs {
  readonly certificates: readonly Certificate[]
  readonly crls: readonly Crl[]
  readonly ocsps: readonly Ocsp[]
}

export const noProofs: Proofs = { certificates: [], crls: [], ocsps: [] }

export const joinProofs = (all: readonly Proofs[]): Proofs => ({
  certificates: all.flatMap((one) => one.certificates),
  crls: all.flatMap((one) => one.crls),
  ocsps: all.flatMap((one) => one.ocsps),
})

const lists = [
  ['Certs', 'Cert'],
  ['CRLs', 'CRL'],
  ['OCSPs', 'OCSP'],
] as const
type List = (typeof lists)[number][0]

const partsOf = (proofs: Proofs): Readonly<Record<List, readonly Buffer[]>> => ({
  Certs: proofs.certificates.map((one) => one.der),
  CRLs: proofs.crls.map((one) => one.der),
  OCSPs: proofs.ocsps.map((one) => one.der),
})

function storeOf(document: PdfDocument): PdfDict | undefined {
  const found = document.entry(document.catalog, 'DSS')
  return found?.kind === 'dict' ? found : undefined
}

/** Reads one thing; what is damaged proves nothing. */
function readEach<T>(document: PdfDocument, items: readonly PdfValue[], read: (bytes: Buffer) => T): T[] {
  return items.flatMap((item) => {
    try {
      const stream = document.resolve(item)
      return stream.kind === 'stream' ? [read(document.decoded(stream))] : []
    } catch {
      return []
    }
  })
}

/** The proofs that travel in a file (Document Security Store, ETSI EN 319 142-1 §5.4). */
export function proofsIn(document: PdfDocument): Proofs {
  const store = storeOf(document)
  if (!store) return noProofs
  const items = (key: List) => document.items(store.entries.get(key))
  return {
    certificates: readEach(document, items('Certs'), readCertificate),
    crls: readEach(document, items('CRLs'), readCrl),
    ocsps: readEach(document, items('OCSPs'), readOcsp),
  }
}

const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

/** Streams that are there already, by their content, so that no proof is kept twice. */
function keptStreams(document: PdfDocument, store: PdfDict | undefined): Map<string, PdfRef> {
  const kept = new Map<string, PdfRef>()
  for (const [key] of lists)
    for (const item of document.items(store?.entries.get(key))) {
      const stream = document.resolve(item)
      if (item.kind === 'ref' && stream.kind === 'stream') kept.set(sha256(document.decoded(stream)), item)
    }
  return kept
}

const entriesOf = (value: PdfValue | undefined) => (value?.kind === 'dict' ? [...value.entries] : [])

/** The extensions of ISO 32000-1 that a file with proofs uses (ETSI EN 319 142-1 §5.6). */
const extensions = dict({ ESIC: dict({ BaseVersion: name('1.7'), ExtensionLevel: num(5) }) })

/** A signature and what it is checked by. */
export interface ProofsOfPart {
  /** `/Contents` of the signature, with the zeros that fill its place. */
  readonly contents: Buffer
  readonly proofs: Proofs
}

/** Adds proofs to a file by incremental update: what was signed before stays byte for byte. */
export function addProofs(bytes: Buffer, parts: readonly ProofsOfPart[]): Buffer {
  const update = startUpdate(bytes)
  const { document } = update
  const before = storeOf(document)
  const kept = keptStreams(document, before)
  const all: Record<List, PdfValue[]> = { Certs: [], CRLs: [], OCSPs: [] }
  for (const [key] of lists) all[key].push(...document.items(before?.entries.get(key)))
  const put = (key: List, content: Buffer): PdfRef => {
    const hash = sha256(content)
    const known = kept.get(hash)
    if (known) return known
    const added = ref(update.add({ kind: 'stream', dict: dict({}), raw: content }))
    kept.set(hash, added)
    all[key].push(added)
    return added
  }
  const related = new Map(entriesOf(before && document.entry(before, 'VRI')))
  for (const { contents, proofs } of parts) {
    const key = createHash('sha1').update(contents).digest('hex').toUpperCase()
    const own = lists.flatMap(([list, short]) => {
      const refs = partsOf(proofs)[list].map((one) => put(list, one))
      return refs.length > 0 ? [[short, array(...refs)] as const] : []
    })
    related.set(key, dict(Object.fromEntries(own)))
  }
  const filled = lists.filter(([list]) => all[list].length > 0).map(([list]) => [list, array(...all[list])])
  const store = update.add(
    dict({ Type: name('DSS'), ...Object.fromEntries(filled), VRI: { kind: 'dict', entries: related } }),
  )
  const { catalog } = document
  const own = catalog.entries.get('Extensions') ?? extensions
  update.set(document.root.num, withEntries(catalog, { DSS: ref(store), Extensions: own }))
  return update.finish()
}
