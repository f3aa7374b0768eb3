import { burnChart } from './burn-chart.ts'
import { fetalChart } from './fetal-chart.ts'
import { growthChart } from './growth-chart.ts'
import type { DrawingKind } from './kinds.ts'
import { labourChart } from './labour-chart.ts'
import type { Plan } from './plan.ts'
import { body, burnBody } from './plans/body.ts'
import { cleft } from './plans/cleft.ts'
import { earLeft, earRight } from './plans/ear.ts'
import { ent } from './plans/ent.ts'
import { eyeFront } from './plans/eye-front.ts'
import { eyeGaze } from './plans/eye-gaze.ts'
import { eyeLids } from './plans/eye-lids.ts'
import { eyeMuscles } from './plans/eye-muscles.ts'
import { faceFront } from './plans/face-front.ts'
import { fetalLiePlan } from './plans/fetal-lie.ts'
import { fundus } from './plans/fundus.ts'
import { growth } from './plans/growth.ts'
import { halfOf } from './plans/half.ts'
import { jawLower, jawUpper } from './plans/jaws.ts'
import { foot, hand } from './plans/limbs.ts'
import { noseBack, noseFront } from './plans/nose.ts'
import { partographPlan } from './plans/partograph.ts'
import { faceLeft, faceRight, neckLeft, neckRight } from './plans/profile.ts'
import { sketch } from './plans/sketch.ts'
import { spine } from './plans/spine.ts'
import { teethPlan } from './plans/teeth.ts'
import { larynx, throat } from './plans/throat.ts'
import type { ChartSpec } from './spec.ts'
import { teethChart } from './teeth-chart.ts'

export interface Spec {
  readonly plan: Plan
  readonly chart?: ChartSpec<unknown>
}

export const specs: Readonly<Record<DrawingKind, Spec>> = {
  sketch: { plan: sketch },
  fundus: { plan: fundus },
  'fundus-right': { plan: halfOf(fundus, 'right') },
  'fundus-left': { plan: halfOf(fundus, 'left') },
  'eye-front': { plan: eyeFront },
  'eye-front-right': { plan: halfOf(eyeFront, 'right') },
  'eye-front-left': { plan: halfOf(eyeFront, 'left') },
  'eye-lids': { plan: eyeLids },
  'eye-lids-right': { plan: halfOf(eyeLids, 'right') },
  'eye-lids-left': { plan: halfOf(eyeLids, 'left') },
  'eye-gaze': { plan: eyeGaze },
  'eye-muscles': { plan: eyeMuscles },
  ent: { plan: ent },
  'ear-right': { plan: earRight },
  'ear-left': { plan: earLeft },
  'nose-front': { plan: noseFront },
  'nose-back': { plan: noseBack },
  throat: { plan: throat },
  larynx: { plan: larynx },
  'neck-right': { plan: neckRight },
  'neck-left': { plan: neckLeft },
  'face-front': { plan: faceFront },
  'face-right': { plan: faceRight },
  'face-left': { plan: faceLeft },
  'jaw-upper': { plan: jawUpper },
  'jaw-lower': { plan: jawLower },
  cleft: { plan: cleft },
  body: { plan: body },
  'burn-body': { plan: burnBody, chart: burnChart },
  hand: { plan: hand },
  foot: { plan: foot },
  spine: { plan: spine },
  teeth: { plan: teethPlan, chart: teethChart },
  'fetal-lie': { plan: fetalLiePlan, chart: fetalChart },
  partograph: { plan: partographPlan, chart: labourChart },
  growth: { plan: growth, chart: growthChart },
}
