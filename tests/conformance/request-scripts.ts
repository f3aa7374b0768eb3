import { pathToFileURL } from 'node:url'
import { fhirOperations } from '#modules/fhir-operations/index.ts'
import { judge, type Result, sharedData } from '#tests/support/conformance.ts'
import { type FhirReply, type SendFhir, withFhir } from '#tests/support/fhir.ts'
import { type HttpRequest, readHttpFile, runHttpFile } from '#tests/support/http-file.ts'

export const name = 'Request scripts of another server (FHIR Server for Azure), as their specification has it'

/** Why nothing of a script can be asked here. */
const notHere: Readonly<Record<string, string>> = {
  BulkDelete: 'BulkDelete: $bulk-delete is an operation of that server alone',
  BulkUpdate: 'BulkUpdate: $bulk-update is an operation of that server alone',
  ExportRequests: 'ExportRequests: its addresses are those of a running job; bulk-data.db.test.ts asks the same',
  Import: 'Import: its $import takes files from the cloud it runs in; here from the address of the client',
  ReindexFlowTargettingResourceExtensions:
    'ReindexFlowTargettingResourceExtensions: about its job $reindex; here a job of the server does it, see custom-parameters.db.test.ts',
  SMARTScopesExample:
    'SMARTScopesExample: about tokens of its identity provider; the scopes are asked in SMARTv2ScopesExample',
  TokenIntrospection: 'TokenIntrospection: about tokens of its identity provider',
  selectableSearchParameterExamples: 'selectableSearchParameterExamples: $status of search parameters is its own',
}

/**
 * What each request answers, in order, with the number of entries of a bundle: as the comments of the script say, or
 * as the specification has it where the script follows habits of that server.
 */
const scripts: Readonly<Record<string, string>> = {
  // The Observation is one of STU3: its interpretation is no list.
  CompartmentSearchExamples: '201 201 201 400 200(2) 200(3) 200(2) 200(2) 200(2) 201 201 200(2)',
  ComplexSQLQueryServiceRequest: '201 201 200(0)',
  // hardDelete is that server's own; versions are never lost here.
  ConditionalDeleteRequests: '201 200(1) 204 204 200 400 412 204 400 400',
  // Versions are not patched, `"false"` is no boolean, Patient/other does not exist.
  FhirPatchRequests: '201 200 200 200 422 400 200(1) 200 422 200',
  // An empty list is no FHIR JSON (third); versions are not patched (fifth and sixth).
  JsonPatchRequests: '201 200 400 200 422 422 200 200 200(1) 200 200 200',
  // R4 has no devices in the compartment of a patient (second $everything).
  PatientEverythingLinks: '201 200 200 200 201 201 200 201 201 200(8) 200(0) 200(0) 200(1) 201 200(1) 200(1)',
  ResourceSpecificDisableHistory: '200 201 200 201 200 201 200 200(2) 200(2) 200(2)',
  // Nobody is deleted whom claims refer to; one body is two.
  SMARTv2ScopesExample:
    '200(79) 200(1) 200(0) 200(2) 200 200 200 200(0) 201 200 200 200 409 409 200 200(0) 200 400 200 200(0) 201 200(0) 201 204 200(3) 200 200(0) 201 200 201',
  // Ids of the sample are given by the server.
  SearchExamples:
    '200(16) 200(0) 200(6) 200(6) 200(5) 200(5) 200(0) 200(1) 200(0) 200(0) 200(0) 200(0) 200(0) 200(0) 200(0) 200(2) 200(0) 200(0) 200(0) 201 201',
  // `null` is no value in FHIR JSON.
  USCoreExamples: '400 200(0) 404',
  // A StructureDefinition without elements is none (last).
  VersionedUpdateExample: '200 201 200 412 412 412 200 201 412 400',
  // recorder is no search parameter of R4.
  complexQueries: '400 200(0) 204 201 200(1) 201 201',
  // Without its file, `race` is an unknown parameter: it is left out, and told.
  customSearchExample: '201 201 201 201 200 201 200(6) 200(6) 200(1) 200(6) 200(0) 200(0) 201 204 204 204',
}

/** Resources that a script takes for granted. */
const to = (reference: string) => ({ reference })
const word = (code: string) => ({ coding: [{ code }] })
const class_ = { system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'AMB' }
const claim = {
  status: 'active',
  type: word('oral'),
  use: 'claim',
  patient: to('Patient/example'),
  created: '2014',
}
const granted: Readonly<Record<string, object>> = {
  'Patient/patient-id': {},
  'Patient/example': {},
  'Patient/newborn': {},
  'Patient/infant': {},
  'Patient/mother': {},
  'Practitioner/1': {},
  'Practitioner/example': {},
  'Practitioner/f005': {},
  'Practitioner/dude': {},
  'Organization/2': { name: 'two' },
  'Organization/3': { name: 'three' },
  'Organization/f001': { name: 'f001' },
  'Organization/hl7': { name: 'hl7' },
  'Location/1': {},
  'Device/example': {},
  'Medication/example': {},
  'Encounter/example': { status: 'finished', class: class_ },
  'Endpoint/example': {
    status: 'active',
    connectionType: { code: 'hl7-fhir-rest' },
    payloadType: [word('any')],
    address: 'https://example.org',
  },
  'RelatedPerson/relatedperson-id': { patient: to('Patient/example') },
  'RelatedPerson/newborn-mom': { patient: to('Patient/newborn') },
  'RelatedPerson/newborn-mom-1': { patient: to('Patient/newborn') },
  'RelatedPerson/newborn-mom-2': { patient: to('Patient/newborn') },
  'Observation/bloodgroup': { status: 'final', code: word('883-9') },
  'Observation/rhstatus': { status: 'final', code: word('10331-7') },
  'Coverage/9876B1': { status: 'active', beneficiary: to('Patient/example'), payor: [to('Organization/2')] },
  'Claim/100150': {
    ...claim,
    provider: to('Organization/2'),
    priority: word('normal'),
    insurance: [{ sequence: 1, focal: true, coverage: to('Coverage/9876B1') }],
  },
  'ClaimResponse/R3500': { ...claim, insurer: to('Organization/2'), outcome: 'complete' },
}

/** Steps of the server the script was written for, and those whose file or address a person has to fill in. */
const isOwn = ({ url, body }: HttpRequest) =>
  /\$reindex|_operations\/|\{\{\w+(?:\.response\.headers[^}]*)?\}\}|^<|^https?:|link\[0\]/.test(url) || body === ''

export async function run(): Promise<readonly Result[]> {
  const skipped = Object.entries(notHere).map(([id, reason]): Result => ({ id, outcome: 'n/a', reason }))
  const asked = await Promise.all(
    Object.entries(scripts).map(([id, expected]) => judge(id, () => ask(id, expected))),
  )
  return [...asked, ...skipped]
}

async function ask(script: string, expected: string): Promise<string | undefined> {
  const file = pathToFileURL(`${sharedData}/msft/rest/${script}.http`)
  let told = ''
  await withFhir(
    async (send) => {
      await store(send)
      const done = await runHttpFile(
        send,
        readHttpFile(file).filter((one) => !isOwn(one)),
      )
      told = done.map(({ reply }) => toldOf(reply)).join(' ')
    },
    { operations: fhirOperations.fhirOperations ?? [] },
  )
  return told === expected ? undefined : `answered ${told}`
}

async function store(send: SendFhir): Promise<void> {
  const entry = Object.entries(granted).map(([url, members]) => {
    const [resourceType, id] = url.split('/')
    return { resource: { resourceType, id, ...members }, request: { method: 'PUT', url } }
  })
  const { status, text } = await send('POST', '/', { resourceType: 'Bundle', type: 'transaction', entry })
  if (status !== 200) throw new Error(text)
}

function toldOf({ status, body }: FhirReply): string {
  return Array.isArray(body?.entry) || body?.type === 'searchset'
    ? `${status}(${body.entry?.length ?? 0})`
    : String(status)
}
