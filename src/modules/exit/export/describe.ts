import { sql } from 'kysely'
import type { Context } from '#platform/context.ts'
import { leavingTables, tableWords } from '../table-list.ts'
import type { FacilityCounts } from './facility-files.ts'

/** What the export is, in words, and every table and column of it. */
export async function schemaFiles(ctx: Context, counts: FacilityCounts): Promise<ReadonlyMap<string, Buffer>> {
  const tables = (await leavingTables(ctx.db)).map(({ name, treatment, vi, en, key, columns, omit }) => ({
    table: name,
    vi,
    en,
    rows: counts.tables[name] ?? 0,
    contents: treatment === 'ledger' || treatment === 'current' ? 'elsewhere' : 'here',
    key,
    columns,
    secretsLeftOut: omit,
  }))
  const left = [...tableWords().values()]
    .filter(({ treatment }) => treatment === 'secret' || treatment === 'passing')
    .map(({ name, treatment, vi, en }) => ({ table: name, why: treatment, vi, en }))
  const { rows } = await sql<{ name: string }>`select name from facility where id = ${ctx.facility}`.execute(
    ctx.db,
  )
  return new Map([
    ['schema.json', Buffer.from(`${JSON.stringify({ tables, notExported: left }, null, 1)}\n`)],
    ['README.txt', Buffer.from(readme(rows[0]?.name ?? ''))],
  ])
}

const readme = (facility: string) => `${facility}
${'='.repeat(Math.max(facility.length, 8))}

DỮ LIỆU TOÀN BỆNH VIỆN, ĐỊNH DẠNG MỞ

versions/*.ndjson   mọi phiên bản của mọi tài nguyên HL7 FHIR R4, mỗi dòng một tài nguyên (JSON, UTF-8), theo thứ tự sổ cái
files/ab/<sha-256>  giấy tờ đã ký (PDF), ảnh, bản quét, XML và JSON của Bộ Y tế; tên tệp là SHA-256 của nội dung
proven/*.pdf        giấy tờ có thêm bằng chứng chữ ký về sau
audit/, events/     nhật ký truy cập
leaves/, ledger/    sổ cái: từng lá, các đầu sổ đã đóng dấu; xem docs/ledger.md
tables/<bảng>/*     các bảng còn lại, mỗi dòng một hàng (JSON); nghĩa của bảng và cột ở schema.json
trust/*.pem         chứng thư gốc để kiểm tra chữ ký
manifest.json       danh sách mọi tệp, SHA-256, kích thước, số hàng từng bảng; .p7s là chữ ký số của cơ sở (CMS)

Kiểm tra: lanong verify <thư mục>, hoặc tools/verify_ledger.py. Nhập vào hệ thống mới: lanong import <thư mục>.
Không có trong này: mật khẩu, khóa ký, khóa con dấu, phiên đăng nhập (schema.json, notExported).

THE WHOLE HOSPITAL IN OPEN FORMATS

versions/*.ndjson   every version of every HL7 FHIR R4 resource, one a line (JSON, UTF-8), in the order of the ledger
files/ab/<sha-256>  signed papers (PDF), pictures, scans, XML and JSON of the ministry; named by the SHA-256 of their bytes
proven/*.pdf        papers with proofs of their signatures that came later
audit/, events/     the journal of who did what
leaves/, ledger/    the ledger: its leaves and sealed heads; see docs/ledger.md
tables/<table>/*    all other tables, a row a line (JSON); what tables and columns mean stands in schema.json
                    bytes are "\\\\x" and hexadecimal digits, instants are ISO 8601 in UTC
trust/*.pem         root certificates that signatures are checked by
manifest.json       every file with its SHA-256 and size, rows of each table; .p7s is the facility's signature (CMS)

tables/resource_version/<n>.ndjson tells of the lines of versions/<n>.ndjson in the same order (rows of kind "d" have no
line); tables/audit_event goes with audit/, tables/event_pack with events/. tables/resource names the current versions.

Check: lanong verify <folder>, or tools/verify_ledger.py. Into a new installation: lanong import <folder>.
Not in here: passwords, signing keys, keys of the seal, sessions (schema.json, notExported).
`
