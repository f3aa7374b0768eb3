import type { HospitalModule } from '#platform/module.ts'
import { forgetShown } from './batch/shown.ts'
import { confirmationRoutes } from './confirmations/routes.ts'
import { payDebts } from './evidence/pay-debts.ts'
import { evidenceRoutes } from './evidence/routes.ts'
import { certificateFindings } from './findings.ts'
import { signatureEvidenceStays, signedPaperIsFinal } from './guards.ts'
import { routes } from './routes.ts'
import { sealRoutes } from './seal/routes.ts'
import { signerRoutes } from './signers/routes.ts'
import { mendWorklistJob } from './worklist/mend-worklist.ts'

/** Digital signatures on papers: keys, certificates, time stamps, PAdES, checking. */
export const signing: HospitalModule = {
  name: 'signing',
  permissions: {
    'signing.sign': "Sign papers with one's own key",
    'signing.confirm': 'Take confirmations of patients and representatives',
    'signing.seal': 'Put the seal of the facility on papers that everybody has signed',
    'signing.installSeal': 'Install the key that the facility seals with',
    'signing.oversee': 'See which papers wait for proofs, and try again',
  },
  routes(api) {
    routes(api)
    signerRoutes(api)
    sealRoutes(api)
    confirmationRoutes(api)
    evidenceRoutes(api)
  },
  findings: certificateFindings,
  jobs: [payDebts, mendWorklistJob, forgetShown],
  guards: [signedPaperIsFinal, signatureEvidenceStays],
}

/** Whether a data folder holds the demo authority; production refuses to start with one. */
export { hasDemoAuthority } from './authority.ts'
/** Notes that a person was shown the very bytes of a paper while going through a batch. */
export { noteShown } from './batch/shown.ts'
/** Demo mode only: authority, keys and the PIN that the login page tells. */
export { type DemoSigner, demoPin, ensureDemoSigners } from './demo.ts'
/** Signatures beside their content, for what is signed in parts. */
export { type DetachedVerdict, owedFault, verifyDetached } from './detached-verdict.ts'
/** What the authority of a certificate says of it, over the network. */
export { type AskRevocation, askOverNetwork } from './evidence/ask-revocation.ts'
/** Proofs for later years of a signature beside its content, and when they are asked for again. */
export { completeDetached } from './evidence/complete-detached.ts'
/** The file of a paper with the proofs that came after its signers. */
export { nextTry, provenFile, provenFiles } from './evidence/debts.ts'
/** The facility's seal on XML (XAdES) and JSON (JAdES) that leaves the house. */
export { sealJson, sealXml } from './evidence/seal-file.ts'
/** How the files of an exported hospital are called, and its check. */
export * as hospitalFiles from './hospital-archive/format.ts'
export { type HospitalVerdict, verifyHospital } from './hospital-archive/verify.ts'
export { installedTrust } from './installed-trust.ts'
export { addSignatureFields, type FieldPlace } from './pades/fields.ts'
export { verifyPaper } from './pades/verify.ts'
/** Title of a place for a signature, as the form names it. */
export { slotTitle } from './paper.ts'
/** Whether a PIN is that of a person's signing key, for who confirms at the screen of another. */
export { provePin } from './prove-pin.ts'
export { type Evidence, evidenceOf } from './provenance.ts'
export type { ArchiveInput, ArchivePaper } from './record-archive/build.ts'
export { exchangePath, papersFolder, rowProofsFolder } from './record-archive/format.ts'
export { type ArchiveImage, imagesPath, imagesText, readImages } from './record-archive/images.ts'
export {
  attachedFolder,
  fileEnding,
  headPath,
  historyFolder,
  historyPath,
  leavesPath,
  leavesText,
} from './record-archive/ledger-format.ts'
export { openArchive } from './record-archive/open-archive.ts'
export { type ArchiveVerdict, verifyArchive } from './record-archive/verify.ts'
export { buildZip, rootPems } from './record-archive/zip.ts'
export type { SignatureReport, ValidationReport } from './report/report.ts'
/** The report on signatures in words. */
export { sayDetails, sayReport } from './report/say-report.ts'
export { validate } from './report/validate.ts'
/** Whether the facility has a seal that it can use now. */
export { canSeal } from './seal/open-seal.ts'
/** How the PIN of the seal was kept before its column was marked. */
export { openPinBefore } from './seal/pin-box.ts'
/** The facility's seal on a PDF that no person signs. */
export { keepSealed, type SealedPaper, sealPaper } from './seal-paper.ts'
/** The export file of a record, and its check. */
export { buildRecordArchive, sealDetached, sealForYears } from './seal-record.ts'
export { keepProofs, provenSignature, type SignedContent, signContent } from './sign-content.ts'
export { signPapers } from './sign-papers.ts'
export { type Authentication, myCertificate } from './signer-keys.ts'
/** The simulated remote signing service, for `lanong simulate`. */
export { startDemoRemoteSigning } from './simulators/remote-signing/demo-service.ts'
export type { RemoteSigningSimulator } from './simulators/remote-signing/server.ts'
export { closeSlots, openSlots, readSlots, type Slot } from './slots.ts'
export { isForMe, officesOf, signedApart } from './standing.ts'
export { type FileVerdict, readRoots, verifyFile } from './verify-file.ts'
/** The last line of `lanong verify`. */
export { describePaper, describeSignature, sayCounts } from './words.ts'
export { withPlaces } from './worklist/places.ts'
/** Certificates for the server itself. */
export { type Certificate, readCertificate, toPem } from './x509/certificate.ts'
export { issueCertificate } from './x509/issue.ts'
