import type { Provenance, Reference } from '@medplum/fhirtypes'
import { sql } from 'kysely'
import { canonicalJson } from '#fhir/json.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import { earlierAnswer, runCommand } from '#platform/http/command.ts'
import { writeAudit } from '#store/audit.ts'
import { commit } from '#store/commit.ts'
import type { ConfirmationProof } from '../contract.ts'
import { sealJson } from '../evidence/seal-file.ts'
import { lockSlots, markSigned } from '../slots.ts'
import { confirmationErrors } from './errors.ts'
import { readShown } from './paper-to-confirm.ts'
import { keepPrinted, methodTitle, type Printed, printConfirmation } from './print-confirmation.ts'
import { prove } from './prove.ts'
import { confirmationRules } from './rules.ts'
import { type Confirmed, challengeOf, type Statement } from './statement.ts'
import { type ConfirmationTable, confirmationTable } from './table.ts'

/** Counts a try before the answer is looked at, so that tries side by side cannot pass the limit. */
async function countTry(ctx: Context, id: string): Promise<ConfirmationTable> {
  const { rows } = await sql<ConfirmationTable>`
    update confirmation set tries = tries + 1
    where facility = ${ctx.facility} and id = ${id} and state = 'open' and expires_at > ${ctx.now()}
      and tries < ${confirmationRules.tries} and created_by = ${ctx.actor.id}
    returning *`.execute(ctx.db)
  const row = rows[0]
  if (!row) throw confirmationErrors.notOpen()
  return row
}

const participant = (code: string, display: string) => ({
  coding: [{ system: 'http://terminology.hl7.org/CodeSystem/provenance-participant-type', code, display }],
})

/** The confirmation as FHIR tells it: who confirmed, who took it and who saw it. The proof is the sealed evidence. */
function provenanceOf(ctx: Context, confirmed: Confirmed, sealed: Buffer): Provenance & { id: string } {
  const { paper, by, witness, takenBy, place, method, confirmedAt } = confirmed
  const isPatient = by.relation === undefined
  const who: Reference = isPatient
    ? { reference: `Patient/${confirmed.patient}`, display: by.name }
    : { display: by.name }
  const person = who as NonNullable<Provenance['agent']>[number]['who'] & object
  const staff = takenBy.practitioner
    ? { reference: `Practitioner/${takenBy.practitioner}`, display: takenBy.name }
    : { display: takenBy.name }
  const relation = by.relation ? [{ coding: [{ system: 'urn:lanong:cs:relation', code: by.relation }] }] : []
  return {
    resourceType: 'Provenance',
    id: ctx.newId(),
    target: [{ reference: `DocumentReference/${paper.id}/_history/${paper.version}` }],
    occurredDateTime: confirmedAt,
    recorded: confirmedAt,
    activity: { coding: [{ system: 'urn:lanong:cs:confirmation', code: method, display: methodTitle[method] }] },
    agent: [
      {
        type: participant('attester', 'Attester'),
        role: [{ coding: [{ system: 'urn:lanong:cs:confirmation-place', code: place }] }, ...relation],
        who: person,
        ...(isPatient ? {} : { onBehalfOf: { reference: `Patient/${confirmed.patient}` } }),
      },
      { type: participant('enterer', 'Enterer'), who: staff },
      ...(witness ? [{ type: participant('verifier', 'Verifier'), who: { display: witness } }] : []),
    ],
    signature: [
      {
        type: [
          { system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.7', display: 'Consent Signature' },
        ],
        when: confirmedAt,
        who: person,
        targetFormat: 'application/json',
        sigFormat: 'application/jose',
        data: sealed.toString('base64'),
      },
    ],
  }
}

/** A confirmation with its sealed evidence, and the paper that shows it. */
interface Taken {
  readonly confirmed: Confirmed
  readonly sealed: Buffer
  readonly printed: Printed | undefined
}

async function write(
  ctx: Context,
  row: ConfirmationTable,
  { confirmed, sealed, printed }: Taken,
): Promise<{ id: string }> {
  const slots = await lockSlots(ctx, confirmed.paper.id)
  const paper = await readShown(ctx, confirmed.paper)
  const provenance = provenanceOf(ctx, confirmed, sealed)
  await commit(ctx, [{ kind: 'create', id: provenance.id, resource: provenance }])
  const done = await confirmationTable(ctx)
    .updateTable('confirmation')
    .set({ state: 'done', secret: null, provenance_id: provenance.id })
    .where('facility', '=', ctx.facility)
    .where('id', '=', row.id)
    .where('state', '=', 'open')
    .executeTakeFirst()
  if (done.numUpdatedRows !== 1n) throw confirmationErrors.notOpen()
  if (printed) await keepPrinted(ctx, paper, printed)
  const slot = slots.find((one) => one.slot === confirmed.place && one.state === 'waiting')
  if (slot) await markSigned(ctx, slot, { by: undefined, at: ctx.now(), provenanceId: provenance.id })
  await writeAudit(ctx, {
    action: 'sign',
    outcome: 'success',
    patientId: confirmed.patient,
    entities: [
      `DocumentReference/${confirmed.paper.id}/_history/${confirmed.paper.version}`,
      `Provenance/${provenance.id}`,
    ],
    detail: {
      kind: 'confirmation',
      method: confirmed.method,
      place: confirmed.place,
      sha256: confirmed.paper.sha256,
      ...present({ relation: confirmed.by.relation }),
    },
  })
  return { id: provenance.id }
}

/** Of two questions about one place only one is answered: the database knows (`confirmation_of_place`). */
function refusal(error: unknown): never {
  const { code, constraint } = error as { code?: string; constraint?: string }
  throw code === '23505' && constraint === 'confirmation_of_place' ? confirmationErrors.given({}, error) : error
}

/** Takes the answer to a question: looked at first, sealed by the facility with a time stamp, then written. */
export async function completeConfirmation(
  ctx: Context,
  commandId: string | undefined,
  id: string,
  proof: ConfirmationProof,
): Promise<{ id: string }> {
  const input = ['signing.confirm', id, proof]
  const answered = await earlierAnswer<{ id: string }>(ctx, commandId, input)
  if (answered) return answered
  const row = await countTry(ctx, id)
  const evidence = await prove(ctx, row, proof)
  const statement = JSON.parse(row.statement) as Statement
  const challenge = challengeOf(row.statement).toString('hex')
  const confirmed = { ...statement, challenge, evidence, confirmedAt: instantInVietnam(ctx.now()) }
  const paper = await readShown(ctx, confirmed.paper)
  const sealed = await sealJson(ctx, Buffer.from(canonicalJson(confirmed)))
  const printed = await printConfirmation(ctx, paper, confirmed)
  return runCommand(ctx, commandId, input, (tx) => write(tx, row, { confirmed, sealed, printed })).catch(refusal)
}
