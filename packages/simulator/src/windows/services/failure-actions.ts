import { binary, type RegistryValue } from '@scanclash/core';
import type { Microseconds } from '../../kernel/index.ts';

const ACTION_NUMBER = { none: 0, restart: 1, reboot: 2, 'run-command': 3 } as const;

export interface FailureAction {
  readonly kind: keyof typeof ACTION_NUMBER;
  /** µs after the failure; Windows keeps whole milliseconds. */
  readonly delay: Microseconds;
}

/** What is done when a service fails: at the nth failure the nth action, at all further ones the last. */
export interface FailureActions {
  /** Failures are forgotten after so long without one, µs (Windows keeps whole seconds); never where it is not given. */
  readonly resetAfter?: Microseconds;
  readonly actions: readonly FailureAction[];
}

const HEADER_BYTES = 20;
const ACTION_BYTES = 8;
const NEVER = 0xffff_ffff;

/**
 * The registry value `FailureActions`: SERVICE_FAILURE_ACTIONS with offsets in place of its pointers. Undefined where it
 * is damaged; an action of an unknown number counts as none.
 *
 * @source MS-SCMR 2.2.37 (fields), 2.2.39 and 2.2.40 (meaning); the actions follow the header in every export seen.
 */
export function parseFailureActions(value: RegistryValue): FailureActions | undefined {
  const { bytes } = value;
  if (value.type !== 'REG_BINARY' || bytes.length < HEADER_BYTES) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const reset = view.getUint32(0, true);
  const count = view.getUint32(12, true);
  if (bytes.length < HEADER_BYTES + count * ACTION_BYTES) return undefined;
  const kinds = Object.keys(ACTION_NUMBER) as FailureAction['kind'][];
  const actions = Array.from({ length: count }, (_, i) => {
    const at = HEADER_BYTES + i * ACTION_BYTES;
    const number = view.getUint32(at, true);
    const kind = kinds.find((name) => ACTION_NUMBER[name] === number) ?? 'none';
    return { kind, delay: view.getUint32(at + 4, true) * 1000 };
  });
  return { actions, ...(reset === NEVER ? {} : { resetAfter: reset * 1_000_000 }) };
}

export function writeFailureActions({ resetAfter, actions }: FailureActions): RegistryValue {
  const view = new DataView(new ArrayBuffer(HEADER_BYTES + actions.length * ACTION_BYTES));
  view.setUint32(0, resetAfter === undefined ? NEVER : Math.floor(resetAfter / 1_000_000), true);
  view.setUint32(12, actions.length, true);
  view.setUint32(16, HEADER_BYTES, true);
  for (const [i, { kind, delay }] of actions.entries()) {
    view.setUint32(HEADER_BYTES + i * ACTION_BYTES, ACTION_NUMBER[kind], true);
    view.setUint32(HEADER_BYTES + i * ACTION_BYTES + 4, Math.floor(delay / 1000), true);
  }
  return binary(new Uint8Array(view.buffer));
}

/** The action at the nth failure, counted from 1. */
export function actionAt({ actions }: FailureActions, failure: number): FailureAction | undefined {
  return actions[Math.min(failure, actions.length) - 1];
}
