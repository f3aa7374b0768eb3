/** What an exported record is: a ZIP with these entries, and nothing that its manifest does not name. */
export const archiveFormat = 'lanong-record-export/2'
/** Without history and ledger: made before November 2026. */
export const plainFormat = 'lanong-record-export/1'

export interface ManifestFile {
  readonly path: string
  /** Hex. */
  readonly sha256: string
  readonly size: number
}

export interface Manifest {
  readonly format: typeof archiveFormat | typeof plainFormat
  /** Number of the record (số hồ sơ). */
  readonly record: string
  /** Facility that exported it. */
  readonly facility: string
  readonly madeAt: string
  readonly madeBy: string
  /** Every other entry of the archive except the manifest and its signature. */
  readonly files: readonly ManifestFile[]
  /** Facts about the record that the exporter adds: state, patient number, dates. */
  readonly about: Readonly<Record<string, string>>
}

export const manifestPath = 'manifest.json'
/** Detached CMS signature of the manifest, DER, by the seal of the facility, with a time stamp. */
export const manifestSignaturePath = 'manifest.json.p7s'
/** The ministry's form of the record, under the seal of the facility. */
export const exchangePath = 'HoSoBenhAn.xml'
export const trustFolder = 'trust/'
/** The data of the record, as a FHIR document. */
export const recordPath = 'record.fhir.json'
export const papersFolder = 'papers/'
/** Signatures on rows of sheets with all their proofs: `<id of the Provenance>.p7s`, DER. */
export const rowProofsFolder = 'signatures/'

/** Entries outside the manifest's list: itself and its signature. */
export const unlisted: ReadonlySet<string> = new Set([manifestPath, manifestSignaturePath])

export const readme = `Hồ sơ bệnh án điện tử xuất từ Lãn Ông. / An electronic medical record exported from Lãn Ông.

manifest.json       danh sách tệp và mã băm SHA-256 / list of files and their SHA-256
manifest.json.p7s   chữ ký của cơ sở trên danh sách, kèm dấu thời gian / the facility's signature over the list
papers/             giấy tờ đã ký (PDF/A, PAdES) / signed papers
record.fhir.json    dữ liệu của hồ sơ (HL7 FHIR R4) / the data of the record
HoSoBenhAn.xml .json  dữ liệu trao đổi theo hướng dẫn của Bộ Y tế / exchange data by the ministry's guide
index.html          để đọc, mở bằng trình duyệt / to read, opens in a browser
history/            mọi phiên bản, từng byte / every version, byte for byte
files/              tệp khác, theo mã băm / other files, by their hash
images.json         ảnh: trong tệp này hoặc theo mã băm và địa chỉ / pictures: in this file, or by hash and address
ledger/             đầu sổ cái đã ký và bằng chứng từng mục / signed head of the ledger and proofs
trust/              chứng thư gốc để kiểm chữ ký / root certificates to check the signatures

Kiểm toàn bộ, không cần mạng / check everything, without a network:
  npx lanong verify <this file>
  python3 verify_ledger.py <this file>       (docs/ledger.md)
Kiểm bằng công cụ khác / check with other tools:
  openssl cms -verify -cades -binary -inform DER -in manifest.json.p7s -content manifest.json -CAfile trust/root.pem -out /dev/null
  sha256sum papers/*.pdf record.fhir.json      (so với / compare with manifest.json)
  pdfsig papers/<paper>.pdf
`
