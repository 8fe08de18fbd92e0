// How questions reach a host: the only package with network and disk.
export * from './bundle/bundle-content.ts';
export * from './bundle/bundle-limits.ts';
export {
  BUNDLE_SCHEMA,
  type BundleManifest,
  bundleManifestJsonSchema,
  type RecordedFile,
  type RecordedQuestion,
} from './bundle/bundle-manifest.ts';
export * from './bundle/bundle-transport.ts';
export * from './bundle/open-bundle.ts';
export type * from './bundle/recorded-host.ts';
export * from './bundle/write-bundle.ts';
export * from './epo/epo-client.ts';
export * from './epo/epo-connection.ts';
export * from './epo/epo-fleet.ts';
export * from './epo/epo-limits.ts';
export * from './local/local-transport.ts';
export * from './probe/host-probe.ts';
export * from './redaction/redact-answer.ts';
export { collectorScript } from './script/collector-script.ts';
export { scriptIndexJsonSchema } from './script/script-index.ts';
export * from './smtp/smtp-probe.ts';
export type { IdentityPolicy } from './ssh/host-identity.ts';
export * from './ssh/ssh-address.ts';
export type * from './ssh/ssh-connection.ts';
export { type PrivateKey, type SshCredentials, stateOfKey } from './ssh/ssh-credentials.ts';
export * from './ssh/ssh-limits.ts';
export * from './ssh/ssh-transport.ts';
export { readFingerprint, type ServerIdentity } from './tls/server-identity.ts';
export { WINRM_AUTHS, type WinrmAuth } from './winrm/login-scheme.ts';
export type { WinrmAccess } from './winrm/winrm-connection.ts';
export * from './winrm/winrm-limits.ts';
export * from './winrm/winrm-transport.ts';
