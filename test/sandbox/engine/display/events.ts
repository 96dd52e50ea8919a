// SPDX-License-Identifier: Apache-2.0
import type { EngineEvent, EventBody, Operation, StepMetadata, StepState } from "../../../../sandbox/engine/model";
import { buildUrn, STACK_TYPE } from "../../../../sandbox/engine/urn";
import type { Properties } from "../../../../sandbox/engine/values";

const PLACE = { stack: "dev", project: "probe" };

export const STACK_URN = buildUrn(PLACE, STACK_TYPE, "probe-dev");
export const POOL_TYPE = "kubernetes:crd.projectcalico.org/v1:IPPool";

/** One resource of an invented run. */
export interface Subject {
    name: string;
    type?: string;
    parent?: string;
    inputs?: Properties;
    outputs?: Properties;
}

export function urnOf({ name, type = POOL_TYPE, parent }: Subject): string {
    return buildUrn({ ...PLACE, parent }, type, name);
}

export function stepState(subject: Subject): StepState {
    const { type = POOL_TYPE, parent = STACK_URN, inputs = {}, outputs = {} } = subject;
    const isStack = type === STACK_TYPE;
    return {
        type,
        urn: isStack ? STACK_URN : urnOf(subject),
        ...(isStack ? {} : { custom: true }),
        id: isStack ? "" : subject.name,
        parent: isStack ? "" : parent,
        inputs,
        outputs,
        provider: "",
    };
}

/** A step from one state of a resource to another. */
export function step(op: Operation, old: Subject | null, new_: Subject | null): StepMetadata {
    const states = { old: old && stepState(old), new: new_ && stepState(new_) };
    const subject = states.new ?? states.old;
    return {
        op,
        urn: subject?.urn ?? "",
        type: subject?.type ?? "",
        ...states,
        detailedDiff: null,
        logical: true,
        provider: "",
    };
}

export const STACK: Subject = { name: "probe-dev", type: STACK_TYPE };

/** Numbers the events of an invented run. */
export function numbered(bodies: readonly EventBody[]): EngineEvent[] {
    return bodies.map((body, at) => ({ sequence: at + 1, timestamp: 1_795_254_545, ...body }));
}

export function begin(metadata: StepMetadata): EventBody {
    return { resourcePreEvent: { metadata } };
}

export function end(metadata: StepMetadata): EventBody {
    return { resOutputsEvent: { metadata } };
}

export function summary(
    resourceChanges: Partial<Record<Operation, number>>,
    given: { isPreview?: boolean; PolicyPacks?: Record<string, string> } = {},
): EventBody {
    return {
        summaryEvent: {
            maybeCorrupt: false,
            durationSeconds: 2,
            resourceChanges,
            PolicyPacks: {},
            isPreview: false,
            result: "succeeded",
            ...given,
        },
    };
}
