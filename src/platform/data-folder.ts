import { createHash } from 'node:crypto'
import { accessSync, constants, mkdirSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { resolve } from 'node:path'
import { defineErrors } from '#kernel/app-error.ts'

export const folderErrors = defineErrors('folder', {
  inUse: {
    category: 'conflict',
    text: 'The data folder {folder} is in use by another running instance. Stop it, or set LANONG_DATA_DIR.',
  },
  notWritable: {
    category: 'fault',
    text: 'The data folder {folder} cannot be written ({reason}). Set LANONG_DATA_DIR or its rights.',
  },
})

export interface HeldFolder {
  readonly path: string
  release(): Promise<void>
}

/**
 * Holds the data folder for this process: an abstract Unix socket named after the folder, which the kernel
 * frees when the process ends, however it ends. There is no stale lock.
 */
export async function holdDataFolder(folder: string): Promise<HeldFolder> {
  const path = resolve(folder)
  try {
    mkdirSync(path, { recursive: true })
    accessSync(path, constants.W_OK)
  } catch (cause) {
    throw folderErrors.notWritable({ folder: path, reason: (cause as NodeJS.ErrnoException).code ?? '' }, cause)
  }
  const name = `\0lanong-${createHash('sha256').update(path).digest('hex').slice(0, 32)}`
  const socket: Server = createServer((peer) => peer.destroy())
  await new Promise<void>((settle, fail) => {
    socket.once('error', (cause: NodeJS.ErrnoException) =>
      fail(cause.code === 'EADDRINUSE' ? folderErrors.inUse({ folder: path }, cause) : cause),
    )
    socket.listen(name, settle)
  })
  socket.unref()
  return { path, release: () => new Promise((settle) => socket.close(() => settle())) }
}
