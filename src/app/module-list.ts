import { identity } from '#modules/identity/index.ts'
import type { HospitalModule } from '#platform/module.ts'

/** Every capability of the hospital. Adding one is one line here. */
export const modules: readonly HospitalModule[] = [identity]
