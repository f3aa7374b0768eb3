import { launchScopes, openIdScopes, resourceScopes } from '../domain/scopes.ts'
import { proofAlgorithms } from './sender-bound.ts'

/**
 * What a SMART application needs to know before it starts; only what is really there.
 * @see https://hl7.org/fhir/smart-app-launch/STU2.2/conformance.html
 */
export function smartConfiguration(origin: string) {
  return {
    issuer: origin,
    jwks_uri: `${origin}/oauth/jwks`,
    authorization_endpoint: `${origin}/oauth/authorize`,
    token_endpoint: `${origin}/oauth/token`,
    revocation_endpoint: `${origin}/oauth/revoke`,
    introspection_endpoint: `${origin}/oauth/introspect`,
    pushed_authorization_request_endpoint: `${origin}/oauth/par`,
    dpop_signing_alg_values_supported: proofAlgorithms,
    grant_types_supported: ['authorization_code', 'client_credentials', 'refresh_token'],
    token_endpoint_auth_methods_supported: ['client_secret_basic', 'private_key_jwt', 'none'],
    token_endpoint_auth_signing_alg_values_supported: ['RS384', 'ES384', 'RS256', 'ES256'],
    response_types_supported: ['code'],
    code_challenge_methods_supported: ['S256'],
    scopes_supported: [
      ...openIdScopes,
      ...launchScopes,
      ...resourceScopes,
      'patient/*.rs',
      'user/*.rs',
      'system/*.rs',
    ],
    capabilities: [
      'launch-ehr',
      'launch-standalone',
      'context-ehr-patient',
      'context-ehr-encounter',
      'context-banner',
      'context-standalone-patient',
      'permission-patient',
      'client-public',
      'client-confidential-symmetric',
      'client-confidential-asymmetric',
      'sso-openid-connect',
      'permission-offline',
      'permission-user',
      'permission-v1',
      'permission-v2',
    ],
  }
}
