import { errorSchema } from './resources.ts'

/** A refusal in the words of SCIM. @see RFC 7644 §3.12 */
export class ScimError extends Error {
  readonly status: number
  readonly scimType: string | undefined

  constructor(status: number, scimType: string | undefined, detail: string) {
    super(detail)
    this.name = 'ScimError'
    this.status = status
    this.scimType = scimType
  }
}

export function scimError(status: number, scimType?: string, detail = scimType ?? ''): ScimError {
  return new ScimError(status, scimType, detail)
}

export function errorBody({ status, scimType, message }: ScimError) {
  return {
    schemas: [errorSchema],
    status: String(status),
    ...(scimType ? { scimType } : {}),
    detail: message,
  }
}
