import { createHash } from 'node:crypto'
import type { Attachment, DocumentReference, Media } from '@medplum/fhirtypes'
import { parseJsonBytes } from '#fhir/json.ts'
import { type ArchiveImage, attachedFolder, fileEnding } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import type { VersionLeaf } from '#store/ledger/record-leaves.ts'

/** How pictures go with a record: in its file, or by their hash and address. */
export type ImagesAs = 'included' | 'reference'

const pictures: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.tiff': 'image/tiff',
  '.dcm': 'application/dicom',
}
const blob = /^urn:lanong:blob:([0-9a-f]{64})$/

interface Named {
  readonly type: string
  readonly title: string
}

/** Attachments beside the paper itself: what was scanned, photographs, media. */
function attachmentsOf({ type, deleted, content }: VersionLeaf): readonly (Attachment | undefined)[] {
  if (deleted || (type !== 'DocumentReference' && type !== 'Media')) return []
  const resource = parseJsonBytes(content) as DocumentReference | Media
  if (resource.resourceType === 'Media') return [resource.content]
  return (resource.content ?? [])
    .map((one) => one.attachment)
    .filter((one, at) => at > 0 || one?.contentType?.startsWith('image/'))
}

/** Pictures that versions name, by their hash. */
function namedPictures(versions: readonly VersionLeaf[]): ReadonlyMap<string, Named> {
  const found = new Map<string, Named>()
  for (const { url = '', contentType, title = '' } of versions.flatMap(attachmentsOf).filter((one) => !!one)) {
    const [, hash] = blob.exec(url) ?? []
    if (hash) found.set(hash, { type: contentType ?? 'application/octet-stream', title })
  }
  return found
}

interface Pictured {
  /** Entries of the export: all files, or all but the pictures. */
  readonly files: ReadonlyMap<string, Buffer>
  readonly images: readonly ArchiveImage[]
}

/** Tells pictures from other attached files, and leaves them out when they go by reference. */
export function withImages(
  attached: ReadonlyMap<string, Buffer>,
  versions: readonly VersionLeaf[],
  given: { readonly as: ImagesAs; readonly address: (sha256: string) => string },
): Pictured {
  const named = namedPictures(versions)
  const files = new Map<string, Buffer>()
  const images: ArchiveImage[] = []
  for (const [path, bytes] of attached) {
    const sha256 = createHash('sha256').update(bytes).digest('hex')
    const type = named.get(sha256)?.type ?? pictures[fileEnding(bytes)]
    const included = type === undefined || given.as === 'included'
    if (included) files.set(path, bytes)
    if (type === undefined) continue
    const title = named.get(sha256)?.title || path.slice(attachedFolder.length)
    const address = given.address(sha256)
    images.push({ sha256, size: bytes.length, type, title, address, ...(included ? { path } : {}) })
  }
  return { files, images }
}

/** Where this house gives out a file of a record. */
export const addressOf = (ctx: Context, recordId: string) => (sha256: string) =>
  `${(ctx.config.publicUrl ?? '').replace(/\/$/, '')}/api/records/${recordId}/files/${sha256}`
