import { closedStates } from '#fhir/systems.ts'
import type { Asked, Verb } from '#platform/access.ts'
import type { Context } from '#platform/context.ts'
import { adviseOn, type Opener } from './domain/advice.ts'
import type { Condition, Policy, RequestFacts, TieKind } from './domain/condition.ts'
import { decide, type Facts } from './domain/decision.ts'
import { ofType, type Rules, testsOf } from './domain/fold.ts'
import { knownPurposes, policiesOn } from './policies.ts'
import type { PolicyView } from './view.ts'

/** A rule as people read it. */
export interface ToldRule {
  readonly id: string
  readonly title: string
  readonly source: string
}

/** A decision and why: what an auditor, the actor and the patient are told. */
export interface Explanation {
  readonly allowed: boolean
  readonly verb: Verb
  readonly rules: readonly ToldRule[]
  /** What stands for the rule where none allows it. */
  readonly none: string
  readonly patient: string | undefined
  readonly record: string | undefined
  /** Each is enough by itself; an inner list names acts that are needed together. */
  readonly advice: readonly (readonly Opener[])[]
}

const day = 86_400_000

/** Undefined when there is no such resource. */
export async function explain(
  ctx: Context,
  view: PolicyView,
  asked: Asked,
  verb: Verb,
  /** Ties that are taken as not being there. */
  without: readonly TieKind[] = [],
): Promise<Explanation | undefined> {
  const type = asked.as ?? asked.type
  const rules = forType(view.rules(ctx, verb), type)
  const set = policiesOn(ctx.now())
  const others = otherAskings(view, set.policies)
  const variants = [rules, ...others.map((one) => forType(view.rules(ctx, verb, changeOf(one)), type))]
  const tests = new Map(
    variants.flatMap(({ allows, refuses }) => [...allows, ...refuses].flatMap(({ when }) => [...testsOf(when)])),
  )
  const known = (await view.known(ctx, [asked], [...tests.values()])).get(asked.id)
  if (!known) return undefined
  const facts = untied(known.facts, without)
  const { allowed, by } = decide(rules, facts)
  const who = await view.profile(ctx)
  const belongs = {
    record: known.state !== 'none',
    patient: known.patient !== undefined,
    open: known.state !== 'none' && !closedStates.has(known.state),
    endedDays: (ctx.now().getTime() - known.ends) / day,
    person: who.person !== undefined,
    departments: who.departments.length > 0,
  }
  const rulesIf = (opener: Opener) => forType(view.rules(ctx, verb, changeOf(opener)), type)
  return {
    allowed,
    verb,
    rules: by.map(({ id, title }) => ({ id, title: title[ctx.language], source: set.sourceOf(id) ?? '' })),
    none: ctx.language === 'vi' ? 'không quy định nào cho phép' : 'no rule allows it',
    patient: known.patient,
    record: known.record,
    advice: allowed ? [] : firstHour(adviseOn(facts, belongs, rulesIf, others)),
  }
}

function untied(facts: Facts, without: readonly TieKind[]): Facts {
  if (without.length === 0) return facts
  return new Map([...facts].map(([key, value]) => [key, value && !without.includes(JSON.parse(key).tie)]))
}

function forType({ allows, refuses }: Rules, type: string): Rules {
  const of = (list: Rules['allows']) =>
    list.map(({ policy, when }) => ({ policy, when: ofType(when, type) })).filter(({ when }) => when !== false)
  return { allows: of(allows), refuses: of(refuses) }
}

/** Other purposes and hours, where some rule asks about them. */
function otherAskings(view: PolicyView, policies: readonly Policy[]): readonly Opener[] {
  const purposes = policies.some(({ when }) => asks(when, 'purpose'))
    ? knownPurposes.filter((one) => one !== view.purpose).map((purpose) => ({ act: 'purpose', purpose }) as const)
    : []
  const hours = policies.some(({ when }) => asks(when, 'hours'))
    ? Array.from({ length: 24 }, (_, at) => ({ act: 'hour', hour: `${String(at).padStart(2, '0')}:00` }) as const)
    : []
  return [...purposes, ...hours]
}

function asks(condition: Condition, name: string): boolean {
  if ('all' in condition) return condition.all.some((one) => asks(one, name))
  if ('any' in condition) return condition.any.some((one) => asks(one, name))
  if ('not' in condition) return asks(condition.not, name)
  return name in condition
}

function changeOf(opener: Opener): Partial<RequestFacts> {
  if (opener.act === 'purpose') return { purpose: opener.purpose }
  return opener.act === 'hour' ? { minute: Number(opener.hour.slice(0, 2)) * 60 } : {}
}

/** One hour is enough to know, not each of them. */
function firstHour(advice: readonly (readonly Opener[])[]): readonly (readonly Opener[])[] {
  const first = advice.findIndex((acts) => acts.some(({ act }) => act === 'hour'))
  return advice.filter((acts, at) => at === first || !acts.some(({ act }) => act === 'hour'))
}
