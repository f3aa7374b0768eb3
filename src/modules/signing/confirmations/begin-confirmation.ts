import { createHash, randomInt } from 'node:crypto'
import { idOf } from '#fhir/encounter.ts'
import { canonicalJson } from '#fhir/json.ts'
import { instantInVietnam } from '#kernel/civil-date.ts'
import { commonErrors } from '#kernel/common-errors.ts'
import { fold } from '#kernel/fold.ts'
import { present } from '#kernel/present.ts'
import type { Context } from '#platform/context.ts'
import type { BeginConfirmationBody, ConfirmationBegun } from '../contract.ts'
import { formOf } from '../paper.ts'
import { confirmationErrors } from './errors.ts'
import { type Paper, placesToConfirm, readShown } from './paper-to-confirm.ts'
import { passkeyOptions } from './passkeys.ts'
import { confirmationRules, relationOf } from './rules.ts'
import { sendMessage } from './send-message.ts'
import { challengeOf, holderOf, type Statement } from './statement.ts'
import { confirmationTable } from './table.ts'

/** Whether a place is confirmed already. */
async function isGiven(ctx: Context, documentId: string, place: string): Promise<boolean> {
  const row = await confirmationTable(ctx)
    .selectFrom('confirmation')
    .select('id')
    .where('facility', '=', ctx.facility)
    .where('document_id', '=', documentId)
    .where('place', '=', place)
    .where('state', '=', 'done')
    .executeTakeFirst()
  return row !== undefined
}

/** With the own account, patients confirm papers of their own by their device or by a code. */
function refuseChannel({ actor }: Context, paper: Paper, { method, name, relation }: BeginConfirmationBody): void {
  if (actor.kind !== 'patient') return
  const isOwn =
    idOf(paper.subject) === actor.patientId && relation === undefined && fold(name) === fold(actor.name)
  if (!isOwn) throw commonErrors.notFound({ type: 'DocumentReference', id: paper.id })
  if (method !== 'passkey' && method !== 'otp') throw confirmationErrors.otherMethod()
}

function refusePeople(ctx: Context, paper: Paper, body: BeginConfirmationBody): void {
  const isPatient = fold(body.name) === fold(paper.subject?.display ?? '')
  if (body.relation !== undefined && !relationOf(body.relation)) throw confirmationErrors.relationMissing()
  if (!isPatient && body.relation === undefined) throw confirmationErrors.relationMissing()
  const { witness } = body
  if (confirmationRules.methods[body.method].witness && !witness) throw confirmationErrors.witnessMissing()
  if (witness && [body.name, ctx.actor.name].some((name) => fold(name) === fold(witness)))
    throw confirmationErrors.witnessSame()
}

function statementOf(ctx: Context, paper: Paper, body: BeginConfirmationBody): Statement {
  const { name, relation, identity, phone } = body
  return {
    kind: 'urn:lanong:confirmation',
    id: ctx.newId(),
    paper: { ...body.document, form: formOf(paper).code },
    place: body.place,
    method: body.method,
    patient: idOf(paper.subject),
    by: {
      name,
      ...present({
        relation,
        identity,
        phone,
        account: body.method === 'passkey' && ctx.actor.kind === 'patient' ? ctx.actor.id : undefined,
      }),
    },
    ...present({ witness: body.witness }),
    takenBy: {
      account: ctx.actor.id,
      name: ctx.actor.name,
      ...present({ practitioner: ctx.actor.practitionerId }),
    },
    begunAt: instantInVietnam(ctx.now()),
  }
}

const masked = (phone: string) => phone.replace(/^(.{3}).*(.{3})$/, '$1 … $2')

/** SHA-256 of a code with its question: the code alone stands nowhere. */
export const codeHash = (code: string, challenge: Buffer): Buffer =>
  createHash('sha256').update(challenge).update(code).digest()

async function sendCode(
  ctx: Context,
  paper: Paper,
  phone: string | undefined,
  challenge: Buffer,
): Promise<Buffer> {
  if (!phone) throw confirmationErrors.noPhone()
  const code = String(randomInt(0, 1_000_000)).padStart(6, '0')
  const mark = paper.description ?? ''
  const check = challenge.toString('hex').slice(0, 8)
  await sendMessage(
    ctx,
    phone,
    `${code} là mã xác nhận "${mark}" (${check}), hết hạn sau ${confirmationRules.minutes} phút. Không đưa mã cho người khác.`,
  )
  return codeHash(code, challenge)
}

/**
 * Begins a confirmation of a paper as it was shown: the question is bound to the file by its hash. Runs outside of a
 * transaction, since a message may have to be sent.
 */
export async function beginConfirmation(ctx: Context, body: BeginConfirmationBody): Promise<ConfirmationBegun> {
  const paper = await readShown(ctx, body.document)
  if (!placesToConfirm(paper).some(({ id }) => id === body.place))
    throw confirmationErrors.noPlace({ id: paper.id })
  if (await isGiven(ctx, paper.id, body.place)) throw confirmationErrors.given()
  refuseChannel(ctx, paper, body)
  refusePeople(ctx, paper, body)
  const statement = statementOf(ctx, paper, body)
  const text = canonicalJson(statement)
  const challenge = challengeOf(text)
  const secret = body.method === 'otp' ? await sendCode(ctx, paper, body.phone, challenge) : null
  const passkey = body.method === 'passkey' ? await passkeyOptions(ctx, holderOf(statement), challenge) : undefined
  const expires = new Date(ctx.now().getTime() + confirmationRules.minutes * 60_000)
  await confirmationTable(ctx)
    .insertInto('confirmation')
    .values({
      facility: ctx.facility,
      id: statement.id,
      document_id: paper.id,
      version: body.document.version,
      sha256: body.document.sha256,
      place: body.place,
      method: body.method,
      statement: text,
      secret,
      state: 'open',
      tries: 0,
      expires_at: expires,
      created_by: ctx.actor.id,
      created_at: ctx.now(),
      provenance_id: null,
    })
    .execute()
  return {
    id: statement.id,
    challenge: challenge.toString('base64url'),
    expiresAt: instantInVietnam(expires),
    ...(secret && body.phone ? { sentTo: masked(body.phone) } : {}),
    ...present({ passkey }),
  }
}
