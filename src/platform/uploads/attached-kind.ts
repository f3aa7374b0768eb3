import { uploadErrors } from './errors.ts'
import { type FileKind, kindOfFile } from './file-kind.ts'

const declared: Readonly<Record<string, FileKind>> = {
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'image/jpeg': 'jpeg',
  'image/png': 'png',
  'image/tiff': 'tiff',
}
const recognised = new Set<FileKind>(['pdf', 'zip', 'jpeg', 'png', 'tiff', 'xml'])
/** Windows and Linux programs, scripts. */
const programs = /^(MZ|\x7fELF|#!)/

/**
 * Refuses a file inside a resource that is a program, or whose content is plainly another kind than its type says. What
 * FHIR lets carry any type is not held to our list of kinds.
 */
export function refuseOtherKind(bytes: Buffer, contentType: unknown): void {
  if (programs.test(bytes.toString('latin1', 0, 4))) throw uploadErrors.kind({ kind: 'program', wanted: '–' })
  const wanted =
    declared[
      String(contentType ?? '')
        .split(';')[0]
        ?.trim()
        .toLowerCase() ?? ''
    ]
  if (wanted === undefined) return
  const kind = kindOfFile(bytes)
  if (kind !== wanted && recognised.has(kind)) throw uploadErrors.kind({ kind, wanted })
}
