import { secretsBefore } from '#modules/identity/index.ts'
import { openPinBefore } from '#modules/signing/index.ts'
import type { Context } from '#platform/context.ts'
import { installedKeyring } from '#platform/keys/installed.ts'
import { type OpenBefore, type ResealedColumns, resealColumns } from '#platform/keys/reseal-columns.ts'

/** How marked columns were kept before they were marked. */
const openersOf = (dataDir: string): OpenBefore => ({
  ...secretsBefore(dataDir),
  'seal_key.pin_box': (box) => openPinBefore(dataDir, box),
  'kept_key.key': async (box) => box,
})

/** Encrypts marked columns that are not under the current master key. */
export const resealMarked = (ctx: Pick<Context, 'db' | 'config'>, most?: number): Promise<ResealedColumns> =>
  resealColumns(ctx.db, installedKeyring(ctx.config), openersOf(ctx.config.dataDir), most)
