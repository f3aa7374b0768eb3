import type { Screen } from '#web/kit/screen.ts'
import { screens as shell } from './screens.ts'

/** The screens of every module: one line each. */
export const screenLists: readonly (readonly Screen[])[] = [shell]
