import { closeSync, fsyncSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { backupFolderOf } from '#app/backup/places.ts'
import { openServices } from '#app/open-services.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { clearFolder, deleteAll, exitErrors, requireOutside } from '#modules/exit/index.ts'
import { blobFolderOf } from '#platform/blobs.ts'
import type { Config } from '#platform/config.ts'
import { connect, pool } from '#platform/db/connect.ts'
import { embeddedFolder } from '#platform/db/embedded.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import type { Command, CommandLine } from './command.ts'

export const command: Command = {
  usage: 'delete-all',
  summary:
    'Delete this installation after its export, on the word of two persons, with a certificate under the seal; the server must be stopped.',
  options: {
    'after-export': { type: 'string', summary: 'Folder of export --all that holds all that is here now' },
    confirm: { type: 'string', summary: 'Typed: XÓA TOÀN BỘ and the code of the facility' },
    first: {
      type: 'string',
      summary: 'User name of the first person and the file with the password: giamdoc:/path',
    },
    second: { type: 'string', summary: 'The same of the second person' },
    certificate: { type: 'string', summary: 'Where the certificate (PDF) is written, outside of the data folder' },
  },
  async run(line) {
    const [folder, phrase, certificate] = [
      text(line, 'after-export'),
      text(line, 'confirm'),
      text(line, 'certificate'),
    ]
    const dataDir = resolve(line.config.dataDir)
    const { data } = await embeddedFolder(dataDir)
    requireOutside([folder, certificate], [dataDir, data, blobFolderOf(line.config)])
    requireOutside([certificate], [folder])
    const paper = openPaper(certificate)
    const services = await openServices(line.config, { logToFile: true }).catch((error: unknown) => {
      paper.close()
      throw error
    })
    const owner = connect(pool(services.address, 2))
    const remains = remainsOf(line.config)
    try {
      const ctx = makeContext(services, { facility: 1, actor: systemActor })
      const done = await deleteAll(ctx, owner, {
        folder,
        phrase,
        persons: [personOf(text(line, 'first')), personOf(text(line, 'second'))],
        remains,
        blobFolder: blobFolderOf(services.config),
        keep: paper.keep,
        step: (what, n, of) => line.progress.step(what, n, of),
      })
      line.progress.end()
      await owner.destroy()
      await services.close()
      const kept = backupFolderOf(line.config)
      clearFolder(data, kept)
      clearFolder(dataDir, kept)
      const { rows, documents, tables } = done
      line.say(`deleted: ${tables} tables, ${rows} rows, ${documents} documents; certificate: ${certificate}`)
      for (const one of remains) line.say(`  still there: ${one}`)
      return { ok: true, value: done }
    } finally {
      paper.close()
      await owner.destroy()
      await services.close().catch(() => {})
    }
  },
}

/** The file of the certificate is there before anything is deleted, and on the disk before the last step. */
function openPaper(path: string) {
  let written = false
  const file = openNew(path)
  return {
    keep(pdf: Uint8Array): void {
      for (let at = 0; at < pdf.length; ) at += writeSync(file, pdf, at)
      fsyncSync(file)
      const folder = openSync(dirname(resolve(path)), 'r')
      fsyncSync(folder)
      closeSync(folder)
      written = true
    },
    close(): void {
      closeSync(file)
      if (!written) rmSync(path, { force: true })
    },
  }
}

function openNew(path: string): number {
  try {
    return openSync(path, 'wx', 0o600)
  } catch (error) {
    throw exitErrors.noCertificate({ path, reason: (error as NodeJS.ErrnoException).code ?? String(error) })
  }
}

function text({ options }: CommandLine, name: string): string {
  const value = options[name]
  if (typeof value !== 'string')
    throw commonErrors.invalid({ reason: `--${name} is missing; see lanong delete-all --help` })
  return value
}

function personOf(given: string) {
  const [userName = '', file = ''] = given.split(/:(.*)/s)
  return { userName, password: readFileSync(file, 'utf8').replace(/\r?\n$/, '') }
}

/** What no command here can delete; the certificate names it. */
function remainsOf(config: Config): readonly string[] {
  return [
    `Bản sao lưu / backup: ${backupFolderOf(config)}`,
    ...(config.backupElsewhere ? [`Bản sao lưu nơi khác / backup elsewhere: ${config.backupElsewhere}`] : []),
    'Hai phong bì khóa phục hồi: hủy cả hai thì không bản sao lưu nào đọc được nữa / two envelopes with the recovery key: without both no copy can be read',
    'Bản xuất vừa bàn giao / the export that was handed over',
    'Ô nhớ cũ của ổ đĩa (SSD giữ cả khi đã ghi đè): mã hóa ổ hoặc hủy ổ / old cells of the disk: encrypt or destroy it',
    ...(config.databaseUrl
      ? ['Nhật ký và bản sao của PostgreSQL bên ngoài / log and copies of the external PostgreSQL']
      : []),
  ]
}
