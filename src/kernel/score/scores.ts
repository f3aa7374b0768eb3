import apgar from '../../../data/scores/apgar/1953-07-01.json' with { type: 'json' }
import asa from '../../../data/scores/asa/2020-12-13.json' with { type: 'json' }
import bishop from '../../../data/scores/bishop/1964-08-01.json' with { type: 'json' }
import bmiAsia from '../../../data/scores/bmi-asia/2000-02-01.json' with { type: 'json' }
import bmiWho from '../../../data/scores/bmi-who/1995-01-01.json' with { type: 'json' }
import braden from '../../../data/scores/braden/1987-05-01.json' with { type: 'json' }
import caprini from '../../../data/scores/caprini/2005-02-01.json' with { type: 'json' }
import dosePerKg from '../../../data/scores/dose-per-kg/2026-01-01.json' with { type: 'json' }
import egfrCkdEpi from '../../../data/scores/egfr-ckd-epi/2021-11-04.json' with { type: 'json' }
import egfrSchwartz from '../../../data/scores/egfr-schwartz/2009-03-01.json' with { type: 'json' }
import flacc from '../../../data/scores/flacc/1997-05-01.json' with { type: 'json' }
import gcs from '../../../data/scores/gcs/1974-07-13.json' with { type: 'json' }
import gcsChild from '../../../data/scores/gcs-child/1988-01-01.json' with { type: 'json' }
import morse from '../../../data/scores/morse/1989-11-01.json' with { type: 'json' }
import must from '../../../data/scores/must/2003-11-01.json' with { type: 'json' }
import nrs from '../../../data/scores/nrs/2011-11-01.json' with { type: 'json' }
import padua from '../../../data/scores/padua/2010-11-01.json' with { type: 'json' }
import pews from '../../../data/scores/pews/2005-02-01.json' with { type: 'json' }
import silverman from '../../../data/scores/silverman/1956-01-01.json' with { type: 'json' }
import wongBaker from '../../../data/scores/wong-baker/1988-01-01.json' with { type: 'json' }
import type { Day } from '../civil-date.ts'
import { scoreErrors } from './errors.ts'
import type { FormulaSheet } from './formula.ts'
import type { Score } from './score.ts'

/** Scores of items in every edition; the levels of the files are checked by a test. */
export const allScores = [
  apgar,
  asa,
  bishop,
  braden,
  caprini,
  flacc,
  gcs,
  gcsChild,
  morse,
  must,
  nrs,
  padua,
  pews,
  silverman,
  wongBaker,
] as readonly Score[]

/** Computed numbers in every edition. */
export const allFormulas = [bmiAsia, bmiWho, dosePerKg, egfrCkdEpi, egfrSchwartz] as readonly FormulaSheet[]

function editionOn<E extends { readonly code: string; readonly validFrom: Day }>(
  all: readonly E[],
  code: string,
  day: Day,
): E {
  const editions = all.filter((one) => one.code === code && one.validFrom <= day)
  const newest = editions.toSorted((a, b) => a.validFrom.localeCompare(b.validFrom)).at(-1)
  if (!newest) throw scoreErrors.unknown({ code: code.slice(0, 40), day })
  return newest
}

/** The edition of a score that held on the day of the event. */
export function scoreOn(code: string, day: Day): Score {
  return editionOn(allScores, code, day)
}

/** The edition of a computed number that held on the day of the event. */
export function formulaOn(code: string, day: Day): FormulaSheet {
  return editionOn(allFormulas, code, day)
}
