/** Pictures of an exported record, each in the file or left where it is. */
export const imagesPath = 'images.json'

export interface ArchiveImage {
  /** Hex, of the bytes. */
  readonly sha256: string
  readonly size: number
  readonly type: string
  readonly title: string
  /** Where the house that exported the record gives it out to who may have it. */
  readonly address: string
  /** Entry of the export; absent when the picture is by reference. */
  readonly path?: string
}

export const imagesText = (images: readonly ArchiveImage[]): string => `${JSON.stringify({ images }, null, 1)}\n`

const texts = ['sha256', 'type', 'title', 'address'] as const

function isImage(value: unknown): value is ArchiveImage {
  const told = value as Partial<Record<keyof ArchiveImage, unknown>> | null
  return (
    typeof told === 'object' &&
    told !== null &&
    texts.every((key) => typeof told[key] === 'string') &&
    /^[0-9a-f]{64}$/.test(String(told.sha256)) &&
    Number.isSafeInteger(told.size) &&
    (told.path === undefined || typeof told.path === 'string')
  )
}

/** Pictures of an export; none when it has no list of them. The seal over the manifest covers the list. */
export function readImages(bytes: Buffer | undefined): readonly ArchiveImage[] {
  try {
    const { images } = JSON.parse(bytes?.toString('utf8') ?? '') as { images?: unknown }
    return Array.isArray(images) ? images.filter(isImage) : []
  } catch {
    return []
  }
}
