import type { Encounter } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { numberOf } from '#fhir/decimal.ts'
import { dayInVietnam } from '#kernel/civil-date.ts'
import { type DrugLine, wardDosageText } from '#modules/drug-orders/index.ts'
import { type Drug, readDrugCatalogue, readOrderSets } from '#modules/terminology/index.ts'
import type { Context } from '#platform/context.ts'
import { readResource } from '#store/read.ts'
import type { DrugOrderForm, OrderLineForm } from './contract.ts'
import { type OrderKind, serviceKinds } from './domain/kinds.ts'
import { type Proposal, type Protocol, rhythmOf } from './domain/plan.ts'
import { orderErrors } from './errors.ts'
import { offerKey, offersByKey } from './offered.ts'
import type { OwnSetBody, SetsView, SetView } from './office-contract.ts'
import { failing, type PlanFacts, planFacts, reckoned } from './plan-facts.ts'
import { protocolsOn } from './protocols.ts'

interface OwnRow {
  readonly id: string
  readonly name: string
  readonly lines: OrderLineForm[]
}

async function ownSets(ctx: Context): Promise<OwnRow[]> {
  const { rows } = await sql<OwnRow>`
    select id::text, name, lines from order_set_own
    where facility = ${ctx.facility} and person = ${ctx.actor.id} order by name`.execute(ctx.db)
  return rows
}

/** Sets for a patient: own ones, protocols whose conditions hold, then the others. */
export async function listSets(ctx: Context, encounterId: string): Promise<SetsView> {
  const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
  const facts = await planFacts(ctx, encounter)
  const protocols = protocolsOn(dayInVietnam(ctx.now()))
    .map((one) => ({ code: one.code, name: one.name, note: one.note, origin: 'protocol' as const, one }))
    .map(({ one, ...set }) => ({ ...set, applies: failing(one.conditions, facts) === undefined }))
  const own = (await ownSets(ctx)).map(({ id, name }) => ({
    code: id,
    name,
    note: '',
    origin: 'own' as const,
    applies: true,
  }))
  const sets = (await readOrderSets(ctx)).map(({ code, name, note }) => ({
    code,
    name,
    note,
    origin: 'set' as const,
    applies: true,
  }))
  return { sets: [...own, ...protocols.sort((a, b) => Number(b.applies) - Number(a.applies)), ...sets] }
}

interface Lists {
  readonly drugs: ReadonlyMap<string, Drug>
  readonly offered: Awaited<ReturnType<typeof offersByKey>>
}

function shown(line: OrderLineForm, lists: Lists): { kind: OrderKind; name: string; detail: string } | undefined {
  if (line.kind !== 'drug') {
    const one = lists.offered.get(offerKey(line))
    return one && { kind: one.kind, name: one.name, detail: line.everyHours ? `mỗi ${line.everyHours} giờ` : '' }
  }
  const drug = lists.drugs.get(line.drugCode)
  if (!drug) return undefined
  const route = { code: drug.route.code, name: drug.route.verb || drug.route.name }
  const detail = wardDosageText(line as DrugLine, { now: '', unit: line.rateMlPerHour ? 'mL' : drug.unit, route })
  return { kind: line.rateMlPerHour === undefined ? 'drug' : 'infusion', name: drug.label, detail }
}

function drugLine(
  id: string,
  proposal: Proposal,
  dose: number | undefined,
  drug: Drug | undefined,
): DrugOrderForm {
  const quantity = proposal.dosage?.doseAndRate?.[0]?.doseQuantity
  const rate = proposal.dosage?.doseAndRate?.[0]?.rateQuantity
  const amount = dose ?? numberOf(quantity?.value)
  const unit = quantity?.unit
  return {
    kind: 'drug',
    id,
    drugCode: proposal.code,
    dose: amount && amount > 0 ? amount : 1,
    ...(unit && unit !== drug?.unit ? { doseUnit: unit } : {}),
    schedule: rhythmOf(proposal.dosage),
    ...(rate ? { rateMlPerHour: dose ?? numberOf(rate.value) ?? 1 } : {}),
    ...(proposal.urgent ? { urgent: true } : {}),
    ...(proposal.note ? { note: proposal.note } : {}),
  }
}

function proposed(ctx: Context, proposal: Proposal, facts: PlanFacts, lists: Lists): SetView['lines'][number][] {
  const missed = failing(proposal.conditions, facts)
  const dose = missed === undefined ? reckoned(proposal.doseExpression, facts) : undefined
  const kind = serviceKinds.find((one) => one === proposal.kind)
  const line: OrderLineForm = kind
    ? {
        kind,
        id: ctx.newId(),
        code: proposal.code,
        ...(proposal.urgent ? { urgent: true } : {}),
        ...(proposal.note ? { note: proposal.note } : {}),
      }
    : drugLine(ctx.newId(), proposal, dose, lists.drugs.get(proposal.code))
  const seen = shown(line, lists)
  if (!seen) return []
  // A dose by weight that can not be reckoned is never proposed with another number.
  const reckonable = proposal.doseExpression === undefined || dose !== undefined
  const applies = missed === undefined && reckonable
  return [{ line, ...seen, detail: reckonable ? seen.detail : '', applies, why: missed ?? proposal.note }]
}

function ofProtocol(ctx: Context, one: Protocol, facts: PlanFacts, lists: Lists): SetView {
  return {
    code: one.code,
    name: one.name,
    origin: 'protocol',
    note: one.note,
    source: one.source,
    lines: one.proposals.flatMap((proposal) => proposed(ctx, proposal, facts, lists)),
  }
}

function ofLines(
  ctx: Context,
  head: Omit<SetView, 'lines'>,
  lines: readonly OrderLineForm[],
  lists: Lists,
): SetView {
  return {
    ...head,
    lines: lines.flatMap((line) => {
      const seen = shown(line, lists)
      return seen ? [{ line: { ...line, id: ctx.newId() }, ...seen, applies: true, why: '' }] : []
    }),
  }
}

/** A set as lines for the pad, each with whether it applies to this patient. */
export async function readSet(ctx: Context, encounterId: string, code: string): Promise<SetView> {
  const lists = { drugs: (await readDrugCatalogue(ctx)).drugs, offered: await offersByKey(ctx) }
  const protocol = protocolsOn(dayInVietnam(ctx.now())).find((one) => one.code === code)
  if (protocol) {
    const encounter = await readResource<Encounter>(ctx, 'Encounter', encounterId)
    return ofProtocol(ctx, protocol, await planFacts(ctx, encounter), lists)
  }
  const own = (await ownSets(ctx)).find((one) => one.id === code)
  if (own) return ofLines(ctx, { code, name: own.name, origin: 'own', note: '', source: '' }, own.lines, lists)
  const set = (await readOrderSets(ctx)).find((one) => one.code === code)
  if (!set) throw orderErrors.setNotFound({ code })
  const services = [...lists.offered.values()].filter((one) => one.kind !== 'laboratory')
  const lines = [
    ...set.tests.map((test): OrderLineForm => ({ kind: 'laboratory', id: ctx.newId(), code: test })),
    ...set.services.flatMap((service): OrderLineForm[] => {
      const one = services.find((offered) => offered.code === service)
      return one ? [{ kind: one.kind, id: ctx.newId(), code: service }] : []
    }),
  ]
  return ofLines(ctx, { code, name: set.name, origin: 'set', note: set.note, source: '' }, lines, lists)
}

/** Keeps lines as a set of one's own. */
export async function saveOwnSet(ctx: Context, body: OwnSetBody): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    select id::text from order_set_own
    where facility = ${ctx.facility} and person = ${ctx.actor.id} and name = ${body.name.trim()} and id <> ${body.id}::uuid`.execute(
    ctx.db,
  )
  if (rows.length > 0) throw orderErrors.setNameTaken({ name: body.name.trim() })
  await sql`
    insert into order_set_own (facility, person, id, name, lines, at)
    values (${ctx.facility}, ${ctx.actor.id}, ${body.id}::uuid, ${body.name.trim()}, ${JSON.stringify(body.lines)}::jsonb, ${ctx.now()})
    on conflict (facility, person, id) do update set name = excluded.name, lines = excluded.lines, at = excluded.at`.execute(
    ctx.db,
  )
}

export async function deleteOwnSet(ctx: Context, id: string): Promise<void> {
  await sql`
    delete from order_set_own
    where facility = ${ctx.facility} and person = ${ctx.actor.id} and id = ${id}::uuid`.execute(ctx.db)
}
