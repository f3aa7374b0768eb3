import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ViewRow } from '#fhir/view/view-definition.ts'
import type { Context } from '#platform/context.ts'
import { writeAudit } from '#store/audit.ts'
import { compiled, viewRows } from './view-rows.ts'
import { writeParquet } from './write-parquet.ts'
import { type TextFormat, textRows } from './write-text.ts'

export type ViewFormat = TextFormat | 'parquet'

/** Writes a view over the whole store into a file. Returns how many rows. */
export async function writeViewFile(
  ctx: Context,
  view: unknown,
  path: string,
  format: ViewFormat,
  onRow: (count: number) => void = () => {},
): Promise<number> {
  const table = compiled(view)
  let count = 0
  async function* counted(): AsyncGenerator<ViewRow> {
    for await (const row of viewRows(ctx, table)) {
      onRow(++count)
      yield row
    }
  }
  if (format === 'parquet') await writeParquet(table.columns, counted(), path)
  else await pipeline(Readable.from(textRows(table.columns, counted(), format)), createWriteStream(path))
  await writeAudit(ctx, { action: 'export', outcome: 'success', detail: { channel: 'view', rows: count } })
  return count
}
