import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { type Finding, finding, levelBelow } from '#platform/finding.ts'
import { findSeal } from './seal/table.ts'
import { readCertificate } from './x509/certificate.ts'

/** Days before its end from which a certificate is asked to be renewed. */
const limits = { amber: 30, red: 7 }
const dayMs = 86_400_000

/** Certificates that signatures are made with: those of people and the seal of the facility. */
export async function certificateFindings(ctx: Context): Promise<readonly Finding[]> {
  return [...(await ofPeople(ctx)), ...(await ofSeal(ctx))]
}

const daysLeft = (ctx: Context, certificate: Buffer): number =>
  Math.floor((readCertificate(certificate).notAfter.getTime() - ctx.now().getTime()) / dayMs)

async function ofPeople(ctx: Context): Promise<readonly Finding[]> {
  const { rows } = await sql<{ certificate: Buffer }>`
    select k.certificate from signer_key k join account a on a.facility = k.facility and a.id::text = k.account_id
    where k.facility = ${ctx.facility} and k.revoked_at is null and a.active`.execute(ctx.db)
  if (rows.length === 0) return []
  const ending = rows.map(({ certificate }) => daysLeft(ctx, certificate)).filter((days) => days < limits.amber)
  if (ending.length === 0) return [finding('people', 'green', 'peopleWell', { count: rows.length })]
  const days = Math.min(...ending)
  return [finding('people', levelBelow(days, limits), 'peopleEnd', { count: ending.length, days })]
}

async function ofSeal(ctx: Context): Promise<readonly Finding[]> {
  const seal = await findSeal(ctx)
  if (!seal) return []
  if (seal.stopped) return [finding('seal', 'red', 'sealStopped', { code: seal.stopped })]
  const days = daysLeft(ctx, seal.certificate)
  const level = levelBelow(days, limits)
  return [finding('seal', level, level === 'green' ? 'sealWell' : 'sealEnds', { days })]
}
