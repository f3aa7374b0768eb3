import { readdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Hashes of all documents in their folder. */
export async function listBlobs(folder: string): Promise<readonly string[]> {
  const found: string[] = []
  for (const first of await subfolders(folder))
    for (const second of await subfolders(join(folder, first)))
      for (const name of await readdir(join(folder, first, second)))
        if (/^[0-9a-f]{64}$/.test(name)) found.push(name)
  return found
}

async function subfolders(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return []
    throw error
  })
  return names.filter((name) => /^[0-9a-f]{2}$/.test(name))
}
