import file from '../../../data/nursing/early-warning.json' with { type: 'json' }
import type { WarningRule } from './domain/early-warning.ts'

/** What a score calls for; the levels and priorities of the file are checked by a test. */
export const warningRules = file.scores as readonly WarningRule[]
