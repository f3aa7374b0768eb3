import { createReadStream } from 'node:fs'
import { readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'
import { createGunzip } from 'node:zlib'

/** One JSON text of a file: a bundle or a resource. */
export interface Piece {
  readonly file: string
  /** Line in an NDJSON file; 1 for a file that is one JSON text. */
  readonly line: number
  readonly text: string
}

const taken = /\.(json|ndjson|ndjson\.gz)$/

/** The files that an import takes, in order of name; folders are searched. */
export async function listFiles(paths: readonly string[]): Promise<readonly string[]> {
  const found: string[] = []
  for (const path of paths) {
    if (!(await stat(path)).isDirectory()) found.push(path)
    else {
      const names = await readdir(path, { recursive: true })
      found.push(
        ...names
          .filter((name) => taken.test(name))
          .sort()
          .map((name) => join(path, name)),
      )
    }
  }
  return found
}

/** Reads the pieces of a file one after the other, so that memory does not grow with the file. */
export async function* readPieces(path: string): AsyncGenerator<Piece> {
  const file = basename(path)
  if (/\.json$/.test(path)) {
    yield { file, line: 1, text: await readFile(path, 'utf8') }
    return
  }
  const raw = createReadStream(path)
  const input = /\.gz$/.test(path) ? raw.pipe(createGunzip()) : raw
  raw.on('error', (error) => input.destroy(error))
  let line = 0
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    line++
    if (text.trim() !== '') yield { file, line, text }
  }
}
