// SPDX-License-Identifier: Apache-2.0
import type { Properties } from "./values";

/** What a step does to one resource, in the words of Pulumi's own events. */
export type Operation =
    | "same"
    | "create"
    | "update"
    | "delete"
    | "replace"
    | "create-replacement"
    | "delete-replaced"
    | "read"
    | "read-replacement"
    | "refresh"
    | "discard"
    | "discard-replaced"
    | "import"
    | "remove-pending-replace";

export type HookKind = "beforeCreate" | "afterCreate" | "beforeUpdate" | "afterUpdate" | "beforeDelete" | "afterDelete";

/** Seconds that an operation may take; absent means the provider's own limit. */
export interface CustomTimeouts {
    create?: number;
    update?: number;
    delete?: number;
}

/**
 * One resource of a stack. Names and meaning are those of a version 3 checkpoint (sdk/go/common/apitype/core.go of
 * Pulumi), so that a state is exchanged with `pulumi stack import` and `export` field by field. In memory secrets
 * inside inputs and outputs are plaintext in their envelope; the state store encrypts them.
 */
export interface ResourceState {
    urn: string;
    custom: boolean;
    /** Already replaced, still to be deleted. */
    delete?: boolean;
    id?: string;
    type: string;
    inputs?: Properties;
    outputs?: Properties;
    parent?: string;
    protect?: boolean;
    /** Read, not managed: never deleted. */
    external?: boolean;
    dependencies?: string[];
    initErrors?: string[];
    /** `<urn of the provider>::<id of the provider>`. */
    provider?: string;
    propertyDependencies?: Record<string, string[]>;
    pendingReplacement?: boolean;
    additionalSecretOutputs?: string[];
    aliases?: string[];
    customTimeouts?: CustomTimeouts;
    importID?: string;
    retainOnDelete?: boolean;
    deletedWith?: string;
    created?: string;
    modified?: string;
    sourcePosition?: string;
    ignoreChanges?: string[];
    replaceOnChanges?: string[];
    resourceHooks?: Partial<Record<HookKind, string[]>>;
}

/** An operation that was begun; found in a state only if its run was cut short. */
export interface PendingOperation {
    resource: ResourceState;
    type: "creating" | "updating" | "deleting" | "reading";
}

/** Pulumi's kinds of property difference. */
export type DiffKind = "add" | "add-replace" | "delete" | "delete-replace" | "update" | "update-replace";

/** Property path, e.g. "spec.natOutgoing" or "spec.pools[0]", to what happens there. */
export type DetailedDiff = Record<string, { diffKind: DiffKind; inputDiff: boolean }>;

export interface StepState {
    type: string;
    urn: string;
    custom?: boolean;
    delete?: boolean;
    id: string;
    parent: string;
    protect?: boolean;
    external?: boolean;
    retainOnDelete?: boolean;
    inputs: Properties;
    outputs: Properties;
    provider: string;
    initErrors?: string[];
}

export interface StepMetadata {
    op: Operation;
    urn: string;
    type: string;
    old: StepState | null;
    new: StepState | null;
    /** Properties that force a replacement. */
    keys?: string[];
    /** Properties that differ. */
    diffs?: string[];
    detailedDiff: DetailedDiff | null;
    logical?: boolean;
    provider: string;
}

export type Severity = "debug" | "info" | "info#err" | "warning" | "error";

export interface PolicyEvent {
    resourceUrn?: string;
    message: string;
    color: string;
    policyName: string;
    policyPackName: string;
    policyPackVersion: string;
    policyPackVersionTag: string;
    enforcementLevel: "advisory" | "mandatory" | "remediate";
    severity?: string;
}

/** What a person or a program that watches a run is told; shapes of sdk/go/common/apitype/events.go of Pulumi. */
export type EventBody =
    | { preludeEvent: { config: Record<string, string> } }
    | { resourcePreEvent: { metadata: StepMetadata; planning?: boolean } }
    | { resOutputsEvent: { metadata: StepMetadata; planning?: boolean } }
    | { resOpFailedEvent: { metadata: StepMetadata; status: number; steps: number } }
    | {
          diagnosticEvent: {
              urn?: string;
              prefix?: string;
              message: string;
              color: string;
              severity: Severity;
              ephemeral?: boolean;
          };
      }
    | { stdoutEvent: { message: string; color: string } }
    | { policyLoadEvent: Record<string, never> }
    | { policyEvent: PolicyEvent }
    | {
          policyRemediationEvent: Omit<PolicyEvent, "message" | "enforcementLevel" | "severity"> & {
              before?: Properties;
              after?: Properties;
          };
      }
    | {
          summaryEvent: {
              maybeCorrupt: boolean;
              durationSeconds: number;
              resourceChanges: Partial<Record<Operation, number>>;
              PolicyPacks: Record<string, string>;
              isPreview: boolean;
              result: "succeeded" | "failed" | "canceled";
          };
      }
    | { cancelEvent: Record<string, never> };

export type EngineEvent = EventBody & { sequence: number; timestamp: number };
