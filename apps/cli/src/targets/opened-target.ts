import type { CheckReport, Fact, HostAnswer, HostSession, ProbeResult } from '@scanclash/core';

/** What is known of a host once it was read. */
export interface HostReading {
  readonly facts: Readonly<Record<string, Fact>>;
  /** Everything that it was asked; empty where facts were handed in. */
  readonly answers: readonly HostAnswer[];
  /** What the host calls itself; undefined where its name was known before. */
  readonly name?: string;
  /** When it was read, where only the reading tells. */
  readonly at?: string;
  /** What test files told, where they were asked for. */
  readonly probe?: ProbeResult;
  /** What was done on it, where it is a real one. */
  readonly session?: HostSession;
}

/** A host that can be read. */
export interface OpenedHost {
  readonly name: string;
  /** When it was read: its own clock, or that of whoever collected; undefined where nobody told. */
  readonly at: string | undefined;
  /** Whether reading it waits for a network, so that others may be read meanwhile. */
  readonly isRemote?: boolean;
  /** @param stop - Aborted with the reason where there is no more time; what was read until then counts. */
  readonly read: (stop: AbortSignal) => Promise<HostReading>;
}

/** A target whose hosts are known. */
export interface OpenedTarget {
  /** As it was written on the command line. */
  readonly word: string;
  readonly hosts: readonly OpenedHost[];
  /** How it was recorded, and whether to the end; undefined where hosts are asked now, or facts were handed in. */
  readonly recorded?: { readonly kind: 'collected' | 'by-script' | 'by-hand'; readonly complete: boolean };
  /** The site that the hosts make up by themselves; undefined where other targets may belong to it. */
  readonly site: { readonly complete: boolean } | undefined;
  /** What a server was asked about its hosts; missing where only the hosts themselves were asked. */
  readonly asked?: CheckReport['questions'];
  /** Not all hosts are there: the user stopped it while they were listed. */
  readonly interrupted?: boolean;
  /** What is damaged in it, or was left alone. */
  readonly warnings: CheckReport['warnings'];
}
