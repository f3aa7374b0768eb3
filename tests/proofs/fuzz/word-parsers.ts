import { verifyRegistrationResponse } from '@simplewebauthn/server'
import { decodeClientDataJSON } from '@simplewebauthn/server/helpers'
import { readForm } from '#fhir/sdc/index.ts'
import { canonicalQuantity, convert, isUnit } from '#fhir/ucum/index.ts'
import { validateResource } from '#fhir/validate.ts'
import { compileView } from '#fhir/view/compile-view.ts'
import { drawingKinds, drawPicture, isDrawingKind, readDrawing } from '#kernel/drawing/index.ts'
import { readCursor } from '#modules/fhir-operations/cursor.ts'
import { identityErrors } from '#modules/identity/errors.ts'
import { readProof } from '#modules/identity/oauth/sender-bound.ts'
import { patchedUser, readOperations, readUser } from '#modules/identity/scim/read-user.ts'
import { readUserFilter } from '#modules/identity/scim/users.ts'
import { parseResult } from '#modules/laboratory/domain/parse-result.ts'
import { readScan } from '#modules/medicines/domain/read-scan.ts'
import { parseSchedule } from '#modules/orders/domain/schedule-text.ts'
import { readReports } from '#platform/http/content-reports.ts'
import { languageOf } from '#platform/http/language.ts'
import { printableJson } from '#platform/typst/printable.ts'
import { structures } from '#store/definitions.ts'
import { device } from '#tests/support/passkey.ts'
import { asText, type Parser, texts } from './parser.ts'

const json = (read: (value: unknown) => unknown) => (input: Buffer) => read(JSON.parse(input.toString('utf8')))

const questionnaire = {
  resourceType: 'Questionnaire',
  status: 'draft',
  url: 'urn:x',
  item: [
    { linkId: 'a', type: 'decimal', text: 'Cân nặng' },
    {
      linkId: 'b',
      type: 'group',
      repeats: true,
      item: [{ linkId: 'c', type: 'choice', answerValueSet: 'urn:y' }],
    },
    {
      ...{ linkId: 'd', type: 'decimal', readOnly: true },
      extension: [
        {
          url: 'http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-calculatedExpression',
          valueExpression: {
            language: 'text/fhirpath',
            expression: "%resource.item.where(linkId='a').answer.value * 2",
          },
        },
      ],
    },
  ],
}
const view = {
  resource: 'Patient',
  constant: [{ name: 'use', valueString: 'official' }],
  where: [{ path: 'active = true' }],
  select: [
    { column: [{ name: 'id', path: 'getResourceKey()' }] },
    { forEach: 'name.where(use = %use)', column: [{ name: 'family', path: 'family' }] },
    { unionAll: [{ column: [{ name: 'born', path: 'birthDate' }] }] },
  ],
}
const patient = { resourceType: 'Patient', id: 'p', active: true, name: [{ use: 'official', family: 'Đặng' }] }
const observation = {
  resourceType: 'Observation',
  status: 'final',
  code: { coding: [{ system: 'http://loinc.org', code: '8302-2' }] },
  subject: { reference: 'Patient/p' },
  valueQuantity: { value: 170.5, unit: 'cm', system: 'http://unitsofmeasure.org', code: 'cm' },
}
const user = {
  schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
  userName: 'bacsi',
  name: { familyName: 'Đặng', givenName: 'Huyền' },
  active: 'True',
  roles: [{ value: 'doctor' }],
}
const operations = {
  schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
  Operations: [
    { op: 'Replace', path: 'active', value: false },
    { op: 'remove', path: 'roles[value eq "doctor"]' },
    { op: 'add', value: { displayName: 'B' } },
  ],
}
const report = {
  'csp-report': { 'document-uri': 'https://a.example/b', 'violated-directive': 'img-src', 'blocked-uri': 'data' },
}
const drawing = '{"v":1,"regions":{},"marks":[{"kind":"pen","colour":"red","points":[1,2,3,4]}]}'

const registered = () => {
  const { response } = device('https://a.example').register('YQ')
  return [response.attestationObject, response.clientDataJSON].map((text) => Buffer.from(text, 'base64url'))
}

/** What people type, cards and codes that are scanned, and bodies of other systems. */
export async function wordParsers(): Promise<readonly Parser[]> {
  const [attestation = Buffer.alloc(0), clientData = Buffer.alloc(0)] = registered()
  const isType = (name: string) => structures.isResource(name)
  return [
    {
      name: 'units (UCUM)',
      samples: texts('mmol/L', 'kg.m/s2', '10*9/L', '{x}/uL', '(a.b)3'),
      read: asText((input) => [isUnit(input), canonicalQuantity(1.5, input), convert(2, input, 'mg/dL')]),
    },
    {
      ...{ name: 'ViewDefinitions', refusesBy: 'SyntaxError', samples: texts(JSON.stringify(view)) },
      read: json((value) => compileView(value, isType).rows(patient)),
    },
    {
      ...{ name: 'resources against their definitions', refusesBy: 'SyntaxError' },
      samples: texts(JSON.stringify(observation), JSON.stringify(questionnaire)),
      read: json((value) => validateResource(structures, value, { full: true })),
    },
    {
      ...{
        name: 'Questionnaires of own forms',
        refusesBy: 'SyntaxError',
        samples: texts(JSON.stringify(questionnaire)),
      },
      // A form is asked of the definitions before it is compiled.
      read: json((value) => {
        const { issues } = validateResource(structures, value)
        if (issues.length === 0 && (value as { resourceType?: unknown }).resourceType === 'Questionnaire')
          readForm(value as Parameters<typeof readForm>[0])
      }),
    },
    {
      ...{ name: 'users by SCIM', refusesBy: 'ScimError', samples: texts(JSON.stringify(user)) },
      read: (input) => readUser(parsed(input)),
    },
    {
      ...{ name: 'changes by SCIM', refusesBy: 'ScimError', samples: texts(JSON.stringify(operations)) },
      read: (input) => patchedUser(user, readOperations(parsed(input))),
    },
    {
      ...{
        name: 'filters of SCIM',
        refusesBy: 'ScimError',
        samples: texts('userName eq "bacsi"', 'externalId eq "1"'),
      },
      read: asText(readUserFilter),
    },
    {
      name: 'proofs of senders (JWT)',
      samples: texts(
        `${Buffer.from('{"alg":"ES256","typ":"dpop+jwt","jwk":{"kty":"EC","crv":"P-256","x":"a","y":"b"}}').toString('base64url')}.${Buffer.from('{"iat":1,"jti":"a","htm":"GET","htu":"https://a.example","ath":"x"}').toString('base64url')}.AAAA`,
      ),
      read: asText(readProof),
    },
    {
      name: 'answers of passkeys (CBOR)',
      samples: [attestation],
      read: (input) => registration(input, clientData),
    },
    {
      ...{ name: 'what browsers say to passkeys', refusesBy: 'SyntaxError', samples: [clientData] },
      read: (input) => decodeClientDataJSON(input.toString('base64url')),
    },
    {
      name: 'results as typed',
      samples: texts('<= 7,05', '+12.0', '–', 'âm tính'),
      read: asText((input) =>
        (['number', 'choice', 'text'] as const).map((kind) =>
          parseResult(input, { kind, choices: [{ code: 'a', text: 'âm tính' }] }),
        ),
      ),
    },
    {
      name: 'codes of packs and wristbands',
      samples: texts(
        '(01)09506000134352(17)261100(10)AB',
        ']d20109506000134352\u001d10AB',
        'LOVT:e1:2600000001',
        'LOT:a:b',
      ),
      read: asText(readScan),
    },
    {
      name: 'times of doses as typed',
      samples: texts('8h 14h 20h', '3 lần/ngày', 'mỗi 6 giờ'),
      read: asText(parseSchedule),
    },
    {
      name: 'drawings',
      samples: texts(drawing),
      read: asText((input) => {
        for (const kind of drawingKinds) if (isDrawingKind(kind)) readDrawing(kind, input)
        return drawPicture(drawingKinds[0], readDrawing(drawingKinds[0], input))
      }),
    },
    {
      name: 'texts of papers (Typst)',
      samples: texts('Đặng Thị Huyền\t#let x = 1\u202e\ufeff', '<svg/>'),
      read: asText((input) => JSON.parse(printableJson({ a: input, b: [input] }))),
    },
    { name: 'pages of searches', samples: [Buffer.from('WzEsInAiXQ')], read: asText(readCursor) },
    {
      name: 'languages of browsers',
      samples: texts('vi-VN,vi;q=0.9,en;q=0.8'),
      read: asText((input) => languageOf({ 'accept-language': input })),
    },
    {
      ...{
        name: 'reports of browsers',
        refusesBy: 'SyntaxError',
        samples: texts(JSON.stringify(report), JSON.stringify([{ body: report }])),
      },
      read: json(readReports),
    },
  ]
}

/** A body that is no JSON never comes as far as SCIM. */
function parsed(input: Buffer): unknown {
  try {
    return JSON.parse(input.toString('utf8'))
  } catch {
    return undefined
  }
}

/** As the module asks the library: whatever it says of an answer is that the answer is wrong. */
async function registration(attestation: Buffer, clientData: Buffer): Promise<unknown> {
  const id = 'AAAAAAAAAAAAAAAAAAAAAA'
  const response = {
    attestationObject: attestation.toString('base64url'),
    clientDataJSON: clientData.toString('base64url'),
  }
  return verifyRegistrationResponse({
    response: { id, rawId: id, type: 'public-key', clientExtensionResults: {}, response },
    expectedChallenge: () => true,
    expectedOrigin: 'https://a.example',
    expectedRPID: 'a.example',
  }).catch((cause: unknown) => {
    throw identityErrors.passkeyWrong({}, cause)
  })
}
