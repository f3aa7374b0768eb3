import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readdir, readFile, stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { openServices } from '#app/open-services.ts'
import { AppError } from '#kernel/app-error.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { isWholeExport } from '#modules/exit/index.ts'
import { importRecord } from '#modules/records/index.ts'
import { readRoots } from '#modules/signing/index.ts'
import { type ImportReport, importTable, isPackage, preparePackage } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { toAppError } from '#platform/http/problem.ts'
import { makeContext, systemActor } from '#platform/services.ts'
import { writeAudit } from '#store/audit.ts'
import { importFhir } from '#store/import/import-fhir.ts'
import type { Command, CommandLine } from './command.ts'
import { importWhole } from './import-all.ts'

interface Refused {
  readonly file: string
  readonly line: number
  readonly reason: string
}

/** What came of one file or of all FHIR files: expected = processed + failed. */
interface Outcome {
  readonly what: string
  readonly expected: number
  readonly processed: number
  readonly failed: number
  readonly refused: readonly Refused[]
  readonly note: string
}

const isTable = (path: string) => /\.(tsv|csv|xlsx)$/i.test(path)

/** Whether a JSON or NDJSON file holds FHIR: other NDJSON is a code list, other JSON is left where it is. */
async function isFhir(path: string): Promise<boolean> {
  if (!/\.(nd)?json$/.test(path)) return true
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(65_536), 0, 65_536, 0)
    return buffer.subarray(0, bytesRead).includes('"resourceType"')
  } finally {
    await file.close()
  }
}

interface Sorted {
  readonly lists: readonly string[]
  readonly resources: readonly string[]
}

async function sorted(line: CommandLine, found: readonly string[]): Promise<Sorted> {
  const lists: string[] = []
  const resources: string[] = []
  for (const path of found) {
    if (isTable(path)) lists.push(path)
    else if (await isFhir(path)) resources.push(path)
    else if (path.endsWith('.ndjson')) lists.push(path)
    else if (line.words.includes(path)) resources.push(path)
    else line.say(`${path}: left out, it holds no FHIR`)
  }
  return { lists, resources }
}

async function filesBelow(path: string): Promise<readonly string[]> {
  const found = await stat(path).catch(() => {
    throw commonErrors.notFound({ type: 'File', id: path })
  })
  if (!found.isDirectory()) return [path]
  const names = await readdir(path, { recursive: true })
  return names
    .filter((name) => /\.(json|ndjson|ndjson\.gz|tsv|csv|xlsx)$/i.test(name))
    .sort()
    .map((name) => join(path, name))
}

async function importLists(ctx: Context, line: CommandLine, files: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const [i, file] of files.entries()) {
    line.progress.step('lists', i, files.length)
    outcomes.push(await importList(ctx, line, file))
  }
  return outcomes
}

async function importList(ctx: Context, line: CommandLine, file: string): Promise<Outcome> {
  const { system, 'valid-from': validFrom } = line.options
  try {
    const report = await importTable(ctx, file, {
      ...(typeof system === 'string' ? { system } : {}),
      ...(typeof validFrom === 'string' ? { validFrom } : {}),
      complete: line.options['complete'] === true,
    })
    await writeAudit(ctx, {
      action: 'import',
      outcome: 'success',
      detail: {
        kind: 'list',
        file: basename(file),
        system: report.system,
        added: report.added,
        closed: report.closed,
      },
    })
    return loadOutcome(report)
  } catch (thrown) {
    return failedFile(file, thrown)
  }
}

function loadOutcome(report: ImportReport): Outcome {
  const { file, system, added, closed, refusals } = report
  return {
    what: `${file} (${system})`,
    ...report,
    refused: refusals.map((one) => ({ file, line: one.line, reason: `${one.problem}: ${one.found ?? ''}` })),
    note: `${added} new, ${closed} ended`,
  }
}

function failedFile(file: string, thrown: unknown): Outcome {
  const error = thrown instanceof AppError ? thrown : toAppError(thrown)
  return {
    what: file,
    expected: 1,
    processed: 0,
    failed: 1,
    refused: [{ file, line: 0, reason: `${error.message} [${error.code}]` }],
    note: '',
  }
}

/** A package: large code systems go into rows, all resources into the store. */
async function importPackages(ctx: Context, line: CommandLine, paths: readonly string[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const path of paths) {
    try {
      const prepared = await preparePackage(ctx, path)
      try {
        outcomes.push(...prepared.loads.map(loadOutcome), ...(await importResources(ctx, line, prepared.files)))
      } finally {
        await prepared.dispose()
      }
    } catch (thrown) {
      outcomes.push(failedFile(path, thrown))
    }
  }
  return outcomes
}

/** Pictures in a folder by their hash, to go with exports that name them by reference. */
async function picturesIn(folder: unknown): Promise<ReadonlyMap<string, () => Promise<Buffer>>> {
  const found = new Map<string, () => Promise<Buffer>>()
  if (typeof folder !== 'string') return found
  const names = await readdir(folder, { recursive: true, withFileTypes: true })
  for (const path of names.filter((one) => one.isFile()).map((one) => join(one.parentPath, one.name))) {
    const hash = createHash('sha256')
    for await (const part of createReadStream(path)) hash.update(part as Buffer)
    found.set(hash.digest('hex'), () => readFile(path))
  }
  return found
}

/** Exported records: each is taken in whole, or not at all. */
async function importRecords(ctx: Context, line: CommandLine, files: readonly string[]): Promise<Outcome[]> {
  const pem = line.options['trust']
  const roots = typeof pem === 'string' ? readRoots(await readFile(pem, 'utf8')) : []
  const beside = await picturesIn(line.options['images'])
  const outcomes: Outcome[] = []
  for (const file of files) {
    try {
      const taken = await importRecord(ctx, await readFile(file), roots, beside)
      const { versions, kept, awaited } = taken
      const note = [
        `record ${taken.record}, ${taken.files} files; here already: ${kept.length}`,
        ...(awaited.length > 0 ? [`pictures by reference that are not here: ${awaited.join(', ')}`] : []),
      ].join('; ')
      outcomes.push({ what: file, expected: versions, processed: versions, failed: 0, refused: [], note })
    } catch (thrown) {
      outcomes.push(failedFile(file, thrown))
    }
  }
  return outcomes
}

const isRecord = (path: string) => /\.zip$/i.test(path)

async function importResources(ctx: Context, line: CommandLine, files: readonly string[]): Promise<Outcome[]> {
  if (files.length === 0) return []
  const startedAt = Date.now()
  const report = await importFhir(ctx, files, (so) =>
    line.progress.step(`${so.resources} resources, bundles`, so.processed + so.failed, so.expected),
  )
  const seconds = Math.max((Date.now() - startedAt) / 1000, 0.001)
  return [
    {
      what: `FHIR, ${files.length} files`,
      ...report,
      refused: report.failures.map((one) => ({
        file: one.file,
        line: one.line,
        reason: `${one.text} [${one.code}]`,
      })),
      note: `${report.resources} resources, ${Math.round(report.resources / seconds)} a second`,
    },
  ]
}

export const command: Command = {
  usage: 'import <file-or-folder> …',
  summary:
    'Load FHIR (.json, .ndjson, .ndjson.gz, packages .tgz), exported records (.zip) and code lists (.tsv, .csv, .xlsx, .ndjson), also beside a running server; or the folder of export --all into an empty installation.',
  options: {
    system: { type: 'string', summary: 'Name or URL of the code list, when its header does not tell it' },
    'valid-from': { type: 'string', summary: 'First day of the entries that do not tell their own: 2026-07-01' },
    trust: { type: 'string', summary: 'PEM file with the root certificates of the house that exported' },
    images: { type: 'string', summary: 'Folder with the pictures that an exported record names by reference' },
    complete: { type: 'boolean', summary: 'The file is the whole list: what it lacks ends' },
  },
  async run(line) {
    if (line.words.length === 0)
      throw commonErrors.invalid({ reason: 'say what to load: lanong import <file-or-folder>' })
    const [first = ''] = line.words
    if (line.words.length === 1 && isWholeExport(first)) return importWhole(line, first)
    const packages = line.words.filter(isPackage)
    const others = line.words.filter((path) => !isPackage(path) && !isRecord(path))
    const { lists, resources } = await sorted(line, (await Promise.all(others.map(filesBelow))).flat())
    const services = await openServices(line.config, { beside: true, logToFile: true })
    try {
      const ctx = makeContext(services, { facility: 1, actor: systemActor })
      const outcomes = [
        ...(await importLists(ctx, line, lists)),
        ...(await importPackages(ctx, line, packages)),
        ...(await importResources(ctx, line, resources)),
        ...(await importRecords(ctx, line, line.words.filter(isRecord))),
      ]
      line.progress.end()
      return tell(line, outcomes)
    } finally {
      await services.close()
    }
  },
}

function tell(line: CommandLine, outcomes: readonly Outcome[]) {
  for (const outcome of outcomes) {
    line.say(
      `${outcome.what}: ${outcome.expected} expected, ${outcome.processed} processed, ${outcome.failed} failed. ${outcome.note}`,
    )
    for (const one of outcome.refused.slice(0, 20)) line.say(`  ${one.file}:${one.line} ${one.reason}`)
    if (outcome.refused.length > 20)
      line.say(`  … and ${outcome.refused.length - 20} more; --json tells all that were kept`)
  }
  const sum = (of: (outcome: Outcome) => number) => outcomes.reduce((total, outcome) => total + of(outcome), 0)
  const value = {
    expected: sum((one) => one.expected),
    processed: sum((one) => one.processed),
    failed: sum((one) => one.failed),
    outcomes,
  }
  line.say(`import: ${value.expected} expected, ${value.processed} processed, ${value.failed} failed.`)
  return { ok: value.failed === 0 && value.expected > 0, value }
}
