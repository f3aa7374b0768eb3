import { createReadStream } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createGunzip } from 'node:zlib'
import { terminologyErrors } from './errors.ts'

const block = 512
/** Bounds of a package: a bomb of zeros is not unpacked. */
const mostBytes = 2_000_000_000
const mostFiles = 50_000

interface Header {
  readonly name: string
  readonly size: number
  readonly isFile: boolean
}

function headerOf(bytes: Buffer): Header | undefined {
  const text = (from: number, length: number) => bytes.toString('utf8', from, from + length).replace(/\0.*$/s, '')
  const name = text(0, 100)
  if (name === '') return undefined
  const prefix = text(257, 5) === 'ustar' ? text(345, 155) : ''
  const type = text(156, 1)
  return {
    name: prefix === '' ? name : `${prefix}/${name}`,
    size: Number.parseInt(text(124, 12).trim() || '0', 8),
    isFile: type === '0' || type === '',
  }
}

interface TarFile {
  readonly name: string
  readonly content: Buffer
}

/** A tar as its bytes come in; nothing but the file under way is held. */
class Tar {
  #rest: Buffer = Buffer.alloc(0)
  #waiting: Header | undefined
  #total = 0

  #needed(): number {
    return this.#waiting ? Math.ceil(this.#waiting.size / block) * block : block
  }

  *take(chunk: Buffer): Generator<TarFile> {
    this.#total += chunk.length
    if (this.#total > mostBytes) throw terminologyErrors.packageTooLarge({ most: mostBytes })
    this.#rest = this.#rest.length === 0 ? chunk : Buffer.concat([this.#rest, chunk])
    for (let needed = this.#needed(); this.#rest.length >= needed; needed = this.#needed()) {
      const piece = this.#rest.subarray(0, needed)
      this.#rest = this.#rest.subarray(needed)
      const file = this.#next(piece)
      if (file) yield file
    }
  }

  #next(piece: Buffer): TarFile | undefined {
    const header = this.#waiting
    this.#waiting = header ? undefined : headerOf(piece)
    return header?.isFile ? { name: header.name, content: piece.subarray(0, header.size) } : undefined
  }
}

const isResource = (name: string) =>
  /^package\/[^/]+\.json$/.test(name) && !/^(package|\.index|ig-r4)\.json$/.test(basename(name))

/** Unpacks the resources of a FHIR package (`.tgz`) into a new folder and gives its path. */
export async function unpack(path: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'lanong-package-'))
  let files = 0
  const source = createReadStream(path)
  const bytes = source.pipe(createGunzip())
  source.on('error', (error) => bytes.destroy(error))
  try {
    const tar = new Tar()
    for await (const chunk of bytes)
      for (const { name, content } of tar.take(chunk as Buffer)) {
        if (!isResource(name)) continue
        if (++files > mostFiles) throw terminologyErrors.packageTooLarge({ most: mostFiles })
        await writeFile(join(folder, basename(name)), content)
      }
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    if ((error as { code?: string }).code?.startsWith('Z_'))
      throw terminologyErrors.packageUnreadable({ file: basename(path) }, error)
    throw error
  }
  if (files > 0) return folder
  await rm(folder, { recursive: true, force: true })
  throw terminologyErrors.packageUnreadable({ file: basename(path) })
}
