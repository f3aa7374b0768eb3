import { join } from 'node:path'
import type { Context } from '#platform/context.ts'

/** Where the files of a job lie, in the data folder. */
export const jobFolder = (ctx: Context, jobId: string): string => join(ctx.config.dataDir, 'bulk', jobId)

/** Where files to import are put. */
export const importFolder = (ctx: Context): string => join(ctx.config.dataDir, 'import')
