import { compilePath, evaluatePath } from '#fhir/fhirpath/index.ts'
import { parseJsonBytes } from '#fhir/json.ts'
import { applyFhirPathPatch } from '#fhir/patch/fhirpath-patch.ts'
import { applyJsonPatch } from '#fhir/patch/json-patch.ts'
import { dateRange } from '#fhir/search/date-range.ts'
import { parseExpression } from '#fhir/search/expression.ts'
import { parseFilter } from '#fhir/search/filter.ts'
import { numberRange } from '#fhir/search/number-range.ts'
import { readWordQuery } from '#fhir/search/words.ts'
import { readXml } from '#fhir/xml/read-xml.ts'
import { parseVietnameseDay } from '#kernel/civil-date.ts'
import { csvRows, peopleOf } from '#modules/identity/people/people-file.ts'
import { readCard } from '#modules/patients/domain/read-card.ts'
import { parseSearch } from '#modules/patients/domain/search-query.ts'
import { signCms } from '#modules/signing/cms/build.ts'
import { readSignedMessage } from '#modules/signing/cms/read.ts'
import { oids } from '#modules/signing/der/oids.ts'
import { readDer } from '#modules/signing/der/read.ts'
import { openArchive } from '#modules/signing/record-archive/open-archive.ts'
import { verifyFile } from '#modules/signing/verify-file.ts'
import { readCrl } from '#modules/signing/x509/crl.ts'
import { readOcsp } from '#modules/signing/x509/ocsp.ts'
import { readRows } from '#modules/terminology/read-rows.ts'
import { kindOfFile } from '#platform/uploads/file-kind.ts'
import { structures } from '#store/definitions.ts'
import { corpusPeople } from '#tests/support/corpus/people.ts'
import { fileParsers } from './file-parsers.ts'
import { type Parser, asText as text, texts } from './parser.ts'
import { wordParsers } from './word-parsers.ts'

const patient = {
  resourceType: 'Patient',
  id: 'p',
  name: [{ use: 'official', text: 'Đặng Thị Huyền', family: 'Đặng', given: ['Thị Huyền'] }],
  birthDate: '1970-02-28',
  multipleBirthInteger: 2,
  extension: [{ url: 'urn:x', valueDecimal: 1.5 }],
}
const xml =
  '<Patient xmlns="http://hl7.org/fhir"><id value="p"/><text><status value="generated"/><div xmlns="http://www.w3.org/1999/xhtml">a<b>c</b></div></text><name><family value="Đặng"/></name><birthDate value="1970-02-28"/></Patient>'
const pdf =
  '%PDF-1.7\n1 0 obj<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]/SigFlags 3>>>>endobj\n2 0 obj<</Type/Pages/Count 1/Kids[3 0 R]>>endobj\n3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj\n4 0 obj<</FT/Sig/T(a)/V 5 0 R>>endobj\n5 0 obj<</Type/Sig/Filter/Adobe.PPKLite/SubFilter/ETSI.CAdES.detached/ByteRange[0 10 20 10]/Contents<3003020101>>>endobj\nxref\n0 1\n0000000000 65535 f \ntrailer<</Root 1 0 R/Size 6>>\nstartxref\n0\n%%EOF'
const cards = [
  '079170012345|271234567|Nguyễn Văn Minh|28021970|Nam|Số 1, Phường Bến Nghé, TP Hồ Chí Minh|01012021',
  'GD4790123456789|4e677579e1bb856e|28/02/1970|1|c490|79-001|01/01/2026|-|01/01/2026|79|-|4|01/01/2030|abc|0|-',
]
const path = "Patient.name.where(use = 'official').given.first() & 'a' | today() - 3 days"
const csv = 'mã;họ tên;ngày sinh\n"1";"Đặng ""Thị"" Huyền";28/02/1970\n2;B;\n'

async function all(rows: AsyncIterable<unknown>): Promise<void> {
  for await (const _ of rows);
}

const fhirPathPatch = (text: string) => ({
  resourceType: 'Parameters',
  parameter: [
    {
      name: 'operation',
      part: [
        { name: 'type', valueCode: 'delete' },
        { name: 'path', valueString: text },
      ],
    },
  ],
})

/** Everything that reads what comes from outside, each with good inputs to begin from. */
export async function parsers(): Promise<readonly Parser[]> {
  const people = await corpusPeople()
  const { root } = people.authority
  const trust = { roots: [root], crls: [] }
  const signed = () =>
    signCms(people.victim.signer, { digest: Buffer.alloc(32), contentType: oids.data, content: Buffer.from('a') })
  const der = [root.der, people.victim.certificate.der]
  return [
    { name: 'JSON', samples: texts(JSON.stringify(patient), '[1e3,"\\u00e1",{"a":[]}]'), read: parseJsonBytes },
    { name: 'XML', samples: texts(xml), read: text((input) => readXml(structures, input)) },
    {
      name: 'FHIRPath',
      samples: texts(path, "iif(a > 1, 'x', {})", "'a'.matches('^(b+)+$')"),
      read: text((input) => evaluatePath(compilePath(input), patient, {})),
    },
    {
      name: 'JSON Patch',
      samples: texts(
        '[{"op":"replace","path":"/name/0/family","value":"B"},{"op":"move","from":"/id","path":"/x"}]',
      ),
      read: (input) => applyJsonPatch(patient, parseJsonBytes(input)),
    },
    {
      name: 'FHIRPath Patch',
      samples: texts('Patient.name[0].family', 'Patient.name'),
      read: text((input) => applyFhirPathPatch(patient, fhirPathPatch(input))),
    },
    {
      name: 'search filter',
      refusesBy: 'Error',
      samples: texts('name eq "a" and (birthdate gt 1970-01 or not(active eq true))'),
      read: text(parseFilter),
    },
    {
      name: 'search expression',
      refusesBy: 'SyntaxError',
      samples: texts('Patient.name.given | Patient.contact.name', "Patient.telecom.where(system='phone')"),
      read: text((input) => parseExpression(input)),
    },
    {
      name: 'search dates',
      samples: texts('2026-11-23T10:00:00+07:00', '1970-02', '1970'),
      read: text(dateRange),
    },
    { name: 'search numbers', samples: texts('12.30e-4', '-7', '1e308'), read: text(numberRange) },
    { name: 'search words', samples: texts('đau "đầu gối" OR (sốt AND NOT ho)'), read: text(readWordQuery) },
    {
      name: 'names and numbers of patients',
      samples: texts('dang thi huyen 1970', '0912345678'),
      read: text(parseSearch),
    },
    {
      name: 'cards and their QR codes',
      samples: texts(...cards),
      read: text((input) => readCard(input, '2026-11-23')),
    },
    {
      name: 'days as written in Viet Nam',
      samples: texts('28/02/1970', '1/1/26'),
      read: text(parseVietnameseDay),
    },
    { name: 'CSV', samples: texts(csv), read: text((input) => peopleOf(csvRows(input))) },
    {
      name: 'tables',
      samples: texts(csv, csv.replaceAll(';', '\t')),
      read: (input) => all(readRows('a.csv', chunks(input))),
    },
    {
      name: 'NDJSON',
      samples: texts('{"code":"a"}\n{"code":"b"}\n'),
      read: (input) => all(readRows('a.ndjson', chunks(input))),
    },
    { name: 'DER', samples: der, read: (input) => readDer(input) },
    { name: 'CMS', samples: [await signed()], read: (input) => readSignedMessage(input) },
    { name: 'lists of revoked certificates', samples: der, read: readCrl },
    { name: 'OCSP answers', samples: der, read: readOcsp },
    { name: 'signatures in PDF', samples: texts(pdf), read: (input) => verifyFile(input, 'vi', [root]) },
    {
      name: 'archives of records',
      samples: [
        Buffer.from(
          '504b0304140000000000000021000000000000000000000000000100000061504b0102140014000000000000002100000000000000000000000000010000000000000000000000000000000000615 04b050600000000010001002f0000001f0000000000'.replaceAll(
            ' ',
            '',
          ),
          'hex',
        ),
      ],
      read: (input) => openArchive(input, trust),
    },
    { name: 'kinds of files', samples: texts(pdf, xml, '{"a":1}'), read: kindOfFile },
    ...(await fileParsers()),
    ...(await wordParsers()),
  ]
}

async function* chunks(input: Buffer): AsyncGenerator<Buffer> {
  yield input
}
